/* Spaces, decoration and separators between Chinese characters. */
#include "fold.h"

static bool is_chinese(int trait)
{
    return trait & (IS_HAN | IS_BESIDE_CHINESE);
}

/* Whether the letters from start to end are but spaces, or one sign of Markdown twice or more. */
static bool is_blank(const Draft *draft, int32_t start, int32_t end)
{
    while (start < end && (draft->letter[start] == ' ' || draft->letter[start] == '\t'))
        start++;
    return start == end;
}

static bool is_markup(const Draft *draft, int32_t start, int32_t end)
{
    Py_UCS4 first = draft->letter[start];
    if ((first != '*' && first != '_' && first != '~') || end - start < 2)
        return false;
    while (start < end && draft->letter[start] == first)
        start++;
    return start == end;
}

/* folding.py's _numbering */
static bool ends_numbering(const Draft *draft, int32_t end)
{
    int32_t start = end, least = end > 12 ? end - 12 : 0;
    while (start > least && draft->letter[start - 1] != '\n')
        start--;
    if (start == least && end > 12)
        return false;
    while (start < end && (draft->letter[start] == ' ' || draft->letter[start] == '\t'))
        start++;
    if (end - start < 1 || end - start > 8)
        return false;
    while (start < end && (draft->trait[start] & IS_LATIN || draft->letter[start] == '.'))
        start++;
    return start == end;
}

static bool is_needless(const Draft *draft, int32_t start, int32_t end)
{
    int before = trait_at(draft, start - 1), after = trait_at(draft, end);
    if (is_markup(draft, start, end))
        return is_chinese(before) || is_chinese(after);
    if (start == 0 || end == draft->length || draft->letter[start - 1] == '\n' || draft->letter[end] == '\n')
        return false;
    if (!is_blank(draft, start, end))
        return before & after & IS_HAN;
    if (draft->letter[end] == '.' || (draft->letter[start - 1] == '.' && letter_at(draft, start - 2) == ' '))
        return true;
    if (is_chinese(before))
        return after & IS_LATIN || is_chinese(after);
    return before & IS_LATIN && is_chinese(after) && !ends_numbering(draft, start);
}

bool find_runs(const Folder *folder, Draft *draft)
{
    (void)folder;
    for (int32_t start = 0; start < draft->length; start++) {
        if (!(draft->trait[start] & IS_IN_RUN))
            continue;
        int32_t end = start + 1;
        while (trait_at(draft, end) & IS_IN_RUN)
            end++;
        bool only_separates = !(trait_at(draft, start - 1) & trait_at(draft, end) & IS_LATIN);
        if (only_separates && is_needless(draft, start, end) && !removes(draft, start, end))
            return false;
        start = end; /* which is in no run */
    }
    return true;
}

/* folding.py's _CHAIN */
static bool begins_chain(const Draft *draft, int32_t at)
{
    const uint16_t *trait = draft->trait + at;
    const Py_UCS4 *letter = draft->letter + at;
    return trait[0] & IS_SEPARATOR && at < draft->length - 5 && trait[2] & trait[4] & IS_SEPARATOR && letter[1] != '\n' &&
           letter[3] != '\n' && letter[5] != '\n';
}

bool find_chains(const Folder *folder, Draft *draft)
{
    (void)folder;
    for (int32_t start = 1; start < draft->length; start++) {
        if (!begins_chain(draft, start) || !(draft->trait[start - 1] & IS_HAN))
            continue;
        int32_t end = start;
        while (letter_at(draft, end) == draft->letter[start] && trait_at(draft, end + 1) & IS_HAN)
            end += 2;
        for (int32_t place = start; end - start >= 6 && place < end; place += 2)
            if (!removes(draft, place, place + 1))
                return false;
        if (end > start)
            start = end - 1; /* on from the end */
    }
    return true;
}
