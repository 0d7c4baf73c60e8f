/* Writing JSON. */
#include "ahp/json.h"

#include "ahp/real.h"
#include "base/span.h"

void
crr_json_init(struct crr_json *json, struct crr_writer *writer)
{
    *json = (struct crr_json){.writer = writer};
}

static void
new_line(struct crr_json *json)
{
    crr_write_string(json->writer, "\n");
    for (int i = 0; i < json->depth; i++)
        crr_write_string(json->writer, "  ");
}

/* What stands before a member: the comma, the line, the key. */
static void
begin_member(struct crr_json *json, struct crr_text key)
{
    if (json->named) {
        json->named = false;
        return;
    }
    if (json->started)
        crr_write_string(json->writer, ",");
    if (json->depth > 0 && json->flat == 0)
        new_line(json);
    else if (json->started)
        crr_write_string(json->writer, " ");
    json->started = true;
    if (!key.at)
        return;
    crr_write_json_string(json->writer, key);
    crr_write_string(json->writer, ": ");
}

void
crr_json_open(struct crr_json *json, const char *key, char bracket)
{
    begin_member(json, crr_text_of(key));
    crr_write_bytes(json->writer, &bracket, 1);
    json->depth++;
    json->started = false;
}

void
crr_json_open_flat(struct crr_json *json, const char *key, char bracket)
{
    crr_json_open(json, key, bracket);
    if (json->flat == 0)
        json->flat = json->depth;
}

void
crr_json_close(struct crr_json *json, char bracket)
{
    json->depth--;
    if (json->started && json->flat == 0)
        new_line(json);
    if (json->flat > json->depth)
        json->flat = 0;
    crr_write_bytes(json->writer, &bracket, 1);
    if (json->depth == 0)
        crr_write_string(json->writer, "\n");
    json->started = true;
}

void
crr_json_name(struct crr_json *json, struct crr_text key)
{
    /* an empty name is a key too */
    begin_member(json, key.at ? key : (struct crr_text){"", 0});
    json->named = true;
}

void
crr_json_text(struct crr_json *json, const char *key, struct crr_text text)
{
    begin_member(json, crr_text_of(key));
    crr_write_json_string(json->writer, text);
}

void
crr_json_string(struct crr_json *json, const char *key, const char *terminated)
{
    crr_json_text(json, key, crr_text_of(terminated));
}

void
crr_json_count(struct crr_json *json, const char *key, uint64_t count)
{
    begin_member(json, crr_text_of(key));
    crr_write_count(json->writer, count);
}

void
crr_json_bool(struct crr_json *json, const char *key, bool value)
{
    begin_member(json, crr_text_of(key));
    crr_write_string(json->writer, value ? "true" : "false");
}

void
crr_json_null(struct crr_json *json, const char *key)
{
    begin_member(json, crr_text_of(key));
    crr_write_string(json->writer, "null");
}

void
crr_json_real(struct crr_json *json, const char *key, double value)
{
    begin_member(json, crr_text_of(key));
    crr_write_real(json->writer, value);
}

void
crr_json_reals(struct crr_json *json, const char *key, const double *values, size_t n)
{
    if (!values) {
        crr_json_null(json, key);
        return;
    }
    crr_json_open_flat(json, key, '[');
    for (size_t i = 0; i < n; i++)
        crr_json_real(json, NULL, values[i]);
    crr_json_close(json, ']');
}

void
crr_json_decimal(struct crr_json *json, const char *key, int64_t units, int places)
{
    char text[CRR_NUMBER_SIZE];
    size_t length = crr_decimal_print(units, places, text);

    crr_json_text(json, key, (struct crr_text){text, length});
}

void
crr_json_rational(struct crr_json *json, const char *key, struct crr_rational value)
{
    char text[CRR_REAL_SIZE];
    size_t length = crr_rational_print(value, text);

    crr_json_text(json, key, (struct crr_text){text, length});
}
