/* What marking.c and styles.c share. */
#ifndef CLAUSEAUDIT_MARKING_H
#define CLAUSEAUDIT_MARKING_H

#include "markup.h"

typedef struct {
    int64_t depth;
    bool hidden, block;
} Styled;

typedef struct {
    const Markup *markup;
    int kind;
    const void *data;
    Py_ssize_t at, length;
    Py_UCS4 *out; /* room for as many as were read: no tag is shorter than its marks */
    Py_ssize_t written;
    int64_t depth;
    const Name *unseen; /* the element that is being left out */
    int64_t unseen_depth;
    bool foreign, hides;
    Styled *styled;
    Py_ssize_t styled_count, styled_room;
} Marking;

typedef enum { DONE, UNSURE, FAILED } Outcome;

static inline Py_UCS4 letter(const Marking *m, Py_ssize_t at)
{
    return PyUnicode_READ(m->kind, m->data, at);
}

/* marking.c: whether some lower-case letters of ASCII stand there, in any case */
bool is_there(const Marking *m, Py_ssize_t at, const char *word);
/* where the next such letter stands; the end where there is none */
Py_ssize_t seek(const Marking *m, Py_ssize_t at, Py_UCS4 sought);

/* styles.c: a tag's attributes, from the space before the first on; UNSURE where they are not as the parser writes */
Outcome styles(const Marking *m, Py_ssize_t at, Py_ssize_t end, Styled *styled);

#endif
