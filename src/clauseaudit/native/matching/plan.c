/* Takes a plan and checks every number in it. */
#include "scene.h"

enum { DEEPEST = 64 }; /* nodes within nodes */

int broken(const char *what)
{
    PyErr_Format(PyExc_ValueError, "no plan: %s", what);
    return -1;
}

static int take_table(Table *table, Py_buffer *block, PyObject *source)
{
    if (PyObject_GetBuffer(source, block, PyBUF_SIMPLE))
        return -1;
    if (block->len < 8 || (uintptr_t)block->buf % 4)
        return broken("a table is a block of integers");
    const int32_t *number = block->buf;
    int64_t rows = number[0], items = (block->len - 4 * (rows + 2)) / 2;
    if (rows < 0 || 4 * (rows + 2) > block->len || number[1] != 0)
        return broken("rows");
    for (int64_t row = 1; row <= rows; row++)
        if (number[row + 1] < number[row] || number[row + 1] > items)
            return broken("ends of rows");
    *table = (Table){(int32_t)rows, number + 1, (const uint16_t *)(number + rows + 2)};
    return 0;
}

static int take_lines(Lines *lines, PyObject *text)
{
    Py_ssize_t length = PyUnicode_GetLength(text);
    if (length < 0 || length > INT32_MAX - 2)
        return broken("too much text");
    lines->letter = PyMem_New(Py_UCS4, length + 1);
    lines->start = PyMem_New(int32_t, length + 2);
    if (!lines->letter || !lines->start || !PyUnicode_AsUCS4(text, lines->letter, length + 1, 0)) {
        if (!PyErr_Occurred())
            PyErr_NoMemory();
        return -1;
    }
    lines->letter[length] = '\n';
    lines->count = 0;
    lines->start[0] = 0;
    for (int32_t at = 0; length && at <= length; at++)
        if (lines->letter[at] == '\n')
            lines->start[++lines->count] = at + 1;
    return 0;
}

static bool within(const uint16_t *item, int32_t count, int32_t limit)
{
    for (int32_t index = 0; index < count; index++)
        if (item[index] >= limit)
            return false;
    return true;
}

static bool may_be(uint16_t need, int32_t needs) { return need == NONE || need < needs; }

static bool all_within(const Table *table, int32_t limit)
{
    return within(table->item, table->end[table->rows], limit);
}

static bool rises(const Table *table)
{
    for (int32_t number = 0; number < table->rows; number++) {
        Row row = row_of(table, number);
        for (int32_t index = 1; index < row.count; index++)
            if (row.item[index] <= row.item[index - 1])
                return false;
    }
    return true;
}

/* Whether a row begins with a count and that many numbers below the limit; moves on behind them. */
static bool counted(Row *row, int32_t limit)
{
    if (row->count < 1 || row->item[0] > row->count - 1)
        return false;
    int32_t count = row->item[0];
    bool good = within(row->item + 1, count, limit);
    row->item += 1 + count;
    row->count -= 1 + count;
    return good;
}

static bool good_steps(const Vocabulary *v, Row row, int32_t node)
{
    int32_t lists = v->table[LISTS].rows;
    if (row.count % 4)
        return false;
    for (const uint16_t *step = row.item; step < row.item + row.count; step += 4) {
        int32_t limit = step[0] == JOIN ? node : step[0] == NOT_NEXT ? lists : 1;
        bool first = step == row.item, begins = step[0] == JOIN || step[0] == START;
        if (!within(step, 1, END + 1) || !within(step + 1, 1, limit) || !within(step + 3, 1, lists))
            return false;
        if (first && !begins)
            return false;
    }
    return true;
}

static bool good_node(const Vocabulary *v, int32_t node, Py_ssize_t sources)
{
    Row row = row_of(&v->table[NODES], node);
    int32_t lists = v->table[LISTS].rows;
    if (row.count < 2)
        return false;
    const uint16_t *part = row.item + 1;
    switch (row.item[0]) {
    case WORDS:
        return within(part, 1, v->table[SETS].rows);
    case GUARDED:
        return row.count == 4 && within(part, 1, node) && within(part + 1, 2, lists);
    case REGEX:
        return within(part, 1, (int32_t)sources);
    case PARTY:
        return row.count == 3 && within(part, 1, 0x110000) && within(part + 1, 1, node);
    case ALTERNATIVES:
        for (int32_t index = 1; index < row.count; index += 2)
            if (row.count % 2 == 0 || !may_be(row.item[index], v->needs) ||
                !within(row.item + index + 1, 1, node))
                return false;
        return true;
    case SEQUENCE:
        row.item++;
        row.count--;
        return counted(&row, v->needs) && good_steps(v, row, node);
    }
    return false;
}

/* How deep the parts of a node lie below it, given the depths of all before it. */
static int depth_of(const Vocabulary *v, int32_t node, const uint8_t *depth)
{
    Row row = row_of(&v->table[NODES], node);
    int deepest = 0;
    int32_t first = row.count, stride = 1;
    switch (row.item[0]) {
    case GUARDED: return depth[row.item[1]] + 1;
    case PARTY: return depth[row.item[2]] + 1;
    case ALTERNATIVES: first = 2, stride = 2; break;
    case SEQUENCE: first = row.item[1] + 3, stride = 4; break;
    }
    for (int32_t index = first; index < row.count; index += stride)
        if ((row.item[0] == ALTERNATIVES || row.item[index - 1] == JOIN) && depth[row.item[index]] >= deepest)
            deepest = depth[row.item[index]] + 1;
    return deepest;
}

static int check_nodes(const Vocabulary *v, Py_ssize_t sources)
{
    int32_t nodes = v->table[NODES].rows;
    uint8_t *depth = PyMem_Calloc((size_t)nodes + 1, 1);
    if (!depth) {
        PyErr_NoMemory();
        return -1;
    }
    bool good = true;
    for (int32_t node = 0; good && node < nodes; node++) {
        int below = good_node(v, node, sources) ? depth_of(v, node, depth) : DEEPEST;
        good = below < DEEPEST;
        depth[node] = (uint8_t)below;
    }
    PyMem_Free(depth);
    return good ? 0 : broken("nodes");
}

static bool good_contexts(const Vocabulary *v)
{
    const Table *contexts = &v->table[CONTEXTS];
    int32_t patterns = v->table[PATTERNS].rows;
    for (int32_t rule = 0; rule < contexts->rows; rule++) {
        Row row = row_of(contexts, rule);
        bool good = counted(&row, v->table[FRAMES].rows);
        for (int list = 0; good && list < 5; list++)
            good = counted(&row, patterns);
        if (!good || row.count)
            return false;
    }
    for (int32_t guard = 0; guard < v->table[FRAMES].rows; guard++) {
        Row row = row_of(&v->table[FRAMES], guard);
        if (row.count < 1 || !may_be(row.item[0], v->needs) ||
            !within(row.item + 1, row.count - 1, patterns))
            return false;
    }
    return true;
}

static bool good_asked(const Vocabulary *v)
{
    const Table *asked = &v->table[ASKED];
    for (int32_t pattern = 0; pattern < asked->rows; pattern++) {
        Row row = row_of(asked, pattern);
        if (row.count && (row.count != 4 || !within(row.item, 1, v->table[CONTEXTS].rows)))
            return false;
    }
    return true;
}

static int check(const Vocabulary *v, Py_ssize_t sources)
{
    const Table *table = v->table;
    int32_t words = table[NEEDS_OF].rows, nodes = table[NODES].rows, patterns = table[PATTERNS].rows;
    if (table[GROUPS_OF].rows != words || table[ASKED].rows != patterns)
        return broken("a row for each word and pattern");
    if (!all_within(&table[GROUPS_OF], table[GROUPS].rows) || !all_within(&table[SETS], words) || !rises(&table[SETS]))
        return broken("groups of words, sets");
    if (table[LISTS].rows < 1 || !all_within(&table[LISTS], v->strings.count))
        return broken("lists");
    for (int32_t number = 0; number < table[GROUPS].rows; number++) {
        Row row = row_of(&table[GROUPS], number);
        if (!counted(&row, v->needs) || !within(row.item, row.count, patterns))
            return broken("groups");
    }
    for (int32_t number = 0; number < patterns; number++) {
        Row row = row_of(&table[PATTERNS], number);
        if (!counted(&row, nodes) || !counted(&row, nodes) || !within(row.item, row.count, v->needs))
            return broken("patterns");
    }
    if (!good_asked(v) || !good_contexts(v))
        return broken("what is asked, and what stands around");
    for (int32_t index = 0; index < table[GROUPS].rows; index++) {
        Row row = row_of(&table[GROUPS], index);
        for (int32_t at = 1 + row.item[0]; at < row.count; at++)
            if (row_of(&table[ASKED], row.item[at]).count != 4)
                return broken("groups of what is not asked");
    }
    return check_nodes(v, sources);
}

static void take_needs(Vocabulary *v)
{
    const Table *table = &v->table[NEEDS_OF];
    v->needs = 0;
    for (int32_t index = 0; index < table->end[table->rows]; index++)
        if (table->item[index] >= v->needs)
            v->needs = table->item[index] + 1;
}

static int make_room(Vocabulary *v)
{
    size_t nodes = (size_t)v->table[NODES].rows + 1, groups = (size_t)v->table[GROUPS].rows + 1;
    size_t words = (size_t)v->table[NEEDS_OF].rows + 1, needs = (size_t)v->needs + 1;
    v->located = PyMem_Calloc(nodes, sizeof *v->located);
    v->seen = PyMem_Calloc(words, sizeof *v->seen);
    v->stamp = PyMem_Calloc(groups, sizeof *v->stamp);
    v->met = PyMem_Calloc(needs, sizeof *v->met);
    if (v->located && v->seen && v->stamp && v->met)
        return 0;
    PyErr_NoMemory();
    return -1;
}

int take_plan(Vocabulary *v, PyObject *plan)
{
    PyObject *words, *strings, *sources, *duties, *block[TABLES];
    if (!PyArg_ParseTuple(plan, "UUO!OOOOOOOOOOOO", &words, &strings, &PyTuple_Type, &sources, &duties, block,
                          block + 1, block + 2, block + 3, block + 4, block + 5, block + 6, block + 7, block + 8,
                          block + 9, block + 10))
        return -1;
    for (int number = 0; number < TABLES; number++)
        if (take_table(&v->table[number], &v->block[number], block[number]))
            return -1;
    take_needs(v);
    if (take_lines(&v->strings, strings) || check(v, PyTuple_GET_SIZE(sources)))
        return -1;
    return take_trie(&v->trie, &v->table[TRIE], v->table[NEEDS_OF].rows) || make_room(v) ? -1 : 0;
}
