/* The evaluation of patterns as scene/pure.py defines it, in C. The comments here tell only what differs.
 *
 * A span is one number, its start in the upper half and its end in the lower: sorting numbers sorts spans. Everything
 * that a plan claims is checked once, when it is taken (plan.c); a scene then trusts it.
 */
#ifndef CLAUSEAUDIT_SCENE_H
#define CLAUSEAUDIT_SCENE_H

#include "../types.h"

#include <stdbool.h>
#include <stdint.h>

enum { WORDS, GUARDED, REGEX, PARTY, ALTERNATIVES, SEQUENCE }; /* see rules/plan.py for all of these */
enum { JOIN, NOT_NEXT, START, END };
enum { NONE = 0xFFFF }; /* no number of a plan */
enum { TRIE, NEEDS_OF, GROUPS_OF, GROUPS, SETS, LISTS, NODES, PATTERNS, ASKED, CONTEXTS, FRAMES, TABLES };

typedef struct {
    int32_t rows;
    const int32_t *end;
    const uint16_t *item;
} Table;

typedef struct {
    const uint16_t *item;
    int32_t count;
} Row;

static inline Row row_of(const Table *table, int32_t row)
{
    int32_t start = table->end[row];
    return (Row){table->item + start, table->end[row + 1] - start};
}

/* Lines of text as code points: line n is letter[start[n]] up to letter[start[n + 1] - 1], the line end. */
typedef struct {
    Py_UCS4 *letter;
    int32_t *start;
    int32_t count;
} Lines;

static inline int32_t length_of(const Lines *lines, int32_t line)
{
    return lines->start[line + 1] - lines->start[line] - 1;
}

/* A trie in breadth-first order: the children of a node are child[node] up to child[node + 1] - 1, by letter. */
typedef struct {
    const uint16_t *child, *word, *letter; /* word: the one that ends at a node, or NONE */
    int32_t nodes;
    uint16_t *first; /* the root's child for each letter, or 0 */
} Trie;

typedef struct {
    int32_t start, end, word, next; /* the next place of the same word, or -1 */
} Place;

typedef struct {
    uint32_t scene;       /* which located the node last */
    int32_t begin, count; /* its spans there */
} Located;

typedef struct {
    uint32_t layout; /* the last one that the word was in */
    int32_t head;    /* its first place there */
} Seen;

typedef struct {
    PyObject_HEAD
    PyObject *locate; /* (source, text) -> spans of a regular expression */
    Py_buffer block[TABLES];
    Table table[TABLES]; /* in the blocks */
    Lines strings;
    Trie trie;
    int32_t needs;
    uint32_t clock;            /* gives scenes, layouts and searches their numbers; see tick */
    uint32_t current, layout;  /* the scene whose words are laid out, and the number of that */
    Located *located;          /* by node */
    Seen *seen;                /* by word */
    uint32_t *stamp, *met;     /* by group: the search that saw it last; by need: the last layout that met it */
    Place *place;              /* of the sentence that is being walked */
    int32_t room;              /* for so many */
    unsigned long long steps;  /* places looked at so far: what the test of linear time counts */
} Vocabulary;

typedef struct {
    uint64_t *at;
    int32_t count, room;
} Spans;

typedef struct {
    PyObject_HEAD
    Vocabulary *vocabulary;
    PyObject *text; /* which the sentence is in, from its origin on */
    int32_t origin, length, places;
    uint32_t number;
    Place *place; /* by start */
    Spans found;  /* of all nodes located so far */
} Scene;

static inline Py_UCS4 letter_of(const Scene *scene, int32_t at)
{
    return PyUnicode_READ_CHAR(scene->text, scene->origin + at);
}

/* Where an int is returned it is 0, or -1 with an exception set. */

/* plan.c */
int take_plan(Vocabulary *vocabulary, PyObject *plan);
int broken(const char *what);

/* trie.c */
int take_trie(Trie *trie, const Table *table, int32_t words);

/* places.c */
uint32_t tick(Vocabulary *vocabulary); /* the next number of the clock */
int push(Spans *spans, uint64_t span);
void tidy(Spans *spans, int32_t from); /* from there on ascending, each once */
int find_places(Scene *scene);
int32_t word_of(const Vocabulary *vocabulary, const Py_UCS4 *letter, int32_t length); /* -1 if it is none */
void lay_out(Scene *scene); /* to be called before anything is asked of a scene */

static inline bool meets(const Scene *scene, int32_t need)
{
    return scene->vocabulary->met[need] == scene->vocabulary->layout;
}

/* vocabulary.c, scene.c, survey.c */
PyObject *vocabulary_scene(PyObject *vocabulary, PyObject *text);

typedef enum { FAILED = -1, ABSENT, HOLDS } Answer;

typedef struct {
    int32_t pattern, start, end;
} Held;

Scene *new_scene(Vocabulary *vocabulary, PyObject *text, int32_t origin, int32_t length);
/* What a sentence of a kind says by itself, in an array to be freed: those patterns of the whole document come with a
 * start of -1 and were not looked at. -1 with an exception set, else how many. */
int32_t read_scene(Scene *scene, int kind, Held **found);
Answer match(Scene *scene, int32_t pattern, int32_t *start, int32_t *end);
Answer one_of(Scene *scene, Row patterns); /* whether one of the patterns holds */

/* locate.c: the spans of a node, valid until another node is located; false with an exception set */
bool locate(Scene *scene, int32_t node, const uint64_t **spans, int32_t *count);

#endif
