/* The entries of a list, from its CSV file: names, identifiers and dates of birth by
 * columns, several in a cell, in their normal form. */
#include "base/writer.h"
#include "model/csv_file.h"

#define LIST_RECORD_LIMIT CRR_CSV_FILE_RECORD_LIMIT
#define ENTRY_ID_LIMIT 255           /* bytes */
#define VALUE_LIMIT CRR_COLUMN_LIMIT /* in a cell with quotes in it */
#define REPETITION_LIMIT 256 /* spellings before one among which it is looked for */

/* A list while it is read. What grows lies outside of the arena until its end. */
struct scan {
    struct crr_csv_file *csv;
    struct crr_ast_list *list;
    struct crr_arena *arena;
    uint32_t entry, from, to; /* columns, CRR_ABSENT */
    uint32_t *columns[CRR_LIST_PART_COUNT];
    struct crr_ast_entry *entries;
    size_t entry_limit;
    struct crr_buffer texts, births, spellings[CRR_NAME_KIND_COUNT];
    struct crr_name_room room;
    struct crr_csv_field values[VALUE_LIMIT]; /* of a cell with quotes in it */
    char piece[CRR_SPELLING_LIMIT];
};

/* ---- Columns ---- */

/* A column that the model names, or one of a usual name if the file has it. */
static bool
find_one(
    struct scan *scan, struct crr_text *name, const char *usual, uint32_t *ret_column)
{
    struct crr_text wanted = name->length > 0 ? *name : crr_text_of(usual);
    if (!crr_csv_file_column(scan->csv, wanted, name->length > 0, ret_column))
        return false;
    if (*ret_column != CRR_ABSENT)
        *name = wanted;
    return true;
}

/* The usual names are those of the simple tables of OpenSanctions. */
static bool
find_usual(struct scan *scan, enum crr_list_part part)
{
    static const char *const usual[CRR_LIST_PART_COUNT][2] = {
        [CRR_LIST_NAMES] = {"name", "aliases"},
        [CRR_LIST_IDENTIFIERS] = {"identifiers", NULL},
        [CRR_LIST_BIRTH_DATES] = {"birth_date", NULL}};
    struct crr_text *names = crr_arena_array(scan->arena, 2, sizeof *names);
    uint32_t count = 0;
    scan->columns[part] = crr_arena_array(scan->arena, 2, sizeof **scan->columns);
    if (!names || !scan->columns[part])
        return false;
    for (int i = 0; i < 2 && usual[part][i]; i++) {
        names[count] = crr_text_of(usual[part][i]);
        if (!crr_csv_file_column(
                scan->csv, names[count], false, &scan->columns[part][count]))
            return false;
        count += scan->columns[part][count] != CRR_ABSENT;
    }
    scan->list->columns[part] = names;
    scan->list->column_counts[part] = count;
    return true;
}

static bool
find_columns(struct scan *scan, enum crr_list_part part)
{
    uint32_t count = scan->list->column_counts[part];
    bool good = true;
    if (count == 0)
        return find_usual(scan, part);
    scan->columns[part] = crr_arena_array(scan->arena, count, sizeof **scan->columns);
    for (uint32_t i = 0; scan->columns[part] && i < count; i++)
        good &= crr_csv_file_column(
            scan->csv, scan->list->columns[part][i], true, &scan->columns[part][i]);
    return scan->columns[part] && good;
}

static bool
take_header(struct crr_csv_file *csv)
{
    struct scan *scan = csv->user;
    struct crr_ast_list *list = scan->list;
    bool good = find_one(scan, &list->entry_column, "id", &scan->entry);
    good &= find_one(scan, &list->from_column, "valid_from", &scan->from);
    good &= find_one(scan, &list->to_column, "valid_to", &scan->to);
    for (int part = 0; part < CRR_LIST_PART_COUNT; part++)
        good &= find_columns(scan, (enum crr_list_part)part);
    list->dated = scan->from != CRR_ABSENT || scan->to != CRR_ABSENT;
    if (!good || list->column_counts[CRR_LIST_NAMES] > 0 ||
        list->column_counts[CRR_LIST_IDENTIFIERS] > 0)
        return good;
    crr_csv_file_report(csv, CRR_F_LIST,
        "expected a column `name`, `aliases` or `identifiers`, or others that the "
        "model names under `names` or `identifiers`; found none");
    return false;
}

/* ---- Entries ---- */

static bool
keep(struct scan *scan, struct crr_buffer *buffer, const void *at, size_t length)
{
    if (buffer->length + length <= UINT32_MAX &&
        crr_buffer_write(buffer, at, length) == 0)
        return true;
    scan->arena->failed = true;
    return false;
}

/* True if the entry is called so already. One repetition more costs memory alone, so
 * the search is short. */
static bool
is_repeated(const struct scan *scan, enum crr_name_kind kind, struct crr_text normal)
{
    const struct crr_buffer *buffer = &scan->spellings[kind];
    const struct crr_ast_spelling *all = (const void *)buffer->at;
    size_t count = buffer->length / sizeof *all;
    size_t end = count > REPETITION_LIMIT ? count - REPETITION_LIMIT : 0;
    for (size_t i = count; i-- > end;) {
        if (all[i].entry != scan->list->entry_count)
            return false;
        if (crr_text_equal(
                normal, (struct crr_text){scan->texts.at + all[i].at, all[i].length}))
            return true;
    }
    return false;
}

static void
take_spelling(struct scan *scan, enum crr_name_kind kind, struct crr_text text)
{
    static const char *const words[] = {"a name", "an identifier"};
    char shown[64];
    if (text.length > CRR_SPELLING_LIMIT) {
        crr_csv_file_report(scan->csv, CRR_F_LIST_ENTRY,
            "expected %s of at most %d bytes, found %zu bytes; it is left out",
            words[kind], CRR_SPELLING_LIMIT, text.length);
        return;
    }
    struct crr_text normal = crr_name_normal(text, kind, &scan->room);
    if (normal.length == 0) {
        crr_csv_file_report(scan->csv, CRR_F_LIST_ENTRY,
            "expected %s with a letter or a digit in it, found \"%s\"; it is left out",
            words[kind], crr_text_shown(text, shown, sizeof shown));
        return;
    }
    if (is_repeated(scan, kind, normal))
        return;
    struct crr_ast_spelling spelling = {
        (uint32_t)scan->texts.length, (uint32_t)normal.length, scan->list->entry_count};
    if (keep(scan, &scan->texts, normal.at, normal.length))
        keep(scan, &scan->spellings[kind], &spelling, sizeof spelling);
}

/* YYYY or YYYY-MM: nothing that a date could equal. */
static bool
is_part_of_date(struct crr_text text)
{
    if (text.length != 4 && text.length != 7)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (i == 4 ? text.at[i] != '-' : text.at[i] < '0' || text.at[i] > '9')
            return false;
    return true;
}

static void
take_birth(struct scan *scan, struct crr_text text)
{
    int32_t day = CRR_NO_DAY;
    char shown[64];
    if (is_part_of_date(text))
        return;
    if (crr_day_parse(text, &day)) {
        keep(scan, &scan->births, &day, sizeof day);
        return;
    }
    crr_csv_file_report(scan->csv, CRR_F_LIST_ENTRY,
        "expected a date of birth YYYY-MM-DD, found \"%s\"; it is left out",
        crr_text_shown(text, shown, sizeof shown));
}

static void
take_piece(struct scan *scan, enum crr_list_part part, struct crr_text text)
{
    text = crr_text_trim(text);
    if (text.length == 0)
        return;
    if (part == CRR_LIST_BIRTH_DATES)
        take_birth(scan, text);
    else
        take_spelling(scan, (enum crr_name_kind)part, text);
}

/* The values in a cell. They are written as a row of CSV is, so that one may have the
 * separator in quotes; where that grammar does not hold, quotes are characters. */
static void
take_cell(struct scan *scan, enum crr_list_part part, uint32_t column)
{
    struct crr_csv_field *fields = scan->values;
    struct crr_csv_record record = {.fields = fields, .capacity = VALUE_LIMIT};
    struct crr_text rest = crr_csv_file_cell(scan->csv, column);
    struct crr_text piece;
    if (rest.length > 0 && memchr(rest.at, '"', rest.length) &&
        crr_csv_next(rest.at, rest.length, true, scan->list->separator, rest.length + 1,
            &record) == CRR_CSV_RECORD &&
        record.consumed == rest.length) {
        for (size_t i = 0; i < record.count; i++)
            if (fields[i].length <= sizeof scan->piece)
                take_piece(scan, part, crr_csv_text(&fields[i], scan->piece));
            else
                take_piece(
                    scan, part, (struct crr_text){fields[i].at, fields[i].length});
        return;
    }
    while (
        crr_csv_file_piece(&rest, (struct crr_text){&scan->list->separator, 1}, &piece))
        take_piece(scan, part, piece);
}

/* A day, of which the time is cut off. */
static bool
take_day(struct scan *scan, uint32_t column, int32_t *ret)
{
    struct crr_text text = crr_csv_file_cell(scan->csv, column);
    char shown[64], hint[CRR_DAY_HINT_SIZE];
    *ret = CRR_NO_DAY;
    if (text.length > 10 && (text.at[10] == 'T' || text.at[10] == ' '))
        text.length = 10;
    if (text.length == 0 || crr_day_parse(text, ret))
        return true;
    crr_csv_file_report(scan->csv, CRR_F_TABLE_PERIOD,
        "expected a date YYYY-MM-DD or nothing, found \"%s\"%s",
        crr_text_shown(text, shown, sizeof shown), crr_day_hint(text, hint));
    return false;
}

static bool
take_period(struct scan *scan, struct crr_ast_entry *entry)
{
    bool good = take_day(scan, scan->from, &entry->valid_from);
    good &= take_day(scan, scan->to, &entry->valid_to);
    if (!good || entry->valid_to == CRR_NO_DAY || entry->valid_from < entry->valid_to)
        return good;
    crr_csv_file_report(scan->csv, CRR_F_TABLE_PERIOD,
        "expected the first day of the entry before the first day on which it no "
        "longer holds");
    return false;
}

static size_t
spelling_count(const struct scan *scan)
{
    return scan->spellings[0].length + scan->spellings[1].length;
}

static void
take_row(struct crr_csv_file *csv)
{
    struct scan *scan = csv->user;
    struct crr_ast_list *list = scan->list;
    if (list->entry_count == scan->entry_limit) {
        crr_csv_file_report(csv, CRR_F_TOO_MANY,
            "expected at most %zu entries, found more", scan->entry_limit);
        return;
    }
    struct crr_ast_entry *entry = &scan->entries[list->entry_count];
    size_t before = spelling_count(scan), findings = csv->finding_count;
    struct crr_text id = crr_csv_file_cell(csv, scan->entry);
    *entry = (struct crr_ast_entry){.id = (uint32_t)scan->texts.length,
        .id_length = (uint32_t)(id.length > ENTRY_ID_LIMIT ? 0 : id.length),
        .birth = (uint32_t)(scan->births.length / sizeof(int32_t)),
        .line = (uint32_t)csv->place.line};
    keep(scan, &scan->texts, id.at, entry->id_length);
    if (!take_period(scan, entry))
        return;
    for (int part = 0; part < CRR_LIST_PART_COUNT; part++)
        for (uint32_t i = 0; i < list->column_counts[part]; i++)
            take_cell(scan, (enum crr_list_part)part, scan->columns[part][i]);
    if (spelling_count(scan) == before && csv->finding_count == findings)
        crr_csv_file_report(csv, CRR_F_LIST_ENTRY,
            "expected a name or an identifier, found neither; nobody is found by it");
    list->entry_count++;
}

/* ---- The whole ---- */

/* Into the arena, in its true size. */
static const void *
settle(struct scan *scan, const struct crr_buffer *buffer)
{
    void *kept = crr_arena_alloc(scan->arena, buffer->length);
    if (kept && buffer->length > 0)
        memcpy(kept, buffer->at, buffer->length);
    return kept;
}

static void
settle_all(struct scan *scan)
{
    struct crr_ast_list *list = scan->list;
    scan->entries[list->entry_count].birth = (uint32_t)(scan->births.length /
                                                        sizeof(int32_t));
    list->entries = scan->entries;
    list->texts = settle(scan, &scan->texts);
    list->births = settle(scan, &scan->births);
    for (int kind = 0; kind < CRR_NAME_KIND_COUNT; kind++) {
        list->spellings[kind] = settle(scan, &scan->spellings[kind]);
        list->spelling_counts[kind] = (uint32_t)(scan->spellings[kind].length /
                                                 sizeof **list->spellings);
    }
}

static void
read_entries(struct scan *scan, const struct crr_allocator *allocator)
{
    struct crr_buffer *buffers[] = {
        &scan->texts, &scan->births, &scan->spellings[0], &scan->spellings[1]};
    for (int i = 0; i < 4; i++)
        crr_buffer_init(buffers[i], allocator);
    scan->entry_limit = crr_csv_file_line_count(scan->csv, CRR_ENTRY_LIMIT);
    scan->entries = crr_arena_array(
        scan->arena, scan->entry_limit + 1, sizeof *scan->entries);
    if (scan->entries) {
        crr_csv_file_read(scan->csv);
        settle_all(scan);
    }
    for (int i = 0; i < 4; i++)
        crr_buffer_clear(buffers[i]);
}

void
crr_read_list_file(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_ast_list *list)
{
    const struct crr_allocator *allocator = &reader->arena->allocator;
    size_t above = crr_reader_enter_key(reader, crr_text_of("file"));
    const struct crr_table_file *file = crr_table_open(reader, node, list->file);
    crr_reader_leave(reader, above);
    if (!file)
        return;
    memcpy(list->file_digest, file->digest, sizeof list->file_digest);
    struct crr_csv_file *csv = crr_csv_file_new(reader, file);
    struct scan *scan = csv ? allocator->resize(allocator->user, NULL, 0, sizeof *scan)
                            : NULL;
    if (scan) {
        memset(scan, 0, sizeof *scan);
        scan->csv = csv;
        scan->list = list;
        scan->arena = reader->arena;
        csv->delimiter = list->delimiter;
        csv->record_limit = LIST_RECORD_LIMIT;
        csv->record_limit_text = "1 MiB";
        csv->take_header = take_header;
        csv->take_row = take_row;
        csv->user = scan;
        read_entries(scan, allocator);
        allocator->resize(allocator->user, scan, sizeof *scan, 0);
    } else {
        reader->arena->failed = true;
    }
    crr_csv_file_free(csv);
}
