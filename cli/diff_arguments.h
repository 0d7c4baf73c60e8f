/* The options of `crr diff`, and whether they go together. */
#ifndef CRR_CLI_DIFF_ARGUMENTS_H
#define CRR_CLI_DIFF_ARGUMENTS_H

#include <crr/crr.h>
#include "option.h"

struct limit_argument {
    bool given;
    size_t count;
};

struct diff_arguments {
    struct list_argument models, days, scenarios, overrides, previous, links, persons;
    struct list_argument keys; /* of outputs */
    struct list_argument maps, encodings;
    const char *output;
    struct limit_argument limit;
    char delimiter;
    enum crr_file_format input_format;
    bool scores, json, reveal;
};

#define DIFF_OPTION_COUNT 17
extern const struct option diff_options[DIFF_OPTION_COUNT];

/* What is given for a side, 0 or 1: once holds for both. NULL: nothing. */
const char *diff_of_side(const struct list_argument *list, int side);

/* Whether the arguments and operands say what is to be compared. If not, it is said. */
bool diff_arguments_fit(
    const struct diff_arguments *arguments, const struct operands *operands);

/* Whether the sides have different names for something other than the model. */
bool diff_differs_beside_models(
    const struct diff_arguments *arguments, const struct operands *operands);

#endif
