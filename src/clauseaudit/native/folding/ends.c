/* Line ends that a page width set, not the author. */
#include "fold.h"

/* folding.py's _WRAP_MIN and the rest, in quarters of a column. */
enum { WRAP_MIN = 72, WRAP_MAX = 320, WRAP_SLACK = 6, HEADING_MAX = 40, OPEN_MIN = 48, TOO_WIDE = 396 };
enum { WRAP_WINDOW = 6, WRAP_LETTERS = 99 };

static int quarters(Py_UCS4 letter)
{
    return 2 + (letter >= 0x80) + (letter >= 0x800) + (letter >= 0x10000);
}

/* The width of the line that ends there, and its start unless it is too wide. */
static int width_before(const Draft *draft, int32_t end, int32_t *start)
{
    int width = 0;
    for (*start = end; *start > 0 && draft->letter[*start - 1] != '\n'; --*start) {
        if (end - *start == WRAP_LETTERS)
            return TOO_WIDE;
        width += quarters(draft->letter[*start - 1]);
    }
    return width;
}

static int width_behind(const Draft *draft, int32_t start)
{
    int width = 0;
    for (int32_t at = start; at < draft->length && draft->letter[at] != '\n'; at++) {
        if (at - start == WRAP_LETTERS)
            return TOO_WIDE;
        width += quarters(draft->letter[at]);
    }
    return width;
}

/* The lines before are looked at from the last to the first: the order does not matter. */
static bool is_wrapped(const Draft *draft, int32_t end)
{
    int32_t start;
    int width = width_before(draft, end, &start), following = width_behind(draft, end + 1);
    if (draft->trait[end - 1] & IS_OPEN && width >= OPEN_MIN)
        return true;
    if (width < WRAP_MIN || width > WRAP_MAX || following > width + WRAP_SLACK)
        return false;
    bool full = width - following <= WRAP_SLACK;
    for (int count = 0; count < WRAP_WINDOW && start > 0; count++) {
        int32_t before = start - 1;
        int other = width_before(draft, before, &start);
        if (other > width + WRAP_SLACK)
            return false;
        if (width - other <= WRAP_SLACK)
            full = true;
        else if (other > HEADING_MAX && !(draft->trait[before - 1] & IS_CLOSED))
            return false;
    }
    return full;
}

/* How many letters of a kind there are, counted up to six. */
static int stretch(const Draft *draft, int32_t start, int trait)
{
    int count = 0;
    while (count < 6 && trait_at(draft, start + count) & trait)
        count++;
    return count;
}

/* folding.py's _HEADS */
static bool is_head(const Draft *draft, int32_t at)
{
    Py_UCS4 first = letter_at(draft, at);
    int trait = trait_at(draft, at), count;
    if (first == 0x7b2c) { /* 第 */
        count = stretch(draft, at + 1, IS_NUMBER);
        return count >= 1 && count <= 5 && trait_at(draft, at + 1 + count) & IS_UNIT;
    }
    if (first == '(') {
        count = stretch(draft, at + 1, IS_LATIN | IS_NUMERAL);
        return count >= 1 && count <= 3 && letter_at(draft, at + 1 + count) == ')';
    }
    if (!(trait & (IS_LATIN | IS_NUMERAL)))
        return first == 0x3010; /* 【 */
    count = trait & IS_DIGIT ? stretch(draft, at, IS_DIGIT) : trait & IS_NUMERAL ? stretch(draft, at, IS_NUMERAL) : 1;
    Py_UCS4 next = letter_at(draft, at + count);
    if (count > 3)
        return false;
    if (next == 0x3001) /* 、 */
        return true;
    return trait & IS_LATIN && (next == '.' || next == ')' || (next == ' ' && trait & IS_DIGIT));
}

static bool is_inside_word(const Folder *folder, Py_UCS4 before, Py_UCS4 after)
{
    uint32_t at = entry_of(&folder->inside, before);
    if (!at)
        return false;
    while (folder->follows[at] != ' ' && folder->follows[at] != after)
        at++;
    return folder->follows[at] == after && after != ' ';
}

static bool is_soft(const Folder *folder, const Draft *draft, int32_t end)
{
    Py_UCS4 before = draft->letter[end - 1], after = letter_at(draft, end + 1);
    int before_is = draft->trait[end - 1], after_is = trait_at(draft, end + 1);
    if (before_is & IS_CLOSED || !(after_is & (IS_HAN | IS_BESIDE_CHINESE | IS_LATIN)) || is_head(draft, end + 1))
        return false; /* what folding.py's _LINE_END does not want behind is neither of these */
    if (before_is & IS_LATIN && after < 0x80)
        return false;
    if (after_is & IS_NO_BEGIN && before != ' ' && before != '\t')
        return true;
    return is_inside_word(folder, before, after) || is_wrapped(draft, end);
}

bool find_soft_ends(const Folder *folder, Draft *draft)
{
    for (int32_t end = 1; end < draft->length; end++)
        if (draft->letter[end] == '\n' && is_soft(folder, draft, end) && !removes(draft, end, end + 1))
            return false;
    return true;
}
