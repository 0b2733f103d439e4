/* What a sighting is asked: statements by the words in them, and the places of words. */
#include "scout.h"
#include "../types.h"

enum { MOST_ASKED = 4, FIELDS = 9, LEAD = 80 }; /* FIELDS and LEAD: as in facts/reading.py and facts/scouting.py */

/* --- statements --- */

/* The end of the segment that governs another one, without space around it; "" if none does. */
static PyObject *lead_of(const Sighting *sighting, PyObject *segment)
{
    Py_ssize_t above = PyLong_AsSsize_t(PyTuple_GET_ITEM(segment, 4));
    if (above < 0 || above >= sighting->parts)
        return above == -1 && PyErr_Occurred() ? NULL : PyUnicode_New(0, 0);
    const Part *part = &sighting->part[above];
    Py_ssize_t whole = PyLong_AsSsize_t(PyTuple_GET_ITEM(PyTuple_GET_ITEM(sighting->segments, above), 1));
    Py_ssize_t start = part->start > whole - LEAD ? part->start : whole - LEAD;
    while (start < part->end && Py_UNICODE_ISSPACE(PyUnicode_READ_CHAR(sighting->text, start)))
        start++;
    return PyUnicode_Substring(sighting->text, start, part->end);
}

static PyObject *label_of(const Sighting *sighting, PyObject *segment)
{
    Py_ssize_t clause = PyLong_AsSsize_t(PyTuple_GET_ITEM(segment, 2));
    if (clause == -1 && PyErr_Occurred())
        return NULL;
    PyObject *found = clause < 0 || clause >= PyTuple_GET_SIZE(sighting->clauses)
                          ? NULL
                          : PyTuple_GET_ITEM(sighting->clauses, clause);
    if (!found || !PyTuple_Check(found) || PyTuple_GET_SIZE(found) < 3)
        return PyErr_Format(PyExc_ValueError, "a clause has a start, an end and a label");
    return Py_NewRef(PyTuple_GET_ITEM(found, 2));
}

/* The words of the lead-in and the text together, some of which may stand across both. */
static PyObject *whole_words(const Sighting *sighting, PyObject *lead, PyObject *text, PyObject *words)
{
    if (!lead || !text || !words || PyUnicode_GET_LENGTH(lead) == 0)
        return Py_XNewRef(words);
    PyObject *whole = PyUnicode_Concat(lead, text);
    PyObject *found = whole ? words_in(sighting->scout, whole) : NULL;
    Py_XDECREF(whole);
    return found;
}

static PyObject *make_statement(const Sighting *sighting, int32_t index)
{
    PyObject *segment = PyTuple_GET_ITEM(sighting->segments, index);
    const Part *part = &sighting->part[index];
    PyObject *field[] = {
        PyLong_FromLong(index),
        Py_NewRef(PyTuple_GET_ITEM(segment, 0)),
        PyLong_FromLong(part->end),
        PyUnicode_Substring(sighting->text, part->start, part->end),
        lead_of(sighting, segment),
        Py_NewRef(PyTuple_GET_ITEM(segment, 3)),
        label_of(sighting, segment),
        number_of(row_at(sighting, index), sighting->scout->width),
        NULL,
    };
    field[8] = whole_words(sighting, field[4], field[3], field[7]);
    PyTypeObject *type = (PyTypeObject *)sighting->type;
    bool good = !PyErr_Occurred();
    PyObject *made = good ? type->tp_alloc(type, FIELDS) : NULL;
    for (int at = 0; at < FIELDS; at++)
        if (made)
            PyTuple_SET_ITEM(made, at, field[at]);
        else
            Py_XDECREF(field[at]);
    return made;
}

/* Made once; a new reference. */
static PyObject *statement_of(Sighting *sighting, int32_t index)
{
    if (!sighting->made[index])
        sighting->made[index] = make_statement(sighting, index);
    return Py_XNewRef(sighting->made[index]);
}

static PyObject *sighting_statement(Sighting *sighting, PyObject *number)
{
    Py_ssize_t index = PyLong_AsSsize_t(number);
    if (index == -1 && PyErr_Occurred())
        return NULL;
    if (index < 0 || index >= sighting->parts)
        return PyErr_Format(PyExc_IndexError, "no such segment");
    return statement_of(sighting, (int32_t)index);
}

/* --- what is asked --- */

/* The bits of a Python number as a row; those of lists that the scout does not know are left out. */
static bool read_bits(PyObject *number, uint64_t *row, int32_t width)
{
    if (!PyLong_Check(number)) {
        PyErr_SetString(PyExc_TypeError, "lists of words are bits");
        return false;
    }
    PyObject *rest = Py_NewRef(number), *step = PyLong_FromLong(64);
    for (int32_t at = 0; rest && step && at < width; at++) {
        row[at] = PyLong_AsUnsignedLongLongMask(rest);
        Py_SETREF(rest, PyNumber_Rshift(rest, step));
    }
    bool good = rest && step;
    Py_XDECREF(rest);
    Py_XDECREF(step);
    return good;
}

/* The statement whose segment holds a place of the text. */
static PyObject *sighting_at(Sighting *sighting, PyObject *number)
{
    Py_ssize_t place = PyLong_AsSsize_t(number);
    if (place == -1 && PyErr_Occurred())
        return NULL;
    int32_t low = 0, high = sighting->parts;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (sighting->part[middle].start <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? statement_of(sighting, low - 1) : PyErr_Format(PyExc_IndexError, "no such segment");
}

static bool meets(const uint64_t *row, const uint64_t *asked, int32_t width)
{
    uint64_t met = 0;
    for (int32_t at = 0; at < width; at++)
        met |= row[at] & asked[at];
    return met;
}

/* Statements that hold a word of the lists of each argument. */
static PyObject *sighting_holding(Sighting *sighting, PyObject *const *argument, Py_ssize_t count)
{
    uint64_t asked[MOST_ASKED * MOST_WIDTH];
    int32_t width = sighting->scout->width;
    if (count < 1 || count > MOST_ASKED)
        return PyErr_Format(PyExc_TypeError, "one to four sets of lists");
    for (Py_ssize_t index = 0; index < count; index++)
        if (!read_bits(argument[index], asked + index * width, width))
            return NULL;
    PyObject *found = PyList_New(0);
    for (int32_t part = 0; found && part < sighting->parts; part++) {
        Py_ssize_t met = sighting->part[part].states ? 0 : -1;
        while (met >= 0 && met < count)
            met = meets(row_at(sighting, part), asked + met * width, width) ? met + 1 : -1;
        PyObject *statement = met == count ? statement_of(sighting, part) : NULL;
        if (met == count && (!statement || PyList_Append(found, statement)))
            Py_CLEAR(found);
        Py_XDECREF(statement);
    }
    return found;
}

static PyObject *sighting_places(const Sighting *sighting, PyObject *text)
{
    uint32_t word = PyUnicode_Check(text) && !PyUnicode_READY(text) ? word_named(sighting->scout, text) : 0;
    if (!word) {
        PyErr_SetObject(PyExc_KeyError, text);
        return NULL;
    }
    Py_ssize_t count = 0;
    for (int32_t sight = sighting->last[word]; sight >= 0; sight = sighting->sight[sight].before)
        count++;
    PyObject *places = PyList_New(count);
    for (int32_t sight = sighting->last[word]; places && sight >= 0; sight = sighting->sight[sight].before) {
        PyObject *start = PyLong_FromLong(sighting->sight[sight].start);
        if (start)
            PyList_SET_ITEM(places, --count, start);
        else
            Py_CLEAR(places);
    }
    return places;
}

static PyObject *sighting_words(const Sighting *sighting, void *unused)
{
    (void)unused;
    return number_of(row_at(sighting, sighting->parts), sighting->scout->width);
}

/* --- the type --- */

static void sighting_free(Sighting *sighting)
{
    for (int32_t part = 0; part < sighting->parts; part++)
        Py_XDECREF(sighting->made[part]);
    PyMem_Free(sighting->made);
    PyMem_Free(sighting->part);
    PyMem_Free(sighting->row);
    PyMem_Free(sighting->last);
    PyMem_Free(sighting->sight);
    Py_DECREF(sighting->text);
    Py_DECREF(sighting->segments);
    Py_DECREF(sighting->clauses);
    Py_DECREF(sighting->type);
    Py_DECREF(sighting->scout);
    Py_TYPE(sighting)->tp_free((PyObject *)sighting);
}

static PyMethodDef sighting_methods[] = {
    {"holding", (PyCFunction)(void (*)(void))sighting_holding, METH_FASTCALL, NULL},
    {"statement", (PyCFunction)sighting_statement, METH_O, NULL},
    {"at", (PyCFunction)sighting_at, METH_O, NULL},
    {"places", (PyCFunction)sighting_places, METH_O, NULL},
    {0},
};
static PyGetSetDef sighting_members[] = {{"words", (getter)sighting_words, NULL, NULL, NULL}, {0}};
PyTypeObject sighting_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Sighting",
    .tp_basicsize = sizeof(Sighting),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = (destructor)sighting_free,
    .tp_methods = sighting_methods,
    .tp_getset = sighting_members,
};
