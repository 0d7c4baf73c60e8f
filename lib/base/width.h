/* How wide texts are on a terminal. */
#ifndef CRR_BASE_WIDTH_H
#define CRR_BASE_WIDTH_H

#include <stddef.h>
#include "crr/text.h"

/* The columns that well-formed UTF-8 takes: East Asian characters two, combining marks
 * none. */
size_t crr_text_width(struct crr_text text);

#endif
