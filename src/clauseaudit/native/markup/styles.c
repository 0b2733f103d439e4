/* How an element is displayed: extract/marking.py asks the tree for that. */
#include "marking.h"

/* Whether a style, lower case, holds "display:" or "display: " and this. */
static bool displays(const Marking *m, Py_ssize_t at, Py_ssize_t end, const char *what)
{
    for (; at < end; at++) {
        if (lower(letter(m, at)) != 'd' || !is_there(m, at, "display:"))
            continue;
        Py_ssize_t place = at + 8;
        place += place < end && letter(m, place) == ' ';
        const char *next = what;
        for (; *next && place < end; next++, place++) {
            Py_UCS4 is = letter(m, place);
            if (lower(is == 0x212A ? 'k' : is) != (Py_UCS4)*next) /* the sign of Kelvin: Python's lower() knows it */
                break;
        }
        if (!*next)
            return true;
    }
    return false;
}

Outcome styles(const Marking *m, Py_ssize_t at, Py_ssize_t end, Styled *styled)
{
    while (at < end) {
        if (letter(m, at) != ' ')
            return UNSURE;
        Py_ssize_t name = ++at, value, stop;
        for (at++; at < end && letter(m, at) != '=' && letter(m, at) != ' ';)
            at++;
        if (at + 1 >= end || letter(m, at) != '=' || letter(m, at + 1) != '"')
            return UNSURE;
        value = at + 2;
        stop = seek(m, value, '"');
        if (stop >= end)
            return UNSURE;
        if (at - name == 5 && is_there(m, name, "style")) {
            styled->hidden |= displays(m, value, stop, "none");
            styled->block |= displays(m, value, stop, "block");
        } else if (at - name == 6 && is_there(m, name, "hidden"))
            styled->hidden = true;
        else if (at - name == 11 && is_there(m, name, "aria-hidden"))
            styled->hidden |= stop - value == 4 && is_there(m, value, "true");
        at = stop + 1;
    }
    return DONE;
}
