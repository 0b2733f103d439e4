/* Lists of words, as structure.py writes them, and what a line says by them. */
#include "outline.h"

#include <string.h>

static int unfit(const char *what)
{
    PyErr_Format(PyExc_ValueError, "no structure: %s", what);
    return -1;
}

/* A word from its source, 前<词>后 or 词$. */
static Sign read_sign(const Py_UCS4 *letter, int32_t length)
{
    Sign sign = {letter, letter, letter + length, 0, length, 0, -1, false};
    for (int32_t at = 0; at < length; at++) {
        if (letter[at] == '<') {
            sign.befores = at;
            sign.word = letter + at + 1;
        } else if (letter[at] == '>') {
            sign.after = letter + at + 1;
            sign.afters = length - at - 1;
        }
    }
    const Py_UCS4 *end = sign.afters ? sign.after - 1 : letter + length;
    sign.length = (int32_t)(end - sign.word);
    if (sign.length > 1 && end[-1] == '$') {
        sign.last = true;
        sign.length--;
    }
    return sign;
}

static int take_signs(Signs *signs, PyObject *words)
{
    Py_ssize_t length = PyUnicode_Check(words) ? PyUnicode_GET_LENGTH(words) : 0;
    if (length < 1 || length > 1 << 20)
        return unfit("words");
    signs->letter = PyUnicode_AsUCS4Copy(words);
    signs->sign = PyMem_New(Sign, length);
    if (!signs->letter || !signs->sign) {
        PyErr_NoMemory();
        return -1;
    }
    memset(signs->head, -1, sizeof signs->head);
    for (int32_t start = 0, at = 0; at <= length; at++) {
        if (at < length && signs->letter[at] != ' ')
            continue;
        Sign sign = read_sign(signs->letter + start, at - start);
        start = at + 1;
        if (sign.length < 1)
            return unfit("an empty word");
        int32_t *head = &signs->head[sign.word[0] & 255];
        sign.next = *head;
        *head = signs->count;
        signs->sign[signs->count++] = sign;
    }
    return 0;
}

static int take_numbers(PyObject *tuple, uint32_t *number, Py_ssize_t count)
{
    if (!PyTuple_Check(tuple) || PyTuple_GET_SIZE(tuple) != count)
        return unfit("so many numbers");
    for (Py_ssize_t index = 0; index < count; index++) {
        long value = PyLong_AsLong(PyTuple_GET_ITEM(tuple, index));
        if (value == -1 && PyErr_Occurred())
            return -1;
        if (value < 0 || value >= 1L << STYLES)
            return unfit("a number");
        number[index] = (uint32_t)value;
    }
    return 0;
}

int take_structure(Structure *structure, PyObject *words, PyObject *sets, PyObject *above, PyObject *sizes)
{
    uint32_t size[SIZES];
    if (!PyTuple_Check(words) || PyTuple_GET_SIZE(words) != WORD_LISTS)
        return unfit("lists of words");
    for (int list = 0; list < WORD_LISTS; list++)
        if (take_signs(&structure->signs[list], PyTuple_GET_ITEM(words, list)))
            return -1;
    if (take_numbers(sets, structure->set, STYLE_SETS) || take_numbers(above, structure->above, STYLES) ||
        take_numbers(sizes, size, SIZES))
        return -1;
    for (int index = 0; index < SIZES; index++) {
        if (size[index] < 1 || size[index] > (index == LABEL_LENGTH ? ROOM - 1 : 1 << 20))
            return unfit("a size");
        structure->size[index] = (int32_t)size[index];
    }
    return 0;
}

void free_structure(Structure *structure)
{
    for (int list = 0; list < WORD_LISTS; list++) {
        PyMem_Free(structure->signs[list].letter);
        PyMem_Free(structure->signs[list].sign);
    }
}

/* --- what a line says --- */

static bool among(Py_UCS4 letter, const Py_UCS4 *set, int32_t count)
{
    for (int32_t index = 0; index < count; index++)
        if (set[index] == letter)
            return true;
    return false;
}

static bool fits(const Sign *sign, const Py_UCS4 *letter, int32_t start, int32_t at, int32_t end)
{
    int32_t stop = at + sign->length;
    if (stop > end || memcmp(letter + at, sign->word, (size_t)sign->length * sizeof *letter))
        return false;
    if (sign->last && stop != end && !(stop == end - 1 && letter[stop] == '\n')) /* as $ of re */
        return false;
    return !(at > start && among(letter[at - 1], sign->before, sign->befores)) &&
           !(stop < end && among(letter[stop], sign->after, sign->afters));
}

/* The word of the list that stands at a place, or NULL; after: the one found before it. */
static const Sign *sign_at(const Signs *signs, const Sign *after, const Py_UCS4 *letter, Span line, int32_t at)
{
    int32_t index = after ? after->next : signs->head[letter[at] & 255];
    while (index >= 0 && !fits(&signs->sign[index], letter, line.start, at, line.end))
        index = signs->sign[index].next;
    return index < 0 ? NULL : &signs->sign[index];
}

bool line_holds(const Signs *signs, const Py_UCS4 *letter, int32_t start, int32_t end)
{
    for (int32_t at = start; at < end; at++)
        if (signs->head[letter[at] & 255] >= 0 && sign_at(signs, NULL, letter, (Span){start, end}, at))
            return true;
    return false;
}

bool stands_before(const Signs *signs, const Py_UCS4 *letter, int32_t end)
{
    for (int32_t index = 0; index < signs->count; index++)
        if (signs->sign[index].length <= end && fits(&signs->sign[index], letter, 0, end - signs->sign[index].length, end))
            return true;
    return false;
}

/* outlining._ENUMERATES: such a word, and within twelve letters a colon. */
bool enumerates(const Structure *structure, const Py_UCS4 *letter, int32_t start, int32_t end)
{
    const Signs *signs = &structure->signs[ENUMERATES];
    int32_t word = -1; /* where the last one ends */
    for (int32_t at = start; at < end; at++) {
        if (letter[at] == ':' && word >= 0 && at - word <= 12)
            return true;
        if (letter[at] == ':' || letter[at] == ';')
            word = -1;
        for (const Sign *sign = NULL; (sign = sign_at(signs, sign, letter, (Span){start, end}, at));)
            word = at + sign->length > word ? at + sign->length : word;
    }
    return false;
}

/* leads._PREAMBLE, at the end of the line. */
bool opens_all(const Structure *structure, const Py_UCS4 *letter, int32_t start, int32_t end)
{
    int32_t colon = stripped(letter, start, end) - 1;
    if (colon <= start || letter[colon] != ':')
        return false;
    for (int32_t at = start; at < colon; at++)
        for (const Sign *sign = NULL; (sign = sign_at(&structure->signs[OPENS], sign, letter, (Span){start, end}, at));)
            if (at + sign->length == colon && !stands_before(&structure->signs[ENDS], letter, at))
                return true;
    return false;
}

/* numbering._SAYS_TOO: five digits in a row, or a mark inside the line. */
static bool says_too(const Py_UCS4 *letter, int32_t start, int32_t end)
{
    int32_t digits = 0;
    for (int32_t at = start; at < end; at++) {
        digits = letter[at] >= '0' && letter[at] <= '9' ? digits + 1 : 0;
        if (digits == 5 || is_one_of(letter[at], (const Py_UCS4[]){'@', ',', ';', ':', 0x3002, '!', '?', 0}))
            return true;
    }
    return false;
}

bool says_something(const Structure *structure, const Py_UCS4 *letter, int32_t start, int32_t end, Style style)
{
    if (line_holds(&structure->signs[RULES], letter, start, end))
        return true;
    return !in_set(structure, TOP, style) &&
           (line_holds(&structure->signs[SAYS], letter, start, end) || says_too(letter, start, end));
}
