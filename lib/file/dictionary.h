/* The different values of a column, each with a code: 0, 1, ... in the order in which
 * they are met. They are texts, flags, and lists of texts. */
#ifndef CRR_FILE_DICTIONARY_H
#define CRR_FILE_DICTIONARY_H

#include "base/arena.h"
#include "crr/value.h"
#include "file/series.h"

struct crr_dictionary {
    struct crr_series values; /* struct crr_value; texts lie in the arena */
    struct crr_series slots;  /* struct crr_dictionary_slot, a power of two of them */
    struct crr_arena *arena;
    uint32_t last; /* the code that was found last */
};

void crr_dictionary_init(struct crr_dictionary *dictionary, struct crr_arena *arena,
    const struct crr_allocator *allocator);
void crr_dictionary_clear(struct crr_dictionary *dictionary);

/* The code of a value, which is copied if it is new. False if there is no memory. */
bool crr_dictionary_add(struct crr_dictionary *dictionary,
    const struct crr_value *value, uint32_t *ret_code);

/* No value will be added any more: gives back what only that needed. */
void crr_dictionary_close(struct crr_dictionary *dictionary);

static inline const struct crr_value *
crr_dictionary_values(const struct crr_dictionary *dictionary)
{
    return dictionary->values.at;
}

#endif
