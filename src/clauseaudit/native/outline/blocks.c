/* What the markup of a page sets apart, by its place in the folded text: _Builder.blocks. */
#include "outline.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    const Block *a = left, *b = right;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

/* The number, or the nearest that fits; -1 with an exception set where it is none. */
static int64_t number_of(PyObject *object)
{
    int beyond;
    long long value = PyLong_AsLongLongAndOverflow(object, &beyond);
    return beyond ? (beyond > 0 ? INT64_MAX / 2 : INT64_MIN / 2) : value;
}

static int take_block(Blocks *blocks, const Origin *origin, PyObject *source, int32_t order, int32_t length)
{
    if (!PyTuple_Check(source) || PyTuple_GET_SIZE(source) != 4 || !PyUnicode_Check(PyTuple_GET_ITEM(source, 0))) {
        PyErr_SetString(PyExc_TypeError, "a block");
        return -1;
    }
    bool heads = !PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(source, 0), "heading");
    if (!heads && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(source, 0), "item"))
        return 0;
    int64_t start = number_of(PyTuple_GET_ITEM(source, 1));
    int64_t level = PyErr_Occurred() ? 0 : number_of(PyTuple_GET_ITEM(source, 3));
    if (PyErr_Occurred())
        return -1;
    int64_t place = place_of(origin, start);
    level = level < 1 ? 1 : level > 6 ? 6 : level;
    if (place >= 0 && place < length)
        blocks->block[blocks->count++] = (Block){(int32_t)place, order, heads ? (int32_t)level : 0};
    return 0;
}

int take_blocks(Blocks *blocks, const Origin *origin, PyObject *source, int32_t length)
{
    if (!PyTuple_Check(source) || PyTuple_GET_SIZE(source) > INT32_MAX / 2) {
        PyErr_SetString(PyExc_TypeError, "a tuple of blocks");
        return -1;
    }
    int32_t count = (int32_t)PyTuple_GET_SIZE(source);
    bool sorted = true;
    blocks->block = PyMem_New(Block, count + 1);
    if (!blocks->block) {
        PyErr_NoMemory();
        return -1;
    }
    for (int32_t order = 0; order < count; order++)
        if (take_block(blocks, origin, PyTuple_GET_ITEM(source, order), order, length))
            return -1;
    for (int32_t index = 1; index < blocks->count; index++)
        sorted = sorted && blocks->block[index - 1].place <= blocks->block[index].place;
    if (!sorted)
        qsort(blocks->block, (size_t)blocks->count, sizeof *blocks->block, compare);
    return 0;
}

const Block *block_at(Blocks *blocks, int32_t place) /* of several, the last */
{
    const Block *found = NULL;
    for (; blocks->next < blocks->count && blocks->block[blocks->next].place <= place; blocks->next++)
        if (blocks->block[blocks->next].place == place)
            found = &blocks->block[blocks->next];
    return found;
}
