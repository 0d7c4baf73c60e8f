/* Talk on stderr: one way to print a mistake, a warning, a finding. */
#ifndef CRR_CLI_SAY_H
#define CRR_CLI_SAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <crr/crr.h>

/* Prints "crr: " and a sentence and a newline on stderr. */
void say(const char *format, ...) CRR_PRINTF(1, 2);

/* Prints a line on stderr as it is. */
void say_line(const char *format, ...) CRR_PRINTF(1, 2);

/* As snprintf, but returns the length that text really has. */
size_t print_text(char *ret_text, size_t size, const char *format, ...)
    CRR_PRINTF(3, 4);

/* Whether what goes to this descriptor may be coloured. */
bool may_colour(int descriptor);

/* Room for a finding as a line. */
#define FINDING_LINE_SIZE 1536

/* Replaces control characters, which could steer a terminal, by '?'. */
void clean_text(char *text);

/* Prints file:line:column: error CRR-0104 path: message, cleaned, without a newline;
 * returns the length. */
size_t finding_line(
    const struct crr_error *finding, bool colour, char ret_line[FINDING_LINE_SIZE]);

/* Prints the finding on stderr. */
void say_finding(const struct crr_error *finding);

/* "error", "warning" or "note". */
const char *severity_name(enum crr_severity severity);

/* Room for a count with separators. */
#define COUNT_SIZE 32

/* Prints 1234567 as 1,234,567; returns ret_text. */
const char *count_text(uint64_t count, char ret_text[COUNT_SIZE]);

/* Names of files that were spoken of: some are read again, by a side of a comparison or
 * in search of linked persons, and are to be told of once. */
struct spoken {
    const char *names[64];
    size_t count;
};

/* Whether it is the first time; the name is kept, not copied. */
bool spoken_first(struct spoken *spoken, const char *name);

#endif
