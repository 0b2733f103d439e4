/* The tags that matter, and the type that holds them: see extract/html.py for what is handed over. */
#include "markup.h"

static uint32_t slot_of(Key key)
{
    uint64_t mixed = (key.half[0] ^ key.half[1] * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(mixed >> 55); /* SLOTS is 1 << 9 */
}

static Name *find(const Markup *markup, Key key)
{
    uint32_t at = slot_of(key);
    for (;; at = (at + 1) % SLOTS) {
        Name *name = &markup->slot[at];
        bool same = name->key.half[0] == key.half[0] && name->key.half[1] == key.half[1];
        if (same || !name->key.half[0])
            return name;
    }
}

const Name *name_of(const Markup *markup, Key key)
{
    const Name *name = key.half[0] ? find(markup, key) : NULL;
    return name && name->key.half[0] ? name : NULL;
}

/* The name that a string is, new where it was unknown; NULL with an exception set. */
static Name *take_name(Markup *markup, PyObject *text)
{
    Key key = {{0, 0}};
    bool fits = PyUnicode_Check(text) && PyUnicode_GET_LENGTH(text) > 0;
    Py_ssize_t length = fits ? PyUnicode_GET_LENGTH(text) : 0;
    for (Py_ssize_t at = 0; fits && at < length; at++)
        fits = key_add(&key, at, PyUnicode_READ_CHAR(text, at));
    if (!fits || markup->count >= SLOTS / 2) {
        PyErr_SetString(PyExc_ValueError, "no name of a tag");
        return NULL;
    }
    Name *name = find(markup, key);
    markup->count += !name->key.half[0];
    name->key = key;
    return name;
}

static int take_marks(Name *name, PyObject *pair)
{
    for (int side = 0; side < 2; side++) {
        PyObject *marks = PyTuple_Check(pair) && PyTuple_GET_SIZE(pair) == 2 ? PyTuple_GET_ITEM(pair, side) : NULL;
        if (!marks || !PyUnicode_Check(marks) || PyUnicode_GET_LENGTH(marks) > MARKS) {
            PyErr_SetString(PyExc_ValueError, "no pair of marks");
            return -1;
        }
        for (Py_ssize_t at = 0; at < PyUnicode_GET_LENGTH(marks); at++)
            name->around[side][at] = PyUnicode_READ_CHAR(marks, at);
    }
    return 0;
}

static int take_groups(Markup *markup, PyObject *groups)
{
    if (PyTuple_GET_SIZE(groups) != GROUPS) {
        PyErr_SetString(PyExc_ValueError, "not so many groups of tags");
        return -1;
    }
    for (int group = 0; group < GROUPS; group++) {
        PyObject *names = PyTuple_GET_ITEM(groups, group);
        if (!PyTuple_Check(names)) {
            PyErr_SetString(PyExc_TypeError, "no tuple of tags");
            return -1;
        }
        for (Py_ssize_t at = 0; at < PyTuple_GET_SIZE(names); at++) {
            Name *name = take_name(markup, PyTuple_GET_ITEM(names, at));
            if (!name)
                return -1;
            name->traits |= 1u << group;
        }
    }
    return 0;
}

static void markup_free(PyObject *self)
{
    PyMem_Free(((Markup *)self)->slot);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *markup_new(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    static char *names[] = {"around", "groups", NULL};
    PyObject *around, *groups, *tag, *pair;
    if (!PyArg_ParseTupleAndKeywords(arguments, named, "O!O!:Markup", names, &PyDict_Type, &around, &PyTuple_Type,
                                     &groups))
        return NULL;
    Markup *self = (Markup *)type->tp_alloc(type, 0);
    if (!self)
        return NULL;
    self->slot = PyMem_Calloc(SLOTS, sizeof *self->slot);
    if (!self->slot)
        PyErr_NoMemory();
    bool taken = self->slot && !take_groups(self, groups);
    for (Py_ssize_t at = 0; taken && PyDict_Next(around, &at, &tag, &pair);) {
        Name *name = take_name(self, tag);
        taken = name && !take_marks(name, pair);
    }
    if (!taken)
        Py_CLEAR(self);
    return (PyObject *)self;
}

static PyMethodDef methods[] = {
    {"defuse", markup_defuse, METH_O, "Bytes of a page -> (bytes for the parser, or None; how many \"<\")."},
    {"marked", markup_marked, METH_O, "What the parser wrote -> text with marks, or None where that needs the tree."},
    {"read", markup_read, METH_O, "What the parser wrote -> (text, blocks); or as marked, if some of it is hidden."},
    {"is_utf8", markup_is_utf8, METH_O, "Whether bytes can be decoded."},
    {"lay_out", markup_lay_out, METH_O, "Text with marks -> (text, blocks as tuples)."},
    {NULL, NULL, 0, NULL},
};

PyTypeObject markup_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "clauseaudit.native._core.Markup",
    .tp_basicsize = sizeof(Markup),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = markup_new,
    .tp_dealloc = markup_free,
    .tp_methods = methods,
};
