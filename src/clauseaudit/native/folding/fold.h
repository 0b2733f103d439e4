/* Folding as folding.py defines it, in C. The comments here tell only what differs.
 *
 * A text is drafted once, letter by letter with where each came from and what it is; what is removed is then taken
 * out of the draft, so that the way back is what is left.
 */
#ifndef CLAUSEAUDIT_FOLD_H
#define CLAUSEAUDIT_FOLD_H

#include "../letters.h"
#include "../types.h"

/* What a letter is: a bit for each set, in the order in which text.py hands them over. */
enum {
    IS_INVISIBLE = 1 << 0,
    IS_IN_RUN = 1 << 1,
    IS_BESIDE_CHINESE = 1 << 2,
    IS_SEPARATOR = 1 << 3,
    IS_LATIN = 1 << 4,
    IS_DIGIT = 1 << 5,
    IS_NUMERAL = 1 << 6,
    IS_NUMBER = 1 << 7,
    IS_UNIT = 1 << 8,
    IS_CLOSED = 1 << 9,
    IS_OPEN = 1 << 10,
    IS_NO_BEGIN = 1 << 11,
    TRAITS = 12,
    IS_HAN = 1 << TRAITS, /* not handed over */
};

typedef struct {
    PyObject_HEAD
    Letters letters; /* the plain letter in the upper half, 0 if it is itself; what that is in the lower */
    Letters inside;  /* where in `follows` that begins which follows a letter inside words, or 0 */
    Py_UCS4 *follows; /* ends with a space */
} Folder;

typedef struct {
    int32_t start, end;
} Removed;

typedef struct {
    Py_UCS4 *letter;
    int32_t *at; /* in the original text; one more than letters: its length */
    uint16_t *trait;
    int32_t length;
    Removed *removed; /* next: ascending, none twice */
    int32_t removals, room;
} Draft;

static inline Py_UCS4 letter_at(const Draft *draft, int32_t at)
{
    return at >= 0 && at < draft->length ? draft->letter[at] : 0; /* 0 is in no set */
}

static inline int trait_at(const Draft *draft, int32_t at)
{
    return at >= 0 && at < draft->length ? draft->trait[at] : 0;
}

/* All of these return false with an exception set. */

bool removes(Draft *draft, int32_t start, int32_t end);

/* runs.c */
bool find_runs(const Folder *folder, Draft *draft);
bool find_chains(const Folder *folder, Draft *draft);

/* ends.c */
bool find_soft_ends(const Folder *folder, Draft *draft);

#endif
