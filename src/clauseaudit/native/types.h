/* The types that module.c makes known, by the folder they stand in. */
#ifndef CLAUSEAUDIT_TYPES_H
#define CLAUSEAUDIT_TYPES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern PyTypeObject markup_type;
extern PyTypeObject folder_type, words_type;
extern PyTypeObject splitter_type;
extern PyTypeObject vocabulary_type, scene_type, survey_type;
extern PyTypeObject scout_type, sighting_type, clock_type;

#endif
