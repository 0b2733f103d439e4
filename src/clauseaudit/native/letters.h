/* A number for each letter, 0 for most: two look-ups, and room for those pages of 256 letters that need it. */
#ifndef CLAUSEAUDIT_LETTERS_H
#define CLAUSEAUDIT_LETTERS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint32_t *entry; /* pages, the first for all letters without a page of their own */
    int32_t pages, room;
    uint16_t page[0x1100];
} Letters;

static inline uint32_t entry_of(const Letters *letters, Py_UCS4 letter)
{
    return letters->entry[(uint32_t)letters->page[letter >> 8] << 8 | (letter & 0xff)];
}

static inline bool is_han(Py_UCS4 letter) /* but for 〇; folding.py has the same */
{
    return letter - 0x3400 <= 0x9fff - 0x3400;
}

/* Both return NULL or false with an exception set. */
bool open_letters(Letters *letters); /* zeroed before; to be called before anything is looked up */
uint32_t *entry_at(Letters *letters, Py_UCS4 letter); /* to write to, until the next call */

#endif
