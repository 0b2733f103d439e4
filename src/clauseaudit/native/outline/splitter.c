/* Splitter: what clauses.py hands over, once, and the two functions that it takes from here. */
#include "outline.h"
#include "../types.h"

static void splitter_free(Splitter *splitter)
{
    Py_XDECREF(splitter->outline);
    Py_XDECREF(splitter->clause);
    Py_XDECREF(splitter->segment);
    for (int kind = 0; kind < KINDS; kind++)
        Py_XDECREF(splitter->kind[kind]);
    free_structure(&splitter->structure);
    Py_TYPE(splitter)->tp_free((PyObject *)splitter);
}

/* A type whose instances are tuples and nothing else. */
static PyTypeObject *record_type(PyObject *type)
{
    PyTypeObject *found = (PyTypeObject *)type;
    if (PyType_Check(type) && PyType_IsSubtype(found, &PyTuple_Type) &&
        found->tp_basicsize == PyTuple_Type.tp_basicsize && found->tp_itemsize == PyTuple_Type.tp_itemsize)
        return (PyTypeObject *)Py_NewRef(type);
    PyErr_SetString(PyExc_TypeError, "a NamedTuple");
    return NULL;
}

static bool take_kinds(Splitter *splitter)
{
    static const char *const kinds[] = {"text", "heading", "item", "lead"};
    for (int kind = 0; kind < KINDS; kind++)
        if (!(splitter->kind[kind] = PyUnicode_InternFromString(kinds[kind])))
            return false;
    return true;
}

static PyObject *splitter_new(PyTypeObject *type, PyObject *arguments, PyObject *names)
{
    PyObject *outline, *clause, *segment, *words, *sets, *above, *sizes;
    if (names && PyDict_GET_SIZE(names))
        return PyErr_Format(PyExc_TypeError, "no named arguments");
    if (!PyArg_ParseTuple(arguments, "OOOOOOO", &outline, &clause, &segment, &words, &sets, &above, &sizes))
        return NULL;
    Splitter *splitter = (Splitter *)type->tp_alloc(type, 0);
    if (!splitter)
        return NULL;
    if (!(splitter->outline = record_type(outline)) || !(splitter->clause = record_type(clause)) ||
        !(splitter->segment = record_type(segment)) || !take_kinds(splitter) ||
        take_structure(&splitter->structure, words, sets, above, sizes))
        Py_CLEAR(splitter);
    return (PyObject *)splitter;
}

static int take_text(Text *text, PyObject *folded)
{
    if (!PyUnicode_Check(folded)) {
        PyErr_SetString(PyExc_TypeError, "a text");
        return -1;
    }
    if (PyUnicode_GET_LENGTH(folded) > INT32_MAX / 4) {
        PyErr_SetString(PyExc_OverflowError, "too long a text");
        return -1;
    }
    text->length = (int32_t)PyUnicode_GET_LENGTH(folded);
    text->letter = PyUnicode_AsUCS4Copy(folded);
    return text->letter ? 0 : -1;
}

static void builder_free(Builder *builder)
{
    for (int32_t index = 0; index < builder->clauses; index++)
        Py_XDECREF(builder->clause[index].label);
    PyMem_Free(builder->clause);
    PyMem_Free(builder->segment);
    PyMem_Free(builder->lead);
    PyMem_Free(builder->blocks.block);
    PyMem_Free(builder->origin.cut);
    PyMem_Free(builder->text.letter);
    PyMem_Free(builder);
}

static PyObject *splitter_split(Splitter *splitter, PyObject *arguments)
{
    PyObject *document, *folded, *text, *cuts, *shifts, *source, *blocks = NULL, *outline = NULL;
    if (!PyArg_ParseTuple(arguments, "OO!", &document, &PyTuple_Type, &folded))
        return NULL;
    if (!PyArg_ParseTuple(folded, "OOO", &text, &cuts, &shifts))
        return NULL;
    Builder *builder = PyMem_Calloc(1, sizeof *builder);
    if (!builder)
        return PyErr_NoMemory();
    builder->structure = &splitter->structure;
    source = PyObject_GetAttrString(document, "text");
    if (source && (blocks = PyObject_GetAttrString(document, "blocks")) && !take_text(&builder->text, text) &&
        !take_origin(&builder->origin, source, cuts, shifts) &&
        !take_blocks(&builder->blocks, &builder->origin, blocks, builder->text.length) && !build_outline(builder))
        outline = outline_records(splitter, builder);
    builder_free(builder);
    Py_XDECREF(source);
    Py_XDECREF(blocks);
    return outline;
}

/* The segment without numbering, bullets and space; only its own letters are copied. */
static PyObject *splitter_core(Splitter *splitter, PyObject *arguments)
{
    PyObject *text, *segment;
    (void)splitter;
    if (!PyArg_ParseTuple(arguments, "UO!", &text, &PyTuple_Type, &segment))
        return NULL;
    if (PyTuple_GET_SIZE(segment) < 2)
        return PyErr_Format(PyExc_TypeError, "a segment");
    Py_ssize_t start = PyLong_AsSsize_t(PyTuple_GET_ITEM(segment, 0));
    Py_ssize_t end = PyErr_Occurred() ? -1 : PyLong_AsSsize_t(PyTuple_GET_ITEM(segment, 1));
    if (PyErr_Occurred())
        return NULL;
    if (start < 0 || end <= start || end > PyUnicode_GET_LENGTH(text) || end - start > INT32_MAX / 4)
        return PyErr_Format(PyExc_IndexError, "no segment of the text");
    Py_UCS4 *letter = PyMem_New(Py_UCS4, end - start);
    if (!letter)
        return PyErr_NoMemory();
    for (Py_ssize_t at = start; at < end; at++)
        letter[at - start] = PyUnicode_READ_CHAR(text, at);
    Span core = core_of(letter, 0, (int32_t)(end - start), -1);
    PyMem_Free(letter);
    return Py_BuildValue("nn", start + core.start, start + core.end);
}

static PyMethodDef splitter_methods[] = {
    {"split", (PyCFunction)splitter_split, METH_VARARGS, NULL},
    {"core", (PyCFunction)splitter_core, METH_VARARGS, NULL},
    {0},
};
PyTypeObject splitter_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Splitter",
    .tp_basicsize = sizeof(Splitter),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = splitter_new,
    .tp_dealloc = (destructor)splitter_free,
    .tp_methods = splitter_methods,
};
