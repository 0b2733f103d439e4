/* Text with marks to lines and blocks: extract/page.py in C. */
#include "markup.h"

#include <stdlib.h>
#include <string.h>

typedef enum { OF_LIST, OF_ITEM, OF_CELL, OF_HEADING, OF_TEXT } Kind;

typedef struct {
    Kind kind;
    int level;
    Py_ssize_t start, line; /* start is -1 until something is written in it */
} Span;

typedef struct {
    Kind kind;
    int level;
    Py_ssize_t start, end, number;
} Found;

typedef struct {
    Py_UCS4 *out; /* where it was read from: a gap stands for a mark or a space before, so that writing stays behind */
    Py_ssize_t written, line;
    Py_UCS4 gap; /* 0 for none */
    Span *open;
    Py_ssize_t open_count;
    int depth; /* of lists */
    Found *found;
    Py_ssize_t found_count;
} Page;

/* Where a verbatim text that begins here ends; -1 where another begins before, or none ends. */
static Py_ssize_t verbatim_end(const Py_UCS4 *in, Py_ssize_t at, Py_ssize_t length)
{
    for (at++; at < length && in[at] != VERBATIM_START; at++)
        if (in[at] == VERBATIM_END)
            return at;
    return -1;
}

static bool holds(const Py_UCS4 *in, Py_ssize_t length, Py_UCS4 sought)
{
    for (Py_ssize_t at = 0; at < length; at++)
        if (in[at] == sought)
            return true;
    return false;
}

/* White space as a browser shows it, in place; the new length. */
static Py_ssize_t collapse(Py_UCS4 *in, Py_ssize_t length, Py_ssize_t *marks)
{
    Py_ssize_t kept = 0, stop = -1;
    bool any = holds(in, length, VERBATIM_START);
    for (Py_ssize_t at = 0; at < length; at++) {
        Py_UCS4 letter = in[at];
        if (letter >= CLOSE && letter <= HEADING_6)
            ++*marks;
        else if (any && (letter == VERBATIM_START || letter == VERBATIM_END)) {
            stop = letter == VERBATIM_START ? verbatim_end(in, at, length) : -1;
            continue;
        }
        if (letter == '\n' && at < stop)
            letter = BREAK;
        else if (letter == ' ' || (letter >= '\t' && letter <= '\r' && letter != '\v'))
            letter = ' ';
        if (letter != ' ' || !kept || in[kept - 1] != ' ')
            in[kept++] = letter;
    }
    return kept;
}

static void record(Page *page, const Span *span)
{
    if (span->start >= 0 && span->kind != OF_TEXT) {
        page->found[page->found_count] =
            (Found){span->kind, span->level, span->start, page->written, page->found_count};
        page->found_count++;
    }
}

static void write_run(Page *page, const Py_UCS4 *from, const Py_UCS4 *to)
{
    if (from == to)
        return;
    bool before = Py_UNICODE_ISSPACE(*from), behind = Py_UNICODE_ISSPACE(to[-1]);
    while (from < to && Py_UNICODE_ISSPACE(*from))
        from++;
    while (from < to && Py_UNICODE_ISSPACE(to[-1]))
        to--;
    if (from == to) {
        page->gap = page->gap ? page->gap : ' ';
        return;
    }
    Py_UCS4 gap = !page->written ? 0 : page->gap ? page->gap : before ? ' ' : 0;
    page->line += gap == '\n';
    if (gap)
        page->out[page->written++] = gap;
    for (Py_ssize_t at = page->open_count; at-- > 0 && page->open[at].start < 0;) {
        page->open[at].start = page->written;
        page->open[at].line = page->line;
    }
    memmove(page->out + page->written, from, (size_t)(to - from) * sizeof *from);
    page->written += to - from;
    page->gap = behind ? ' ' : 0;
}

static void end_line(Page *page)
{
    const Span *last = page->open_count ? &page->open[page->open_count - 1] : NULL;
    if (!last || last->kind != OF_CELL || last->start >= 0)
        page->gap = '\n';
}

/* What stands between two breaks has no outer space. */
static void write_line(Page *page, const Py_UCS4 *from, const Py_UCS4 *to)
{
    while (from < to && Py_UNICODE_ISSPACE(*from))
        from++;
    while (from < to && Py_UNICODE_ISSPACE(to[-1]))
        to--;
    write_run(page, from, to);
}

static void open_block(Page *page, Py_UCS4 mark)
{
    Span span = {OF_HEADING, (int)(mark - HEADING_1 + 1), -1, 0};
    if (mark == LIST) {
        span = (Span){OF_LIST, 0, -1, 0};
        page->depth++;
        Span *around = page->open_count ? &page->open[page->open_count - 1] : NULL;
        if (around && around->kind == OF_ITEM) {
            record(page, around);
            around->kind = OF_TEXT;
        }
    } else if (mark == ITEM)
        span = (Span){OF_ITEM, page->depth > 1 ? page->depth : 1, -1, 0};
    else if (mark == CELL)
        span = (Span){OF_CELL, 0, -1, 0};
    page->open[page->open_count++] = span;
}

static int close_block(Page *page)
{
    if (!page->open_count) {
        PyErr_SetString(PyExc_IndexError, "a mark closes what was not opened");
        return -1;
    }
    Span span = page->open[--page->open_count];
    if (span.kind == OF_LIST) {
        page->depth--;
        return 0;
    }
    record(page, &span);
    if (span.kind == OF_CELL)
        page->gap = span.start >= 0 && span.line != page->line ? '\n' : '\t';
    return 0;
}

static int lay_out(Page *page, const Py_UCS4 *in, Py_ssize_t length)
{
    const Py_UCS4 *from = in, *end = in + length;
    bool broken = false; /* there is a break before what stands from there on */
    for (const Py_UCS4 *at = in; at < end; at++) {
        if (*at < BREAK || *at > HEADING_6)
            continue;
        if (broken && *at == BREAK)
            write_line(page, from, at);
        else
            write_run(page, from, at);
        from = at + 1;
        broken = *at == BREAK;
        if (broken)
            end_line(page);
        else if (*at != CLOSE)
            open_block(page, *at);
        else if (close_block(page))
            return -1;
    }
    write_run(page, from, end);
    return 0;
}

static int compare(const void *left, const void *right)
{
    const Found *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return a->number < b->number ? -1 : 1;
}

static PyObject *answer(Page *page)
{
    static const char *const kinds[] = {"list", "item", "cell", "heading", "text"};
    if (page->found_count > 1)
        qsort(page->found, (size_t)page->found_count, sizeof *page->found, compare);
    PyObject *text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, page->out, page->written);
    PyObject *blocks = text ? PyTuple_New(page->found_count) : NULL;
    for (Py_ssize_t at = 0; blocks && at < page->found_count; at++) {
        Found found = page->found[at];
        PyObject *kind = PyUnicode_InternFromString(kinds[found.kind]);
        PyObject *block = kind ? Py_BuildValue("Nnni", kind, found.start, found.end, found.level) : NULL;
        if (block)
            PyTuple_SET_ITEM(blocks, at, block);
        else
            Py_CLEAR(blocks);
    }
    if (!blocks) {
        Py_XDECREF(text);
        return NULL;
    }
    return Py_BuildValue("NN", text, blocks);
}

PyObject *lines_of(Py_UCS4 *marked, Py_ssize_t length)
{
    Py_ssize_t marks = 0;
    length = collapse(marked, length, &marks);
    /* Every mark opens one block at most, and ends one at most. */
    Page page = {.out = marked,
                 .open = PyMem_Calloc((size_t)marks + 1, sizeof *page.open),
                 .found = PyMem_Calloc((size_t)marks + 1, sizeof *page.found)};
    PyObject *both = NULL;
    if (!page.open || !page.found)
        PyErr_NoMemory();
    else if (!lay_out(&page, marked, length))
        both = answer(&page);
    PyMem_Free(page.open);
    PyMem_Free(page.found);
    return both;
}

PyObject *markup_lay_out(PyObject *Py_UNUSED(self), PyObject *marked)
{
    if (!PyUnicode_Check(marked)) {
        PyErr_SetString(PyExc_TypeError, "no text");
        return NULL;
    }
    Py_UCS4 *letters = PyUnicode_AsUCS4Copy(marked);
    PyObject *both = letters ? lines_of(letters, PyUnicode_GET_LENGTH(marked)) : NULL;
    PyMem_Free(letters);
    return both;
}
