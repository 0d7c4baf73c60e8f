/* Fuzzes the YAML tree and the typed reader: whatever the bytes are, the tree keeps
 * what its header promises, every node can be read as every type, and each refusal
 * leaves a finding. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "base/span.h"
#include "yaml/document.h"
#include "yaml/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
require(bool held)
{
    if (!held)
        abort();
}

static void
check_error(void *user, const struct crr_error *error)
{
    (void)user;
    require(crr_text_is_utf8(crr_text_of(error->message)));
    require(crr_text_is_utf8(crr_text_of(error->path)));
    require(error->message[0] != '\0');
    require(strpbrk(error->message, "\n\r\t\x1B") == NULL);
}

static bool
read_nothing(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    (void)reader;
    (void)node;
    (void)object;
    return true;
}

/* Reads the node as each type; what fails must have been reported. */
static void
read_as_all(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_word words[] = {{"half_up", 0}, {"down", 1}, {NULL, 0}};
    static const struct crr_field fields[] = {
        {"points", read_nothing, false}, {"weight", read_nothing, true}};
    const struct crr_report *report = reader->report;
    size_t before = report->error_count;
    size_t failed = 0;
    struct crr_text text;
    const struct crr_text *texts;
    struct crr_rational rational = {1, 1};
    int64_t units;
    int32_t day = 0;
    size_t count;
    bool flag;
    int word;

    if (node->refused)
        return; /* an alias, which was reported once and for all */
    failed += !crr_read_text(reader, node, &text);
    failed += !crr_read_id(reader, node, &text);
    failed += !crr_read_boolean(reader, node, &flag);
    failed += !crr_read_integer(reader, node, -5, 5, &units);
    failed += !crr_read_decimal(reader, node, 4, &units);
    failed += !crr_read_rational(reader, node, &rational);
    failed += !crr_read_day(reader, node, &day);
    failed += !crr_read_word(reader, node, words, &word);
    require(report->error_count == before + failed);
    if (!crr_read_texts(reader, node, 0, &texts, &count))
        require(report->error_count > before + failed);
    before = report->error_count;
    if (!crr_read_mapping(reader, node, fields, 2, NULL))
        require(report->error_count > before);
    require(rational.denominator > 0);
    require(crr_gcd(rational.numerator, rational.denominator) == 1);
    require(day >= CRR_DAY_MIN && day <= CRR_DAY_MAX);
}

static void
check_number(struct crr_text text)
{
    for (int places = 0; places <= 9; places++) {
        struct crr_decimal decimal = {0, 0}, again = {0, 0};
        char printed[CRR_NUMBER_SIZE];

        if (crr_decimal_parse(text, places, &decimal) != CRR_NUMBER_GOOD)
            continue;
        crr_decimal_print(decimal.units, decimal.places, printed);
        require(
            crr_decimal_parse(crr_text_of(printed), places, &again) == CRR_NUMBER_GOOD);
        require(again.units == decimal.units && again.places == decimal.places);
    }
}

static void
check_scalar(const struct crr_yaml_node *node)
{
    char *folded = malloc(node->text.length + 1);
    char shown[24];
    int32_t day = 0;

    require(folded != NULL);
    require(crr_text_is_utf8(node->text));
    require(node->text.at[node->text.length] == '\0');
    require(crr_text_is_utf8(crr_text_fold(node->text, true, folded)));
    require(strlen(crr_text_shown(node->text, shown, sizeof shown)) < sizeof shown);
    check_number(node->text);
    crr_date_parse(node->text, crr_text_of("YYYY-M-D"), &day);
    if (crr_date_pattern_is_good(node->text))
        crr_date_parse(crr_text_of("2024-02-29"), node->text, &day);
    free(folded);
}

static void
check_node(struct crr_reader *reader, const struct crr_yaml_node *node, int depth)
{
    bool is_mapping = node->kind == CRR_YAML_MAPPING;

    require(node->line > 0 && node->column > 0);
    require(depth <= CRR_YAML_DEPTH_LIMIT);
    read_as_all(reader, node);
    if (node->kind == CRR_YAML_SCALAR) {
        check_scalar(node);
        return;
    }
    require(!is_mapping || node->item_count % 2 == 0);
    for (size_t i = 0; i < node->item_count; i++) {
        bool is_key = is_mapping && i % 2 == 0;
        size_t above = is_mapping
                           ? crr_reader_enter_key(reader, node->items[i - i % 2]->text)
                           : crr_reader_enter_index(reader, i);

        if (is_key)
            require(node->items[i]->kind == CRR_YAML_SCALAR);
        for (size_t j = 0; is_key && j < i && j < 200; j += 2)
            require(!crr_text_equal(node->items[i]->text, node->items[j]->text));
        check_node(reader, node->items[i], depth + 1);
        crr_reader_leave(reader, above);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct crr_text text = {(const char *)bytes, length};
    const struct crr_yaml_node *root = NULL;
    struct crr_arena arena;
    struct crr_report report;
    enum crr_status status;

    crr_arena_init(&arena, NULL);
    crr_report_init(&report, &arena);
    status = crr_yaml_parse(
        text, CRR_YAML_SIZE_LIMIT, "m.yaml", &arena, &report, &root);
    require(status == CRR_OK || status == CRR_E_MODEL);
    require((status == CRR_OK) == (root != NULL));
    require(status == CRR_OK || report.error_count > 0);
    if (root) {
        struct crr_reader reader = {
            .arena = &arena, .report = &report, .file = "m.yaml"};

        check_node(&reader, root, 0);
    }
    crr_report_finish(&report, false, check_error, NULL, NULL);
    crr_arena_clear(&arena);
    return 0;
}
