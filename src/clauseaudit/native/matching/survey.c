/* Survey: what holds in the sentences of a document, as scene/survey.py defines it. */
#include "survey.h"

static bool more_room(Survey *survey)
{
    if (survey->marks < survey->room)
        return true;
    int32_t room = survey->room ? 2 * survey->room : 64;
    Mark *mark = room > INT32_MAX / 4 ? NULL : PyMem_Realloc(survey->mark, (size_t)room * sizeof *mark);
    if (!mark) {
        PyErr_NoMemory();
        return false;
    }
    survey->mark = mark;
    survey->room = room;
    return true;
}

static bool mark(Survey *survey, int32_t index, const Held *held)
{
    const Table *table = survey->vocabulary->table;
    const uint16_t *asked = row_of(&table[ASKED], held->pattern).item;
    Row context = row_of(&table[CONTEXTS], asked[0]);
    Answer answer = stands_in(survey, index, context, asked[1] != 0);
    if (answer != HOLDS)
        return answer == ABSENT;
    int32_t soft = softener(survey, index, list_of(context, SOFTENED)), origin = survey->sentence[index].scene->origin;
    if (soft < -1 || !more_room(survey))
        return false;
    survey->mark[survey->marks++] = (Mark){asked[0], index, origin + held->start, origin + held->end, asked[2], soft};
    return true;
}

/* A pattern that is asked of the whole document is looked for until it was found once. */
static bool note(Survey *survey, int32_t index, int32_t pattern)
{
    int32_t start, end;
    if (survey->met[pattern])
        return true;
    lay_out(survey->sentence[index].scene);
    Answer answer = match(survey->sentence[index].scene, pattern, &start, &end);
    survey->met[pattern] = answer == HOLDS;
    return answer != FAILED;
}

static bool read_sentence(Survey *survey, int32_t index)
{
    Sentence *sentence = &survey->sentence[index];
    Held *held;
    int32_t count = read_scene(sentence->scene, sentence->kind, &held);
    bool good = count >= 0;
    for (int32_t at = 0; good && at < count; at++)
        good = held[at].start < 0 ? note(survey, index, held[at].pattern) : mark(survey, index, &held[at]);
    if (count >= 0)
        PyMem_Free(held);
    return good;
}

/* --- the type --- */

static void survey_free(Survey *survey)
{
    for (int32_t index = 0; index < survey->count; index++)
        Py_XDECREF(survey->sentence[index].scene);
    PyMem_Free(survey->sentence);
    PyMem_Free(survey->guards);
    PyMem_Free(survey->met);
    PyMem_Free(survey->mark);
    Py_XDECREF(survey->vocabulary);
    Py_TYPE(survey)->tp_free((PyObject *)survey);
}

/* An item of a tuple as a number; -2 with an exception set where it is none. */
static int32_t number_at(PyObject *tuple, Py_ssize_t place)
{
    long number = PyLong_AsLong(PyTuple_GET_ITEM(tuple, place));
    if (!PyErr_Occurred() && (number < -1 || number > INT32_MAX))
        PyErr_SetString(PyExc_ValueError, "a segment outside the text");
    return PyErr_Occurred() ? -2 : (int32_t)number;
}

/* Takes one segment (start, end, clause, kind, lead) and its core (start, end). */
static bool take_sentence(Survey *survey, PyObject *text, PyObject *segment, PyObject *core)
{
    if (!PyTuple_Check(segment) || PyTuple_GET_SIZE(segment) != 5 || !PyUnicode_Check(PyTuple_GET_ITEM(segment, 3)) ||
        !PyTuple_Check(core) || PyTuple_GET_SIZE(core) != 2) {
        PyErr_SetString(PyExc_TypeError, "segments and cores");
        return false;
    }
    int32_t clause = number_at(segment, 2), lead = number_at(segment, 4);
    int32_t start = number_at(core, 0), end = number_at(core, 1);
    if (clause < 0 || lead < -1 || start < 0 || end < start || end > PyUnicode_GET_LENGTH(text) ||
        end - start > INT32_MAX / 16) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "a segment outside the text");
        return false;
    }
    bool heading = PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(segment, 3), "heading") == 0;
    Sentence *sentence = &survey->sentence[survey->count++];
    *sentence = (Sentence){NULL, clause, lead, heading ? HEADING : lead >= 0 ? ITEM : TEXT, false};
    sentence->scene = new_scene(survey->vocabulary, text, start, end - start);
    return sentence->scene != NULL;
}

static bool take_sentences(Survey *survey, PyObject *text, PyObject *segments, PyObject *cores)
{
    Py_ssize_t count = PyTuple_GET_SIZE(segments);
    const Table *table = survey->vocabulary->table;
    size_t frames = (size_t)table[FRAMES].rows, patterns = (size_t)table[PATTERNS].rows;
    if (count != PyTuple_GET_SIZE(cores) || count > INT32_MAX / 16) {
        PyErr_SetString(PyExc_ValueError, "a core for each segment");
        return false;
    }
    survey->sentence = PyMem_Calloc((size_t)count + 1, sizeof *survey->sentence);
    survey->guards = PyMem_Calloc((size_t)count * frames + 1, 1);
    survey->met = PyMem_Calloc(patterns + 1, 1);
    if (!survey->sentence || !survey->guards || !survey->met) {
        PyErr_NoMemory();
        return false;
    }
    for (Py_ssize_t index = 0; index < count; index++)
        if (!take_sentence(survey, text, PyTuple_GET_ITEM(segments, index), PyTuple_GET_ITEM(cores, index)))
            return false;
    for (int32_t index = 0; index < survey->count; index++)
        if (survey->sentence[index].lead >= survey->count) {
            PyErr_SetString(PyExc_ValueError, "a lead-in that is no segment");
            return false;
        }
    return true;
}

static PyObject *survey_new(PyTypeObject *type, PyObject *arguments, PyObject *names)
{
    PyObject *vocabulary, *text, *segments, *cores;
    if (names && PyDict_GET_SIZE(names))
        return PyErr_Format(PyExc_TypeError, "no named arguments");
    if (!PyArg_ParseTuple(arguments, "O!UO!O!", &vocabulary_type, &vocabulary, &text, &PyTuple_Type, &segments,
                          &PyTuple_Type, &cores))
        return NULL;
    Survey *survey = (Survey *)type->tp_alloc(type, 0);
    if (!survey)
        return NULL;
    survey->vocabulary = (Vocabulary *)Py_NewRef(vocabulary);
    bool good = take_sentences(survey, text, segments, cores);
    for (int32_t index = 0; good && index < survey->count; index++)
        good = read_sentence(survey, index);
    if (!good)
        Py_CLEAR(survey);
    return (PyObject *)survey;
}

/* The numbers of what is set. */
static PyObject *numbers(const uint8_t *set, int32_t count)
{
    PyObject *found = PyList_New(0);
    for (int32_t number = 0; found && number < count; number++) {
        PyObject *one = set[number] ? PyLong_FromLong(number) : NULL;
        if (set[number] && (!one || PyList_Append(found, one)))
            Py_CLEAR(found);
        Py_XDECREF(one);
    }
    return found;
}

static PyObject *survey_guards(Survey *survey, PyObject *argument)
{
    long index = PyLong_AsLong(argument);
    if (index == -1 && PyErr_Occurred())
        return NULL;
    if (index < 0 || index >= survey->count)
        return PyErr_Format(PyExc_IndexError, "no such segment");
    const uint8_t *guard = guards(survey, (int32_t)index);
    return guard ? numbers(guard, survey->vocabulary->table[FRAMES].rows) : NULL;
}

static PyObject *survey_met(Survey *survey, void *unused)
{
    (void)unused;
    return numbers(survey->met, survey->vocabulary->table[PATTERNS].rows);
}

/* Whether the document holds what a rule asks of the whole of it. */
static bool arises(const Survey *survey, int32_t rule)
{
    Row when = list_of(row_of(&survey->vocabulary->table[CONTEXTS], rule), WHEN);
    for (int32_t at = 0; at < when.count; at++)
        if (!survey->met[when.item[at]])
            return false;
    return true;
}

static PyObject *survey_marks(Survey *survey, void *unused)
{
    (void)unused;
    PyObject *found = PyList_New(0);
    for (int32_t index = 0; found && index < survey->marks; index++) {
        const Mark *m = &survey->mark[index];
        if (!arises(survey, m->rule))
            continue;
        PyObject *one = Py_BuildValue("iiiiii", m->rule, m->segment, m->start, m->end, m->pattern, m->softener);
        if (!one || PyList_Append(found, one))
            Py_CLEAR(found);
        Py_XDECREF(one);
    }
    return found;
}

static PyMethodDef survey_methods[] = {{"guards", (PyCFunction)survey_guards, METH_O, NULL}, {0}};
static PyGetSetDef survey_members[] = {
    {"marks", (getter)survey_marks, NULL, NULL, NULL},
    {"met", (getter)survey_met, NULL, NULL, NULL},
    {0},
};
PyTypeObject survey_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Survey",
    .tp_basicsize = sizeof(Survey),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = survey_new,
    .tp_dealloc = (destructor)survey_free,
    .tp_methods = survey_methods,
    .tp_getset = survey_members,
};
