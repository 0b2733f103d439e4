/* The words of a plan as a trie. */
#include "native.h"

static bool ascending(const Lines *words)
{
    for (int32_t word = 1; word < words->count; word++) {
        const Py_UCS4 *before = words->letter + words->start[word - 1], *here = words->letter + words->start[word];
        int32_t left = length_of(words, word - 1), right = length_of(words, word), same = 0;
        while (same < left && same < right && before[same] == here[same])
            same++;
        if (same == right || (same < left && before[same] > here[same]))
            return false;
    }
    return !words->count || length_of(words, 0) > 0;
}

typedef struct {
    int32_t low, high, depth; /* the words that a node stands for */
} Branch;

static void grow_trie(Trie *trie, const Lines *words, Branch *branch)
{
    int32_t nodes = 1;
    branch[0] = (Branch){0, words->count, 0};
    for (int32_t node = 0; node < nodes; node++) {
        int32_t low = branch[node].low, high = branch[node].high, depth = branch[node].depth;
        bool ends = low < high && length_of(words, low) == depth;
        trie->word[node] = ends ? low++ : -1;
        trie->child[node] = nodes;
        while (low < high) {
            Py_UCS4 letter = words->letter[words->start[low] + depth];
            int32_t next = low + 1;
            while (next < high && words->letter[words->start[next] + depth] == letter)
                next++;
            if (node == 0 && letter < 0x10000)
                trie->first[letter] = nodes;
            trie->letter[nodes] = letter;
            branch[nodes++] = (Branch){low, next, depth + 1};
            low = next;
        }
    }
    trie->child[nodes] = nodes;
}

int make_trie(Trie *trie, const Lines *words)
{
    if (!ascending(words))
        return broken("words out of order");
    size_t most = (size_t)words->start[words->count] + 2; /* every letter and line end, and the root */
    Branch *branch = PyMem_New(Branch, most);
    trie->child = PyMem_New(int32_t, most);
    trie->word = PyMem_New(int32_t, most);
    trie->letter = PyMem_New(Py_UCS4, most);
    trie->first = PyMem_Calloc(0x10000, sizeof *trie->first);
    if (!branch || !trie->child || !trie->word || !trie->letter || !trie->first) {
        PyMem_Free(branch);
        PyErr_NoMemory();
        return -1;
    }
    grow_trie(trie, words, branch);
    PyMem_Free(branch);
    return 0;
}
