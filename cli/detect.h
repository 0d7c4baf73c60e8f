/* Which encoding a file has, as far as its first bytes tell. */
#ifndef CRR_CLI_DETECT_H
#define CRR_CLI_DETECT_H

#include <stdbool.h>
#include "encoding.h"
#include "stream.h"

/* Bytes that are looked at. */
#define DETECT_LENGTH ((size_t)64 << 10)

struct detection {
    const struct encoding *encoding; /* NULL: none fits */
    size_t looked_at;                /* bytes */
    bool has_mark;                   /* the encoding is UTF-16 by its mark */
    bool is_ascii;                   /* all of them; then the encoding is UTF-8 */
    bool has_nul;                    /* then no encoding fits */
    size_t nul_at;                   /* offset of the first one */
    size_t not_utf_8_at;   /* offset of the first that is wrong, unless UTF-8 */
    size_t not_gb18030_at; /* likewise, if no encoding fits */
};

/* Decides: UTF-16 by its mark, UTF-8 if all that is looked at is valid, else GB18030 if
 * all is. The last character may be cut, unless the bytes are all of the file, at_end.
 * Latin-1 is never found: its bytes are mostly valid GB18030. False: this system's iconv
 * does not serve. */
bool detect(const char *at, size_t length, bool at_end, struct detection *ret);

/* Writes the sentence about the file, behind its name: what it is read as, or, if no
 * encoding fits, what is expected instead. */
void detection_print(const struct detection *detection, struct fault *ret_text);

#endif
