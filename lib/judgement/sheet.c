/* Judgements from a sheet: a square matrix as CSV, names in the first row and column,
 * as a spreadsheet saves it. It becomes the only node, `goal`. */
#include "judgement/read.h"

#include <stdio.h>
#include <string.h>
#include "base/csv.h"

#define RECORD_LIMIT ((size_t)1 << 20)
#define FIELD_LIMIT (CRR_COMPARED_LIMIT + 2)

/* The column of a finding is that of the sheet: 1 holds the names. */
struct sheet {
    struct crr_reader *reader;
    struct crr_text text; /* what is left */
    char delimiter;
    size_t line;
    struct crr_csv_record record;
    struct crr_csv_field fields[FIELD_LIMIT];
    struct crr_judged_name *names;
    struct crr_judged_cell *cells;
    size_t n;
};

static bool
report_line(struct sheet *sheet, enum crr_finding_number finding, size_t column,
    const char *message)
{
    struct crr_place place = {sheet->reader->file, 0, sheet->line, column};

    crr_report_add(
        sheet->reader->report, finding, &place, sheet->reader->path, "%s", message);
    return false;
}

/* The next record that is not empty; false at the end, or if there is none to read. */
static bool
next_record(struct sheet *sheet, bool *ret_end)
{
    size_t lines = sheet->record.line_count;

    *ret_end = false;
    for (;;) {
        enum crr_csv_result result = crr_csv_next(sheet->text.at, sheet->text.length,
            true, sheet->delimiter, RECORD_LIMIT, &sheet->record);
        sheet->text.at += sheet->record.consumed;
        sheet->text.length -= sheet->record.consumed;
        sheet->line += lines;
        lines = sheet->record.line_count;
        if (result == CRR_CSV_RECORD)
            return true;
        if (result == CRR_CSV_END) {
            *ret_end = true;
            return false;
        }
        if (result == CRR_CSV_TOO_MANY)
            return report_line(sheet, CRR_F_MATRIX_SHAPE, 0,
                "expected at most 100 elements and a first column of names, found "
                "more columns");
        if (result != CRR_CSV_EMPTY_LINE)
            return report_line(sheet, CRR_F_MATRIX_SHAPE, 0,
                "expected a line of CSV, found quotes that do not close or bytes "
                "behind them");
    }
}

/* The text of a field, in the arena. */
static struct crr_text
field_text(struct sheet *sheet, size_t index)
{
    const struct crr_csv_field *field = &sheet->fields[index];
    char *buffer = crr_arena_alloc(sheet->reader->arena, field->length);

    return buffer ? crr_text_trim(crr_csv_text(field, buffer))
                  : (struct crr_text){"", 0};
}

static bool
read_names(struct sheet *sheet)
{
    bool end;
    char message[300];

    if (!next_record(sheet, &end))
        return end &&
               report_line(sheet, CRR_F_MATRIX_SHAPE, 0,
                   "expected a matrix with names in its first row, found nothing");
    if (sheet->record.count < 2)
        return report_line(sheet, CRR_F_MATRIX_SHAPE, 0,
            "expected names from the second column on, found one column; is the "
            "delimiter another one than the comma (--delimiter)?");
    sheet->n = sheet->record.count - 1;
    sheet->names = crr_arena_array(
        sheet->reader->arena, sheet->n, sizeof *sheet->names);
    sheet->cells = crr_arena_array(
        sheet->reader->arena, sheet->n * sheet->n, sizeof *sheet->cells);
    if (!sheet->names || !sheet->cells)
        return false;
    for (size_t i = 0; i < sheet->n; i++) {
        struct crr_text name = field_text(sheet, i + 1);

        if (name.length == 0 || name.length > CRR_NAME_LIMIT ||
            memchr(name.at, '/', name.length) || !crr_text_is_utf8(name))
            return report_line(sheet, CRR_F_ELEMENT_MISSING, i + 2,
                "expected a name of 1 to 128 bytes in UTF-8 without a slash");
        for (size_t j = 0; j < i; j++) {
            if (!crr_text_equal(sheet->names[j].text, name))
                continue;
            snprintf(message, sizeof message,
                "expected each name once, found %.*s again", CRR_SPELL(name));
            return report_line(sheet, CRR_F_DUPLICATE_ID, i + 2, message);
        }
        sheet->names[i].text = name;
    }
    return true;
}

static bool
read_row(struct sheet *sheet, size_t row)
{
    struct crr_text name = field_text(sheet, 0);
    char message[500];

    if (sheet->record.count != sheet->n + 1) {
        snprintf(message, sizeof message,
            "expected %zu fields, a name and a judgement for each column, found %zu",
            sheet->n + 1, sheet->record.count);
        return report_line(sheet, CRR_F_MATRIX_SHAPE, 0, message);
    }
    if (!crr_text_equal(name, sheet->names[row].text)) {
        char shown[160];
        snprintf(message, sizeof message,
            "expected the row of %.*s, in the order of the columns, found \"%s\"",
            CRR_SPELL(sheet->names[row].text),
            crr_text_shown(name, shown, sizeof shown));
        return report_line(sheet, CRR_F_UNKNOWN_ELEMENT, 1, message);
    }
    for (size_t i = 0; i < sheet->n; i++) {
        struct crr_text text = field_text(sheet, i + 1);

        if (crr_text_is(text, "~"))
            text.length = 0;
        sheet->cells[row * sheet->n + i] = (struct crr_judged_cell){
            text, sheet->line, i + 2};
    }
    return true;
}

static bool
read_rows(struct sheet *sheet)
{
    char message[200];
    size_t row = 0;
    bool end;

    while (next_record(sheet, &end)) {
        if (row == sheet->n) {
            snprintf(message, sizeof message,
                "expected %zu rows below the names, as many as columns, found more",
                sheet->n);
            return report_line(sheet, CRR_F_MATRIX_SHAPE, 0, message);
        }
        if (!read_row(sheet, row++))
            return false;
    }
    if (!end || row == sheet->n)
        return end;
    snprintf(message, sizeof message,
        "expected %zu rows below the names, as many as columns, found %zu", sheet->n,
        row);
    return report_line(sheet, CRR_F_MATRIX_SHAPE, 0, message);
}

/* A byte-order mark is what spreadsheets put before UTF-8. */
static struct crr_text
without_mark(struct crr_text text)
{
    bool has_mark = text.length >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0;

    return has_mark ? (struct crr_text){text.at + 3, text.length - 3} : text;
}

static bool
take_sheet(struct sheet *sheet, struct crr_judgements *judgements)
{
    struct crr_reader *reader = sheet->reader;
    struct crr_node_draft *draft = crr_arena_alloc(reader->arena, sizeof *draft);
    struct crr_judge *judge = crr_arena_alloc(reader->arena, sizeof *judge);
    struct crr_judged_tree *tree = crr_arena_alloc(reader->arena, sizeof *tree);
    struct crr_judgement *upper = crr_arena_array(
        reader->arena, crr_pair_count(sheet->n), sizeof *upper);

    if (!draft || !judge || !tree || !upper)
        return false;
    *judge = (struct crr_judge){
        .voting_weight = {1, 1}, .upper = upper, .tolerance = 1, .origin = {1, 1, ""}};
    *draft = (struct crr_node_draft){.name = crr_text_of("goal"),
        .children = sheet->names,
        .child_count = (uint32_t)sheet->n,
        .tolerance = 1,
        .judges = judge,
        .judge_count = 1,
        .origin = {1, 1, ""}};
    if (!crr_take_matrix(reader, sheet->cells, judgements, draft, upper) ||
        !crr_read_judged_tree(reader, judgements, draft, 1, NULL, tree))
        return false;
    judgements->trees = tree;
    judgements->tree_count = 1;
    return true;
}

bool
crr_judgements_read_sheet(struct crr_reader *reader, struct crr_text text,
    char delimiter, struct crr_judgements **ret)
{
    struct sheet *sheet = crr_arena_alloc(reader->arena, sizeof *sheet);
    struct crr_judgements *judgements = crr_arena_alloc(
        reader->arena, sizeof *judgements);
    size_t error_count = reader->report->error_count;

    if (!sheet || !judgements)
        return false;
    *judgements = (struct crr_judgements){.method = CRR_METHOD_GEOMETRIC_MEAN,
        .limit = {1, 10},
        .places = 6,
        .aggregation = CRR_AGGREGATE_JUDGEMENTS,
        .scale = crr_saaty_scale};
    sheet->reader = reader;
    sheet->text = without_mark(text);
    sheet->delimiter = delimiter ? delimiter : ',';
    sheet->line = 1;
    sheet->record.fields = sheet->fields;
    sheet->record.capacity = FIELD_LIMIT;
    if (!read_names(sheet) || !read_rows(sheet) || !take_sheet(sheet, judgements) ||
        reader->report->error_count > error_count || reader->arena->failed)
        return false;
    *ret = judgements;
    return true;
}
