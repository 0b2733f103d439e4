/* Sentences, lines, and what list markers set off: sentences.py. */
#include "outline.h"

static Py_UCS4 at(const Text *text, int32_t place)
{
    return place < text->length ? text->letter[place] : 0;
}

static bool is_latin_letter(Py_UCS4 letter)
{
    return letter >= 'a' && letter <= 'z';
}

static bool is_counted(Py_UCS4 letter) /* 一 to 十 */
{
    return is_one_of(letter, chinese_digits + 2) && letter != 0x767E && letter != 0x4E24;
}

static bool item_in_brackets(const Text *text, int32_t place)
{
    int32_t count = 0;
    while (count < 2 && is_digit(at(text, place + count)))
        count++;
    if (count && at(text, place + count) == ')')
        return true;
    for (count = 0; count < 3 && is_counted(at(text, place + count));)
        count++;
    return count && at(text, place + count) == ')';
}

/* sentences._ITEM: whether a marker follows, on which a colon or comma ends a piece. */
static bool item_follows(const Text *text, int32_t place)
{
    while (at(text, place) == ' ' || at(text, place) == '\t')
        place++;
    Py_UCS4 first = at(text, place);
    if (first == '(')
        return item_in_brackets(text, place + 1);
    if (first >= 0x2460 && first <= 0x2487) /* ① to ⒇ */
        return true;
    if (is_counted(first))
        return at(text, place + 1) == 0x3001 && !is_counted(at(text, place + 2));
    bool latin = is_latin_letter(first);
    int32_t end = place + 1 + (!latin && is_digit(at(text, place + 1)));
    if (!latin && !is_digit(first))
        return false;
    if (!is_one_of(at(text, end), (const Py_UCS4[]){'.', 0x3001, ')', 0}))
        return false;
    return latin ? !is_latin_letter(at(text, end + 1)) : !is_digit(at(text, end + 1));
}

/* What stands before a full stop of Latin script and makes it part of a number, an address or a marker. */
static bool binds(Py_UCS4 letter)
{
    return letter == '\n' || (letter >= '!' && letter <= '~') || is_counted(letter) ||
           is_one_of(letter, (const Py_UCS4[]){0x6761, 0x7AE0, 0x6B3E, 0x8282, 0}); /* 条章款节 */
}

/* Whether a piece ends on the letter at place: the first half of sentences._END. */
static bool ends_at(const Text *text, int32_t place)
{
    Py_UCS4 letter = text->letter[place], before = place ? text->letter[place - 1] : 0, next;
    if (letter > '?' && letter != 0x3002)
        return false;
    switch (letter) {
    case '\n':
    case 0x3002:
        return true;
    case ';':
    case '!':
    case '?':
        return !(place && (is_latin(before) || before == '/') && is_latin(at(text, place + 1)));
    case '.':
        next = at(text, place + 1);
        return !(place && binds(before)) && !is_latin(next) && next != '.';
    case ':':
    case ',':
        return item_follows(text, place + 1);
    default:
        return false;
    }
}

static int32_t past_closing(const Text *text, int32_t place)
{
    while (is_one_of(at(text, place), (const Py_UCS4[]){0x3002, ';', '!', '?', 0}))
        place++;
    for (; place < text->length; place++) {
        Py_UCS4 letter = text->letter[place], next = at(text, place + 1);
        bool quoted = letter == '"' && (place + 1 == text->length || is_space(next) ||
                                        is_one_of(next, (const Py_UCS4[]){',', ';', 0x3002, ':', ')', 0}));
        if (!quoted && !is_one_of(letter, (const Py_UCS4[]){')', 0x3011, 0x300B, ']', 0})) /* )】》] */
            break;
    }
    return place;
}

Piece piece_at(const Text *text, int32_t start, bool opens)
{
    int32_t place = start;
    while (place < text->length && !ends_at(text, place))
        place++;
    if (place == text->length)
        return (Piece){start, place, opens, true, text->letter[place - 1] == ':'};
    Py_UCS4 last = text->letter[place];
    bool colon = last == ':' || (last == '\n' && place && text->letter[place - 1] == ':'), line_ends = last == '\n';
    place = line_ends ? place + 1 : past_closing(text, place + 1);
    for (; place < text->length && is_space(text->letter[place]); place++)
        line_ends = line_ends || text->letter[place] == '\n';
    return (Piece){start, place, opens, line_ends || place == text->length, colon};
}
