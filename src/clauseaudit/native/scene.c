/* Scene: what patterns say of a sentence. */
#include "scene.h"

static bool ready(const Scene *scene, const int32_t *need, int32_t count)
{
    for (int32_t index = 0; index < count; index++)
        if (!meets(scene, need[index]))
            return false;
    return true;
}

typedef enum { FAILED = -1, ABSENT, HOLDS } Answer;

static Answer match(Scene *scene, int32_t pattern, int32_t *start, int32_t *end)
{
    Row row = row_of(&scene->vocabulary->table[PATTERNS], pattern);
    const int32_t *every = row.item + 1, *none = every + row.item[0] + 1, *need = none + none[-1];
    const uint64_t *spans;
    int32_t count;
    if (!ready(scene, need, (int32_t)(row.item + row.count - need)))
        return ABSENT;
    *start = scene->length;
    *end = 0;
    for (int32_t index = 0; index < every[-1]; index++) {
        if (!locate(scene, every[index], &spans, &count))
            return FAILED;
        if (!count)
            return ABSENT;
        int32_t first = (int32_t)(spans[0] >> 32), last = (int32_t)(uint32_t)spans[0];
        *start = first < *start ? first : *start;
        *end = last > *end ? last : *end;
    }
    for (int32_t index = 0; index < none[-1]; index++) {
        if (!locate(scene, none[index], &spans, &count))
            return FAILED;
        if (count)
            return ABSENT;
    }
    return HOLDS;
}

/* The patterns whose needs are met, in order. */
static bool candidates(Scene *scene, Spans *out)
{
    Vocabulary *v = scene->vocabulary;
    uint64_t search = ++v->clock;
    for (int32_t index = 0; index < scene->places; index++) {
        int32_t word = scene->place[index].word;
        Row groups = v->head[word] == index ? row_of(&v->table[GROUPS_OF], word) : (Row){0};
        for (int32_t at = 0; at < groups.count; at++) {
            int32_t group = groups.item[at];
            Row row = row_of(&v->table[GROUPS], group);
            if (v->stamp[group] == search)
                continue;
            v->stamp[group] = search;
            if (!ready(scene, row.item + 1, row.item[0]))
                continue;
            for (int32_t pattern = row.item[0] + 1; pattern < row.count; pattern++)
                if (push(out, (uint64_t)row.item[pattern]))
                    return false;
        }
    }
    tidy(out);
    return true;
}

/* Adds what one pattern says to the lists; last is the rule that held last. */
static bool say(Scene *scene, int32_t pattern, int kind, int32_t *last, PyObject *holds, PyObject *documentary)
{
    const int32_t *asked = row_of(&scene->vocabulary->table[ASKED], pattern).item; /* rule, role, number, document */
    PyObject *said = NULL, *list = holds;
    int32_t start, end;
    if (asked[3]) {
        list = documentary;
        said = PyLong_FromLong(pattern);
    } else if (asked[1] < kind && asked[0] != *last) {
        Answer answer = match(scene, pattern, &start, &end);
        if (answer != HOLDS)
            return answer == ABSENT;
        *last = asked[0];
        said = Py_BuildValue("iiiii", asked[0], asked[1], asked[2], start, end);
    } else {
        return true;
    }
    bool good = said && !PyList_Append(list, said);
    Py_XDECREF(said);
    return good;
}

/* --- the type --- */

static void scene_free(Scene *scene)
{
    PyMem_Free(scene->place);
    PyMem_Free(scene->found.at);
    Py_XDECREF(scene->text);
    Py_XDECREF(scene->vocabulary);
    Py_TYPE(scene)->tp_free((PyObject *)scene);
}

static PyObject *scene_read(Scene *scene, PyObject *argument)
{
    long kind = PyLong_AsLong(argument);
    if (kind == -1 && PyErr_Occurred())
        return NULL;
    PyObject *holds = PyList_New(0), *documentary = PyList_New(0), *result = NULL;
    Spans patterns = {0};
    int32_t last = -1;
    lay_out(scene);
    bool good = holds && documentary && candidates(scene, &patterns);
    for (int32_t index = 0; good && index < patterns.count; index++)
        good = say(scene, (int32_t)patterns.at[index], (int)kind, &last, holds, documentary);
    PyMem_Free(patterns.at);
    if (good)
        result = Py_BuildValue("NN", PyList_AsTuple(holds), PyList_AsTuple(documentary));
    Py_XDECREF(holds);
    Py_XDECREF(documentary);
    return result;
}

/* The number of a pattern, or -1 with an exception set. */
static int32_t pattern_of(const Scene *scene, PyObject *argument)
{
    long pattern = PyLong_AsLong(argument);
    if (pattern == -1 && PyErr_Occurred())
        return -1;
    if (pattern < 0 || pattern >= scene->vocabulary->table[PATTERNS].rows) {
        PyErr_SetString(PyExc_IndexError, "no such pattern");
        return -1;
    }
    return (int32_t)pattern;
}

static PyObject *scene_match(Scene *scene, PyObject *argument)
{
    lay_out(scene);
    int32_t start, end, pattern = pattern_of(scene, argument);
    Answer answer = pattern < 0 ? FAILED : match(scene, pattern, &start, &end);
    if (answer == HOLDS)
        return Py_BuildValue("ii", start, end);
    return answer == FAILED ? NULL : Py_NewRef(Py_None);
}

static Answer one_of(Scene *scene, PyObject *patterns)
{
    if (!PyTuple_Check(patterns)) {
        PyErr_SetString(PyExc_TypeError, "a tuple of patterns");
        return FAILED;
    }
    Answer answer = ABSENT;
    for (Py_ssize_t index = 0; answer == ABSENT && index < PyTuple_GET_SIZE(patterns); index++) {
        int32_t start, end, pattern = pattern_of(scene, PyTuple_GET_ITEM(patterns, index));
        answer = pattern < 0 ? FAILED : match(scene, pattern, &start, &end);
    }
    return answer;
}

static PyObject *scene_any(Scene *scene, PyObject *patterns)
{
    lay_out(scene);
    Answer answer = one_of(scene, patterns);
    return answer == FAILED ? NULL : PyBool_FromLong(answer);
}

static PyObject *scene_which(Scene *scene, PyObject *groups)
{
    if (!PyTuple_Check(groups))
        return PyErr_Format(PyExc_TypeError, "a tuple of groups");
    PyObject *held = PyList_New(0);
    lay_out(scene);
    for (Py_ssize_t index = 0; held && index < PyTuple_GET_SIZE(groups); index++) {
        Answer answer = one_of(scene, PyTuple_GET_ITEM(groups, index));
        PyObject *number = answer == HOLDS ? PyLong_FromSsize_t(index) : NULL;
        if (answer == FAILED || (answer == HOLDS && (!number || PyList_Append(held, number))))
            Py_CLEAR(held);
        Py_XDECREF(number);
    }
    return held;
}

static PyObject *scene_text(Scene *scene, void *unused)
{
    (void)unused;
    return Py_NewRef(scene->text);
}

static PyMethodDef scene_methods[] = {
    {"read", (PyCFunction)scene_read, METH_O, NULL},
    {"match", (PyCFunction)scene_match, METH_O, NULL},
    {"any", (PyCFunction)scene_any, METH_O, NULL},
    {"which", (PyCFunction)scene_which, METH_O, NULL},
    {0},
};
static PyGetSetDef scene_members[] = {{"text", (getter)scene_text, NULL, NULL, NULL}, {0}};
PyTypeObject scene_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Scene",
    .tp_basicsize = sizeof(Scene),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = (destructor)scene_free,
    .tp_methods = scene_methods,
    .tp_getset = scene_members,
};

PyObject *vocabulary_scene(PyObject *self, PyObject *text)
{
    if (!PyUnicode_Check(text))
        return PyErr_Format(PyExc_TypeError, "a text");
    if (PyUnicode_GET_LENGTH(text) > INT32_MAX / 16)
        return PyErr_Format(PyExc_OverflowError, "too long a sentence");
    Scene *scene = (Scene *)scene_type.tp_alloc(&scene_type, 0);
    if (!scene)
        return NULL;
    scene->vocabulary = (Vocabulary *)Py_NewRef(self);
    scene->text = Py_NewRef(text);
    scene->length = (int32_t)PyUnicode_GET_LENGTH(text);
    scene->number = ++scene->vocabulary->clock;
    if (find_places(scene)) {
        Py_DECREF(scene);
        return NULL;
    }
    return (PyObject *)scene;
}
