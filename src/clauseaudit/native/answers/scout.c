/* Scout: lists of words, each list a bit; facts/scouting.py says the same. */
#include "scout.h"
#include "../types.h"

static bool unfit(const char *what)
{
    PyErr_Format(PyExc_ValueError, "no lists of words: %s", what);
    return false;
}

static bool out_of_memory(void)
{
    PyErr_NoMemory();
    return false;
}

/* --- what is looked for --- */

static uint32_t child_to_be(Scout *scout, uint32_t parent, uint32_t letter)
{
    uint32_t slot = slot_of(parent, letter);
    for (;; slot++) {
        Edge *edge = &scout->edge[slot & scout->mask];
        if (edge->child && (edge->parent != parent || edge->letter != letter))
            continue;
        if (!edge->child) {
            *edge = (Edge){parent, letter, ++scout->nodes};
            scout->node[parent].after |= (uint64_t)1 << (letter & 63);
        }
        return edge->child;
    }
}

/* The nodes of the first letters lie together, where the nearest cache holds them. */
static bool take_root(Scout *scout, PyObject *text)
{
    uint32_t *root = entry_at(&scout->roots, PyUnicode_READ_CHAR(text, 0));
    if (root && !*root)
        *root = ++scout->nodes;
    return root != NULL;
}

static void take_word(Scout *scout, PyObject *text, int32_t list)
{
    uint32_t node = entry_of(&scout->roots, PyUnicode_READ_CHAR(text, 0));
    for (Py_ssize_t at = 1; at < PyUnicode_GET_LENGTH(text); at++)
        node = child_to_be(scout, node, PyUnicode_READ_CHAR(text, at));
    if (!scout->node[node].word)
        scout->node[node].word = ++scout->words;
    scout->row[(size_t)scout->node[node].word * (size_t)scout->width + (size_t)list / 64] |= (uint64_t)1 << list % 64;
}

/* Counts words and letters, so that there is room for all of them. */
static bool measure(PyObject *lists, size_t *words, size_t *letters)
{
    *words = *letters = 0;
    for (Py_ssize_t list = 0; list < PyTuple_GET_SIZE(lists); list++) {
        PyObject *listed = PyTuple_GET_ITEM(lists, list);
        if (!PyTuple_Check(listed))
            return unfit("a list is a tuple");
        for (Py_ssize_t index = 0; index < PyTuple_GET_SIZE(listed); index++) {
            PyObject *word = PyTuple_GET_ITEM(listed, index);
            if (!PyUnicode_Check(word) || PyUnicode_READY(word) || PyUnicode_GET_LENGTH(word) < 1)
                return unfit("a word is a text and not empty");
            if (PyUnicode_GET_LENGTH(word) > UINT16_MAX || (*letters += (size_t)PyUnicode_GET_LENGTH(word)) > 1 << 24)
                return unfit("too long");
            ++*words;
        }
    }
    return true;
}

static bool make_room(Scout *scout, size_t words, size_t letters)
{
    uint32_t slots = 64;
    while (slots < 2 * letters)
        slots *= 2;
    scout->mask = slots - 1;
    scout->node = PyMem_Calloc(letters + 1, sizeof *scout->node);
    scout->edge = PyMem_Calloc(slots, sizeof *scout->edge);
    scout->row = PyMem_Calloc((words + 1) * (size_t)scout->width, sizeof *scout->row);
    return (scout->node && scout->edge && scout->row) || out_of_memory();
}

static bool take_lists(Scout *scout, PyObject *lists)
{
    size_t words, letters;
    if (PyTuple_GET_SIZE(lists) > MOST_WIDTH * 64)
        return unfit("too many");
    scout->width = (int32_t)((PyTuple_GET_SIZE(lists) + 63) / 64);
    if (!open_letters(&scout->roots) || !measure(lists, &words, &letters) || !make_room(scout, words, letters))
        return false;
    for (Py_ssize_t list = 0; list < PyTuple_GET_SIZE(lists); list++)
        for (Py_ssize_t index = 0; index < PyTuple_GET_SIZE(PyTuple_GET_ITEM(lists, list)); index++)
            if (!take_root(scout, PyTuple_GET_ITEM(PyTuple_GET_ITEM(lists, list), index)))
                return false;
    for (Py_ssize_t list = 0; list < PyTuple_GET_SIZE(lists); list++)
        for (Py_ssize_t index = 0; index < PyTuple_GET_SIZE(PyTuple_GET_ITEM(lists, list)); index++)
            take_word(scout, PyTuple_GET_ITEM(PyTuple_GET_ITEM(lists, list), index), (int32_t)list);
    return true;
}

/* --- asked about a text --- */

uint32_t word_named(const Scout *scout, PyObject *text)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    uint32_t node = length ? entry_of(&scout->roots, PyUnicode_READ_CHAR(text, 0)) : 0;
    for (Py_ssize_t at = 1; node && at < length; at++)
        node = follow(scout, node, PyUnicode_READ_CHAR(text, at));
    return node ? scout->node[node].word : 0;
}

PyObject *number_of(const uint64_t *row, int32_t width)
{
    unsigned char byte[MOST_WIDTH * 8];
    for (int32_t at = 0; at < width * 8; at++)
        byte[at] = (unsigned char)(row[at / 8] >> at % 8 * 8);
    return _PyLong_FromByteArray(byte, (size_t)width * 8, 1, 0);
}

PyObject *words_in(const Scout *scout, PyObject *text)
{
    if (!PyUnicode_Check(text) || PyUnicode_READY(text))
        return PyErr_Format(PyExc_TypeError, "a text");
    uint64_t row[MOST_WIDTH] = {0};
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    Py_UCS4 letter, next = length ? PyUnicode_READ(kind, data, 0) : 0;
    for (Py_ssize_t start = 0; start < length; start++) {
        letter = next;
        next = start + 1 < length ? PyUnicode_READ(kind, data, start + 1) : 0;
        uint32_t node = root_of(scout, letter, next);
        for (Py_ssize_t end = start + 1; node; end++) {
            if (scout->node[node].word)
                join(row, row_of_word(scout, scout->node[node].word), scout->width);
            node = end < length ? follow(scout, node, PyUnicode_READ(kind, data, end)) : 0;
        }
    }
    return number_of(row, scout->width);
}

static PyObject *scout_survey(Scout *scout, PyObject *const *argument, Py_ssize_t count)
{
    if (count != 4 || !PyUnicode_Check(argument[0]) || PyUnicode_READY(argument[0]) || !PyTuple_Check(argument[1]) ||
        !PyTuple_Check(argument[2]) || !PyType_Check(argument[3]) ||
        !PyType_IsSubtype((PyTypeObject *)argument[3], &PyTuple_Type))
        return PyErr_Format(PyExc_TypeError, "a text, its segments, its clauses, and what to make of a segment");
    return new_sighting(scout, argument[0], argument[1], argument[2], argument[3]);
}

/* --- the type --- */

static void scout_free(Scout *scout)
{
    PyMem_Free(scout->node);
    PyMem_Free(scout->edge);
    PyMem_Free(scout->row);
    PyMem_Free(scout->roots.entry);
    Py_TYPE(scout)->tp_free((PyObject *)scout);
}

static PyObject *scout_new(PyTypeObject *type, PyObject *arguments, PyObject *names)
{
    PyObject *lists;
    if (names && PyDict_GET_SIZE(names))
        return PyErr_Format(PyExc_TypeError, "no named arguments");
    if (!PyArg_ParseTuple(arguments, "O!", &PyTuple_Type, &lists))
        return NULL;
    Scout *scout = (Scout *)type->tp_alloc(type, 0);
    if (scout && !take_lists(scout, lists))
        Py_CLEAR(scout);
    return (PyObject *)scout;
}

static PyMethodDef scout_methods[] = {
    {"words_in", (PyCFunction)words_in, METH_O, NULL},
    {"survey", (PyCFunction)(void (*)(void))scout_survey, METH_FASTCALL, NULL},
    {0},
};
PyTypeObject scout_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Scout",
    .tp_basicsize = sizeof(Scout),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = scout_new,
    .tp_dealloc = (destructor)scout_free,
    .tp_methods = scout_methods,
};
