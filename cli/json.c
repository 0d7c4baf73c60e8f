/* Writing JSON (RFC 8259). Texts that are not UTF-8 get U+FFFD for each wrong byte. */
#include "json.h"

#include <string.h>
#include "say.h"

static void
member(struct json *json, const char *key)
{
    if (json->depth > 0)
        output_print(
            json->out, "%s\n%*s", json->started ? "," : "", 2 * json->depth, "");
    json->started = true;
    if (key)
        output_print(json->out, "\"%s\": ", key);
}

/* Bytes of the UTF-8 sequence at `at`, 0 if it is none (Unicode 15, table 3-7). */
static size_t
sequence_length(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t length;

    if (at[0] < 0x80)
        return 1;
    if (at[0] < 0xc2 || at[0] > 0xf4)
        return 0;
    length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (left < length)
        return 0;
    low = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : low;
    high = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : high;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

static void
quoted(struct output *out, struct crr_text text)
{
    size_t i = 0;

    output_write(out, "\"", 1);
    while (i < text.length) {
        const unsigned char *at = (const unsigned char *)text.at + i;
        size_t length = sequence_length(at, text.length - i);

        if (length == 0)
            output_print(out, "\\ufffd");
        else if (*at == '\n')
            output_print(out, "\\n");
        else if (*at < ' ' || *at == 0x7f)
            output_print(out, "\\u%04x", *at);
        else if (*at == '"' || *at == '\\')
            output_print(out, "\\%c", *at);
        else
            output_write(out, text.at + i, length);
        i += length > 0 ? length : 1;
    }
    output_write(out, "\"", 1);
}

void
json_open(struct json *json, const char *key, char bracket)
{
    member(json, key);
    output_print(json->out, "%c", bracket);
    json->depth++;
    json->started = false;
}

void
json_close(struct json *json, char bracket)
{
    json->depth--;
    if (json->started)
        output_print(json->out, "\n%*s", 2 * json->depth, "");
    output_print(json->out, "%c%s", bracket, json->depth == 0 ? "\n" : "");
    json->started = true;
}

void
json_text(struct json *json, const char *key, struct crr_text text)
{
    member(json, key);
    quoted(json->out, text);
}

void
json_string(struct json *json, const char *key, const char *text)
{
    json_text(json, key, (struct crr_text){text, strlen(text)});
}

void
json_count(struct json *json, const char *key, uint64_t count)
{
    member(json, key);
    output_print(json->out, "%llu", (unsigned long long)count);
}

void
json_decimal(struct json *json, const char *key, int64_t units, int places)
{
    char text[CRR_NUMBER_SIZE];

    crr_decimal_print(units, places, text);
    member(json, key);
    output_print(json->out, "%s", text);
}

void
json_bool(struct json *json, const char *key, bool value)
{
    member(json, key);
    output_print(json->out, value ? "true" : "false");
}

void
json_day(struct json *json, const char *key, int32_t day)
{
    char text[11];

    if (day == CRR_NO_DAY) {
        json_null(json, key);
        return;
    }
    crr_day_print(day, text);
    json_string(json, key, text);
}

void
json_null(struct json *json, const char *key)
{
    member(json, key);
    output_print(json->out, "null");
}

void
json_finding(struct json *json, const char *key, const struct crr_error *finding)
{
    char number[16];

    json_open(json, key, '{');
    if (finding->finding > 0) {
        print_text(number, sizeof number, "CRR-%04u", finding->finding);
        json_string(json, "finding", number);
    }
    json_string(json, "severity", severity_name(finding->severity));
    json_string(json, "file", finding->file);
    json_count(json, "line", finding->line);
    json_count(json, "column", finding->column);
    json_string(json, "path", finding->path);
    json_string(json, "message", finding->message);
    json_close(json, '}');
}
