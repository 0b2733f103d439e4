/* The words of a plan as a trie. */
#include "scene.h"

static bool good_node(const Trie *trie, int32_t node, int32_t words)
{
    int32_t first = trie->child[node], last = trie->child[node + 1];
    if (first <= node || last < first || last > trie->nodes || (trie->word[node] != NONE && trie->word[node] >= words))
        return false;
    for (int32_t child = first + 1; child < last; child++)
        if (trie->letter[child] <= trie->letter[child - 1])
            return false;
    return true;
}

int take_trie(Trie *trie, const Table *table, int32_t words)
{
    if (table->rows != 3)
        return broken("a trie has three rows");
    Row child = row_of(table, 0), word = row_of(table, 1), letter = row_of(table, 2);
    *trie = (Trie){child.item, word.item, letter.item, word.count, PyMem_Calloc(0x10000, sizeof *trie->first)};
    if (!trie->first) {
        PyErr_NoMemory();
        return -1;
    }
    bool good = trie->nodes > 0 && letter.count == trie->nodes && child.count == trie->nodes + 1;
    good = good && child.item[0] == 1 && child.item[trie->nodes] == trie->nodes;
    for (int32_t node = 0; good && node < trie->nodes; node++)
        good = good_node(trie, node, words);
    for (int32_t node = 1; good && node < trie->child[1]; node++)
        trie->first[trie->letter[node]] = (uint16_t)node;
    return good ? 0 : broken("trie");
}
