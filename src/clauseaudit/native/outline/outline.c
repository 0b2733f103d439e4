/* The builder: clauses and segments of a text, piece by piece (_Builder of outlining.py). */
#include "outline.h"

/* Room for one more; the array itself, or NULL with an exception set. */
static void *roomy(void *array, int32_t count, int32_t *room, size_t size)
{
    if (count < *room)
        return array;
    int32_t more = *room ? 2 * *room : 64; /* fewer than letters, of which there are INT32_MAX / 4 */
    array = PyMem_Realloc(array, (size_t)more * size);
    if (array)
        *room = more;
    else
        PyErr_NoMemory();
    return array;
}

int open_clause(Builder *builder, int32_t start, const Label *label, int32_t level)
{
    Clause *clause = roomy(builder->clause, builder->clauses, &builder->clause_room, sizeof *clause);
    if (!clause)
        return -1;
    builder->clause = clause;
    Py_UCS4 shown[ROOM];
    int32_t most = builder->structure->size[LABEL_LENGTH], length = label->length < most ? label->length : most;
    for (int32_t at = 0; at < length; at++)
        shown[at] = label->letter[at];
    if (label->length > most)
        shown[most - 1] = 0x2026; /* … */
    PyObject *text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, shown, length);
    if (!text)
        return -1;
    builder->clause[builder->clauses++] = (Clause){start, level, builder->segments, text};
    return 0;
}

int append_segment(Builder *builder, const Piece *piece, int32_t marked, Kind kind, int32_t lead)
{
    Label none = {.length = 0};
    if (!builder->clauses && open_clause(builder, 0, &none, 0))
        return -1;
    Segment *segment = roomy(builder->segment, builder->segments, &builder->segment_room, sizeof *segment);
    if (!segment)
        return -1;
    builder->segment = segment;
    segment[builder->segments++] = (Segment){piece->start, piece->end, builder->clauses - 1, lead, marked, kind};
    if (kind == AS_HEADING) {
        builder->leads = 0;
        builder->listed = 0;
    }
    const Signs *cues = &builder->structure->signs[CUES];
    if (piece->colon &&
        (kind != AS_HEADING || line_holds(cues, builder->text.letter, piece->start, piece->end)))
        return push_lead(builder, piece);
    return 0;
}

static int add_marked(Builder *builder, const Piece *piece, int32_t marked, const Marker *marker)
{
    const Structure *structure = builder->structure;
    Style style = marker->style;
    int32_t depth = depth_of(structure, &builder->ladder, style), lead = lead_of_marked(builder, marker, depth);
    bool heading = piece->opens && piece->ends && piece->end - marker->end <= structure->size[HEADING_LINE] + 4 &&
                   is_heading(builder, marker, piece->end, depth);
    bool opens = in_set(structure, STRONG, style) ? piece->opens || lead < 0
                                                  : piece->opens && lead < 0 && style != BULLET;
    Label name = {.length = 0};
    bool titled = false;
    if (opens)
        name = printed(builder, marker, piece->end, heading, &titled);
    Label path = put_marker(structure, &builder->ladder, depth, marker, &name, titled);
    if (opens && open_clause(builder, piece->start, &path, depth))
        return -1;
    Kind kind = heading ? AS_HEADING : lead >= 0 || !opens ? AS_ITEM : AS_TEXT;
    return append_segment(builder, piece, marked, kind, heading ? -1 : lead);
}

static int add_title(Builder *builder, const Piece *piece)
{
    Label title;
    int32_t start = 0, depth = 0;
    print_title(&builder->origin, piece->start, piece->end, true, &title);
    if (builder->segments) { /* the title of the document itself stands above all levels */
        Marker marker = {.style = TITLE, .start = piece->start, .end = piece->start};
        start = piece->start;
        depth = depth_of(builder->structure, &builder->ladder, TITLE);
        title = put_marker(builder->structure, &builder->ladder, depth, &marker, &title, true);
    }
    if (open_clause(builder, start, &title, depth))
        return -1;
    return append_segment(builder, piece, piece->start, AS_HEADING, -1);
}

static int add_line(Builder *builder, const Piece *piece)
{
    int32_t lead = lead_of_line(builder, piece);
    if (lead >= 0)
        return append_segment(builder, piece, piece->start, AS_ITEM, lead);
    if (is_title(builder, piece))
        return add_title(builder, piece);
    return append_segment(builder, piece, piece->start, AS_TEXT, -1);
}

static void mark_block(Builder *builder, int32_t start, Marker *marker, bool *marks)
{
    const Block *block = block_at(&builder->blocks, start);
    if (!block || (!block->level && *marks))
        return;
    *marks = true;
    *marker = (Marker){.style = block->level ? HASH + (Style)(block->level - 1) : BULLET, .start = start, .end = start};
}

static int add_piece(Builder *builder, const Piece *piece)
{
    Marker marker;
    bool marks = read_marker(builder->text.letter, piece->start, piece->end, &marker);
    int32_t marked = marks ? marker.end : piece->start;
    if (piece->opens) {
        mark_block(builder, piece->start, &marker, &marks);
    } else {
        bool after_comma = builder->text.letter[piece->start - 1] == ',';
        marks = marks && continues(builder->structure, &builder->ladder, &marker, after_comma);
        if (!marks && after_comma) {
            builder->segment[builder->segments - 1].end = piece->end;
            return 0;
        }
    }
    if (marks)
        return add_marked(builder, piece, marked, &marker);
    if (piece->opens)
        return add_line(builder, piece);
    int32_t lead = lead_of_continuation(builder, piece);
    return append_segment(builder, piece, marked, lead < 0 ? AS_TEXT : AS_ITEM, lead);
}

int build_outline(Builder *builder)
{
    const Text *text = &builder->text;
    bool opens = true;
    for (int32_t at = 0; at < text->length;) {
        Piece piece = piece_at(text, at, opens);
        if (add_piece(builder, &piece))
            return -1;
        at = piece.end;
        opens = piece.ends;
    }
    /* Nothing stands under a last line: a shop's notice of one line is no heading. */
    if (builder->segments && builder->segment[builder->segments - 1].kind == AS_HEADING)
        builder->segment[builder->segments - 1].kind = AS_TEXT;
    return 0;
}
