/* Growing arrays. */
#include "file/series.h"

#define FIRST_CAPACITY 64u

void
crr_series_init(
    struct crr_series *series, const struct crr_allocator *allocator, size_t width)
{
    *series = (struct crr_series){.allocator = allocator, .width = width};
}

static bool
resize(struct crr_series *series, size_t capacity)
{
    const struct crr_allocator *allocator = series->allocator;
    if (capacity > PTRDIFF_MAX / series->width)
        return false;
    void *at = allocator->resize(allocator->user, series->at,
        series->capacity * series->width, capacity * series->width);
    if (!at && capacity > 0)
        return false;
    series->at = at;
    series->capacity = capacity;
    return true;
}

void
crr_series_clear(struct crr_series *series)
{
    if (series->at)
        resize(series, 0);
    series->count = 0;
}

void *
crr_series_add(struct crr_series *series, size_t count)
{
    size_t needed = series->count + count;
    size_t capacity = series->capacity;
    if (needed < count)
        return NULL;
    if (needed > capacity) {
        capacity += capacity / 2 + FIRST_CAPACITY;
        if (!resize(series, capacity < needed ? needed : capacity))
            return NULL;
    }
    void *room = (char *)series->at + series->count * series->width;
    series->count = needed;
    return room;
}

bool
crr_series_widen(struct crr_series *series, size_t width)
{
    struct crr_series wide;
    crr_series_init(&wide, series->allocator, width);
    if (!resize(&wide, series->capacity > 0 ? series->capacity : FIRST_CAPACITY))
        return false;
    for (size_t i = 0; i < series->count; i++)
        crr_series_set_code(&wide, i, crr_series_code(series, i));
    wide.count = series->count;
    crr_series_clear(series);
    *series = wide;
    return true;
}

/* An allocator that cannot make it smaller leaves it as it is. */
void
crr_series_fit(struct crr_series *series)
{
    if (series->count < series->capacity)
        resize(series, series->count);
}
