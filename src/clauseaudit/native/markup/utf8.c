/* Whether bytes are UTF-8: as strict as Python's decoder, but nothing is decoded. */
#include "markup.h"
#include "tokens.h"

#include <string.h>

static bool follows(Byte byte)
{
    return (byte & 0xC0) == 0x80;
}

/* How many bytes the character there takes, 0 if it is none. */
static int width(const Byte *at, Py_ssize_t left)
{
    Byte first = at[0];
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4 || left < 2 || !follows(at[1]))
        return 0;
    if (first < 0xE0)
        return 2;
    if (left < 3 || !follows(at[2]))
        return 0;
    if (first < 0xF0) /* neither longer than need be nor half of a surrogate pair */
        return (first == 0xE0 && at[1] < 0xA0) || (first == 0xED && at[1] > 0x9F) ? 0 : 3;
    if (left < 4 || !follows(at[3]))
        return 0;
    return (first == 0xF0 && at[1] < 0x90) || (first == 0xF4 && at[1] > 0x8F) ? 0 : 4;
}

PyObject *markup_is_utf8(PyObject *Py_UNUSED(self), PyObject *bytes)
{
    char *start;
    Py_ssize_t left;
    if (PyBytes_AsStringAndSize(bytes, &start, &left))
        return NULL;
    for (const Byte *at = (const Byte *)start; left > 0;) {
        uint64_t eight;
        while (left >= 8 && !(memcpy(&eight, at, 8), eight & 0x8080808080808080u)) {
            at += 8;
            left -= 8;
        }
        for (int some = 0; some < 8 && left > 0; some++) {
            int wide = width(at, left);
            if (!wide)
                Py_RETURN_FALSE;
            at += wide;
            left -= wide;
        }
    }
    Py_RETURN_TRUE;
}
