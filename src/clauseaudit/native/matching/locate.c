/* The places of a node in a sentence, found once for each scene. */
#include "scene.h"

#include <string.h>

static inline uint64_t span_of(int32_t start, int32_t end) { return (uint64_t)(uint32_t)start << 32 | (uint32_t)end; }
static inline int32_t start_of(uint64_t span) { return (int32_t)(span >> 32); }
static inline int32_t end_of(uint64_t span) { return (int32_t)(uint32_t)span; }

/* Whether one of the words of a list begins (or ends) at a place. */
static bool stands(const Scene *scene, int32_t list, int32_t at, bool before)
{
    const Vocabulary *v = scene->vocabulary;
    Row row = row_of(&v->table[LISTS], list);
    for (int32_t index = 0; index < row.count; index++) {
        const Py_UCS4 *word = v->strings.letter + v->strings.start[row.item[index]];
        int32_t length = length_of(&v->strings, row.item[index]), from = before ? at - length : at, same = 0;
        if (from < 0 || from + length > scene->length)
            continue;
        while (same < length && letter_of(scene, from + same) == word[same])
            same++;
        if (same == length)
            return true;
    }
    return false;
}

static int32_t first_not_below(const uint64_t *at, int32_t count, uint64_t value)
{
    int32_t low = 0, high = count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (at[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool holds_word(Row set, int32_t word)
{
    int32_t low = 0, high = set.count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (set.item[middle] < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set.count && set.item[low] == word;
}

/* Finders add the spans of a node to those of the scene; what they begin with is set once all parts are located. */

/* Looks up each word among the places or each place among the words, whichever are fewer. */
static bool words(Scene *scene, int32_t number, int32_t *begin)
{
    Row set = row_of(&scene->vocabulary->table[SETS], number);
    Spans *found = &scene->found;
    *begin = found->count;
    if (set.count > 4 * scene->places) {
        for (const Place *place = scene->place; place < scene->place + scene->places; place++)
            if (holds_word(set, place->word) && push(found, span_of(place->start, place->end)))
                return false;
        return true;
    }
    const Vocabulary *v = scene->vocabulary;
    for (const uint16_t *word = set.item; word < set.item + set.count; word++) {
        int32_t at = v->seen[*word].layout == v->layout ? v->seen[*word].head : -1;
        for (; at >= 0; at = scene->place[at].next)
            if (push(found, span_of(scene->place[at].start, scene->place[at].end)))
                return false;
    }
    tidy(found, *begin);
    return true;
}

static bool guarded(Scene *scene, Row row, int32_t *begin)
{
    const uint64_t *spans;
    int32_t count;
    if (!locate(scene, row.item[1], &spans, &count))
        return false;
    int32_t part = scene->vocabulary->located[row.item[1]].begin;
    *begin = scene->found.count;
    for (int32_t index = part; index < part + count; index++) {
        uint64_t span = scene->found.at[index];
        if (!stands(scene, row.item[2], end_of(span), false) && !stands(scene, row.item[3], start_of(span), true) &&
            push(&scene->found, span))
            return false;
    }
    return true;
}

static bool expression(Scene *scene, int32_t source, int32_t *begin)
{
    PyObject *text = PyUnicode_Substring(scene->text, scene->origin, scene->origin + scene->length);
    PyObject *found = text ? PyObject_CallFunction(scene->vocabulary->locate, "iN", source, text) : NULL;
    lay_out(scene); /* another thread may have looked at another one meanwhile */
    if (!found)
        return false;
    bool good = PyList_Check(found);
    if (!good)
        PyErr_SetString(PyExc_TypeError, "a list of spans");
    *begin = scene->found.count;
    for (Py_ssize_t index = 0; good && index < PyList_GET_SIZE(found); index++) {
        int start = -1, end = -1;
        PyObject *span = PyList_GET_ITEM(found, index);
        good = !PyTuple_Check(span) || PyArg_ParseTuple(span, "ii", &start, &end);
        if (good && (start < 0 || end < start || end > scene->length)) {
            PyErr_SetString(PyExc_ValueError, "a span outside the sentence");
            good = false;
        }
        good = good && !push(&scene->found, span_of(start, end));
    }
    Py_DECREF(found);
    return good;
}

/* Adds the spans of a node that is located. */
static bool repeat(Scene *scene, int32_t node)
{
    Located part = scene->vocabulary->located[node];
    for (int32_t index = part.begin; index < part.begin + part.count; index++)
        if (push(&scene->found, scene->found.at[index]))
            return false;
    return true;
}

static bool party(Scene *scene, Row row, int32_t *begin)
{
    const uint64_t *spans;
    int32_t count;
    if (!locate(scene, row.item[2], &spans, &count))
        return false;
    *begin = scene->found.count;
    if (!repeat(scene, row.item[2]))
        return false;
    for (int32_t start = 0, end; start < scene->length; start = end + 1) {
        for (end = start; end < scene->length && letter_of(scene, end) == (Py_UCS4)row.item[1];)
            end++;
        if (end > start && push(&scene->found, span_of(start, end)))
            return false;
    }
    tidy(&scene->found, *begin);
    return true;
}

static bool may_be(const Scene *scene, uint16_t need) { return need == NONE || meets(scene, need); }

/* Whether all options that may be are located; false with an exception set, or if another thread took one away. */
static bool options(Scene *scene, Row row)
{
    const uint64_t *spans;
    int32_t count;
    bool all = true;
    for (int32_t option = 1; option < row.count; option += 2)
        if (may_be(scene, row.item[option]) && !locate(scene, row.item[option + 1], &spans, &count))
            return false;
    for (int32_t option = 1; option < row.count; option += 2)
        if (may_be(scene, row.item[option]))
            all = all && scene->vocabulary->located[row.item[option + 1]].scene == scene->number;
    return all;
}

static bool alternatives(Scene *scene, Row row, int32_t *begin)
{
    while (!options(scene, row))
        if (PyErr_Occurred())
            return false;
    *begin = scene->found.count;
    for (int32_t option = 1; option < row.count; option += 2)
        if (may_be(scene, row.item[option]) && !repeat(scene, row.item[option + 1]))
            return false;
    tidy(&scene->found, *begin);
    return true;
}

/* --- a sequence --- */

/* What is reached, extended by each of the places that starts at most the gap further on. */
static bool join(Scene *scene, const uint16_t *step, bool first, const Spans *reached, Spans *next)
{
    const uint64_t *places;
    int32_t count;
    if (!locate(scene, step[1], &places, &count))
        return false;
    for (int32_t from = 0; from < (first ? 1 : reached->count); from++) {
        int32_t low = first ? 0 : end_of(reached->at[from]), high = first ? INT32_MAX : low + step[2];
        int32_t at = first_not_below(places, count, span_of(low, 0));
        for (; at < count && start_of(places[at]) <= high; at++) {
            int32_t start = first ? start_of(places[at]) : start_of(reached->at[from]);
            scene->vocabulary->steps++;
            if (step[3] && stands(scene, step[3], start_of(places[at]), true))
                continue;
            if (push(next, span_of(start, end_of(places[at]))))
                return false;
        }
    }
    tidy(next, 0);
    return true;
}

static int32_t length_without_tail(const Scene *scene)
{
    static const char tail[] = " \t;!?,.:)"; /* with 。 and 、 this is TAIL of rules/language.py */
    int32_t length = scene->length;
    for (; length; length--) {
        Py_UCS4 letter = letter_of(scene, length - 1);
        bool plain = letter && letter < 0x80 && strchr(tail, (int)letter);
        if (!plain && letter != 0x3002 && letter != 0x3001)
            break;
    }
    return length;
}

static bool take_step(Scene *scene, const uint16_t *step, bool first, Spans *reached, Spans *next)
{
    next->count = 0;
    if (step[0] == JOIN)
        return join(scene, step, first, reached, next);
    if (step[0] == START)
        return !push(next, span_of(0, 0));
    int32_t limit = step[0] == END ? length_without_tail(scene) - step[2] : 0;
    for (int32_t index = 0; index < reached->count; index++) {
        int32_t end = end_of(reached->at[index]);
        if ((step[0] == END ? end >= limit : !stands(scene, step[1], end, false)) && push(next, reached->at[index]))
            return false;
    }
    return true;
}

static bool sequence(Scene *scene, Row row, int32_t *begin)
{
    int32_t needs = row.item[1];
    *begin = scene->found.count;
    for (int32_t index = 0; index < needs; index++)
        if (!meets(scene, row.item[2 + index]))
            return true;
    Spans reached = {0}, next = {0};
    bool good = true;
    const uint16_t *first = row.item + 2 + needs, *stop = row.item + row.count;
    for (const uint16_t *step = first; good && step < stop && (step == first || reached.count); step += 4) {
        good = take_step(scene, step, step == first, &reached, &next);
        Spans taken = reached;
        reached = next;
        next = taken;
    }
    *begin = scene->found.count;
    for (int32_t index = 0; good && index < reached.count; index++)
        good = !push(&scene->found, reached.at[index]);
    PyMem_Free(reached.at);
    PyMem_Free(next.at);
    return good;
}

static bool find(Scene *scene, Row row, int32_t *begin)
{
    switch (row.item[0]) {
    case WORDS: return words(scene, row.item[1], begin);
    case GUARDED: return guarded(scene, row, begin);
    case REGEX: return expression(scene, row.item[1], begin);
    case PARTY: return party(scene, row, begin);
    case ALTERNATIVES: return alternatives(scene, row, begin);
    default: return sequence(scene, row, begin);
    }
}

bool locate(Scene *scene, int32_t node, const uint64_t **spans, int32_t *count)
{
    Located *located = &scene->vocabulary->located[node];
    if (located->scene != scene->number) {
        int32_t begin;
        if (!find(scene, row_of(&scene->vocabulary->table[NODES], node), &begin))
            return false;
        *located = (Located){scene->number, begin, scene->found.count - begin};
    }
    *spans = scene->found.at + located->begin;
    *count = located->count;
    return true;
}
