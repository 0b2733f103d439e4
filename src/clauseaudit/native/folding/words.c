/* Words: where words of several groups stand in a text, in one pass; words.py says the same. */
#include "../letters.h"
#include "../types.h"

static const uint32_t STOP = 1u << 31;
enum { RARE = 0x100, LAST_SPACE = 0x3000 };

typedef struct {
    PyObject *text;
    Py_UCS4 *letter; /* of it */
    int32_t length, group;
    uint32_t next; /* with the same first letter, and so on until 0 */
} Word;

typedef struct {
    PyObject_HEAD
    Letters letters; /* STOP, or the first of the words that begin with a letter */
    Word *word;      /* from 1 on */
    int32_t *reach;  /* of each group */
    uint32_t words;
    int32_t groups;
} Words;

/* --- what is looked for --- */

static bool unfit(const char *what)
{
    PyErr_Format(PyExc_ValueError, "no words to look for: %s", what);
    return false;
}

static bool take_word(Words *words, PyObject *text, int32_t group)
{
    if (!PyUnicode_Check(text) || PyUnicode_GetLength(text) < 1 || PyUnicode_GetLength(text) > UINT16_MAX)
        return unfit("a word is a text and not empty");
    Word *word = &words->word[words->words + 1];
    uint32_t number = ++words->words;
    *word = (Word){Py_NewRef(text), PyUnicode_AsUCS4Copy(text), (int32_t)PyUnicode_GetLength(text), group, 0};
    uint32_t *entry = word->letter ? entry_at(&words->letters, word->letter[0]) : NULL;
    if (!entry)
        return false;
    if (*entry & STOP)
        return unfit("a word begins with a stop");
    word->next = *entry;
    *entry = number;
    return true;
}

static bool take_groups(Words *words, PyObject *groups)
{
    Py_ssize_t count = 0, number = PyTuple_GET_SIZE(groups);
    for (Py_ssize_t index = 0; index < number; index++) {
        PyObject *group = PyTuple_GET_ITEM(groups, index);
        if (!PyTuple_Check(group) || PyTuple_GET_SIZE(group) != 2 || !PyTuple_Check(PyTuple_GET_ITEM(group, 1)))
            return unfit("a group is a reach and its words");
        count += PyTuple_GET_SIZE(PyTuple_GET_ITEM(group, 1));
    }
    if (count > UINT16_MAX || number > UINT16_MAX)
        return unfit("too many");
    words->word = PyMem_Calloc((size_t)count + 1, sizeof *words->word);
    words->reach = PyMem_Calloc((size_t)number + 1, sizeof *words->reach);
    if (!words->word || !words->reach)
        return PyErr_NoMemory() != NULL;
    for (; words->groups < number; words->groups++) {
        PyObject *group = PyTuple_GET_ITEM(groups, words->groups), *listed = PyTuple_GET_ITEM(group, 1);
        long reach = PyLong_AsLong(PyTuple_GET_ITEM(group, 0));
        if (reach < 0 || reach > UINT16_MAX)
            return PyErr_Occurred() ? false : unfit("a reach");
        words->reach[words->groups] = (int32_t)reach;
        for (Py_ssize_t index = 0; index < PyTuple_GET_SIZE(listed); index++)
            if (!take_word(words, PyTuple_GET_ITEM(listed, index), words->groups))
                return false;
    }
    return true;
}

/* The stops, and spaces as far as they are frequent; the others are asked for when met. */
static bool take_stops(Letters *letters, PyObject *stops)
{
    for (Py_UCS4 letter = 0; letter < RARE; letter++) {
        uint32_t *entry = entry_at(letters, letter);
        if (!entry)
            return false;
        *entry = Py_UNICODE_ISSPACE(letter) ? STOP : 0;
    }
    for (Py_ssize_t at = 0; at < PyUnicode_GET_LENGTH(stops); at++) {
        uint32_t *entry = entry_at(letters, PyUnicode_READ_CHAR(stops, at));
        if (!entry)
            return false;
        *entry = STOP;
    }
    return true;
}

/* --- where it stands --- */

static bool add(PyObject *list, Py_ssize_t begin, Py_ssize_t start, PyObject *word)
{
    PyObject *first = PyLong_FromSsize_t(begin), *second = PyLong_FromSsize_t(start);
    PyObject *place = first && second ? PyTuple_Pack(3, first, second, word) : NULL;
    bool good = place && !PyList_Append(list, place);
    Py_XDECREF(first);
    Py_XDECREF(second);
    Py_XDECREF(place);
    return good;
}

static bool stands(const Word *word, PyObject *text, Py_ssize_t start)
{
    if (word->length > PyUnicode_GET_LENGTH(text) - start)
        return false;
    for (int32_t at = 1; at < word->length; at++)
        if (PyUnicode_READ_CHAR(text, start + at) != word->letter[at])
            return false;
    return true;
}

/* All words that begin at `start`, where the phrase before them begins behind the last stop. */
static bool add_words(const Words *words, uint32_t first, PyObject *text, Py_ssize_t phrase, Py_ssize_t start,
                      PyObject *lists)
{
    for (uint32_t number = first; number; number = words->word[number].next) {
        const Word *word = &words->word[number];
        Py_ssize_t begin = start - words->reach[word->group];
        if (stands(word, text, start) &&
            !add(PyTuple_GET_ITEM(lists, word->group), begin > phrase ? begin : phrase, start, word->text))
            return false;
    }
    return true;
}

static bool walk(const Words *words, PyObject *text, PyObject *lists)
{
    const void *data = PyUnicode_DATA(text);
    int kind = PyUnicode_KIND(text);
    Py_ssize_t phrase = 0, length = PyUnicode_GET_LENGTH(text);
    for (Py_ssize_t at = 0; at < length; at++) {
        Py_UCS4 letter = PyUnicode_READ(kind, data, at);
        uint32_t entry = entry_of(&words->letters, letter);
        if (entry & STOP || (letter >= RARE && letter <= LAST_SPACE && Py_UNICODE_ISSPACE(letter)))
            phrase = at + 1;
        else if (entry && !add_words(words, entry, text, phrase, at, lists))
            return false;
    }
    return true;
}

static PyObject *words_places(const Words *words, PyObject *text)
{
    if (!PyUnicode_Check(text))
        return PyErr_Format(PyExc_TypeError, "a text");
    PyObject *lists = PyTuple_New(words->groups);
    for (int32_t group = 0; lists && group < words->groups; group++) {
        PyObject *list = PyList_New(0);
        if (list)
            PyTuple_SET_ITEM(lists, group, list);
        else
            Py_CLEAR(lists);
    }
    if (lists && !walk(words, text, lists))
        Py_CLEAR(lists);
    return lists;
}

/* --- the type --- */

static void words_free(Words *words)
{
    for (uint32_t number = 1; number <= words->words; number++) {
        PyMem_Free(words->word[number].letter);
        Py_DECREF(words->word[number].text);
    }
    PyMem_Free(words->word);
    PyMem_Free(words->reach);
    PyMem_Free(words->letters.entry);
    Py_TYPE(words)->tp_free((PyObject *)words);
}

static PyObject *words_new(PyTypeObject *type, PyObject *arguments, PyObject *names)
{
    PyObject *groups, *stops;
    if (names && PyDict_GET_SIZE(names))
        return PyErr_Format(PyExc_TypeError, "no named arguments");
    if (!PyArg_ParseTuple(arguments, "O!U", &PyTuple_Type, &groups, &stops))
        return NULL;
    Words *words = (Words *)type->tp_alloc(type, 0);
    if (words && !(open_letters(&words->letters) && take_stops(&words->letters, stops) && take_groups(words, groups)))
        Py_CLEAR(words);
    return (PyObject *)words;
}

static PyMethodDef words_methods[] = {{"places", (PyCFunction)words_places, METH_O, NULL}, {0}};
PyTypeObject words_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Words",
    .tp_basicsize = sizeof(Words),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = words_new,
    .tp_dealloc = (destructor)words_free,
    .tp_methods = words_methods,
};
