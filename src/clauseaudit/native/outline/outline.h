/* From folded text to its outline, as outlining.py and what it rests on (sentences.py, numbering.py, leads.py) define
 * it. The comments here tell only what differs. Words, sets of styles and sizes come from structure.py, once.
 */
#ifndef CLAUSEAUDIT_OUTLINE_H
#define CLAUSEAUDIT_OUTLINE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>

/* The styles of markers as structure.STYLES orders them; then what leads know besides. */
typedef enum {
    PART, CHAPTER, SECTION, ARTICLE, PARAGRAPH, ENTRY, CHINESE, PLAIN, TITLE, HASH, HASH_LAST = HASH + 5,
    DOTTED, DOTTED_LAST = DOTTED + 3, CHINESE_IN, PLAIN_IN, PLAIN_HALF, CHINESE_HALF, CIRCLED, LETTER, ROMAN, BULLET,
    STYLES, NO_STYLE = 30, LINE = 31
} Style;

enum { MOST_NUMBERS = 5, DEEPEST_RUNG = 24, ROOM = 64 }; /* of a marker; numbering._DEEPEST; letters kept of a label */
enum { RULES, SAYS, NAMES, LISTING, ENUMERATES, CUES, OPENS, ENDS, WORD_LISTS };
enum { STRONG, CITED_ALONE, SUCCESSION, RESTARTING, TOP, STYLE_SETS };
enum { LABEL_LENGTH, LEAD_REACH, SHORT_LINE, HEADING_LINE, SIZES };

/* --- signs.c: what is looked for --- */

typedef struct {
    const Py_UCS4 *before, *word, *after; /* in the letters of its list */
    int32_t befores, length, afters, next; /* next: the one whose first letter has the same lower byte, or -1 */
    bool last;
} Sign;

typedef struct {
    Py_UCS4 *letter;
    Sign *sign;
    int32_t count, head[256]; /* by the lower byte of the first letter */
} Signs;

typedef struct {
    Signs signs[WORD_LISTS];
    uint32_t set[STYLE_SETS], above[STYLES];
    int32_t size[SIZES];
} Structure;

int take_structure(Structure *structure, PyObject *words, PyObject *sets, PyObject *above, PyObject *sizes);
void free_structure(Structure *structure);

/* --- text and markers --- */

typedef struct {
    Py_UCS4 *letter;
    int32_t length;
} Text;

static inline bool is_space(Py_UCS4 letter)
{
    return Py_UNICODE_ISSPACE(letter);
}

static inline bool is_digit(Py_UCS4 letter)
{
    return Py_UNICODE_ISDECIMAL(letter);
}

static inline bool is_latin(Py_UCS4 letter) /* [a-z0-9] */
{
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

/* Whether a letter is one of a small set; the end of the string is none. */
static inline bool is_one_of(Py_UCS4 letter, const Py_UCS4 *set)
{
    while (*set && *set != letter)
        set++;
    return *set != 0;
}

static inline bool in_set(const Structure *structure, int set, Style style)
{
    return structure->set[set] >> style & 1;
}

/* signs.c: whether a word of the list stands in the line from start to end; letters outside do not count */
bool line_holds(const Signs *signs, const Py_UCS4 *letter, int32_t start, int32_t end);
bool stands_before(const Signs *signs, const Py_UCS4 *letter, int32_t end);
bool enumerates(const Structure *structure, const Py_UCS4 *letter, int32_t start, int32_t end);
bool opens_all(const Structure *structure, const Py_UCS4 *letter, int32_t start, int32_t end);
bool says_something(const Structure *structure, const Py_UCS4 *letter, int32_t start, int32_t end, Style style);

typedef struct {
    Style style;
    int32_t count, number[MOST_NUMBERS], start, end;
} Marker;

typedef struct {
    int32_t start, end;
} Span;

/* marker.c */
extern const Py_UCS4 chinese_digits[];
bool read_marker(const Py_UCS4 *letter, int32_t start, int32_t end, Marker *marker);
Span core_of(const Py_UCS4 *letter, int32_t start, int32_t end, int32_t marked);

static inline int32_t stripped(const Py_UCS4 *letter, int32_t start, int32_t end) /* where the last space begins */
{
    while (end > start && is_space(letter[end - 1]))
        end--;
    return end;
}

typedef struct {
    int32_t start, end;
    bool opens, ends, colon;
} Piece;

/* pieces.c: the piece that begins at start */
Piece piece_at(const Text *text, int32_t start, bool opens);

/* --- ladder.c --- */

/* The first letters of a label, more than are ever shown: what comes after them changes nothing. */
typedef struct {
    Py_UCS4 letter[ROOM];
    int32_t length;
} Label;

static inline void add(Label *label, Py_UCS4 letter)
{
    if (label->length < ROOM)
        label->letter[label->length++] = letter;
}

static inline void join(Label *label, const Label *more)
{
    for (int32_t at = 0; at < more->length; at++)
        add(label, more->letter[at]);
}

typedef struct {
    Style style;
    int32_t count, number[MOST_NUMBERS];
    Label path, stem;
} Rung;

typedef struct {
    int32_t count;
    Rung rung[DEEPEST_RUNG];
} Ladder;

int32_t depth_of(const Structure *structure, const Ladder *ladder, Style style);
Label put_marker(const Structure *structure, Ladder *ladder, int32_t depth, const Marker *marker, const Label *name,
            bool titled);
bool continues(const Structure *structure, const Ladder *ladder, const Marker *marker, bool strictly);

/* --- printed.c: the way back to the document --- */

typedef struct {
    PyObject *source; /* borrowed */
    int32_t *cut, *shift, count;
} Origin;

int take_origin(Origin *origin, PyObject *source, PyObject *cuts, PyObject *shifts);
int64_t place_of(const Origin *origin, int64_t offset);
void print_number(const Origin *origin, int32_t start, int32_t end, Label *label);
void print_title(const Origin *origin, int32_t start, int32_t end, bool whole, Label *label);

/* --- blocks.c --- */

typedef struct {
    int32_t place, order, level; /* level: of a heading, 0 for an item */
} Block;

typedef struct {
    Block *block;
    int32_t count, next;
} Blocks;

int take_blocks(Blocks *blocks, const Origin *origin, PyObject *source, int32_t length);
const Block *block_at(Blocks *blocks, int32_t place); /* to be asked for ascending places */

/* --- outline.c, lines.c, lists.c: the builder --- */

typedef enum { AS_TEXT, AS_HEADING, AS_ITEM, AS_LEAD, KINDS } Kind;

typedef struct {
    int32_t start, end, clause, lead, marked; /* marked: where the marker at its start ends */
    Kind kind;
} Segment;

typedef struct {
    int32_t start, level, first;
    PyObject *label;
} Clause;

typedef struct {
    Style style;
    int32_t segment, start, depth, counted, outer;
    bool is_inline, listing, preamble, stopped;
} Lead;

typedef struct {
    const Structure *structure;
    Text text;
    Origin origin;
    Blocks blocks;
    Ladder ladder;
    Segment *segment;
    Clause *clause;
    Lead *lead;
    int32_t segments, clauses, leads, segment_room, clause_room, lead_room;
    uint32_t listed;
    bool short_line;
} Builder;

/* Where an int is returned it is 0, or -1 with an exception set. */

int build_outline(Builder *builder);
int open_clause(Builder *builder, int32_t start, const Label *label, int32_t level);
int append_segment(Builder *builder, const Piece *piece, int32_t marked, Kind kind, int32_t lead);

/* lines.c */
bool is_heading(Builder *builder, const Marker *marker, int32_t end, int32_t depth);
bool is_title(Builder *builder, const Piece *piece);
Label printed(const Builder *builder, const Marker *marker, int32_t end, bool heading, bool *titled);

/* lists.c: the segment that governs a piece, or -1 */
int32_t lead_of_marked(Builder *builder, const Marker *marker, int32_t depth);
int32_t lead_of_line(Builder *builder, const Piece *piece);
int32_t lead_of_continuation(Builder *builder, const Piece *piece);
int push_lead(Builder *builder, const Piece *piece);

/* splitter.c, records.c: the types handed over, and tuples of them */
typedef struct {
    PyObject_HEAD
    PyTypeObject *outline, *clause, *segment;
    PyObject *kind[KINDS];
    Structure structure;
} Splitter;

PyObject *outline_records(const Splitter *splitter, const Builder *builder);

#endif
