/* Writing JSON, a member a line. A key is NULL for the outermost value and in arrays.
 */
#ifndef CRR_CLI_JSON_H
#define CRR_CLI_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <crr/crr.h>
#include "output.h"

struct json {
    struct output *out;
    int depth;
    bool started; /* the open object or array has a member already */
};

/* bracket is '{' or '['. */
void json_open(struct json *json, const char *key, char bracket);
/* bracket is '}' or ']'; the outermost one ends the line. */
void json_close(struct json *json, char bracket);
void json_text(struct json *json, const char *key, struct crr_text text);
void json_string(struct json *json, const char *key, const char *text);
void json_count(struct json *json, const char *key, uint64_t count);
/* units / 10^places, exactly. */
void json_decimal(struct json *json, const char *key, int64_t units, int places);
void json_bool(struct json *json, const char *key, bool value);
/* YYYY-MM-DD, or null for CRR_NO_DAY. */
void json_day(struct json *json, const char *key, int32_t day);
void json_null(struct json *json, const char *key);
/* A finding as an object. */
void json_finding(struct json *json, const char *key, const struct crr_error *finding);

#endif
