/* Web pages as extract/html.py reads them, in C: flat scanning before the parser and after it. What a page means is
 * said by extract/defusing.py, marking.py and page.py; the comments here tell only what differs.
 */
#ifndef CLAUSEAUDIT_MARKUP_H
#define CLAUSEAUDIT_MARKUP_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>

/* The groups of tags that html.py hands over, in its order; a tag's traits have a bit for each. */
enum { FORMATTING, STRANGE, EMPTIED, LITERAL, UNSEEN, FOREIGN, RAW, VERBATIM, VOID, SILENT, WHOLE, STYLELESS, GROUPS };
enum { LONGEST = 16, SLOTS = 512, MARKS = 2 };

/* The marks of extract/marks.py. */
enum {
    BREAK = 0xFDD0, CLOSE, LIST, ITEM, CELL, HEADING_1, HEADING_6 = 0xFDDA,
    HIDDEN = 0xFDDB, END_HIDDEN, VERBATIM_START = 0xFDDE, VERBATIM_END
};

typedef struct {
    uint64_t half[2]; /* the name, padded with zeros */
} Key;

typedef struct {
    Key key;
    uint32_t traits;
    Py_UCS4 around[2][MARKS]; /* marks instead of the start tag and of the end tag, or zeros */
} Name;

typedef struct {
    PyObject_HEAD
    Name *slot; /* SLOTS of them, free where the key is zero */
    int count;
} Markup;

static inline bool has(const Name *name, int group)
{
    return name && name->traits >> group & 1;
}

static inline Py_UCS4 lower(Py_UCS4 letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
}

extern PyTypeObject markup_type;

/* A key is made letter by letter; false where the name is none of ours. */
static inline bool key_add(Key *key, Py_ssize_t place, Py_UCS4 letter)
{
    if (place >= LONGEST || letter == 0 || letter > 0x7F)
        return false;
    key->half[place / 8] |= (uint64_t)lower(letter) << place % 8 * 8;
    return true;
}

/* names.c */
const Name *name_of(const Markup *markup, Key key); /* NULL if it is unknown */

/* layout.c: (text, blocks) of text with marks, which is used up */
PyObject *lines_of(Py_UCS4 *marked, Py_ssize_t length);

/* trim.c, utf8.c, marking.c, layout.c: the methods */
PyObject *markup_defuse(PyObject *markup, PyObject *bytes);
PyObject *markup_marked(PyObject *markup, PyObject *text);
PyObject *markup_read(PyObject *markup, PyObject *text);
PyObject *markup_is_utf8(PyObject *markup, PyObject *bytes);
PyObject *markup_lay_out(PyObject *markup, PyObject *marked);

#endif
