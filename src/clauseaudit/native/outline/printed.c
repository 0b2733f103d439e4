/* Numbers and titles as the document prints them: Folded.origin, and _Builder._original. */
#include "outline.h"

/* A stretch of the source without space around it; broken: it has line ends, so that all its space is shown as one. */
typedef struct {
    Py_ssize_t start, end;
    bool broken;
} Stretch;

static Py_UCS4 letter_at(const Origin *origin, Py_ssize_t place)
{
    return PyUnicode_READ_CHAR(origin->source, place);
}

static int take_offsets(int32_t *offset, PyObject *tuple, Py_ssize_t count)
{
    for (Py_ssize_t index = 0; index < count; index++) {
        long value = PyLong_AsLong(PyTuple_GET_ITEM(tuple, index));
        if (value == -1 && PyErr_Occurred())
            return -1;
        if (value < 0 || value > INT32_MAX) {
            PyErr_SetString(PyExc_ValueError, "no offset");
            return -1;
        }
        offset[index] = (int32_t)value;
    }
    return 0;
}

int take_origin(Origin *origin, PyObject *source, PyObject *cuts, PyObject *shifts)
{
    if (!PyUnicode_Check(source) || !PyTuple_Check(cuts) || !PyTuple_Check(shifts) ||
        PyTuple_GET_SIZE(cuts) != PyTuple_GET_SIZE(shifts) || PyTuple_GET_SIZE(cuts) > INT32_MAX / 2) {
        PyErr_SetString(PyExc_TypeError, "a text, its cuts and its shifts");
        return -1;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(cuts);
    origin->source = source;
    origin->count = (int32_t)count;
    origin->cut = PyMem_New(int32_t, 2 * count + 1);
    if (!origin->cut) {
        PyErr_NoMemory();
        return -1;
    }
    origin->shift = origin->cut + count;
    return take_offsets(origin->cut, cuts, count) || take_offsets(origin->shift, shifts, count) ? -1 : 0;
}

static int32_t cuts_until(const Origin *origin, int32_t offset) /* bisect_right */
{
    int32_t low = 0, high = origin->count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (offset < origin->cut[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static int64_t before_cut(const Origin *origin, int32_t offset) /* how much was removed up to there */
{
    int32_t cut = cuts_until(origin, offset);
    return cut ? origin->shift[cut - 1] : 0;
}

int64_t place_of(const Origin *origin, int64_t offset)
{
    int32_t low = 0, high = origin->count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (offset < (int64_t)origin->cut[middle] + (middle ? origin->shift[middle - 1] : 0))
            high = middle;
        else
            low = middle + 1;
    }
    if (!low)
        return offset;
    int64_t cut = origin->cut[low - 1], place = offset - origin->shift[low - 1];
    return cut > place ? cut : place;
}

static Stretch stretch(const Origin *origin, int32_t start, int32_t end)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(origin->source);
    int64_t first = start + before_cut(origin, start), last = end <= start ? first : end + before_cut(origin, end - 1);
    Stretch found = {first < length ? first : length, last < length ? last : length, false};
    while (found.start < found.end && is_space(letter_at(origin, found.start)))
        found.start++;
    while (found.start < found.end && is_space(letter_at(origin, found.end - 1)))
        found.end--;
    for (Py_ssize_t at = found.start; at < found.end && !found.broken; at++)
        found.broken = letter_at(origin, at) == '\n';
    return found;
}

static void trim(const Origin *origin, Stretch *found, const Py_UCS4 *set)
{
    for (; found->start < found->end; found->end--) {
        Py_UCS4 letter = letter_at(origin, found->end - 1);
        if (!is_one_of(found->broken && is_space(letter) ? ' ' : letter, set))
            break;
    }
}

static void print(const Origin *origin, const Stretch *found, Label *label)
{
    label->length = 0;
    for (Py_ssize_t at = found->start; at < found->end && label->length < ROOM; at++) {
        Py_UCS4 letter = letter_at(origin, at);
        if (!found->broken || !is_space(letter))
            add(label, letter);
        else if (!is_space(letter_at(origin, at - 1))) /* it does not begin with space */
            add(label, ' ');
    }
}

void print_number(const Origin *origin, int32_t start, int32_t end, Label *label)
{
    Stretch found = stretch(origin, start, end);
    if (found.start < found.end && letter_at(origin, found.end - 1) != 0x3001) /* 、 */
        trim(origin, &found, (const Py_UCS4[]){'.', 0xFF0E, 0xFF1A, ':', ' ', '\t', 0});
    print(origin, &found, label);
}

void print_title(const Origin *origin, int32_t start, int32_t end, bool whole, Label *label)
{
    Stretch found = stretch(origin, start, end);
    if (whole)
        trim(origin, &found, (const Py_UCS4[]){0xFF1A, ':', 0});
    print(origin, &found, label);
}
