/* The open levels: numbering.Ladder. */
#include "outline.h"

#include <string.h>

static bool is_dotted(Style style)
{
    return style >= DOTTED && style <= DOTTED_LAST;
}

static bool alike(const Rung *rung, const Marker *marker, int32_t count) /* the marker's first so many numbers */
{
    return rung->count == count && !memcmp(rung->number, marker->number, (size_t)count * sizeof *marker->number);
}

int32_t depth_of(const Structure *structure, const Ladder *ladder, Style style)
{
    for (int32_t depth = 0; depth < ladder->count; depth++)
        if (ladder->rung[depth].style == style)
            return depth;
    for (int32_t depth = 0; depth < ladder->count; depth++)
        if (structure->above[style] >> ladder->rung[depth].style & 1)
            return depth;
    for (int32_t depth = 0; is_dotted(style) && depth < ladder->count; depth++)
        if (ladder->rung[depth].style == (style == DOTTED ? PLAIN : style - 1))
            return depth + 1;
    return ladder->count;
}

Label put_marker(const Structure *structure, Ladder *ladder, int32_t depth, const Marker *marker, const Label *name,
                 bool titled)
{
    Label path, none = {.length = 0};
    path.length = 0;
    if (depth < ladder->count)
        ladder->count = depth;
    const Label *above = &none;
    if (ladder->count && !(titled && (in_set(structure, CITED_ALONE, marker->style) || is_dotted(marker->style)))) {
        const Rung *last = &ladder->rung[ladder->count - 1];
        above = is_dotted(marker->style) ? &last->stem : &last->path;
    }
    join(&path, above);
    if (above->length && name->length)
        add(&path, ' ');
    join(&path, name);
    if (ladder->count < DEEPEST_RUNG && depth < DEEPEST_RUNG) {
        Rung *rung = &ladder->rung[ladder->count++];
        rung->style = marker->style;
        rung->count = marker->count;
        memcpy(rung->number, marker->number, sizeof rung->number);
        rung->stem.length = 0;
        join(&rung->stem, titled ? &path : above); /* above is not this rung's: it lies below it */
        rung->path.length = 0;
        join(&rung->path, &path);
    }
    return path;
}

static bool continues_dotted(const Ladder *ladder, const Marker *marker, const Rung *last)
{
    const int32_t *number = marker->number;
    int32_t count = marker->count;
    for (int32_t depth = 0; !last && depth < ladder->count; depth++)
        if (alike(&ladder->rung[depth], marker, count - 1))
            return true;
    if (last && !memcmp(last->number, number, (size_t)(count - 1) * sizeof *number))
        return number[count - 1] > last->number[count - 1] && number[count - 1] - last->number[count - 1] <= 3;
    return number[count - 1] == 1 && number[0] > 0 && number[0] < 40;
}

bool continues(const Structure *structure, const Ladder *ladder, const Marker *marker, bool strictly)
{
    const Rung *last = NULL;
    for (int32_t depth = 0; depth < ladder->count; depth++)
        if (ladder->rung[depth].style == marker->style)
            last = &ladder->rung[depth];
    if (!marker->count || marker->style == BULLET || marker->style == ROMAN)
        return false;
    if (is_dotted(marker->style))
        return continues_dotted(ladder, marker, last);
    if (last && last->count && marker->number[0] == last->number[0] + 1)
        return true;
    return !strictly && marker->number[0] == 1 && in_set(structure, SUCCESSION, marker->style);
}
