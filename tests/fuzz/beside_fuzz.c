/* Fuzzes the files beside the customers: an earlier run's output, overrides, links,
 * linked persons, and a list of the model. Whatever one of them is, the run ends with
 * every customer rated or rejected, or with an error that says why; nothing that is
 * confidential is printed; and the same bytes give the same output however they are
 * cut. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/span.h"
#include "base/writer.h"
#include "crr/crr.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
require(bool held)
{
    if (!held)
        abort();
}

static const char model_text[] =
    "crr: 1\n"
    "model: {id: m, version: '1'}\n"
    "inputs:\n"
    "  id: {type: text, key: true}\n"
    "  name: {type: text}\n"
    "  born: {type: date}\n"
    "  passport: {type: code}\n"
    "  country: {type: code, missing: worst, unknown: worst}\n"
    "  secret: {type: text, confidential: true}\n"
    "  owners: {type: codes, missing: worst, unknown: worst,\n"
    "    linked: {input: country, roles: [owner], min_share: 10%, depth: 8}}\n"
    "  leaders: {type: codes, linked: {input: name, roles: [owner, leader], depth: "
    "3}}\n"
    "  secrets: {type: codes, linked: {input: secret, roles: [leader], depth: 8}}\n"
    "tables: {t: {rows: {A: 1, B: 20, C: 99}}}\n"
    "lists: {l: {file: list.csv, complete_from: 2000-01-01}}\n"
    "factors:\n"
    "  - {id: home, weight: 0.5, input: country, table: t}\n"
    "  - {id: behind, weight: 0.5, input: owners, table: t}\n"
    "tiers: [{id: low, from: 0, review: 12 months}, {id: high, from: 50, review: 1 "
    "year}, {id: never}]\n"
    "history: {down: {steps: 1, wait: 6 months}}\n"
    "rules:\n"
    "  - {id: by-number, when: {passport: {identifier_in: l}}, tier: never, "
    "if_missing: "
    "false, basis: b}\n"
    "  - {id: by-day, when: {name: {name_in: l, birth_date: born}}, tier: never, "
    "if_missing: false, basis: b}\n"
    "  - {id: by-name, when: {name: {name_in: l}}, at_least: high, if_missing: true, "
    "basis: b}\n"
    "  - {id: led, when: {leaders: {name_in: l}}, at_least: high, if_missing: false, "
    "basis: b}\n"
    "  - {id: hush, when: {secrets: hushed}, tier: never, if_missing: false, basis: "
    "b}\n";

static const char customers[] = "id,name,born,passport,country,secret\n"
                                "C1,Zhang San,1970-05-03,P 1,A,hushed\n"
                                "C2,王伟,,P2,B,quiet\n"
                                "C3,x,1999-01-01,,C,hushed\n"
                                "C4,\"a;b\",2000-02-29,P4,,\n";
static const char list[] =
    "id,name,aliases,birth_date,identifiers,valid_from,valid_to\n"
    "Q1,Zhang San,王伟;\"a;b\",1970-05-03,P1,,2030-01-01\n";
static const char links[] = "from,to,role,share\nC1,C2,owner,50%\nC1,C3,leader,\n"
                            "C2,P1,owner,20%\nC3,C1,leader,1\n";
static const char persons[] = "id,name,country,secret\nP1,Li Si,B,hushed\n";
static const char previous[] =
    "id,system_tier,tier_since,first_rated_on,last_reviewed_on,direct\n"
    "C1,high,2025-01-01,2025-01-01,,\n";
static const char overrides[] =
    "key,tier,reason_code,reason,decided_by,second_person,decided_on,from,until,"
    "system_tier\nC4,high,X,because,A,,2026-01-01,2026-01-01,,low\n";

enum file {
    FILE_LIST,
    FILE_LINKS,
    FILE_PERSONS,
    FILE_PREVIOUS,
    FILE_OVERRIDES,
    FILE_CUSTOMERS,
    FILE_COUNT
};

struct source {
    struct crr_text text;
    size_t step;
};

static enum crr_status
read_source(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct source *source = user;
    size_t length = source->step < capacity ? source->step : capacity;
    if (length > source->text.length)
        length = source->text.length;
    if (length > 0)
        memcpy(buffer, source->text.at, length);
    source->text.at += length;
    source->text.length -= length;
    *ret_length = length;
    return CRR_OK;
}

static enum crr_status
open_list(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    (void)name;
    *ret_bytes = *(const struct crr_text *)user;
    return CRR_OK;
}

static void
check_counts(const struct crr_summary *summary)
{
    require(crr_summary_row_count(summary) ==
            crr_summary_rated_count(summary) + crr_summary_rejected_count(summary));
}

static bool
has(const struct crr_buffer *buffer, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= buffer->length; i++)
        if (memcmp(buffer->at + i, word, length) == 0)
            return true;
    return false;
}

/* The faults that were told of a run. */
struct faults {
    size_t count;
    struct crr_error first;
};

static void
count_fault(void *user, const struct crr_error *fault)
{
    struct faults *faults = user;
    if (faults->count++ == 0)
        faults->first = *fault;
    require(faults->count <= 21 && fault->message[0] && fault->file[0]);
    require((fault->finding == 0) == (faults->count == 21));
}

/* A run fails with the first of the faults, and with none only for another reason. */
static void
check_faults(
    const struct faults *faults, enum crr_status status, const struct crr_error *error)
{
    bool beside = status == CRR_E_FILE && error->finding >= 712 &&
                  error->finding <= 714;
    require(beside == (faults->count > 0));
    require(!beside || (strcmp(faults->first.message, error->message) == 0 &&
                           faults->first.line == error->line));
}

/* One run; what it wrote, rejects and summary included, goes to out. */
static enum crr_status
run(struct crr_model *model, const struct crr_text texts[FILE_COUNT], size_t step,
    struct crr_buffer *out, struct crr_error *error)
{
    static const char *const names[] = {
        "list", "links", "persons", "previous", "overrides", "customers"};
    struct source memory[FILE_COUNT], again = {texts[FILE_CUSTOMERS], step};
    struct crr_source sources[FILE_COUNT];
    struct crr_summary *summary = NULL;
    struct crr_text columns[] = {crr_text_of("id"), crr_text_of("tier"),
        crr_text_of("reasons"), crr_text_of("warnings"), crr_text_of("list_entry"),
        crr_text_of("system_tier"), crr_text_of("change"), crr_text_of("tier_since"),
        crr_text_of("next_review")};
    for (int i = 0; i < FILE_COUNT; i++) {
        memory[i] = (struct source){texts[i], step};
        sources[i] = (struct crr_source){
            .name = names[i], .read = read_source, .user = &memory[i]};
    }
    struct crr_source behind[] = {
        {.name = "customers", .read = read_source, .user = &again}, sources[2]};
    struct faults faults = {.count = 0};
    struct crr_file_options options = {.size = sizeof options,
        .report = count_fault,
        .report_user = &faults,
        .rater = {.size = sizeof options.rater, .has_as_of = true, .as_of = 20635},
        .links = &sources[FILE_LINKS],
        .persons = behind,
        .person_count = 2,
        .previous = &sources[FILE_PREVIOUS],
        .overrides = &sources[FILE_OVERRIDES],
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
        .write = crr_buffer_write,
        .write_user = out,
        .write_reject = crr_buffer_write,
        .reject_user = out};
    enum crr_status status = crr_file_rate(
        model, &sources[FILE_CUSTOMERS], 1, &options, &summary, error);
    require(status == CRR_OK || (status == CRR_E_FILE && error->message[0]));
    check_faults(&faults, status, error);
    if (status == CRR_OK)
        check_counts(summary);
    crr_summary_free(summary);
    return status;
}

static void
check_runs(
    struct crr_model *model, const struct crr_text texts[FILE_COUNT], size_t step)
{
    struct crr_buffer whole, cut;
    struct crr_error error, other;
    crr_buffer_init(&whole, NULL);
    crr_buffer_init(&cut, NULL);
    enum crr_status status = run(model, texts, SIZE_MAX, &whole, &error);
    require(run(model, texts, step, &cut, &other) == status);
    require(status == CRR_OK || strcmp(error.message, other.message) == 0);
    require(whole.length == cut.length);
    require(whole.length == 0 || memcmp(whole.at, cut.at, whole.length) == 0);
    require(!has(&whole, "hush"));
    crr_buffer_clear(&whole);
    crr_buffer_clear(&cut);
}

/* The first byte says which file the rest is, and how it is cut. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct crr_text texts[FILE_COUNT] = {crr_text_of(list), crr_text_of(links),
        crr_text_of(persons), crr_text_of(previous), crr_text_of(overrides),
        crr_text_of(customers)};
    struct crr_model *model = NULL;
    struct crr_error error;
    if (length == 0)
        return 0;
    size_t how = bytes[0];
    struct crr_text given = {(const char *)bytes + 1, length - 1};
    /* What the fuzzer writes may say the word itself. */
    struct crr_buffer written = {.at = (char *)bytes, .length = length};
    if (has(&written, "hush"))
        return 0;
    texts[how % FILE_COUNT] = given;
    struct crr_model_options options = {
        .size = sizeof options, .open = open_list, .open_user = &texts[FILE_LIST]};
    enum crr_status status = crr_model_compile(
        crr_text_of(model_text), NULL, &options, &model, &error);
    if (status == CRR_OK)
        check_runs(model, texts, 1 + how / FILE_COUNT);
    else
        require(
            how % FILE_COUNT == FILE_LIST && status == CRR_E_MODEL && error.message[0]);
    crr_model_unref(model);
    return 0;
}
