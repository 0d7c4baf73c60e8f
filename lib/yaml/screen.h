/* A look at the bytes of a YAML text before libyaml sees them. */
#ifndef CRR_YAML_SCREEN_H
#define CRR_YAML_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include "crr/text.h"
#include "yaml/reader.h"

/* Reports a text that is larger than limit, is not UTF-8, holds a NUL byte or a
 * directive (%YAML, %TAG) and returns false then. */
bool crr_yaml_screen(struct crr_text text, size_t limit, struct crr_reader *trace);

/* True if the text begins with a byte-order mark, which takes no column. */
bool crr_yaml_has_bom(struct crr_text text);

/* A node that stands for the place of a byte. Lines end at LF, CR or CRLF. */
struct crr_yaml_node crr_yaml_node_at(struct crr_text text, size_t offset);

#endif
