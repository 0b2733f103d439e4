/* Numbers of letters: how the pages come to be. */
#include "letters.h"

#include <string.h>

enum { LETTERS = 256 }; /* of a page */

static bool add_page(Letters *letters)
{
    if (letters->pages == letters->room) {
        int32_t room = letters->room ? 2 * letters->room : 32; /* no more than 0x1101 pages are ever asked for */
        uint32_t *entry = PyMem_Realloc(letters->entry, (size_t)room * LETTERS * sizeof *entry);
        if (!entry) {
            PyErr_NoMemory();
            return false;
        }
        letters->entry = entry;
        letters->room = room;
    }
    memset(letters->entry + (size_t)letters->pages * LETTERS, 0, LETTERS * sizeof *letters->entry);
    letters->pages++;
    return true;
}

bool open_letters(Letters *letters)
{
    return add_page(letters);
}

uint32_t *entry_at(Letters *letters, Py_UCS4 letter)
{
    uint16_t *page = &letters->page[letter >> 8];
    if (!*page) {
        if (!add_page(letters))
            return NULL;
        *page = (uint16_t)(letters->pages - 1);
    }
    return &letters->entry[(size_t)*page * LETTERS + (letter & 0xff)];
}
