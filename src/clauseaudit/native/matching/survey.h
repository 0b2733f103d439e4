/* A document's sentences and what was found of them: survey.c; what stands around a pattern that holds: context.c. */
#ifndef CLAUSEAUDIT_SURVEY_H
#define CLAUSEAUDIT_SURVEY_H

#include "scene.h"

enum { HEADING, TEXT, ITEM };
enum { GUARDS, UNLESS, NEAR, LEAD, SOFTENED, WHEN }; /* a row of contexts */
enum { AROUND = 4 };                                   /* a sentence, its lead-in, and its neighbours */

typedef struct {
    Scene *scene;
    int32_t clause, lead, kind;
    bool guarded; /* it was asked which guards hold */
} Sentence;

typedef struct {
    int32_t rule, segment, start, end, pattern, softener;
} Mark;

typedef struct {
    PyObject_HEAD
    Vocabulary *vocabulary;
    Sentence *sentence;
    int32_t count;
    uint8_t *guards; /* by sentence and guard */
    uint8_t *met;    /* by pattern */
    Mark *mark;      /* what holds, whatever the rest of the document says */
    int32_t marks, room;
} Survey;

Row list_of(Row context, int list);

/* Whether a pattern that holds stands against what is around it. */
Answer stands_in(Survey *survey, int32_t index, Row context, bool of_item);

/* Which softener holds here or beside, or -1; -2 with an exception set. */
int32_t softener(Survey *survey, int32_t index, Row softened);

/* By number, whether the guards hold in a sentence; NULL with an exception set. */
const uint8_t *guards(Survey *survey, int32_t index);

#endif
