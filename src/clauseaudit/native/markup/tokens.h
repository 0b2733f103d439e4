/* Tags in the bytes of a page, as the HTML standard (13.2.5, tokenization) cuts them. */
#ifndef CLAUSEAUDIT_TOKENS_H
#define CLAUSEAUDIT_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

typedef unsigned char Byte;

typedef struct {
    const Byte *name, *name_end, *value, *value_end; /* value is NULL where there is none */
    const Byte *end;                                 /* behind it, the quotation mark included */
} Attribute;

static inline bool is_space(Byte byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r' && byte != '\v');
}

static inline bool is_letter(Byte byte)
{
    return (byte | 32) >= 'a' && (byte | 32) <= 'z';
}

/* Where the name of a tag or attribute ends. */
const Byte *name_end(const Byte *at, const Byte *end, bool attribute);

/* 1 for another attribute from *at on; 0 behind the end of the tag; -1 where the page ends before. */
int next_attribute(const Byte **at, const Byte *end, Attribute *found);

/* Where the end tag of an element without inner tags begins, NULL where there is none. */
const Byte *literal_end(const Byte *at, const Byte *end, const Byte *name, size_t length);

/* Whether some letters of ASCII stand there, in any case; NULL or where they do. */
bool is_word(const Byte *at, const Byte *end, const char *word);
const Byte *find_word(const Byte *at, const Byte *end, const char *word);

#endif
