/* A customer's record: an array of values, one per input, in the order of the model's
 * inputs. */
#ifndef CRR_VALUE_H
#define CRR_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include "crr/text.h"

enum crr_value_type {
    CRR_VALUE_MISSING = 0, /* there is no value; what zeroed memory means */
    CRR_VALUE_TEXT = 1,    /* read as a cell of a file is: trimmed, folded, parsed */
    CRR_VALUE_NUMBER = 2,
    CRR_VALUE_DAY = 3,
    CRR_VALUE_FLAG = 4,
    CRR_VALUE_TEXTS = 5 /* several codes, each read as a cell of its own */
};

/* Texts in a row; at may be NULL if count is 0. A text whose own at is NULL is a value
 * that is there but not known, as that of an owner of whom nothing is recorded: the
 * others count, and this one as the input's policy for missing values says; a condition
 * that no other value makes true is unknown. */
struct crr_texts {
    const struct crr_text *at;
    size_t count;
};

/* One value. A text may stand for any type of input and gives the same bits as the
 * typed value; a typed value must fit its input's type. The model's missing_values are
 * spellings: a text that is one of them is missing, a typed value never is, so that who
 * stores -1 or 9999-12-31 for "no value" has to give CRR_VALUE_MISSING. Texts are read
 * during the call only. */
struct crr_value {
    enum crr_value_type type;
    int places; /* NUMBER: decimal places of units, [0, 6] */
    union {
        struct crr_text text; /* TEXT */
        int64_t units;        /* NUMBER: the number times 10^places, |number| < 10^12 */
        int32_t day;          /* DAY: days since 1970-01-01, [-719162, 2932896] */
        bool flag;            /* FLAG */
        /* TEXTS: of an input of type codes; not split any more */
        struct crr_texts texts;
    } as;
};

#endif
