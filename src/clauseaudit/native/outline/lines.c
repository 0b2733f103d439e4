/* Lines that are headings, and what clauses are called. */
#include "outline.h"

/* A line without the space around it and its colons. */
static Span body_of(const Py_UCS4 *letter, Span line)
{
    while (line.end > line.start && letter[line.end - 1] == ':')
        line.end--;
    return line;
}

static bool may_head(const Builder *builder, Span body)
{
    static const Py_UCS4 no_end[] = {0x3002, ';', ',', '!', '?', '.', 0x3001, ')', 0x2026, 0}; /* 。;,!?.、)… */
    return body.start < body.end && body.end - body.start <= builder->structure->size[HEADING_LINE] &&
           !is_one_of(builder->text.letter[body.end - 1], no_end);
}

static bool stands_alone(const Builder *builder, Style style, int32_t end, int32_t depth)
{
    Marker following;
    if (!read_marker(builder->text.letter, end, builder->text.length, &following))
        return false;
    return following.style == style || depth_of(builder->structure, &builder->ladder, following.style) < depth;
}

bool is_heading(Builder *builder, const Marker *marker, int32_t end, int32_t depth)
{
    const Structure *structure = builder->structure;
    const Py_UCS4 *letter = builder->text.letter;
    Style style = marker->style;
    Span line = {marker->end, end};
    while (line.start < line.end && is_space(letter[line.start]))
        line.start++;
    line.end = stripped(letter, line.start, line.end);
    Span body = body_of(letter, line);
    if (style == BULLET || !may_head(builder, body))
        return false;
    bool said = says_something(structure, letter, body.start, body.end, style);
    if (style >= HASH && style <= HASH_LAST)
        return !said;
    if (said || builder->listed >> style & 1 ||
        (body.end != line.end && line_holds(&structure->signs[CUES], letter, body.start, body.end)) ||
        stands_alone(builder, style, end, depth)) {
        builder->listed |= (uint32_t)1 << style;
        return false;
    }
    return true;
}

static bool short_line_at(const Builder *builder, int32_t start)
{
    const Text *text = &builder->text;
    Marker marker;
    int32_t most = builder->structure->size[SHORT_LINE], end = start;
    while (end < text->length && end - start <= most && text->letter[end] != '\n')
        end++;
    if (end - start > most)
        return false;
    return start < end && !is_one_of(text->letter[end - 1], (const Py_UCS4[]){0x3002, ';', '!', '?', ':', 0}) &&
           !read_marker(text->letter, start, end, &marker);
}

bool is_title(Builder *builder, const Piece *piece)
{
    const Structure *structure = builder->structure;
    const Py_UCS4 *letter = builder->text.letter;
    int32_t most = structure->size[SHORT_LINE];
    Span body = {piece->start, piece->start};
    if (piece->ends && piece->end - piece->start <= most + 4)
        body = body_of(letter, (Span){piece->start, stripped(letter, piece->start, piece->end)});
    bool after_short = builder->short_line;
    int32_t length = body.end - body.start;
    builder->short_line = length > 0;
    if (length > most || !may_head(builder, body) ||
        says_something(structure, letter, body.start, body.end, NO_STYLE))
        return false;
    bool named = line_holds(&structure->signs[NAMES], letter, body.start, body.end) && !(after_short && length > 8);
    if (builder->segments && !named && (after_short || short_line_at(builder, piece->end)))
        return false;
    builder->short_line = false;
    return true;
}

/* outlining._INLINE_TITLE: 【甲】, or a few words and a colon. */
static bool inline_title(const Builder *builder, int32_t start, int32_t end, Span *title)
{
    static const Py_UCS4 no_part[] = {',', 0x3002, ';', ':', '!', '?', '(', ')', '"', 0x3010, 0x3011, 0};
    const Py_UCS4 *letter = builder->text.letter;
    while (start < end && (letter[start] == ' ' || letter[start] == '\t'))
        start++;
    int32_t last = start;
    if (start < end && letter[start] == 0x3010) { /* 【 */
        for (last = ++start; last < end && last - start <= 20 && letter[last] != 0x3011 && letter[last] != '\n';)
            last++;
        *title = (Span){start, last};
        return last > start && last < end && last - start <= 20 && letter[last] == 0x3011;
    }
    while (last < end && last - start <= 12 && !is_space(letter[last]) && !is_one_of(letter[last], no_part))
        last++;
    *title = (Span){start, last};
    return last - start >= 2 && last - start <= 12 && last < end && letter[last] == ':' &&
           !(last + 1 < end && is_space(letter[last + 1]));
}

/* A clause's number and title; whether it has the latter. */
Label printed(const Builder *builder, const Marker *marker, int32_t end, bool heading, bool *titled)
{
    const Signs *cues = &builder->structure->signs[CUES];
    Label number, title;
    Span found;
    number.length = title.length = 0;
    if (marker->style < HASH || marker->style > HASH_LAST)
        print_number(&builder->origin, marker->start, marker->end, &number);
    if (heading)
        print_title(&builder->origin, marker->end, end, true, &title);
    else if (inline_title(builder, marker->end, end, &found) &&
             !line_holds(cues, builder->text.letter, found.start, found.end))
        print_title(&builder->origin, found.start, found.end, false, &title);
    *titled = title.length > 0;
    if (*titled && number.length && number.letter[number.length - 1] != 0x3001) /* 、 */
        add(&number, ' ');
    join(&number, &title);
    return number;
}
