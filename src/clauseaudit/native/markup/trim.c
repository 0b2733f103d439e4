/* The bytes of a page as the parser is given them: what extract/defusing.py makes of them, and less where that is sure
 * to change nothing.
 *
 * Scripts, styles, comments and all attributes that matter to nobody are most of many a page; left out, they cost the
 * parser nothing. That is done only as long as the page is cut into tags by the standard's own rules and nothing came
 * that bends them (drawings, formulas, frames, menus of choices, templates): from there on the page stays as it is.
 * Formatting tags are renamed everywhere, also in what looks like text: whether it is decided by the parser.
 */
#include "markup.h"
#include "tokens.h"

#include <string.h>

enum { MORE = 3 + 3 };
enum { OF_HIDDEN = 1, OF_ARIA = 2, OF_STYLE = 4 };

typedef struct {
    const Markup *markup;
    const Byte *at, *end;
    Byte *out; /* room for MORE bytes a tag than were read: a longer name, and a space before each attribute */
} Trim;

static const Name *name_at(const Markup *markup, const Byte *at, const Byte *end)
{
    Key key = {{0, 0}};
    for (Py_ssize_t place = 0; at + place < end; place++)
        if (!key_add(&key, place, at[place]))
            return NULL;
    return name_of(markup, key);
}

static void write_bytes(Trim *trim, const void *from, const Byte *to)
{
    size_t length = (size_t)(to - (const Byte *)from);
    memcpy(trim->out, from, length);
    trim->out += length;
}

static void write_byte(Trim *trim, Byte byte)
{
    *trim->out++ = byte;
}

static void write_word(Trim *trim, const char *word)
{
    write_bytes(trim, word, (const Byte *)word + strlen(word));
}

/* What ends a name for the expression in defusing.py. */
static bool is_edge(Byte byte)
{
    return is_space(byte) || byte == '\v' || byte == '/' || byte == '>';
}

/* Copy up to a place, renaming. */
static void copy(Trim *trim, const Byte *to)
{
    const Byte *from = trim->at, *tag = from;
    while (tag < to && (tag = memchr(tag, '<', (size_t)(to - tag)))) {
        const Byte *name = tag + 1;
        name += name < trim->end && *name == '/';
        const Byte *behind = name;
        while (behind < trim->end && is_letter(*behind))
            behind++;
        tag++;
        if (behind == name || behind == trim->end || !is_edge(*behind))
            continue;
        if (has(name_at(trim->markup, name, behind), FORMATTING)) {
            write_bytes(trim, from, name);
            write_word(trim, "span");
            from = tag = behind;
        }
    }
    if (from < to)
        write_bytes(trim, from, to);
    trim->at = to;
}

/* Whether an attribute decides what is seen; where a tag says the same twice, the first counts. */
static bool matters(const Attribute *found, int *seen)
{
    size_t length = (size_t)(found->name_end - found->name);
    int is = length == 5 && is_word(found->name, found->name_end, "style")          ? OF_STYLE
             : length == 6 && is_word(found->name, found->name_end, "hidden")       ? OF_HIDDEN
             : length == 11 && is_word(found->name, found->name_end, "aria-hidden") ? OF_ARIA
                                                                                    : 0;
    if (!is || *seen & is)
        return false;
    *seen |= is;
    return is != OF_STYLE || (found->value && (find_word(found->value, found->value_end, "display") ||
                                               memchr(found->value, '&', (size_t)(found->value_end - found->value))));
}

/* A tag's attributes; false where the page must stay as it is. */
static bool attributes(Trim *trim, const Byte *at, bool all)
{
    const Byte *from = at;
    Attribute found;
    int seen = 0, more;
    while ((more = next_attribute(&at, trim->end, &found)) > 0) {
        if (all || !matters(&found, &seen))
            continue;
        if (memchr(found.name, '<', (size_t)(found.end - found.name)))
            return false;
        write_byte(trim, ' ');
        write_bytes(trim, found.name, found.end);
    }
    if (more == 0 && all) {
        if (memchr(from, '<', (size_t)(at - from)))
            return false;
        write_bytes(trim, from, at - 1);
    }
    trim->at = at;
    return more == 0;
}

/* What stands in an element without inner tags. */
static bool literal(Trim *trim, const Byte *name, const Byte *behind, bool emptied)
{
    const Byte *stop = literal_end(trim->at, trim->end, name, (size_t)(behind - name));
    if (!stop)
        return false;
    if (!emptied) {
        copy(trim, stop);
        return true;
    }
    const Byte *escape = find_word(trim->at, stop, "<!--"); /* "<!-- <script>" lets a script go on behind its end */
    if (escape && find_word(escape, stop, "<script"))
        return false;
    trim->at = stop;
    return true;
}

static bool start_tag(Trim *trim)
{
    const Byte *from = trim->at + 1, *behind = name_end(from, trim->end, false);
    const Name *name = name_at(trim->markup, from, behind);
    if (has(name, STRANGE) || memchr(from, '<', (size_t)(behind - from)))
        return false;
    write_byte(trim, '<');
    if (has(name, FORMATTING))
        write_word(trim, "span");
    else
        write_bytes(trim, from, behind);
    if (!attributes(trim, behind, has(name, WHOLE)))
        return false;
    write_byte(trim, '>');
    bool emptied = has(name, EMPTIED);
    return !(emptied || has(name, LITERAL)) || literal(trim, from, behind, emptied);
}

static bool end_tag(Trim *trim)
{
    const Byte *from = trim->at + 2, *behind = name_end(from, trim->end, false), *at = behind;
    if (memchr(from, '<', (size_t)(behind - from)))
        return false;
    Attribute found;
    int more;
    while ((more = next_attribute(&at, trim->end, &found)) > 0)
        ;
    if (more < 0)
        return false;
    write_word(trim, "</");
    if (has(name_at(trim->markup, from, behind), FORMATTING))
        write_word(trim, "span");
    else
        write_bytes(trim, from, behind);
    write_byte(trim, '>');
    trim->at = at;
    return true;
}

/* A comment is written without its text; one that ends as no comment should is left to the parser. */
static bool comment(Trim *trim)
{
    const Byte *at = trim->at + 2, *stop = at;
    for (;; stop++) {
        stop = memchr(stop, '>', (size_t)(trim->end - stop));
        if (!stop || (stop - at >= 3 && is_word(stop - 3, stop, "--!")))
            return false;
        if (stop - at >= 2 && is_word(stop - 2, stop, "--"))
            break;
    }
    write_word(trim, "<!---->");
    trim->at = stop + 1;
    return true;
}

/* From a "<" on; false where the rest of the page stays as it is. */
static bool step(Trim *trim)
{
    const Byte *at = trim->at, *end = trim->end;
    Byte *written = trim->out;
    bool done;
    if (at + 1 < end && is_letter(at[1]))
        done = start_tag(trim);
    else if (at + 2 < end && at[1] == '/' && is_letter(at[2]))
        done = end_tag(trim);
    else if (at + 1 < end && at[1] == '!' && is_word(at, end, "<!--"))
        done = comment(trim);
    else if (at + 1 < end && (at[1] == '!' || at[1] == '?' || at[1] == '/')) {
        const Byte *stop = memchr(at, '>', (size_t)(end - at));
        done = stop != NULL;
        if (done)
            copy(trim, stop + 1);
    } else {
        write_byte(trim, '<');
        trim->at++;
        done = true;
    }
    if (!done) {
        trim->at = at;
        trim->out = written;
    }
    return done;
}

static bool is_hex(Byte byte)
{
    return (byte >= '0' && byte <= '9') || (is_letter(byte) && (byte | 32) <= 'f');
}

/* Whether a mark stands there, as it is or as "&#xfdd0;": defusing.py takes those out first. */
static bool is_marked(const Byte *start, const Byte *end)
{
    for (const Byte *at = start; (at = memchr(at, 0xEF, (size_t)(end - at))); at++)
        if (end - at > 2 && at[1] == 0xB7 && at[2] >= 0x90 && at[2] <= 0x9F)
            return true;
    for (const Byte *at = start; (at = memchr(at, '&', (size_t)(end - at))); at++) {
        if (end - at < 2 || at[1] != '#')
            continue;
        const Byte *digit = at + 2;
        bool hex = digit < end && (*digit | 32) == 'x';
        for (digit += hex; digit < end && *digit == '0';)
            digit++;
        if (hex ? is_word(digit, end, "fdd") && end - digit > 3 && is_hex(digit[3])
                : is_word(digit, end, "649") && end - digit > 4 && digit[3] >= '7' && digit[3] <= '9' &&
                      digit[4] >= (digit[3] == '7' ? '6' : '0') && digit[4] <= (digit[3] == '9' ? '1' : '9'))
            return true;
    }
    return false;
}

static Py_ssize_t tags(const Byte *at, const Byte *end)
{
    Py_ssize_t count = 0;
    for (; end - at >= 128; at += 128) {
        Byte some = 0;
        for (int place = 0; place < 128; place++) /* of a fixed number, so that compilers do many at once */
            some += at[place] == '<';
        count += some;
    }
    for (; at < end; at++)
        count += *at == '<';
    return count;
}

PyObject *markup_defuse(PyObject *self, PyObject *bytes)
{
    char *start;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(bytes, &start, &length))
        return NULL;
    const Byte *from = (const Byte *)start;
    Py_ssize_t count = tags(from, from + length);
    if (is_marked(from, from + length))
        return Py_BuildValue("On", Py_None, count);
    if (length > PY_SSIZE_T_MAX / (MORE + 2))
        return PyErr_NoMemory();
    PyObject *out = PyBytes_FromStringAndSize(NULL, length + MORE * count + 1);
    if (!out)
        return NULL;
    Byte *to = (Byte *)PyBytes_AS_STRING(out);
    Trim trim = {(const Markup *)self, from, from + length, to};
    while (trim.at < trim.end) {
        const Byte *tag = memchr(trim.at, '<', (size_t)(trim.end - trim.at));
        write_bytes(&trim, trim.at, tag ? tag : trim.end);
        trim.at = tag ? tag : trim.end;
        if (tag && !step(&trim))
            copy(&trim, trim.end);
    }
    if (_PyBytes_Resize(&out, (Py_ssize_t)(trim.out - to)))
        return NULL;
    return Py_BuildValue("Nn", out, count);
}
