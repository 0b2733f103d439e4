/* Folder: what text.py knows of characters, made ready; and a text folded from beginning to end. */
#include "fold.h"

#include <string.h>

enum { NO_CASE = 0x2e80, CASE_AGAIN = 0xa640 }; /* no letter between those two has a case */

/* --- the tables --- */

static bool unfit(const char *what)
{
    PyErr_Format(PyExc_ValueError, "no tables to fold by: %s", what);
    return false;
}

/* A set as in a regular expression: "0-9a-z" has two ranges. */
static bool take_set(Letters *letters, PyObject *set, uint32_t bit)
{
    Py_UCS4 *letter = PyUnicode_Check(set) ? PyUnicode_AsUCS4Copy(set) : NULL;
    if (!letter)
        return PyErr_Occurred() ? false : unfit("a set is a text");
    Py_ssize_t length = PyUnicode_GET_LENGTH(set);
    bool good = true;
    for (Py_ssize_t at = 0; good && at < length; at++) {
        Py_UCS4 first = letter[at], last = first;
        if (at + 2 < length && letter[at + 1] == '-')
            last = letter[at += 2];
        for (; good && first <= last; first++) {
            uint32_t *entry = entry_at(letters, first);
            good = entry != NULL;
            if (good)
                *entry |= bit;
        }
    }
    PyMem_Free(letter);
    return good;
}

static bool take_sets(Letters *letters, PyObject *sets)
{
    if (PyTuple_GET_SIZE(sets) != TRAITS)
        return unfit("so many sets");
    for (int number = 0; number < TRAITS; number++)
        if (!take_set(letters, PyTuple_GET_ITEM(sets, number), 1u << number))
            return false;
    uint32_t *zero = entry_at(letters, 0x3007); /* 〇, as in folding.py's _is_han */
    if (zero)
        *zero |= IS_HAN;
    return zero && (!(entry_of(letters, 0) & 0xffff) || unfit("0 is in no set"));
}

static int trait_of(const Letters *letters, Py_UCS4 letter)
{
    return (int)(entry_of(letters, letter) & 0xffff) | (is_han(letter) ? IS_HAN : 0);
}

/* Variant, plain character, space, and again. */
static bool take_pairs(Letters *letters, PyObject *pairs)
{
    Py_UCS4 *letter = PyUnicode_AsUCS4Copy(pairs);
    if (!letter)
        return false;
    Py_ssize_t length = PyUnicode_GET_LENGTH(pairs);
    bool good = length % 3 == 0 || unfit("pairs");
    for (Py_ssize_t at = 0; good && at < length; at += 3) {
        Py_UCS4 plain = letter[at + 1];
        uint32_t *entry = entry_at(letters, letter[at]);
        good = entry && ((plain && plain < 0x10000) || unfit("a plain character is of the first plane"));
        if (good)
            *entry = plain << 16 | (uint32_t)trait_of(letters, plain);
    }
    PyMem_Free(letter);
    return good;
}

/* Groups between single spaces: a letter and what follows it inside words. */
static bool take_inside(Folder *folder, PyObject *inside)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(inside);
    folder->follows = PyUnicode_AsUCS4Copy(inside); /* with a 0 behind */
    if (!folder->follows)
        return false;
    if (length >= INT32_MAX)
        return unfit("too many words");
    folder->follows[length] = ' ';
    bool first = true;
    for (uint32_t at = 0; at < (uint32_t)length; at++) {
        Py_UCS4 letter = folder->follows[at];
        uint32_t *entry = first && letter != ' ' ? entry_at(&folder->inside, letter) : NULL;
        if (entry)
            *entry = at + 1;
        else if (first && letter != ' ')
            return false;
        first = letter == ' ';
    }
    return true;
}

/* --- a text --- */

bool removes(Draft *draft, int32_t start, int32_t end)
{
    if (draft->removals == draft->room) {
        int32_t room = draft->room ? 2 * draft->room : 64; /* no more removals than letters: it stays in range */
        Removed *removed = PyMem_Realloc(draft->removed, (size_t)room * sizeof *removed);
        if (!removed) {
            PyErr_NoMemory();
            return false;
        }
        draft->removed = removed;
        draft->room = room;
    }
    draft->removed[draft->removals++] = (Removed){start, end};
    return true;
}

static void take_out(Draft *draft)
{
    int32_t kept = draft->removals ? draft->removed[0].start : draft->length;
    for (int32_t number = 0; number < draft->removals; number++) {
        int32_t start = draft->removed[number].end;
        int32_t end = number + 1 < draft->removals ? draft->removed[number + 1].start : draft->length;
        size_t count = (size_t)(end - start);
        memmove(draft->letter + kept, draft->letter + start, count * sizeof *draft->letter);
        memmove(draft->at + kept, draft->at + start, count * sizeof *draft->at);
        memmove(draft->trait + kept, draft->trait + start, count * sizeof *draft->trait);
        kept += end - start;
    }
    draft->length = kept;
    draft->removals = 0;
}

/* One-to-one; what is invisible is left out at once. */
static void unify(const Folder *folder, Draft *draft)
{
    int32_t kept = 0;
    for (int32_t at = 0; at < draft->length; at++) {
        Py_UCS4 letter = draft->letter[at];
        if (letter < NO_CASE || letter >= CASE_AGAIN)
            letter = Py_UNICODE_TOLOWER(letter);
        uint32_t entry = entry_of(&folder->letters, letter);
        letter = entry >> 16 ? entry >> 16 : letter;
        if (entry & IS_INVISIBLE || letter >> 12 == 0xe0) /* folding.py's _TAG */
            continue;
        draft->letter[kept] = letter;
        draft->at[kept] = at;
        draft->trait[kept++] = (uint16_t)((entry & 0xffff) | (is_han(letter) ? IS_HAN : 0));
    }
    draft->length = kept;
}

static bool open_draft(Draft *draft, PyObject *text)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (length > INT32_MAX / 4) {
        PyErr_SetString(PyExc_OverflowError, "too long a text");
        return false;
    }
    draft->letter = PyMem_New(Py_UCS4, length + 1);
    draft->at = PyMem_New(int32_t, length + 1);
    draft->trait = PyMem_New(uint16_t, length + 1);
    if (!draft->letter || !draft->at || !draft->trait) {
        PyErr_NoMemory();
        return false;
    }
    draft->length = (int32_t)length;
    return PyUnicode_AsUCS4(text, draft->letter, length + 1, 0) != NULL;
}

/* Where something is missing, and how much up to there. */
static bool tell_cuts(const Draft *draft, PyObject **cuts, PyObject **shifts)
{
    Py_ssize_t count = 0, number = 0;
    for (int32_t at = 0; at <= draft->length; at++)
        count += draft->at[at] != (at ? draft->at[at - 1] + 1 : 0);
    *cuts = PyTuple_New(count);
    *shifts = PyTuple_New(count);
    for (int32_t at = 0; *cuts && *shifts && at <= draft->length && number < count; at++) {
        if (draft->at[at] == (at ? draft->at[at - 1] + 1 : 0))
            continue;
        PyObject *cut = PyLong_FromLong(at), *shift = PyLong_FromLong(draft->at[at] - at);
        if (cut)
            PyTuple_SET_ITEM(*cuts, number, cut);
        if (shift)
            PyTuple_SET_ITEM(*shifts, number, shift);
        if (!cut || !shift)
            return false;
        number++;
    }
    return *cuts && *shifts;
}

static PyObject *told(const Draft *draft)
{
    PyObject *cuts = NULL, *shifts = NULL, *result = NULL;
    PyObject *text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, draft->letter, draft->length);
    if (text && tell_cuts(draft, &cuts, &shifts))
        result = PyTuple_Pack(3, text, cuts, shifts);
    Py_XDECREF(text);
    Py_XDECREF(cuts);
    Py_XDECREF(shifts);
    return result;
}

static PyObject *folder_fold(const Folder *folder, PyObject *text)
{
    static bool (*const find[])(const Folder *, Draft *) = {find_runs, find_chains, find_soft_ends};
    if (!PyUnicode_Check(text))
        return PyErr_Format(PyExc_TypeError, "a text");
    Draft draft = {0};
    PyObject *result = NULL;
    bool good = open_draft(&draft, text);
    if (good) {
        int32_t length = draft.length;
        unify(folder, &draft);
        for (size_t number = 0; good && number < sizeof find / sizeof *find; number++) {
            good = find[number](folder, &draft);
            take_out(&draft);
        }
        draft.at[draft.length] = length;
    }
    if (good)
        result = told(&draft);
    PyMem_Free(draft.letter);
    PyMem_Free(draft.at);
    PyMem_Free(draft.trait);
    PyMem_Free(draft.removed);
    return result;
}

/* --- the type --- */

static void folder_free(Folder *folder)
{
    PyMem_Free(folder->letters.entry);
    PyMem_Free(folder->inside.entry);
    PyMem_Free(folder->follows);
    Py_TYPE(folder)->tp_free((PyObject *)folder);
}

static PyObject *folder_new(PyTypeObject *type, PyObject *arguments, PyObject *names)
{
    PyObject *pairs, *sets, *inside;
    if (names && PyDict_GET_SIZE(names))
        return PyErr_Format(PyExc_TypeError, "no named arguments");
    if (!PyArg_ParseTuple(arguments, "UO!U", &pairs, &PyTuple_Type, &sets, &inside))
        return NULL;
    Folder *folder = (Folder *)type->tp_alloc(type, 0);
    if (folder && !(open_letters(&folder->letters) && open_letters(&folder->inside) &&
                    take_sets(&folder->letters, sets) && take_pairs(&folder->letters, pairs) &&
                    take_inside(folder, inside)))
        Py_CLEAR(folder);
    return (PyObject *)folder;
}

static PyMethodDef folder_methods[] = {{"fold", (PyCFunction)folder_fold, METH_O, NULL}, {0}};
PyTypeObject folder_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Folder",
    .tp_basicsize = sizeof(Folder),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = folder_new,
    .tp_dealloc = (destructor)folder_free,
    .tp_methods = folder_methods,
};
