/* The migration matrix of a comparison. */
#ifndef CRR_CLI_DIFF_MATRIX_H
#define CRR_CLI_DIFF_MATRIX_H

#include <crr/crr.h>
#include "json.h"
#include "output.h"

typedef uint64_t (*count_function)(const struct crr_diff *diff, size_t a, size_t b);

void diff_print_matrix(struct output *out, const struct crr_diff *diff,
    const char *title, count_function count_of);
void diff_json_matrix(struct json *json, const struct crr_diff *diff, const char *key,
    count_function count_of);
bool diff_has_system_tiers(const struct crr_diff *diff);

#endif
