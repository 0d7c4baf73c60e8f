/* Decimal commas inside of braces and brackets, where YAML parts what stands around
 * them: `weight: 0,35` is a weight of 0 and a key 35. */
#ifndef CRR_YAML_COMMA_H
#define CRR_YAML_COMMA_H

#include "yaml/document.h"
#include "yaml/reader.h"

/* Whether two scalars look like the two halves of one number: digits right before a
 * comma, and digits right after it. */
bool crr_yaml_is_parted(
    const struct crr_yaml_node *whole, const struct crr_yaml_node *decimals);

/* Whether the pair is no entry of its own: a key that is the second half of the number
 * before it, and no value. */
bool crr_yaml_is_remainder(const struct crr_yaml_node *before,
    const struct crr_yaml_node *key, const struct crr_yaml_node *value);

/* Reports such a number at its first half, which is the value of the key. */
void crr_yaml_report_parted(struct crr_reader *reader, struct crr_text key,
    const struct crr_yaml_node *whole, const struct crr_yaml_node *decimals);

#endif
