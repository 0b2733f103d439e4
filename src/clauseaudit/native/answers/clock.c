/* Clock: lengths of time in a text. facts/numbers.py says what they are; the order in which an expression would try its
 * parts is kept, and its names: first (「7」, 「三十」, 「半」), last (「3-7」), measure (「个」) and unit. */
#include "../types.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    PyObject_HEAD
    PyObject *type; /* of a length of time */
    PyObject *day, *workday, *hour, *month;
} Clock;

typedef struct {
    PyObject *text;
    const void *data;
    int kind;
    Py_ssize_t end;
} Stretch;

typedef enum { NONE, WORKDAY, CALENDAR_DAY, DAY, OTHER_DAY, MONTH, YEAR, HOUR, WEEK, LONG_WEEK } Unit;

typedef struct {
    Py_ssize_t start, first_end, last, last_end, end; /* last: -1 if there is none */
    bool measure;
    Unit unit;
} Found;

static inline Py_UCS4 letter_at(const Stretch *in, Py_ssize_t at)
{
    return at < in->end ? PyUnicode_READ(in->kind, in->data, at) : 0;
}

static inline bool is_decimal(Py_UCS4 letter)
{
    return letter < 0x80 ? letter >= '0' && letter <= '9' : Py_UNICODE_ISDECIMAL(letter);
}

/* 一二两三四五六七八九 as they count, 十 and 百 as they multiply; -1: 零, 0: no numeral of these */
static int numeral(Py_UCS4 letter)
{
    switch (letter) {
    case 0x4e00: return 1;
    case 0x4e8c: return 2;
    case 0x4e24: return 2;
    case 0x4e09: return 3;
    case 0x56db: return 4;
    case 0x4e94: return 5;
    case 0x516d: return 6;
    case 0x4e03: return 7;
    case 0x516b: return 8;
    case 0x4e5d: return 9;
    case 0x5341: return 10;
    case 0x767e: return 100;
    case 0x96f6: return -1;
    default: return 0;
    }
}

static const Py_UCS4 HALF = 0x534a, ORDINAL = 0x7b2c, MONTH_SIGN = 0x6708;

/* --- the shape --- */

static bool follows(const Stretch *in, Py_ssize_t at, Py_UCS4 one, Py_UCS4 two, Py_UCS4 three)
{
    return letter_at(in, at) == one && (!two || letter_at(in, at + 1) == two) &&
           (!three || letter_at(in, at + 2) == three);
}

static Unit unit_at(const Stretch *in, Py_ssize_t at, Py_ssize_t *end)
{
    static const struct {
        Py_UCS4 one, two, three;
        Unit unit;
    } known[] = {
        {0x5de5, 0x4f5c, 0x65e5, WORKDAY}, {0x81ea, 0x7136, 0x65e5, CALENDAR_DAY}, {0x65e5, 0, 0, DAY},
        {0x5929, 0, 0, OTHER_DAY},         {0x6708, 0, 0, MONTH},                  {0x5e74, 0, 0, YEAR},
        {0x5c0f, 0x65f6, 0, HOUR},         {0x5468, 0, 0, WEEK},                   {0x661f, 0x671f, 0, LONG_WEEK},
    };
    for (size_t index = 0; index < sizeof known / sizeof *known; index++)
        if (follows(in, at, known[index].one, known[index].two, known[index].three)) {
            *end = at + 1 + (known[index].two != 0) + (known[index].three != 0);
            return known[index].unit;
        }
    return NONE;
}

/* A space, 个 and the unit. */
static bool takes_unit(const Stretch *in, Py_ssize_t at, Found *found)
{
    int spaces = at < in->end && Py_UNICODE_ISSPACE(letter_at(in, at));
    for (; spaces >= 0; spaces--)
        for (int measures = letter_at(in, at + spaces) == 0x4e2a; measures >= 0; measures--) {
            found->unit = unit_at(in, at + spaces + measures, &found->end);
            found->measure = measures;
            if (found->unit)
                return true;
        }
    return false;
}

/* The longer end of a range, and what is behind it. */
static bool takes_range(const Stretch *in, Py_ssize_t at, Found *found)
{
    Py_UCS4 sign = letter_at(in, at);
    bool ranges = sign == '-' || sign == '~' || sign == 0x2014 || sign == 0x81f3 || sign == 0x5230;
    Py_ssize_t digits = 0;
    while (ranges && digits < 4 && is_decimal(letter_at(in, at + 1 + digits)))
        digits++;
    for (; digits > 0; digits--) {
        found->last = at + 1;
        found->last_end = at + 1 + digits;
        if (takes_unit(in, found->last_end, found))
            return true;
    }
    found->last = -1;
    return takes_unit(in, at, found);
}

/* 「七(7)」, and what is behind it. */
static bool takes_rest(const Stretch *in, Py_ssize_t at, Found *found)
{
    found->first_end = at;
    if (letter_at(in, at) == '(' && is_decimal(letter_at(in, at + 1))) {
        Py_ssize_t behind = at + 2;
        while (is_decimal(letter_at(in, behind)))
            behind++;
        if (letter_at(in, behind) == ')' && takes_range(in, behind + 1, found))
            return true;
    }
    return takes_range(in, at, found);
}

static bool begins(const Stretch *in, Py_ssize_t start, Found *found)
{
    Py_UCS4 letter = letter_at(in, start);
    bool decimal = is_decimal(letter);
    if (!decimal && letter != HALF && !numeral(letter))
        return false;
    Py_ssize_t more = 0, most = decimal ? 3 : letter == HALF ? 0 : 4;
    while (more < most && (decimal ? is_decimal(letter_at(in, start + 1 + more))
                                   : numeral(letter_at(in, start + 1 + more)) != 0))
        more++;
    found->start = start;
    for (; more >= 0; more--)
        if (takes_rest(in, start + 1 + more, found))
            return true;
    return false;
}

/* --- the meaning --- */

/* As numbers.number; no ASCII digit is beside another numeral, and digits of other scripts count nothing. */
static long number(const Stretch *in, Py_ssize_t start, Py_ssize_t end)
{
    long total = 0, current = 0, plain = 0;
    bool ascii = true;
    for (Py_ssize_t at = start; at < end; at++) {
        Py_UCS4 letter = letter_at(in, at);
        int value = numeral(letter);
        ascii = ascii && letter < 0x80;
        plain = letter < 0x80 ? plain * 10 + (long)(letter - '0') : 0;
        if (value >= 10) {
            total += (current > 1 ? current : 1) * value;
            current = 0;
        } else {
            current = value > 0 ? value : 0;
        }
    }
    return ascii ? plain : total + current;
}

static inline Py_UCS4 around(PyObject *text, Py_ssize_t at)
{
    return at >= 0 && at < PyUnicode_GET_LENGTH(text) ? PyUnicode_READ_CHAR(text, at) : 0;
}

static bool is_date(PyObject *text, const Found *found)
{
    Py_UCS4 before = around(text, found->start - 1);
    if (found->measure)
        return false;
    if (found->unit == YEAR) /* Python takes a place before the text for the last one */
        return found->first_end - found->start == 4 ||
               (found->start ? before : around(text, PyUnicode_GET_LENGTH(text) - 1)) == ORDINAL;
    if (found->unit == DAY)
        return before == MONTH_SIGN || before == ORDINAL || around(text, found->end) == 0x671f;
    return found->unit == MONTH;
}

static PyObject *duration(const Clock *clock, PyObject *unit, long length, const Found *found)
{
    PyTypeObject *type = (PyTypeObject *)clock->type;
    PyObject *field[] = {
        PyLong_FromLong(length), Py_NewRef(unit), PyLong_FromSsize_t(found->start), PyLong_FromSsize_t(found->end),
    };
    bool good = field[0] && field[2] && field[3];
    PyObject *made = good ? type->tp_alloc(type, 4) : NULL;
    for (int at = 0; at < 4; at++)
        if (made)
            PyTuple_SET_ITEM(made, at, field[at]);
        else
            Py_XDECREF(field[at]);
    return made;
}

/* NULL without an exception if it is none. */
static PyObject *meaning(const Clock *clock, const Stretch *in, const Found *found)
{
    if (is_date(in->text, found) || (found->unit == WEEK && around(in->text, found->end) == 0x5c81))
        return NULL;
    if (letter_at(in, found->start) == HALF)
        return found->unit == YEAR    ? duration(clock, clock->month, 6, found)
               : found->unit == MONTH ? duration(clock, clock->day, 15, found)
                                      : duration(clock, clock->hour, 12, found);
    long count = found->last >= 0 ? number(in, found->last, found->last_end) : number(in, found->start, found->first_end);
    if (!count)
        return NULL;
    switch (found->unit) {
    case YEAR: return duration(clock, clock->month, count * 12, found);
    case WEEK:
    case LONG_WEEK: return duration(clock, clock->day, count * 7, found);
    case WORKDAY: return duration(clock, clock->workday, count, found);
    case MONTH: return duration(clock, clock->month, count, found);
    case HOUR: return duration(clock, clock->hour, count, found);
    default: return duration(clock, clock->day, count, found);
    }
}

static PyObject *clock_durations(const Clock *clock, PyObject *const *argument, Py_ssize_t count)
{
    if (count != 3 || !PyUnicode_Check(argument[0]) || PyUnicode_READY(argument[0]))
        return PyErr_Format(PyExc_TypeError, "a text, a start and an end");
    Py_ssize_t start = PyLong_AsSsize_t(argument[1]), end = PyLong_AsSsize_t(argument[2]);
    if (PyErr_Occurred())
        return NULL;
    Py_ssize_t length = PyUnicode_GET_LENGTH(argument[0]);
    Stretch in = {argument[0], PyUnicode_DATA(argument[0]), PyUnicode_KIND(argument[0]), end < length ? end : length};
    PyObject *list = PyList_New(0);
    Found found;
    for (Py_ssize_t at = start > 0 ? start : 0; list && at < in.end; at++) {
        if (!begins(&in, at, &found))
            continue;
        PyObject *made = meaning(clock, &in, &found);
        if (made ? PyList_Append(list, made) : PyErr_Occurred() != NULL)
            Py_CLEAR(list);
        Py_XDECREF(made);
        at = found.end - 1;
    }
    return list;
}

/* --- the type --- */

static void clock_free(Clock *clock)
{
    Py_XDECREF(clock->type);
    Py_XDECREF(clock->day);
    Py_XDECREF(clock->workday);
    Py_XDECREF(clock->hour);
    Py_XDECREF(clock->month);
    Py_TYPE(clock)->tp_free((PyObject *)clock);
}

static PyObject *clock_new(PyTypeObject *type, PyObject *arguments, PyObject *names)
{
    PyObject *made;
    if (names && PyDict_GET_SIZE(names))
        return PyErr_Format(PyExc_TypeError, "no named arguments");
    if (!PyArg_ParseTuple(arguments, "O!", &PyType_Type, &made))
        return NULL;
    if (!PyType_IsSubtype((PyTypeObject *)made, &PyTuple_Type))
        return PyErr_Format(PyExc_TypeError, "what to make of a length of time");
    Clock *clock = (Clock *)type->tp_alloc(type, 0);
    if (!clock)
        return NULL;
    clock->type = Py_NewRef(made);
    clock->day = PyUnicode_InternFromString("day");
    clock->workday = PyUnicode_InternFromString("workday");
    clock->hour = PyUnicode_InternFromString("hour");
    clock->month = PyUnicode_InternFromString("month");
    if (!clock->day || !clock->workday || !clock->hour || !clock->month)
        Py_CLEAR(clock);
    return (PyObject *)clock;
}

static PyMethodDef clock_methods[] = {
    {"durations", (PyCFunction)(void (*)(void))clock_durations, METH_FASTCALL, NULL}, {0}};
PyTypeObject clock_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "clauseaudit.native._core.Clock",
    .tp_basicsize = sizeof(Clock),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = clock_new,
    .tp_dealloc = (destructor)clock_free,
    .tp_methods = clock_methods,
};
