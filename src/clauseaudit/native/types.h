/* What module.c makes known of folder.c, words.c, splitter.c, names.c, scout.c, statements.c and clock.c. */
#ifndef CLAUSEAUDIT_TYPES_H
#define CLAUSEAUDIT_TYPES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern PyTypeObject folder_type, words_type, splitter_type, markup_type, scout_type, sighting_type, clock_type;

#endif
