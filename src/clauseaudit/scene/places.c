/* Where the words of a plan stand in a sentence. */
#include "native.h"

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

void tidy(Spans *spans)
{
    if (spans->count < 2)
        return;
    sort(spans->at, spans->count);
    int32_t kept = 1;
    for (int32_t index = 1; index < spans->count; index++)
        if (spans->at[index] != spans->at[kept - 1])
            spans->at[kept++] = spans->at[index];
    spans->count = kept;
}

static int add_place(Scene *scene, int32_t start, int32_t end, int32_t word)
{
    if (scene->places == scene->room) {
        int32_t room = scene->room ? 2 * scene->room : 32;
        Place *place = scene->room > INT32_MAX / 4 ? NULL : PyMem_Realloc(scene->place, (size_t)room * sizeof *place);
        if (!place) {
            PyErr_NoMemory();
            return -1;
        }
        scene->place = place;
        scene->room = room;
    }
    scene->place[scene->places++] = (Place){start, end, word, -1};
    return 0;
}

static inline int32_t child_of(const Trie *trie, int32_t node, Py_UCS4 letter)
{
    if (node == 0 && letter < 0x10000)
        return trie->first[letter];
    int32_t low = trie->child[node], high = trie->child[node + 1];
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (trie->letter[middle] < letter)
            low = middle + 1;
        else
            high = middle;
    }
    return low < trie->child[node + 1] && trie->letter[low] == letter ? low : 0;
}

int32_t word_of(const Vocabulary *v, const Py_UCS4 *letter, int32_t length)
{
    int32_t node = length ? child_of(&v->trie, 0, letter[0]) : 0;
    for (int32_t at = 1; node && at < length; at++)
        node = child_of(&v->trie, node, letter[at]);
    return node ? v->trie.word[node] : -1;
}

static int walk(Scene *scene)
{
    const Trie *trie = &scene->vocabulary->trie;
    for (int32_t start = 0; start < scene->length; start++) {
        int32_t node = 0;
        for (int32_t end = start; end < scene->length; end++) {
            node = child_of(trie, node, scene->letter[end]);
            if (!node)
                break;
            if (trie->word[node] >= 0 && add_place(scene, start, end + 1, trie->word[node]))
                return -1;
        }
    }
    scene->vocabulary->steps += (unsigned long long)scene->places;
    return 0;
}

void lay_out(Scene *scene)
{
    Vocabulary *v = scene->vocabulary;
    if (v->current == scene->number)
        return;
    v->current = scene->number;
    v->layout = ++v->clock;
    for (int32_t index = scene->places - 1; index >= 0; index--) {
        Place *place = &scene->place[index];
        place->next = v->laid[place->word] == v->layout ? v->head[place->word] : -1;
        v->laid[place->word] = v->layout;
        v->head[place->word] = index;
    }
}

int find_places(Scene *scene)
{
    Vocabulary *v = scene->vocabulary;
    if (walk(scene))
        return -1;
    scene->met = PyMem_Calloc((size_t)v->needs / 64 + 1, sizeof *scene->met);
    if (!scene->met) {
        PyErr_NoMemory();
        return -1;
    }
    lay_out(scene);
    for (int32_t index = 0; index < scene->places; index++) {
        int32_t word = scene->place[index].word;
        if (v->head[word] != index)
            continue;
        Row needs = row_of(&v->table[NEEDS_OF], word);
        for (int32_t at = 0; at < needs.count; at++)
            scene->met[needs.item[at] / 64] |= (uint64_t)1 << needs.item[at] % 64;
    }
    return 0;
}
