#include "tokens.h"

#include <string.h>

const Byte *name_end(const Byte *at, const Byte *end, bool attribute)
{
    while (at < end && !is_space(*at) && *at != '/' && *at != '>' && !(attribute && *at == '='))
        at++;
    return at;
}

int next_attribute(const Byte **at, const Byte *end, Attribute *found)
{
    const Byte *next = *at;
    while (next < end && (is_space(*next) || *next == '/'))
        next++;
    if (next == end)
        return -1;
    if (*next == '>') {
        *at = next + 1;
        return 0;
    }
    found->name = next;
    found->name_end = found->end = name_end(next + 1, end, true); /* a "=" may be its first letter */
    found->value = found->value_end = NULL;
    for (next = found->name_end; next < end && is_space(*next);)
        next++;
    if (next < end && *next == '=') {
        for (next++; next < end && is_space(*next);)
            next++;
        bool quoted = next < end && (*next == '"' || *next == '\'');
        found->value = next + quoted;
        if (quoted)
            found->value_end = memchr(found->value, *next, (size_t)(end - found->value));
        else
            for (found->value_end = next; found->value_end < end;) {
                if (is_space(*found->value_end) || *found->value_end == '>')
                    break;
                found->value_end++;
            }
        if (!found->value_end || found->value_end == end)
            return -1;
        found->end = found->value_end + quoted;
        next = found->end;
    }
    *at = next;
    return next < end ? 1 : -1;
}

bool is_word(const Byte *at, const Byte *end, const char *word)
{
    for (; *word; word++, at++)
        if (at == end || (*at >= 'A' && *at <= 'Z' ? *at | 32 : *at) != (Byte)*word)
            return false;
    return true;
}

const Byte *find_word(const Byte *at, const Byte *end, const char *word)
{
    if (*word == '<') { /* the commonest search, in long scripts */
        while (at < end && (at = memchr(at, '<', (size_t)(end - at))) && !is_word(at, end, word))
            at++;
        return at == end ? NULL : at;
    }
    for (; at < end; at++)
        if ((*at | 32) == *word && is_word(at, end, word)) /* the letter first: most are another */
            return at;
    return NULL;
}

const Byte *literal_end(const Byte *at, const Byte *end, const Byte *name, size_t length)
{
    while ((at = memchr(at, '<', (size_t)(end - at)))) {
        const Byte *place = at + 1;
        if (place < end && *place == '/' && (size_t)(end - place) > length + 1) {
            size_t alike = 0;
            for (place++; alike < length && (place[alike] | 32) == (name[alike] | 32);)
                alike++;
            Byte behind = place[length];
            if (alike == length && (is_space(behind) || behind == '/' || behind == '>'))
                return at;
        }
        at++;
    }
    return NULL;
}
