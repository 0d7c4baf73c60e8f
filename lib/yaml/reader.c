/* Typed reading. Every message says what was expected and what was found. */
#include "yaml/reader.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "base/span.h"

#define TEXT_LIMIT 4096
#define FOUND_SIZE 96
#define LIST_SIZE 320

/* ---- The trace ---- */

size_t
crr_reader_enter_key(struct crr_reader *reader, struct crr_text key)
{
    size_t before = reader->path_length;
    size_t at = before;

    if (sizeof reader->path - at < 17) /* the dot, and what crr_text_shown needs */
        return before;
    if (at > 0)
        reader->path[at++] = '.';
    crr_text_shown(key, reader->path + at, sizeof reader->path - at);
    reader->path_length = at + strlen(reader->path + at);
    return before;
}

size_t
crr_reader_enter_index(struct crr_reader *reader, size_t index)
{
    size_t before = reader->path_length;
    char text[24];
    int length = snprintf(text, sizeof text, "[%zu]", index);

    if (length < 0 || (size_t)length >= sizeof reader->path - before)
        return before;
    memcpy(reader->path + before, text, (size_t)length + 1);
    reader->path_length = before + (size_t)length;
    return before;
}

void
crr_reader_leave(struct crr_reader *reader, size_t path_length)
{
    reader->path_length = path_length;
    reader->path[path_length] = '\0';
}

void
crr_reader_finding(struct crr_reader *reader, enum crr_finding_number finding,
    const struct crr_yaml_node *node, const char *format, ...)
{
    struct crr_place place = {.file = reader->file};
    char message[1024];
    va_list arguments;

    if (node && node->refused)
        return;
    if (node) {
        place.line = node->line;
        place.column = node->column;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    crr_report_add(reader->report, finding, &place, reader->path, "%s", message);
}

/* ---- Wording ---- */

/* What stands at the node, for a message. */
static const char *
found_at(const struct crr_yaml_node *node, char buffer[FOUND_SIZE])
{
    size_t length;

    if (node->kind == CRR_YAML_SEQUENCE)
        return "a list";
    if (node->kind == CRR_YAML_MAPPING)
        return "a mapping";
    if (crr_yaml_is_null(node))
        return node->text.length == 0
                   ? "nothing"
                   : "~ or null, which stand for nothing without quotes";
    if (node->text.length == 0)
        return "an empty text";
    buffer[0] = '"';
    crr_text_shown(node->text, buffer + 1, FOUND_SIZE - 2);
    length = strlen(buffer);
    memcpy(buffer + length, "\"", 2);
    return buffer;
}

/* Appends a word to a list of words; a list that is too long ends in "...". */
static void
append_word(char list[LIST_SIZE], const char *between, const char *word)
{
    size_t at = strlen(list);

    if (at + strlen(between) + strlen(word) + 5 < LIST_SIZE)
        snprintf(list + at, LIST_SIZE - at, "%s%s", at > 0 ? between : "", word);
    else if (at < 3 || strcmp(list + at - 3, "...") != 0)
        snprintf(list + at, LIST_SIZE - at, "...");
}

/* The end of a message that names the word that was perhaps meant, or nothing. */
static const char *
did_you_mean(const struct crr_nearest *nearest, char mark, char buffer[FOUND_SIZE])
{
    char word[64];

    if (!nearest->best.at)
        return "";
    snprintf(buffer, FOUND_SIZE, "; did you mean %c%s%c?", mark,
        crr_text_shown(nearest->best, word, sizeof word), mark);
    return buffer;
}

/* ---- Mappings ---- */

bool
crr_read_kind(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_yaml_kind kind, const char *expected)
{
    char found[FOUND_SIZE];

    if (node->kind == kind && !crr_yaml_is_null(node))
        return true;
    crr_reader_finding(reader, CRR_F_WRONG_KIND, node, "expected %s, found %s",
        expected, found_at(node, found));
    return false;
}

const struct crr_yaml_node *
crr_yaml_get(const struct crr_yaml_node *mapping, const char *key)
{
    struct crr_text wanted = crr_text_of(key);

    if (!mapping || mapping->kind != CRR_YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i + 1 < mapping->item_count; i += 2) {
        if (crr_text_equal(mapping->items[i]->text, wanted))
            return mapping->items[i + 1];
    }
    return NULL;
}

static const struct crr_field *
field_of(const struct crr_field *fields, size_t field_count, struct crr_text key)
{
    for (size_t i = 0; i < field_count; i++) {
        if (crr_text_is(key, fields[i].key))
            return &fields[i];
    }
    return NULL;
}

static void
report_unknown_key(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_field *fields, size_t field_count)
{
    char shown[FOUND_SIZE], hint[FOUND_SIZE];
    char list[LIST_SIZE] = "";
    struct crr_nearest nearest;

    crr_nearest_init(&nearest, key->text);
    for (size_t i = 0; i < field_count; i++) {
        if (!fields[i].read)
            continue;
        crr_nearest_try(&nearest, crr_text_of(fields[i].key));
        append_word(list, ", ", fields[i].key);
    }
    crr_text_shown(key->text, shown, sizeof shown);
    if (nearest.best.at)
        crr_reader_finding(reader, CRR_F_UNKNOWN_KEY, key, "unknown key `%s`%s", shown,
            did_you_mean(&nearest, '`', hint));
    else
        crr_reader_finding(reader, CRR_F_UNKNOWN_KEY, key,
            "unknown key `%s`; expected one of: %s", shown, list);
}

static bool
read_pair(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *value, const struct crr_field *fields,
    size_t field_count, void *object)
{
    const struct crr_field *field = field_of(fields, field_count, key->text);
    size_t above = crr_reader_enter_key(reader, key->text);
    bool good = false;

    if (!field)
        report_unknown_key(reader, key, fields, field_count);
    else if (!field->read)
        crr_reader_finding(reader, CRR_F_RESERVED, key,
            "the key `%s` is reserved for a later release; remove it", field->key);
    else
        good = field->read(reader, value, object);
    crr_reader_leave(reader, above);
    return good;
}

bool
crr_read_mapping(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_field *fields, size_t field_count, void *object)
{
    char list[LIST_SIZE] = "", expected[LIST_SIZE + 32];
    bool good = true;

    if (node->kind != CRR_YAML_MAPPING) {
        for (size_t i = 0; i < field_count; i++) {
            if (fields[i].read)
                append_word(list, ", ", fields[i].key);
        }
        snprintf(expected, sizeof expected, "a mapping with keys such as %s", list);
        return crr_read_kind(reader, node, CRR_YAML_MAPPING, expected);
    }
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        if (!read_pair(reader, node->items[i], node->items[i + 1], fields, field_count,
                object))
            good = false;
    }
    for (size_t i = 0; i < field_count; i++) {
        if (!fields[i].required || crr_yaml_get(node, fields[i].key))
            continue;
        crr_reader_finding(reader, CRR_F_MISSING_KEY, node,
            "expected the key `%s`, found a mapping without it", fields[i].key);
        good = false;
    }
    return good;
}

/* ---- Scalars ---- */

static bool
is_value(const struct crr_yaml_node *node)
{
    return node->kind == CRR_YAML_SCALAR && !crr_yaml_is_null(node);
}

/* Reports that the node is not what was expected; false. */
static bool
unexpected(struct crr_reader *reader, enum crr_finding_number finding,
    const struct crr_yaml_node *node, const char *expected, const char *hint)
{
    char found[FOUND_SIZE];

    if (node->kind != CRR_YAML_SCALAR)
        finding = CRR_F_WRONG_KIND;
    crr_reader_finding(reader, finding, node, "expected %s, found %s%s", expected,
        found_at(node, found), hint);
    return false;
}

static bool
read_text(struct crr_reader *reader, const struct crr_yaml_node *node,
    size_t min_length, struct crr_text *ret)
{
    if (!is_value(node) || node->text.length < min_length)
        return unexpected(reader, CRR_F_NOT_A_TEXT, node, "a text", "");
    if (node->text.length > TEXT_LIMIT) {
        crr_reader_finding(reader, CRR_F_NOT_A_TEXT, node,
            "expected a text of at most %d bytes, found one of %zu bytes", TEXT_LIMIT,
            node->text.length);
        return false;
    }
    *ret = node->text;
    return true;
}

bool
crr_read_text(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text *ret)
{
    return read_text(reader, node, 1, ret);
}

bool
crr_read_id(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text *ret)
{
    if (!is_value(node) || !crr_text_is_id(node->text))
        return unexpected(reader, CRR_F_NOT_AN_ID, node,
            "an id (a letter, then letters, digits, _ . or -, at most 64 in all, A-Z "
            "and "
            "a-z)",
            "");
    *ret = node->text;
    return true;
}

bool
crr_read_boolean(struct crr_reader *reader, const struct crr_yaml_node *node, bool *ret)
{
    static const struct crr_word words[] = {{"true", 1}, {"false", 0}, {"yes", 1},
        {"no", 0}, {"y", 1}, {"n", 0}, {"on", 1}, {"off", 0}, {"1", 1}, {"0", 0}};
    const char *hint = "";

    for (size_t i = 0; i < sizeof words / sizeof words[0] && is_value(node); i++) {
        if (i < 2 && crr_text_is(node->text, words[i].name)) {
            *ret = words[i].value;
            return true;
        }
        if (crr_text_equal_fold(node->text, crr_text_of(words[i].name)))
            hint = words[i].value ? " (write true)" : " (write false)";
    }
    return unexpected(reader, CRR_F_NOT_A_WORD, node, "true or false", hint);
}

/* ---- Numbers ---- */

/* What is the matter with the number, in parentheses, or nothing if the sentence says
 * it. */
static const char *
number_hint(struct crr_text text, enum crr_number_fault fault, char buffer[FOUND_SIZE])
{
    static const char full_width_comma[] = "\xEF\xBC\x8C";
    char number[32];
    size_t used = 0, at = 0;

    if (fault == CRR_NUMBER_THOUSANDS)
        return " (a thousands separator; write the digits without it)";
    if (fault == CRR_NUMBER_EXPONENT)
        return " (an exponent; write all the digits)";
    if (fault != CRR_NUMBER_DECIMAL_COMMA)
        return "";
    while (at < text.length && used < sizeof number - 1) {
        bool wide = text.length - at >= 3 &&
                    memcmp(text.at + at, full_width_comma, 3) == 0;

        number[used++] = wide || text.at[at] == ',' ? '.' : text.at[at];
        at += wide ? 3 : 1;
    }
    if (at < text.length)
        return " (a decimal comma; write a point)";
    number[used] = '\0';
    snprintf(buffer, FOUND_SIZE, " (a decimal comma; write %s)", number);
    return buffer;
}

bool
crr_read_integer(struct crr_reader *reader, const struct crr_yaml_node *node,
    int64_t low, int64_t high, int64_t *ret)
{
    struct crr_decimal decimal = {0, 0};
    enum crr_number_fault fault = CRR_NUMBER_NONE;
    char expected[80], hint[FOUND_SIZE];

    if (is_value(node))
        fault = crr_decimal_parse(node->text, 0, &decimal);
    if (fault == CRR_NUMBER_GOOD && decimal.units >= low && decimal.units <= high) {
        *ret = decimal.units;
        return true;
    }
    snprintf(expected, sizeof expected, "a whole number from %" PRId64 " to %" PRId64,
        low, high);
    return unexpected(reader,
        fault == CRR_NUMBER_GOOD || fault == CRR_NUMBER_RANGE ? CRR_F_OUT_OF_RANGE
                                                              : CRR_F_NOT_A_NUMBER,
        node, expected, number_hint(node->text, fault, hint));
}

/* 10^12, or less where so many places leave less room in 63 bits. */
static int64_t
number_bound(int places)
{
    int64_t room = INT64_MAX / crr_power_of_ten(places);
    int64_t bound = crr_power_of_ten(12);

    return room < bound ? room : bound;
}

bool
crr_read_decimal(struct crr_reader *reader, const struct crr_yaml_node *node,
    int places, int64_t *ret)
{
    struct crr_decimal decimal;
    enum crr_number_fault fault = CRR_NUMBER_NONE;
    char expected[80], hint[FOUND_SIZE];

    if (is_value(node))
        fault = crr_decimal_parse(node->text, places, &decimal);
    if (fault == CRR_NUMBER_GOOD) {
        *ret = decimal.units;
        return true;
    }
    if (fault == CRR_NUMBER_RANGE) {
        snprintf(expected, sizeof expected,
            "a number between -%" PRId64 " and %" PRId64, number_bound(places),
            number_bound(places));
        return unexpected(reader, CRR_F_OUT_OF_RANGE, node, expected, "");
    }
    if (places == 0)
        snprintf(expected, sizeof expected, "a whole number");
    else
        snprintf(expected, sizeof expected, "a number with at most %d decimal place%s",
            places, places == 1 ? "" : "s");
    return unexpected(reader, CRR_F_NOT_A_NUMBER, node, expected,
        number_hint(node->text, fault, hint));
}

bool
crr_read_rational(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_rational *ret)
{
    struct crr_decimal decimal;
    char hint[FOUND_SIZE];

    if (is_value(node) && crr_rational_parse(node->text, ret))
        return true;
    return unexpected(reader, CRR_F_NOT_A_NUMBER, node,
        "a number or a fraction such as 100/3, of at most 9 decimal places and below "
        "10^12",
        is_value(node)
            ? number_hint(node->text, crr_decimal_parse(node->text, 9, &decimal), hint)
            : "");
}

bool
crr_read_day(struct crr_reader *reader, const struct crr_yaml_node *node, int32_t *ret)
{
    static const char pattern[] = "YYYY-MM-DD";
    enum crr_date_fault fault = CRR_DATE_PATTERN;
    int32_t day;
    char words[CRR_DAY_HINT_SIZE];
    const char *hint = crr_day_hint(node->text, words);

    if (is_value(node)) {
        fault = crr_date_parse(node->text, crr_text_of(pattern), &day);
        if (fault == CRR_DATE_GOOD && node->text.length == strlen(pattern)) {
            *ret = day;
            return true;
        }
    }
    if (fault == CRR_DATE_GOOD)
        hint = " (write the date without a time)";
    return unexpected(reader, CRR_F_NOT_A_DATE, node, "a date as YYYY-MM-DD", hint);
}

/* ---- Words and lists ---- */

bool
crr_read_word(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_word *words, int *ret)
{
    char list[LIST_SIZE] = "", hint[FOUND_SIZE];
    struct crr_nearest nearest;

    crr_nearest_init(&nearest, node->text);
    for (const struct crr_word *word = words; word->name; word++) {
        if (is_value(node) && crr_text_is(node->text, word->name)) {
            *ret = word->value;
            return true;
        }
        crr_nearest_try(&nearest, crr_text_of(word->name));
        append_word(list, word[1].name ? ", " : " or ", word->name);
    }
    return unexpected(
        reader, CRR_F_NOT_A_WORD, node, list, did_you_mean(&nearest, '"', hint));
}

bool
crr_read_texts(struct crr_reader *reader, const struct crr_yaml_node *node,
    size_t min_length, const struct crr_text **ret, size_t *ret_count)
{
    const struct crr_yaml_node *const *items = node->items;
    size_t count = node->item_count;
    struct crr_text *texts;
    bool good = true;

    if (node->kind == CRR_YAML_MAPPING)
        return unexpected(reader, CRR_F_WRONG_KIND, node, "a list of texts", "");
    if (node->kind == CRR_YAML_SCALAR) {
        items = &node;
        count = 1;
    }
    texts = crr_arena_array(reader->arena, count, sizeof *texts);
    if (!texts)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t above = reader->path_length;

        if (node->kind == CRR_YAML_SEQUENCE)
            crr_reader_enter_index(reader, i);
        good = read_text(reader, items[i], min_length, &texts[i]) && good;
        crr_reader_leave(reader, above);
    }
    if (!good)
        return false;
    *ret = texts;
    *ret_count = count;
    return true;
}
