/* Where the words of a plan stand in a sentence. */
#include "scene.h"

#include <stdlib.h>
#include <string.h>

int push(Spans *spans, uint64_t span)
{
    if (spans->count == spans->room) {
        if (spans->room > INT32_MAX / 4) {
            PyErr_NoMemory();
            return -1;
        }
        int32_t room = spans->room ? 2 * spans->room : 32;
        uint64_t *at = PyMem_Realloc(spans->at, (size_t)room * sizeof *at);
        if (!at) {
            PyErr_NoMemory();
            return -1;
        }
        spans->at = at;
        spans->room = room;
    }
    spans->at[spans->count++] = span;
    return 0;
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void sort(uint64_t *at, int32_t count)
{
    if (count > 24) {
        qsort(at, (size_t)count, sizeof *at, compare);
        return;
    }
    for (int32_t index = 1; index < count; index++) {
        uint64_t value = at[index];
        int32_t hole = index;
        for (; hole > 0 && at[hole - 1] > value; hole--)
            at[hole] = at[hole - 1];
        at[hole] = value;
    }
}

void tidy(Spans *spans, int32_t from)
{
    if (spans->count - from < 2)
        return;
    sort(spans->at + from, spans->count - from);
    int32_t kept = from + 1;
    for (int32_t index = kept; index < spans->count; index++)
        if (spans->at[index] != spans->at[kept - 1])
            spans->at[kept++] = spans->at[index];
    spans->count = kept;
}

/* After four thousand million numbers all that bears one is forgotten, and the clock begins anew. */
uint32_t tick(Vocabulary *v)
{
    if (v->clock == UINT32_MAX) {
        memset(v->located, 0, (size_t)v->table[NODES].rows * sizeof *v->located);
        memset(v->seen, 0, (size_t)v->table[NEEDS_OF].rows * sizeof *v->seen);
        memset(v->stamp, 0, (size_t)v->table[GROUPS].rows * sizeof *v->stamp);
        memset(v->met, 0, (size_t)v->needs * sizeof *v->met);
        v->clock = v->current = v->layout = 0;
    }
    return ++v->clock;
}

static int add_place(Vocabulary *v, int32_t index, Place place)
{
    if (index == v->room) {
        int32_t room = v->room ? 2 * v->room : 256;
        Place *grown = v->room > INT32_MAX / 4 ? NULL : PyMem_Realloc(v->place, (size_t)room * sizeof *grown);
        if (!grown) {
            PyErr_NoMemory();
            return -1;
        }
        v->place = grown;
        v->room = room;
    }
    v->place[index] = place;
    return 0;
}

static inline int32_t child_of(const Trie *trie, int32_t node, Py_UCS4 letter)
{
    if (node == 0 && letter < 0x10000)
        return trie->first[letter];
    int32_t low = trie->child[node], high = trie->child[node + 1];
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if ((Py_UCS4)trie->letter[middle] < letter)
            low = middle + 1;
        else
            high = middle;
    }
    return low < trie->child[node + 1] && (Py_UCS4)trie->letter[low] == letter ? low : 0;
}

int32_t word_of(const Vocabulary *v, const Py_UCS4 *letter, int32_t length)
{
    int32_t node = length ? child_of(&v->trie, 0, letter[0]) : 0;
    for (int32_t at = 1; node && at < length; at++)
        node = child_of(&v->trie, node, letter[at]);
    return node && v->trie.word[node] != NONE ? v->trie.word[node] : -1;
}

/* Every word from every letter on; -1 with an exception set, else how many. */
static int32_t walk(const Scene *scene)
{
    Vocabulary *v = scene->vocabulary;
    const Trie *trie = &v->trie;
    int kind = PyUnicode_KIND(scene->text);
    const char *data = (const char *)PyUnicode_DATA(scene->text) + (size_t)scene->origin * (size_t)kind;
    int32_t places = 0, length = scene->length;
    for (int32_t start = 0; start < length; start++) {
        int32_t node = 0;
        for (int32_t end = start; end < length; end++) {
            node = child_of(trie, node, PyUnicode_READ(kind, data, end));
            if (!node)
                break;
            if (trie->word[node] != NONE && add_place(v, places++, (Place){start, end + 1, trie->word[node], -1}))
                return -1;
        }
    }
    v->steps += (unsigned long long)places;
    return places;
}

void lay_out(Scene *scene)
{
    Vocabulary *v = scene->vocabulary;
    if (v->current == scene->number)
        return;
    v->current = scene->number;
    v->layout = tick(v);
    for (int32_t index = scene->places - 1; index >= 0; index--) {
        Place *place = &scene->place[index];
        Seen *seen = &v->seen[place->word];
        bool met = seen->layout == v->layout;
        place->next = met ? seen->head : -1;
        *seen = (Seen){v->layout, index};
        Row needs = met ? (Row){0} : row_of(&v->table[NEEDS_OF], place->word);
        for (int32_t at = 0; at < needs.count; at++)
            v->met[needs.item[at]] = v->layout;
    }
}

int find_places(Scene *scene)
{
    Vocabulary *v = scene->vocabulary;
    scene->places = walk(scene);
    if (scene->places < 0)
        return -1;
    size_t size = (size_t)scene->places * sizeof *scene->place;
    scene->place = PyMem_Malloc(size);
    if (!scene->place) {
        PyErr_NoMemory();
        return -1;
    }
    if (size) /* else there may be no places to copy from yet */
        memcpy(scene->place, v->place, size);
    return 0;
}
