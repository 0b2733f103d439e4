/* Vocabulary: a plan made ready. */
#include "scene.h"

static void vocabulary_free(Vocabulary *v)
{
    PyMem_Free(v->strings.letter);
    PyMem_Free(v->strings.start);
    PyMem_Free(v->trie.first);
    PyMem_Free(v->located);
    PyMem_Free(v->seen);
    PyMem_Free(v->stamp);
    PyMem_Free(v->met);
    PyMem_Free(v->place);
    for (int number = 0; number < TABLES; number++)
        PyBuffer_Release(&v->block[number]);
    Py_XDECREF(v->locate);
    Py_TYPE(v)->tp_free((PyObject *)v);
}

static PyObject *vocabulary_new(PyTypeObject *type, PyObject *arguments, PyObject *names)
{
    PyObject *plan, *locate;
    if (names && PyDict_GET_SIZE(names))
        return PyErr_Format(PyExc_TypeError, "no named arguments");
    if (!PyArg_ParseTuple(arguments, "O!O", &PyTuple_Type, &plan, &locate))
        return NULL;
    Vocabulary *v = (Vocabulary *)type->tp_alloc(type, 0);
    if (!v)
        return NULL;
    v->locate = Py_NewRef(locate);
    if (take_plan(v, plan)) {
        Py_DECREF(v);
        return NULL;
    }
    return (PyObject *)v;
}

static int vocabulary_contains(PyObject *self, PyObject *text)
{
    Py_UCS4 *letter = PyUnicode_Check(text) ? PyUnicode_AsUCS4Copy(text) : NULL;
    if (!letter)
        return PyErr_Occurred() ? -1 : 0;
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    bool found = length < INT32_MAX && word_of((Vocabulary *)self, letter, (int32_t)length) >= 0;
    PyMem_Free(letter);
    return found;
}

static PyObject *vocabulary_steps(Vocabulary *v, void *unused)
{
    (void)unused;
    return PyLong_FromUnsignedLongLong(v->steps);
}

static PySequenceMethods vocabulary_sequence = {.sq_contains = vocabulary_contains};
static PyMethodDef vocabulary_methods[] = {{"scene", vocabulary_scene, METH_O, NULL}, {0}};
static PyGetSetDef vocabulary_members[] = {{"steps", (getter)vocabulary_steps, NULL, NULL, NULL}, {0}};
PyTypeObject vocabulary_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Vocabulary",
    .tp_basicsize = sizeof(Vocabulary),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_new = vocabulary_new,
    .tp_dealloc = (destructor)vocabulary_free,
    .tp_as_sequence = &vocabulary_sequence,
    .tp_methods = vocabulary_methods,
    .tp_getset = vocabulary_members,
};
