/* Lists of words, and which of them a text holds: what scout.c makes and sighting.c asks. */
#ifndef CLAUSEAUDIT_SCOUT_H
#define CLAUSEAUDIT_SCOUT_H

#include "../letters.h"

enum { MOST_WIDTH = 16 }; /* of a row: 1024 lists */

/* A node of the trie of all words. */
typedef struct {
    uint64_t after; /* a bit for the lower six bits of each letter that may come next */
    uint32_t word;  /* that ends here, or 0 */
} Node;

/* What leads from one node to another; child 0 is an empty slot. */
typedef struct {
    uint32_t parent, letter, child;
} Edge;

typedef struct {
    PyObject_HEAD
    Letters roots; /* the node of each letter that begins a word, or 0 */
    Node *node;    /* from 1 on */
    Edge *edge;    /* by a hash of parent and letter; at most half of the slots are taken */
    uint64_t *row; /* by word, from 1 on: a bit for each list that has it */
    uint32_t nodes, room, words, mask;
    int32_t width; /* numbers in a row */
} Scout;

static inline uint32_t slot_of(uint32_t parent, uint32_t letter)
{
    uint32_t mixed = (parent * 0x9e3779b1u) ^ (letter * 0x85ebca6bu);
    return mixed ^ mixed >> 15;
}

/* The node of a letter if a word may begin with it and the next one, else 0. One test for all that may be so: of a
 * test for each the processor would guess wrong every other time. Behind the last letter of a text comes none, 0. */
static inline uint32_t root_of(const Scout *scout, Py_UCS4 letter, Py_UCS4 next)
{
    uint32_t node = entry_of(&scout->roots, letter);
    const Node *root = &scout->node[node];
    return (root->after >> (next & 63) & 1) | (root->word != 0) ? node : 0;
}

/* The node behind another one, or 0. */
static inline uint32_t follow(const Scout *scout, uint32_t node, uint32_t letter)
{
    if (!(scout->node[node].after >> (letter & 63) & 1))
        return 0;
    for (uint32_t slot = slot_of(node, letter);; slot++) {
        const Edge *edge = &scout->edge[slot & scout->mask];
        if (!edge->child || (edge->parent == node && edge->letter == letter))
            return edge->child;
    }
}

static inline void join(uint64_t *row, const uint64_t *other, int32_t width)
{
    for (int32_t at = 0; at < width; at++)
        row[at] |= other[at];
}

static inline const uint64_t *row_of_word(const Scout *scout, uint32_t word)
{
    return scout->row + (size_t)word * (size_t)scout->width;
}

uint32_t word_named(const Scout *scout, PyObject *text); /* 0 if it is none */
PyObject *words_in(const Scout *scout, PyObject *text); /* a number, see facts/lists.py */
PyObject *number_of(const uint64_t *row, int32_t width);

/* A segment of the text. */
typedef struct {
    int32_t start, end; /* without the space at its end */
    bool states;        /* it is no heading and no question */
} Part;

/* A place of a word. */
typedef struct {
    int32_t start, before; /* the place of the same word before it, or -1 */
} Sight;

/* Where the words stand in a text. */
typedef struct {
    PyObject_HEAD
    Scout *scout;
    PyObject *text, *segments, *clauses, *type; /* type: of a statement */
    PyObject **made;                            /* the statement of each part, or NULL */
    Part *part;
    uint64_t *row; /* of each part, and behind them that of the whole text */
    int32_t *last; /* by word: its last place, or -1 */
    Sight *sight;
    int32_t parts, sights, room;
} Sighting;

static inline uint64_t *row_at(const Sighting *sighting, int32_t part)
{
    return sighting->row + (size_t)part * (size_t)sighting->scout->width;
}

/* sighting.c */
PyObject *new_sighting(Scout *scout, PyObject *text, PyObject *segments, PyObject *clauses, PyObject *statement);

#endif
