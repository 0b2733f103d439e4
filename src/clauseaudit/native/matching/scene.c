/* Scene: what patterns say of a sentence. */
#include "scene.h"

static bool ready(const Scene *scene, const uint16_t *need, int32_t count)
{
    for (int32_t index = 0; index < count; index++)
        if (!meets(scene, need[index]))
            return false;
    return true;
}

Answer match(Scene *scene, int32_t pattern, int32_t *start, int32_t *end)
{
    Row row = row_of(&scene->vocabulary->table[PATTERNS], pattern);
    const uint16_t *every = row.item + 1, *none = every + row.item[0] + 1, *need = none + none[-1];
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
    uint32_t search = tick(v);
    for (int32_t index = 0; index < scene->places; index++) {
        int32_t word = scene->place[index].word;
        Row groups = v->seen[word].head == index ? row_of(&v->table[GROUPS_OF], word) : (Row){0};
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
    tidy(out, 0);
    return true;
}

int32_t read_scene(Scene *scene, int kind, Held **found)
{
    Spans patterns = {0};
    int32_t last = -1, count = 0;
    lay_out(scene);
    bool good = candidates(scene, &patterns);
    Held *held = good ? PyMem_New(Held, (size_t)patterns.count + 1) : NULL;
    if (good && !held)
        PyErr_NoMemory();
    good = held != NULL;
    for (int32_t index = 0; good && index < patterns.count; index++) {
        Held next = {(int32_t)patterns.at[index], -1, -1};
        const uint16_t *asked = row_of(&scene->vocabulary->table[ASKED], next.pattern).item; /* rule, role, number, document */
        Answer answer = asked[3] ? HOLDS : ABSENT;
        if (!asked[3] && asked[1] < kind && asked[0] != last)
            answer = match(scene, next.pattern, &next.start, &next.end);
        good = answer != FAILED;
        if (answer != HOLDS)
            continue;
        last = asked[3] ? last : asked[0];
        held[count++] = next;
    }
    PyMem_Free(patterns.at);
    if (!good)
        PyMem_Free(held);
    *found = good ? held : NULL;
    return good ? count : -1;
}

Answer one_of(Scene *scene, Row patterns)
{
    Answer answer = ABSENT;
    int32_t start, end;
    lay_out(scene);
    for (int32_t index = 0; answer == ABSENT && index < patterns.count; index++)
        answer = match(scene, patterns.item[index], &start, &end);
    return answer;
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

static PyObject *said(const Scene *scene, const Held *held)
{
    const uint16_t *asked = row_of(&scene->vocabulary->table[ASKED], held->pattern).item;
    if (held->start < 0)
        return PyLong_FromLong(held->pattern);
    return Py_BuildValue("iiiii", asked[0], asked[1], asked[2], held->start, held->end);
}

static PyObject *scene_read(Scene *scene, PyObject *argument)
{
    long kind = PyLong_AsLong(argument);
    if (kind == -1 && PyErr_Occurred())
        return NULL;
    Held *held;
    int32_t count = read_scene(scene, (int)kind, &held);
    if (count < 0)
        return NULL;
    PyObject *holds = PyList_New(0), *documentary = PyList_New(0), *result = NULL;
    bool good = holds && documentary;
    for (int32_t index = 0; good && index < count; index++) {
        PyObject *one = said(scene, &held[index]);
        good = one && !PyList_Append(held[index].start < 0 ? documentary : holds, one);
        Py_XDECREF(one);
    }
    PyMem_Free(held);
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

static PyObject *scene_any(Scene *scene, PyObject *patterns)
{
    if (!PyTuple_Check(patterns))
        return PyErr_Format(PyExc_TypeError, "a tuple of patterns");
    Answer answer = ABSENT;
    lay_out(scene);
    for (Py_ssize_t index = 0; answer == ABSENT && index < PyTuple_GET_SIZE(patterns); index++) {
        int32_t start, end, pattern = pattern_of(scene, PyTuple_GET_ITEM(patterns, index));
        answer = pattern < 0 ? FAILED : match(scene, pattern, &start, &end);
    }
    return answer == FAILED ? NULL : PyBool_FromLong(answer);
}

static PyObject *scene_text(Scene *scene, void *unused)
{
    (void)unused;
    return PyUnicode_Substring(scene->text, scene->origin, scene->origin + scene->length);
}

static PyMethodDef scene_methods[] = {
    {"read", (PyCFunction)scene_read, METH_O, NULL},
    {"match", (PyCFunction)scene_match, METH_O, NULL},
    {"any", (PyCFunction)scene_any, METH_O, NULL},
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

Scene *new_scene(Vocabulary *vocabulary, PyObject *text, int32_t origin, int32_t length)
{
    Scene *scene = (Scene *)scene_type.tp_alloc(&scene_type, 0);
    if (!scene)
        return NULL;
    scene->vocabulary = (Vocabulary *)Py_NewRef(vocabulary);
    scene->text = Py_NewRef(text);
    scene->origin = origin;
    scene->length = length;
    scene->number = tick(vocabulary);
    if (find_places(scene))
        Py_CLEAR(scene);
    return scene;
}

PyObject *vocabulary_scene(PyObject *self, PyObject *text)
{
    if (!PyUnicode_Check(text))
        return PyErr_Format(PyExc_TypeError, "a text");
    if (PyUnicode_GET_LENGTH(text) > INT32_MAX / 16)
        return PyErr_Format(PyExc_OverflowError, "too long a sentence");
    return (PyObject *)new_scene((Vocabulary *)self, text, 0, (int32_t)PyUnicode_GET_LENGTH(text));
}
