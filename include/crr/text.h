/* A text: a pointer and a length in bytes. It may hold any byte, is not terminated, and
 * is owned by whoever made it. */
#ifndef CRR_TEXT_H
#define CRR_TEXT_H

#include <stddef.h>

struct crr_text {
    const char *at; /* may be NULL if length is 0 */
    size_t length;  /* bytes */
};

#endif
