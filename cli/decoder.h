/* Text in another encoding, made UTF-8 before anything else looks at it: in GB18030 and
 * GBK the second bytes of characters are delimiters and letters too. */
#ifndef CRR_CLI_DECODER_H
#define CRR_CLI_DECODER_H

#include "detect.h"
#include "encoding.h"
#include "stream.h"

struct decoder;

struct decoder_settings {
    struct stream below;
    /* ENCODING_AUTO: found out by the first bytes. Then told hears of it, unless
     * nothing fits, which is a fault. */
    const struct encoding *encoding;
    void (*told)(void *user, const struct detection *detection);
    void *user;
    struct fault *fault;
};

/* What settings point at must outlive it. NULL: out of memory. */
struct decoder *decoder_create(const struct decoder_settings *settings);
void decoder_free(struct decoder *decoder);

/* Reads UTF-8, in constant memory. A byte that is no character's, and a text that ends
 * within a character, is CRR_E_READ: nothing is replaced or left out. UTF-8 itself is
 * passed as it is, and checked by whoever uses it. user is a struct decoder. */
enum crr_status decoder_read(
    void *user, char *buffer, size_t capacity, size_t *ret_length);

#endif
