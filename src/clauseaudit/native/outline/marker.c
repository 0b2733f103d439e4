/* List markers, one after the other as in numbering._MARKER. Letters at end and after it are never read. */
#include "outline.h"

/* numbering._CHINESE: what each is worth; 十 and 百 multiply. */
const Py_UCS4 chinese_digits[] = {0x96F6, 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
                                  0x4E03, 0x516B, 0x4E5D, 0x5341, 0x767E, 0x4E24, 0};
static const int32_t worth[] = {0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 2};

/* A reading: the letters, and how far they go. */
typedef struct {
    const Py_UCS4 *letter;
    int32_t end;
} Line;

static Py_UCS4 at(Line line, int32_t place) /* 0 at the end: a text that holds it is not misled, no sign is 0 */
{
    return place < line.end ? line.letter[place] : 0;
}

static int32_t chinese_at(Line line, int32_t place, int32_t most) /* how many there are */
{
    int32_t count = 0;
    while (count < most && is_one_of(at(line, place + count), chinese_digits))
        count++;
    return count;
}

static int32_t digits_at(Line line, int32_t place, int32_t most)
{
    int32_t count = 0;
    while (count < most && is_digit(at(line, place + count)))
        count++;
    return count;
}

static int32_t decimal(Line line, int32_t place, int32_t count)
{
    int32_t number = 0;
    while (count--)
        number = 10 * number + Py_UNICODE_TODECIMAL(line.letter[place++]);
    return number;
}

static int32_t chinese(Line line, int32_t place, int32_t count) /* numbering._number */
{
    int32_t total = 0, digit = 0;
    for (; count--; place++) {
        int32_t index = 0;
        while (chinese_digits[index] != line.letter[place])
            index++;
        if (worth[index] < 10) {
            digit = 10 * digit + worth[index];
        } else {
            total += (digit ? digit : 1) * worth[index];
            digit = 0;
        }
    }
    return total + digit;
}

static bool found(Marker *marker, Style style, int32_t number, int32_t end)
{
    marker->style = style;
    marker->count = 1;
    marker->number[0] = number;
    marker->end = end;
    return true;
}

/* 编 部分 章 节 条 条款 款 项; the length of the word, 0 if there is none. */
static int32_t unit_at(Line line, int32_t place, Style *style)
{
    switch (at(line, place)) {
    case 0x7F16: *style = PART; return 1;
    case 0x90E8: *style = PART; return at(line, place + 1) == 0x5206 ? 2 : 0;
    case 0x7AE0: *style = CHAPTER; return 1;
    case 0x8282: *style = SECTION; return 1;
    case 0x6761: *style = ARTICLE; return at(line, place + 1) == 0x6B3E ? 2 : 1;
    case 0x6B3E: *style = PARAGRAPH; return 1;
    case 0x9879: *style = ENTRY; return 1;
    default: return 0;
    }
}

static bool read_nth(Line line, int32_t start, Marker *marker) /* 第三条 */
{
    static const Py_UCS4 goes_on[] = {/* 规之所的约至到或及和与中款项内第: a reference */
        0x89C4, 0x4E4B, 0x6240, 0x7684, 0x7EA6, 0x81F3, 0x5230, 0x6216, 0x53CA,
        0x548C, 0x4E0E, 0x4E2D, 0x6B3E, 0x9879, 0x5185, 0x7B2C, 0};
    int32_t count = chinese_at(line, start + 1, 6), number;
    if (count) {
        number = chinese(line, start + 1, count);
    } else {
        count = digits_at(line, start + 1, 3);
        number = decimal(line, start + 1, count);
    }
    Style style = NO_STYLE;
    int32_t unit = count ? unit_at(line, start + 1 + count, &style) : 0, end = start + 1 + count + unit;
    if (!unit || is_one_of(at(line, end), goes_on))
        return false;
    return found(marker, style, number, end + is_one_of(at(line, end), (const Py_UCS4[]){0x3001, '.', ':', 0}));
}

static bool is_dot(Py_UCS4 letter) /* [.、] */
{
    return letter == '.' || letter == 0x3001;
}

static bool read_dotted(Line line, int32_t start, int32_t digits, Marker *marker) /* 1.2.3 */
{
    static const Py_UCS4 measure[] = {/* %元倍折万亿个天年月日小版gmk: a quantity */
        '%', 0x5143, 0x500D, 0x6298, 0x4E07, 0x4EBF, 0x4E2A, 0x5929, 0x5E74,
        0x6708, 0x65E5, 0x5C0F, 0x7248, 'g', 'm', 'k', 0};
    int32_t end[MOST_NUMBERS] = {start + digits}, count = 1;
    marker->number[0] = decimal(line, start, digits);
    for (int32_t more; count < MOST_NUMBERS && at(line, end[count - 1]) == '.'; count++) {
        more = digits_at(line, end[count - 1] + 1, 2);
        if (!more)
            break;
        marker->number[count] = decimal(line, end[count - 1] + 1, more);
        end[count] = end[count - 1] + 1 + more;
    }
    while (count > 1 && (is_digit(at(line, end[count - 1])) || is_one_of(at(line, end[count - 1]), measure)))
        count--;
    if (count < 2)
        return false;
    marker->style = DOTTED + (Style)(count - 2);
    marker->count = count;
    marker->end = end[count - 1] + is_dot(at(line, end[count - 1]));
    return true;
}

static int32_t past_tabs(Line line, int32_t place)
{
    while (at(line, place) == ' ' || at(line, place) == '\t')
        place++;
    return place;
}

static bool read_digits(Line line, int32_t start, Marker *marker) /* 1.2, 1., 1 following a space, 1) */
{
    int32_t digits = digits_at(line, start, 4), end = start + digits;
    if (digits > 3)
        return false;
    if (digits < 3 && read_dotted(line, start, digits, marker))
        return true;
    if (is_dot(at(line, end)) && !is_digit(at(line, end + 1)))
        return found(marker, PLAIN, decimal(line, start, digits), end + 1);
    int32_t next = past_tabs(line, end);
    if (next > end && next < line.end && !is_space(line.letter[next]) && !is_digit(line.letter[next]))
        return found(marker, PLAIN, decimal(line, start, digits), end);
    if (digits < 3 && at(line, end) == ')')
        return found(marker, PLAIN_HALF, decimal(line, start, digits), end + 1);
    return false;
}

static bool read_chinese(Line line, int32_t start, Marker *marker) /* 一、 or 一) */
{
    int32_t count = chinese_at(line, start, 4), end = start + count;
    if (count > 3)
        return false;
    if (is_dot(at(line, end))) {
        int32_t next = chinese_at(line, end + 1, 2); /* "一、二、三、" only counts up */
        if (!next || at(line, end + 1 + next) != 0x3001)
            return found(marker, CHINESE, chinese(line, start, count), end + 1);
    }
    return at(line, end) == ')' && found(marker, CHINESE_HALF, chinese(line, start, count), end + 1);
}

static bool read_letter(Line line, int32_t place, Marker *marker) /* a. or, behind a bracket, a) */
{
    Py_UCS4 letter = at(line, place), next = at(line, place + 1), after = at(line, place + 2);
    if (letter < 'a' || letter > 'z' || !(next == ')' || (is_dot(next) && !(after >= 'a' && after <= 'z'))))
        return false;
    return found(marker, LETTER, (int32_t)letter - 96, place + 2);
}

static bool read_enclosed(Line line, int32_t start, Marker *marker) /* (一), (1), (a) */
{
    int32_t count = chinese_at(line, start + 1, 3), end = start + 2 + count;
    if (count && at(line, end - 1) == ')')
        return found(marker, CHINESE_IN, chinese(line, start + 1, count), end + (at(line, end) == 0x3001));
    count = digits_at(line, start + 1, 2);
    end = start + 2 + count;
    if (count && at(line, end - 1) == ')')
        return found(marker, PLAIN_IN, decimal(line, start + 1, count), end + (at(line, end) == 0x3001));
    return read_letter(line, start + 1, marker);
}

static bool read_hashes(Line line, int32_t start, Marker *marker) /* Markdown; the last of "##" can be what is headed */
{
    int32_t count = 0;
    while (count < 6 && at(line, start + count) == '#')
        count++;
    int32_t end = past_tabs(line, start + count);
    if (end >= line.end || is_space(line.letter[end]))
        end = start + --count;
    if (!count)
        return false;
    found(marker, HASH + (Style)(count - 1), 0, end);
    marker->count = 0;
    return true;
}

static bool read_bullet(Line line, int32_t start, Marker *marker)
{
    static const Py_UCS4 bullets[] = {/* -·•●○■□◆◇★☆*▪◦※→ */
        '-', 0xB7, 0x2022, 0x25CF, 0x25CB, 0x25A0, 0x25A1, 0x25C6, 0x25C7, 0x2605, 0x2606, '*', 0x25AA, 0x25E6,
        0x203B, 0x2192, 0};
    if (!is_one_of(at(line, start), bullets) ||
        is_one_of(at(line, start + 1), (const Py_UCS4[]){'-', '*', '=', '_', 0}))
        return false;
    return found(marker, BULLET, 0, past_tabs(line, start + 1));
}

bool read_marker(const Py_UCS4 *letter, int32_t start, int32_t end, Marker *marker)
{
    Line line = {letter, end};
    Py_UCS4 first = at(line, start);
    marker->start = start;
    if (first >= '0' && first <= '9')
        return read_digits(line, start, marker);
    if (first >= 'a' && first <= 'z')
        return read_letter(line, start, marker);
    if (first == '(')
        return read_enclosed(line, start, marker);
    if (first == '#')
        return read_hashes(line, start, marker);
    if (first == 0x7B2C) /* 第 */
        return read_nth(line, start, marker);
    if (first >= 0x2460 && first <= 0x2487) /* ① to ⒇ */
        return found(marker, CIRCLED, (int32_t)(first - 0x2460) % 20 + 1, start + 1 + is_dot(at(line, start + 1)));
    if (first >= 0x2776 && first <= 0x277F) /* ❶ to ❿ */
        return found(marker, CIRCLED, (int32_t)first - 0x2775, start + 1 + is_dot(at(line, start + 1)));
    if (first >= 0x2170 && first <= 0x217B) /* ⅰ to ⅻ */
        return found(marker, ROMAN, (int32_t)first - 0x216F,
                     start + 1 + (is_dot(at(line, start + 1)) || at(line, start + 1) == ')'));
    if (is_one_of(first, chinese_digits))
        return read_chinese(line, start, marker);
    return read_bullet(line, start, marker);
}

static bool is_blank(Py_UCS4 letter) /* numbering._BLANKS */
{
    return is_space(letter) || letter == '#' || letter == '>' || letter == '*' || letter == '_';
}

/* numbering.bare; marked: where the marker at start ends, -1 if that is not known. */
Span core_of(const Py_UCS4 *letter, int32_t start, int32_t end, int32_t marked)
{
    Marker marker;
    int32_t begin = start;
    while (begin < end && is_blank(letter[begin]))
        begin++;
    if (begin > start || marked < 0)
        marked = read_marker(letter, begin, end, &marker) ? marker.end : begin;
    if (marked > begin)
        for (begin = marked; begin < end && is_blank(letter[begin]);)
            begin++;
    int32_t stop = stripped(letter, begin, end);
    return begin < stop ? (Span){begin, stop} : (Span){start, stripped(letter, start, end)};
}
