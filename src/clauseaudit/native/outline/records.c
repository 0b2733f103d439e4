/* The outline as Python has it: NamedTuples of the types handed over. */
#include "outline.h"

/* A tuple of this type, its items still to be set. */
static PyObject *tuple_of(PyTypeObject *type, Py_ssize_t items)
{
    PyObject *tuple = type->tp_alloc(type, items);
#if PY_VERSION_HEX >= 0x030E0000
    if (tuple)
        ((PyTupleObject *)tuple)->ob_hash = -1; /* not yet asked for */
#endif
    return tuple;
}

/* Sets an item to a new reference; NULL fails. */
static bool set(PyObject *tuple, Py_ssize_t index, PyObject *item)
{
    PyTuple_SET_ITEM(tuple, index, item);
    return item != NULL;
}

static PyObject *segment_of(const Splitter *splitter, const Segment *segment, PyObject *start, PyObject *end)
{
    PyObject *record = tuple_of(splitter->segment, 5);
    if (!record)
        return NULL;
    bool good = set(record, 0, Py_NewRef(start)) && set(record, 1, Py_NewRef(end));
    good = good && set(record, 2, PyLong_FromLong(segment->clause));
    good = good && set(record, 3, Py_NewRef(splitter->kind[segment->kind]));
    if (!good || !set(record, 4, PyLong_FromLong(segment->lead)))
        Py_CLEAR(record);
    return record;
}

static PyObject *clause_of(const Splitter *splitter, const Builder *builder, int32_t index)
{
    const Clause *clause = &builder->clause[index], *next = clause + 1;
    bool last = index + 1 == builder->clauses;
    PyObject *record = tuple_of(splitter->clause, 6);
    if (!record)
        return NULL;
    bool good = set(record, 0, PyLong_FromLong(clause->start));
    good = good && set(record, 1, PyLong_FromLong(last ? builder->text.length : next->start));
    good = good && set(record, 2, Py_NewRef(clause->label)) && set(record, 3, PyLong_FromLong(clause->level));
    good = good && set(record, 4, PyLong_FromLong(clause->first));
    if (!good || !set(record, 5, PyLong_FromLong(last ? builder->segments : next->first)))
        Py_CLEAR(record);
    return record;
}

static PyObject *core_record(const Builder *builder, const Segment *segment, PyObject *start, PyObject *end)
{
    Span core = core_of(builder->text.letter, segment->start, segment->end, segment->marked);
    PyObject *record = PyTuple_New(2);
    if (!record)
        return NULL;
    bool good = set(record, 0, core.start == segment->start ? Py_NewRef(start) : PyLong_FromLong(core.start));
    if (!good || !set(record, 1, core.end == segment->end ? Py_NewRef(end) : PyLong_FromLong(core.end)))
        Py_CLEAR(record);
    return record;
}

/* Segments follow each other, so that the end of one is the start of the next. */
static bool set_segments(const Splitter *splitter, const Builder *builder, PyObject *segments, PyObject *cores)
{
    PyObject *start = PyLong_FromLong(0);
    for (int32_t index = 0; start && index < builder->segments; index++) {
        const Segment *segment = &builder->segment[index];
        PyObject *end = PyLong_FromLong(segment->end);
        if (!end || !set(segments, index, segment_of(splitter, segment, start, end)) ||
            !set(cores, index, core_record(builder, segment, start, end))) {
            Py_XDECREF(end);
            Py_CLEAR(start);
            return false;
        }
        Py_SETREF(start, end);
    }
    Py_XDECREF(start);
    return start != NULL;
}

PyObject *outline_records(const Splitter *splitter, const Builder *builder)
{
    PyObject *outline = tuple_of(splitter->outline, 3);
    if (!outline)
        return NULL;
    bool good = set(outline, 0, PyTuple_New(builder->clauses)) && set(outline, 1, PyTuple_New(builder->segments)) &&
                set(outline, 2, PyTuple_New(builder->segments));
    for (int32_t index = 0; good && index < builder->clauses; index++)
        good = set(PyTuple_GET_ITEM(outline, 0), index, clause_of(splitter, builder, index));
    if (!good || !set_segments(splitter, builder, PyTuple_GET_ITEM(outline, 1), PyTuple_GET_ITEM(outline, 2)))
        Py_CLEAR(outline);
    return outline;
}
