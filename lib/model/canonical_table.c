/* Tables and lists in the canonical text. */
#include "model/canonical.h"

/* ---- Tables ---- */

/* marks: the row states an empty valid_from, which is what makes its table dated. */
static void
write_row(struct crr_page *page, const struct crr_ast_row *row, bool marks)
{
    crr_page_item(page);
    crr_page_open(page);
    crr_page_entry(page, "key");
    crr_page_text(page, row->key);
    crr_page_entry(page, "points");
    crr_page_decimal(page, row->points, CRR_POINTS_PLACES);
    if (row->alias_count > 0) {
        crr_page_entry(page, "aliases");
        crr_page_texts(page, row->aliases, row->alias_count);
    }
    if (marks) {
        crr_page_entry(page, "valid_from");
        crr_page_text(page, (struct crr_text){"", 0});
    }
    crr_page_day_entry(page, "valid_from", row->valid_from);
    crr_page_day_entry(page, "valid_to", row->valid_to);
    if (row->note.length > 0) {
        crr_page_entry(page, "note");
        crr_page_text(page, row->note);
    }
    crr_page_close(page);
    crr_page_end_line(page);
}

/* True if the table is dated though each of its rows holds for ever. */
static bool
lacks_periods(const struct crr_ast_table *table)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].valid_from != CRR_NO_DAY ||
            table->rows[i].valid_to != CRR_NO_DAY)
            return false;
    }
    return table->dated;
}

static void
write_table(struct crr_page *page, const struct crr_ast_table *table)
{
    bool marks = lacks_periods(table);

    crr_page_id_head(page, table->id);
    page->indent += 2;
    if (table->prefix)
        crr_page_word_line(page, "match", "longest_prefix");
    if (table->dated) {
        crr_page_key(page, "complete_from");
        crr_page_day(page, table->complete_from);
        crr_page_end_line(page);
    }
    crr_page_head(page, "rows");
    page->indent += 4;
    for (uint32_t i = 0; i < table->row_count; i++)
        write_row(page, &table->rows[i], marks && i == 0);
    page->indent -= 6;
}

void
crr_page_tables(struct crr_page *page)
{
    if (page->ast->table_count == 0)
        return;
    crr_page_head(page, "tables");
    page->indent += 2;
    for (uint32_t i = 0; i < page->ast->table_count; i++)
        write_table(page, &page->ast->tables[i]);
    page->indent -= 2;
}

/* ---- Lists ---- */

static void
write_character_line(struct crr_page *page, const char *key, char value, char usual)
{
    if (value != usual)
        crr_page_text_line(page, key, (struct crr_text){&value, 1});
}

static void
write_list(struct crr_page *page, const struct crr_ast_list *list)
{
    static const char *const parts[CRR_LIST_PART_COUNT] = {[CRR_LIST_NAMES] = "names",
        [CRR_LIST_IDENTIFIERS] = "identifiers",
        [CRR_LIST_BIRTH_DATES] = "birth_dates"};
    crr_page_id_head(page, list->id);
    page->indent += 2;
    crr_page_text_line(page, "file", list->file);
    crr_page_word_line(page, "digest", list->file_digest);
    write_character_line(page, "delimiter", list->delimiter, ',');
    write_character_line(page, "separator", list->separator, ';');
    crr_page_text_line(page, "entry", list->entry_column);
    for (int part = 0; part < CRR_LIST_PART_COUNT; part++)
        crr_page_texts_line(
            page, parts[part], list->columns[part], list->column_counts[part]);
    crr_page_text_line(page, "valid_from", list->from_column);
    crr_page_text_line(page, "valid_to", list->to_column);
    if (list->dated) {
        crr_page_key(page, "complete_from");
        crr_page_day(page, list->complete_from);
        crr_page_end_line(page);
    }
    page->indent -= 2;
}

void
crr_page_lists(struct crr_page *page)
{
    if (page->ast->list_count == 0)
        return;
    crr_page_head(page, "lists");
    page->indent += 2;
    for (uint32_t i = 0; i < page->ast->list_count; i++)
        write_list(page, &page->ast->lists[i]);
    page->indent -= 2;
}
