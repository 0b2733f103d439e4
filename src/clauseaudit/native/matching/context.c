/* What stands around a pattern that holds: exceptions, guards, softeners, as scene/survey.py defines it. */
#include "survey.h"

Row list_of(Row row, int number)
{
    while (number--) {
        row.count -= 1 + row.item[0];
        row.item += 1 + row.item[0];
    }
    return (Row){row.item + 1, row.item[0]};
}

/* The sentences around one: its neighbours in the same clause. */
static int neighbours(const Survey *survey, int32_t index, int32_t *around)
{
    int count = 0;
    for (int32_t other = index - 1; other <= index + 1; other += 2)
        if (other >= 0 && other < survey->count && survey->sentence[other].clause == survey->sentence[index].clause)
            around[count++] = other;
    return count;
}

static Answer anywhere(Survey *survey, const int32_t *around, int count, Row patterns)
{
    Answer answer = ABSENT;
    for (int index = 0; patterns.count && answer == ABSENT && index < count; index++)
        answer = one_of(survey->sentence[around[index]].scene, patterns);
    return answer;
}

static Answer excepted(Survey *survey, int32_t index, Row unless, Row near)
{
    int32_t around[AROUND] = {index, survey->sentence[index].lead};
    int count = around[1] >= 0 ? 2 : 1;
    Answer answer = anywhere(survey, around, count, unless);
    if (answer != ABSENT || !near.count)
        return answer;
    return anywhere(survey, around, count + neighbours(survey, index, around + count), near);
}

const uint8_t *guards(Survey *survey, int32_t index)
{
    const Table *frames = &survey->vocabulary->table[FRAMES];
    uint8_t *guard = survey->guards + (size_t)index * (size_t)frames->rows;
    if (survey->sentence[index].guarded)
        return guard;
    Scene *scene = survey->sentence[index].scene;
    lay_out(scene);
    for (int32_t number = 0; number < frames->rows; number++) {
        Row frame = row_of(frames, number);
        bool may = frame.item[0] == NONE || meets(scene, frame.item[0]);
        Answer answer = may ? one_of(scene, (Row){frame.item + 1, frame.count - 1}) : ABSENT;
        if (answer == FAILED)
            return NULL;
        guard[number] = answer == HOLDS;
    }
    survey->sentence[index].guarded = true;
    return guard;
}

static Answer guarded(Survey *survey, int32_t index, Row exempting)
{
    const uint8_t *guard = exempting.count ? guards(survey, index) : NULL;
    if (!guard)
        return exempting.count ? FAILED : ABSENT;
    for (int32_t at = 0; at < exempting.count; at++)
        if (guard[exempting.item[at]])
            return HOLDS;
    return ABSENT;
}

Answer stands_in(Survey *survey, int32_t index, Row context, bool of_item)
{
    int32_t lead = survey->sentence[index].lead;
    Answer answer = of_item ? one_of(survey->sentence[lead].scene, list_of(context, LEAD)) : HOLDS;
    if (answer == HOLDS)
        answer = excepted(survey, index, list_of(context, UNLESS), list_of(context, NEAR));
    else
        return answer;
    if (answer == ABSENT)
        answer = guarded(survey, index, list_of(context, GUARDS));
    return answer == FAILED ? FAILED : answer == HOLDS ? ABSENT : HOLDS;
}

int32_t softener(Survey *survey, int32_t index, Row softened)
{
    int32_t around[AROUND] = {index};
    int count = softened.count ? 1 + neighbours(survey, index, around + 1) : 0;
    for (int32_t number = 0; number < softened.count; number++) {
        Answer answer = anywhere(survey, around, count, (Row){softened.item + number, 1});
        if (answer != ABSENT)
            return answer == HOLDS ? number : -2;
    }
    return -1;
}
