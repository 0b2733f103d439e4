/* How a sighting comes to be: the words of a scout, segment by segment; facts/scouting.py says the same. */
#include "scout.h"
#include "../types.h"

static bool out_of_memory(void)
{
    PyErr_NoMemory();
    return false;
}

/* --- the segments --- */

/* As in Reading.holding: the text without the space behind it ends in no question mark, and not in 吗 and one more. */
static bool asks(PyObject *text, const Part *part)
{
    int32_t length = part->end - part->start;
    return (length > 0 && PyUnicode_READ_CHAR(text, part->end - 1) == '?') ||
           (length > 1 && PyUnicode_READ_CHAR(text, part->end - 2) == 0x5417);
}

static bool misfit(const char *what)
{
    PyErr_SetString(PyExc_ValueError, what);
    return false;
}

static bool take_part(Sighting *sighting, PyObject *text, PyObject *segment, Py_ssize_t *behind)
{
    if (!PyTuple_Check(segment) || PyTuple_GET_SIZE(segment) != 5 || !PyUnicode_Check(PyTuple_GET_ITEM(segment, 3)))
        return misfit("a segment has a start, an end, a clause, a kind and a lead");
    Py_ssize_t start = PyLong_AsSsize_t(PyTuple_GET_ITEM(segment, 0));
    Py_ssize_t end = PyLong_AsSsize_t(PyTuple_GET_ITEM(segment, 1));
    if (PyErr_Occurred())
        return false;
    if (start < *behind || end < start || end > PyUnicode_GET_LENGTH(text))
        return misfit("segments follow each other in the text");
    *behind = end;
    while (end > start && Py_UNICODE_ISSPACE(PyUnicode_READ_CHAR(text, end - 1)))
        end--;
    Part *part = &sighting->part[sighting->parts++];
    *part = (Part){(int32_t)start, (int32_t)end, false};
    part->states = !asks(text, part) && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(segment, 3), "heading");
    return true;
}

static bool take_parts(Sighting *sighting, PyObject *text, PyObject *segments)
{
    Py_ssize_t count = PyTuple_GET_SIZE(segments), behind = 0;
    size_t width = (size_t)sighting->scout->width;
    if (count >= INT32_MAX / MOST_WIDTH || PyUnicode_GET_LENGTH(text) > INT32_MAX / 2)
        return out_of_memory();
    sighting->part = PyMem_Malloc(((size_t)count + 1) * sizeof *sighting->part);
    sighting->row = PyMem_Calloc(((size_t)count + 1) * width, sizeof *sighting->row);
    sighting->made = PyMem_Calloc((size_t)count + 1, sizeof *sighting->made);
    sighting->last = PyMem_Malloc(((size_t)sighting->scout->words + 1) * sizeof *sighting->last);
    if (!sighting->part || !sighting->row || !sighting->made || !sighting->last)
        return out_of_memory();
    for (uint32_t word = 0; word <= sighting->scout->words; word++)
        sighting->last[word] = -1;
    for (Py_ssize_t index = 0; index < count; index++)
        if (!take_part(sighting, text, PyTuple_GET_ITEM(segments, index), &behind))
            return false;
    return true;
}

/* --- the words --- */

static bool add_sight(Sighting *sighting, uint32_t word, int32_t start)
{
    if (sighting->sights == sighting->room) {
        int32_t room = sighting->room ? 2 * sighting->room : 1024;
        Sight *grown = sighting->room > INT32_MAX / 4
                           ? NULL
                           : PyMem_Realloc(sighting->sight, (size_t)room * sizeof *sighting->sight);
        if (!grown)
            return out_of_memory();
        sighting->sight = grown;
        sighting->room = room;
    }
    sighting->sight[sighting->sights] = (Sight){start, sighting->last[word]};
    sighting->last[word] = sighting->sights++;
    return true;
}

/* All words that begin at `start`; those that end within the part are its own. */
static bool see(Sighting *sighting, PyObject *text, uint32_t node, int32_t start, int32_t part)
{
    const Scout *scout = sighting->scout;
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    int32_t length = (int32_t)PyUnicode_GET_LENGTH(text);
    bool inside = part < sighting->parts && start >= sighting->part[part].start;
    for (int32_t end = start + 1; node; end++) {
        uint32_t word = scout->node[node].word;
        if (word) {
            bool own = inside && end <= sighting->part[part].end;
            join(row_at(sighting, own ? part : sighting->parts), row_of_word(scout, word), scout->width);
            if (!add_sight(sighting, word, start))
                return false;
        }
        node = end < length ? follow(scout, node, PyUnicode_READ(kind, data, end)) : 0;
    }
    return true;
}

static bool look(Sighting *sighting, PyObject *text)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    int32_t part = 0, length = (int32_t)PyUnicode_GET_LENGTH(text);
    Py_UCS4 letter, next = length ? PyUnicode_READ(kind, data, 0) : 0;
    for (int32_t start = 0; start < length; start++) {
        letter = next;
        next = start + 1 < length ? PyUnicode_READ(kind, data, start + 1) : 0;
        uint32_t node = root_of(sighting->scout, letter, next);
        if (!node)
            continue;
        while (part < sighting->parts && start >= sighting->part[part].end)
            part++;
        if (!see(sighting, text, node, start, part))
            return false;
    }
    for (part = 0; part < sighting->parts; part++)
        join(row_at(sighting, sighting->parts), row_at(sighting, part), sighting->scout->width);
    return true;
}

PyObject *new_sighting(Scout *scout, PyObject *text, PyObject *segments, PyObject *clauses, PyObject *statement)
{
    Sighting *sighting = (Sighting *)sighting_type.tp_alloc(&sighting_type, 0);
    if (!sighting)
        return NULL;
    sighting->scout = (Scout *)Py_NewRef(scout);
    sighting->text = Py_NewRef(text);
    sighting->segments = Py_NewRef(segments);
    sighting->clauses = Py_NewRef(clauses);
    sighting->type = Py_NewRef(statement);
    if (!take_parts(sighting, text, segments) || !look(sighting, text))
        Py_CLEAR(sighting);
    return (PyObject *)sighting;
}
