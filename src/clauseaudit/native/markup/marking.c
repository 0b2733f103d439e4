/* What the parser wrote to text with marks, as extract/marking.py does; but flat, and without changing the tree first.
 *
 * The parser writes "<" and ">" around tags and comments alone, in what is no raw text; it closes what it opened; so
 * depth tells which end tag belongs to which start tag. Raw text of scripts and the like ends at the first end tag
 * unless one escapes that, which is then not decided here: the answer is None.
 */
#include "marking.h"

bool is_there(const Marking *m, Py_ssize_t at, const char *word)
{
    for (; *word; word++, at++)
        if (at >= m->length || lower(letter(m, at)) != (Py_UCS4)*word)
            return false;
    return true;
}

static inline Py_ssize_t seek_in(int kind, const void *data, Py_ssize_t at, Py_ssize_t length, Py_UCS4 sought)
{
    while (at < length && PyUnicode_READ(kind, data, at) != sought)
        at++;
    return at;
}

Py_ssize_t seek(const Marking *m, Py_ssize_t at, Py_UCS4 sought)
{
    switch (m->kind) { /* each a loop of its own */
    case PyUnicode_1BYTE_KIND:
        return seek_in(PyUnicode_1BYTE_KIND, m->data, at, m->length, sought);
    case PyUnicode_2BYTE_KIND:
        return seek_in(PyUnicode_2BYTE_KIND, m->data, at, m->length, sought);
    default:
        return seek_in(PyUnicode_4BYTE_KIND, m->data, at, m->length, sought);
    }
}

/* Copy up to the next tag or reference. */
static inline Py_ssize_t copy_from(int kind, Marking *m)
{
    Py_ssize_t at = m->at;
    Py_UCS4 *out = m->out + m->written, *start = out, next;
    while (at < m->length && (next = PyUnicode_READ(kind, m->data, at)) != '<' && next != '&') {
        *out++ = next;
        at++;
    }
    m->written += out - start;
    return at;
}

static void copy(Marking *m)
{
    switch (m->kind) {
    case PyUnicode_1BYTE_KIND:
        m->at = copy_from(PyUnicode_1BYTE_KIND, m);
        break;
    case PyUnicode_2BYTE_KIND:
        m->at = copy_from(PyUnicode_2BYTE_KIND, m);
        break;
    default:
        m->at = copy_from(PyUnicode_4BYTE_KIND, m);
    }
}

static void put(Marking *m, Py_UCS4 mark)
{
    if (mark)
        m->out[m->written++] = mark;
}

/* From a "&" on: the parser writes four characters as references. */
static void reference(Marking *m)
{
    static const struct {
        const char *name;
        int length;
        Py_UCS4 letter;
    } known[] = {{"&lt;", 4, '<'}, {"&gt;", 4, '>'}, {"&nbsp;", 6, 0xA0}, {"&amp;", 5, '&'}};
    for (size_t number = 0; number < sizeof known / sizeof *known; number++)
        if (is_there(m, m->at, known[number].name)) {
            m->out[m->written++] = known[number].letter;
            m->at += known[number].length;
            return;
        }
    m->out[m->written++] = letter(m, m->at++);
}

/* An element of raw text, none of which is seen: behind it. */
static Outcome raw(Marking *m, const Name *name, Py_ssize_t from, Py_ssize_t length)
{
    if (m->foreign || has(name, VERBATIM))
        return UNSURE;
    bool escaped = false;
    for (Py_ssize_t at = seek(m, m->at, '<'); at < m->length; at = seek(m, at + 1, '<')) {
        Py_ssize_t alike = 0;
        if (is_there(m, at, "</"))
            while (alike < length && at + 2 + alike < m->length && letter(m, at + 2 + alike) == letter(m, from + alike))
                alike++;
        if (alike == length && at + 2 + length < m->length && letter(m, at + 2 + length) == '>') {
            m->at = at + length + 3;
            return DONE;
        }
        escaped = escaped || is_there(m, at, "<!--");
        if (escaped && is_there(m, at, "<script"))
            return UNSURE;
    }
    return UNSURE;
}

static Outcome push_styled(Marking *m, Styled styled)
{
    if (m->styled_count == m->styled_room) {
        Py_ssize_t room = m->styled_room ? 2 * m->styled_room : 16;
        Styled *grown = PyMem_Realloc(m->styled, (size_t)room * sizeof *grown);
        if (!grown) {
            PyErr_NoMemory();
            return FAILED;
        }
        m->styled = grown;
        m->styled_room = room;
    }
    m->styled[m->styled_count++] = styled;
    return DONE;
}

static Outcome open_element(Marking *m, const Name *name, Styled styled)
{
    for (int place = 0; name && place < MARKS; place++)
        put(m, name->around[0][place]);
    if (has(name, VOID) || has(name, SILENT)) {
        for (int twice = 0; twice < 2 && styled.block && has(name, VOID); twice++)
            put(m, BREAK);
        return DONE;
    }
    styled.depth = ++m->depth;
    if ((!styled.hidden && !styled.block) || has(name, STYLELESS))
        return DONE;
    put(m, styled.block ? BREAK : 0);
    put(m, styled.hidden ? HIDDEN : 0);
    m->hides |= styled.hidden;
    return push_styled(m, styled);
}

static Outcome close_element(Marking *m, const Name *name)
{
    if (m->styled_count && m->styled[m->styled_count - 1].depth == m->depth) {
        Styled styled = m->styled[--m->styled_count];
        put(m, styled.hidden ? END_HIDDEN : 0);
        put(m, styled.block ? BREAK : 0);
    }
    for (int place = 0; name && place < MARKS; place++)
        put(m, name->around[1][place]);
    return --m->depth < 0 ? UNSURE : DONE;
}

/* A tag in what is left out. */
static void pass_over(Marking *m, const Name *name, bool closing)
{
    m->foreign |= has(name, FOREIGN);
    if (name != m->unseen)
        return;
    m->unseen_depth += closing ? -1 : 1;
    if (!m->unseen_depth) {
        m->unseen = NULL;
        m->foreign = false;
    }
}

static Outcome tag(Marking *m)
{
    bool closing = m->at + 1 < m->length && letter(m, m->at + 1) == '/';
    Py_ssize_t from = m->at + 1 + closing, at = from, end;
    Key key = {{0, 0}};
    bool ours = true;
    for (; at < m->length && letter(m, at) != ' ' && letter(m, at) != '>'; at++)
        ours = ours && key_add(&key, at - from, letter(m, at));
    end = seek(m, at, '>');
    if (at == from || end == m->length || letter(m, from) == '!' || letter(m, from) == '?')
        return UNSURE;
    const Name *name = ours ? name_of(m->markup, key) : NULL;
    m->at = end + 1;
    if (!closing && has(name, RAW))
        return raw(m, name, from, at - from);
    if (m->unseen) {
        pass_over(m, name, closing);
        return DONE;
    }
    if (closing)
        return close_element(m, name);
    if (has(name, UNSEEN)) {
        m->unseen = name;
        m->unseen_depth = 1;
        m->foreign = has(name, FOREIGN);
        return DONE;
    }
    Styled styled = {0, false, false};
    Outcome read = at == end ? DONE : styles(m, at, end, &styled);
    return read == DONE ? open_element(m, name, styled) : read;
}

static Outcome comment(Marking *m)
{
    Py_ssize_t at = m->at + 4;
    while ((at = seek(m, at, '-')) < m->length && !is_there(m, at, "-->"))
        at++;
    m->at = at + 3;
    return at < m->length ? DONE : UNSURE;
}

static Outcome mark(Marking *m)
{
    Outcome outcome = DONE;
    while (outcome == DONE && m->at < m->length) {
        if (m->unseen)
            m->at = seek(m, m->at, '<');
        else
            copy(m);
        if (m->at == m->length)
            break;
        if (letter(m, m->at) == '&') {
            reference(m);
            continue;
        }

            {
            bool exclaims = m->at + 1 < m->length && letter(m, m->at + 1) == '!';
            outcome = exclaims && is_there(m, m->at, "<!--") ? comment(m) : tag(m);
        }
    }
    return outcome == DONE && (m->depth || m->unseen) ? UNSURE : outcome;
}

/* Text with marks, not yet freed; NULL where the outcome is another. */
static Py_UCS4 *marks_of(const Markup *markup, PyObject *text, Py_ssize_t *length, bool *hidden, Outcome *outcome)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "no text");
        *outcome = FAILED;
        return NULL;
    }
    Marking m = {.markup = markup, .kind = PyUnicode_KIND(text), .data = PyUnicode_DATA(text),
                 .length = PyUnicode_GET_LENGTH(text)};
    m.out = PyMem_Malloc(((size_t)m.length + 8) * sizeof *m.out);
    *outcome = m.out ? mark(&m) : FAILED;
    if (!m.out)
        PyErr_NoMemory();
    PyMem_Free(m.styled);
    *length = m.written;
    *hidden = m.hides;
    if (*outcome == DONE)
        return m.out;
    PyMem_Free(m.out);
    return NULL;
}

static PyObject *read_page(PyObject *self, PyObject *text, bool through)
{
    Outcome outcome;
    Py_ssize_t length;
    bool hidden;
    Py_UCS4 *marked = marks_of((const Markup *)self, text, &length, &hidden, &outcome);
    if (!marked)
        return outcome == UNSURE ? Py_NewRef(Py_None) : NULL;
    PyObject *answer = through && !hidden ? lines_of(marked, length)
                                          : PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, marked, length);
    PyMem_Free(marked);
    return answer;
}

PyObject *markup_marked(PyObject *self, PyObject *text)
{
    return read_page(self, text, false);
}

PyObject *markup_read(PyObject *self, PyObject *text)
{
    return read_page(self, text, true);
}
