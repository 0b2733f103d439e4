/* Lead-ins and what they govern: leads.Lead, and the part of _Builder that asks them. */
#include "outline.h"

int push_lead(Builder *builder, const Piece *piece)
{
    const Structure *structure = builder->structure;
    const Py_UCS4 *letter = builder->text.letter;
    int32_t start = piece->start, end = piece->end;
    if (builder->leads == builder->lead_room) {
        int32_t room = builder->lead_room ? 2 * builder->lead_room : 16;
        Lead *lead = PyMem_Realloc(builder->lead, (size_t)room * sizeof *lead);
        if (!lead) {
            PyErr_NoMemory();
            return -1;
        }
        builder->lead = lead;
        builder->lead_room = room;
    }
    builder->lead[builder->leads++] = (Lead){
        .style = NO_STYLE,
        .segment = builder->segments - 1,
        .start = start,
        .depth = builder->ladder.count,
        .is_inline = !piece->ends,
        .listing = line_holds(&structure->signs[LISTING], letter, start, end),
        .preamble = opens_all(structure, letter, end - start > 20 ? end - 20 : start, end),
    };
    return 0;
}

static int32_t govern(Builder *builder, Lead *lead, Style style)
{
    if (lead->style == NO_STYLE) {
        lead->style = style;
        builder->segment[lead->segment].kind = AS_LEAD;
    }
    return lead->segment;
}

static Py_UCS4 last_letter(const Py_UCS4 *letter, int32_t start, int32_t end) /* but for space; 0 if there is none */
{
    end = stripped(letter, start, end);
    return end > start ? letter[end - 1] : 0;
}

/* --- numbered items --- */

static bool starts_over(const Builder *builder, Lead *lead, const Marker *marker, int32_t depth)
{
    if (depth >= builder->ladder.count || marker->count != 1 || marker->number[0] != 1)
        return false;
    const Rung *outer = &builder->ladder.rung[depth];
    if (!in_set(builder->structure, RESTARTING, marker->style) || outer->style != marker->style || !outer->count)
        return false;
    lead->depth = depth;
    lead->counted = -1;
    lead->outer = outer->number[outer->count - 1];
    return true;
}

static bool goes_on(const Builder *builder, Lead *lead, const Marker *marker)
{
    if (!lead->counted || (lead->style != NO_STYLE && marker->style != lead->style) || !marker->count)
        return true;
    int32_t number = marker->number[marker->count - 1], last = lead->counted;
    lead->counted = number;
    int32_t before = marker->start > 9 ? marker->start - 9 : 0;
    bool ended = last_letter(builder->text.letter, before, marker->start) == 0x3002;
    return last < 0 || (number == last + 1 && !(ended && number == lead->outer + 1));
}

static bool numbers(const Builder *builder, Lead *lead, const Marker *marker, int32_t depth)
{
    if (marker->start - lead->start > 3 * builder->structure->size[LEAD_REACH] || lead->preamble)
        return false;
    bool adjacent = lead->segment == builder->segments - 1;
    bool within = depth >= lead->depth || (adjacent && starts_over(builder, lead, marker, depth));
    return within && goes_on(builder, lead, marker);
}

int32_t lead_of_marked(Builder *builder, const Marker *marker, int32_t depth)
{
    for (; builder->leads; builder->leads--) {
        Lead *top = &builder->lead[builder->leads - 1];
        if (numbers(builder, top, marker, depth))
            return govern(builder, top, marker->style);
    }
    return -1;
}

/* --- items without numbers --- */

static bool plain_item(const Builder *builder, Lead *lead, const Piece *piece)
{
    const Py_UCS4 *letter = builder->text.letter;
    int32_t length = piece->end - piece->start;
    if ((lead->style != NO_STYLE && lead->style != LINE) || lead->is_inline || lead->preamble || length > 90)
        return false;
    Py_UCS4 last = last_letter(letter, piece->start, piece->end);
    if (last == ':')
        return false;
    if (lead->style == NO_STYLE) {
        lead->stopped = last == 0x3002 || last == '.';
        return !lead->stopped || (lead->listing && piece->ends && length <= 42);
    }
    Py_UCS4 before = last_letter(letter, builder->segment[builder->segments - 1].start, piece->start);
    return before != 0x3002 || (lead->stopped && piece->ends);
}

int32_t lead_of_line(Builder *builder, const Piece *piece)
{
    for (; builder->leads; builder->leads--) {
        Lead *top = &builder->lead[builder->leads - 1];
        if (piece->start - top->start <= builder->structure->size[LEAD_REACH] && plain_item(builder, top, piece))
            return govern(builder, top, LINE);
    }
    return -1;
}

int32_t lead_of_continuation(Builder *builder, const Piece *piece)
{
    Py_UCS4 before = builder->text.letter[piece->start - 1];
    for (; builder->leads; builder->leads--) {
        Lead *top = &builder->lead[builder->leads - 1];
        bool ended = top->style == NO_STYLE || (top->is_inline && before != ';' && before != ',');
        if (!ended && piece->start - top->start <= builder->structure->size[LEAD_REACH])
            return govern(builder, top, top->style);
    }
    if (before != ';')
        return -1;
    const Segment *last = &builder->segment[builder->segments - 1];
    if (last->lead >= 0)
        return last->lead;
    return enumerates(builder->structure, builder->text.letter, last->start, last->end) ? builder->segments - 1 : -1;
}
