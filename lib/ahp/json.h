/* JSON as libcrr-ahp writes it (RFC 8259): a member a line, indented by two spaces, but
 * for what is opened flat. A key is NULL in arrays, for the outermost value, and after
 * crr_json_name. */
#ifndef CRR_AHP_JSON_H
#define CRR_AHP_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/decimal.h"
#include "base/writer.h"

struct crr_json {
    struct crr_writer *writer;
    int depth;
    int flat;     /* depth of the flat value that is open; 0: none */
    bool started; /* the open object or array has a member already */
    bool named;   /* the key of the next value is written */
};

void crr_json_init(struct crr_json *json, struct crr_writer *writer);

/* bracket is '{' or '['; a flat value, and all within, stands on one line. */
void crr_json_open(struct crr_json *json, const char *key, char bracket);
void crr_json_open_flat(struct crr_json *json, const char *key, char bracket);
/* bracket is '}' or ']'; the outermost one ends the line. */
void crr_json_close(struct crr_json *json, char bracket);

/* A key that is any text; the value follows, without a key. */
void crr_json_name(struct crr_json *json, struct crr_text key);

void crr_json_text(struct crr_json *json, const char *key, struct crr_text text);
void crr_json_string(struct crr_json *json, const char *key, const char *terminated);
void crr_json_count(struct crr_json *json, const char *key, uint64_t count);
void crr_json_bool(struct crr_json *json, const char *key, bool value);
void crr_json_null(struct crr_json *json, const char *key);
/* 12 significant digits; null if value is not finite. */
void crr_json_real(struct crr_json *json, const char *key, double value);
/* A flat array of n; null if values is NULL. */
void crr_json_reals(
    struct crr_json *json, const char *key, const double *values, size_t n);
/* units / 10^places, and an exact number such as "1/3", each as a text. */
void crr_json_decimal(
    struct crr_json *json, const char *key, int64_t units, int places);
void crr_json_rational(
    struct crr_json *json, const char *key, struct crr_rational value);

#endif
