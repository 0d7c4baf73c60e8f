/* The rows of a table in order, and the proof that on any day a spelling has one row.
 */
#include <stdio.h>
#include <stdlib.h>
#include "model/table_open.h"

/* Findings about one table beyond this number are left out. */
#define REPORT_LIMIT 20

/* One spelling of a row: its key or an alias, as the lookup will fold it. */
struct spelling {
    struct crr_text text;
    const struct crr_ast_row *row;
};

static int
compare_rows(const void *left, const void *right)
{
    const struct crr_ast_row *a = left;
    const struct crr_ast_row *b = right;
    int order = crr_text_compare(a->key, b->key);
    if (order != 0)
        return order;
    if (a->valid_from != b->valid_from)
        return a->valid_from < b->valid_from ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static int
compare_spellings(const void *left, const void *right)
{
    const struct spelling *a = left;
    const struct spelling *b = right;
    int order = crr_text_compare(a->text, b->text);
    if (order != 0)
        return order;
    if (a->row->valid_from != b->row->valid_from)
        return a->row->valid_from < b->row->valid_from ? -1 : 1;
    return a->row->line < b->row->line ? -1 : a->row->line > b->row->line;
}

/* True if a factor reads the table by an input that ignores case. */
static bool
ignores_case(const struct crr_ast *ast, uint32_t table)
{
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        if (factor->kind == CRR_FACTOR_TABLE && factor->table == table &&
            factor->input != CRR_ABSENT && ast->inputs[factor->input].ignore_case)
            return true;
    }
    return false;
}

/* All spellings of the table, folded; NULL if there is no memory. */
static struct spelling *
list_spellings(struct crr_arena *arena, const struct crr_ast_table *table,
    bool ignore_case, size_t *ret_count)
{
    size_t count = table->row_count;
    for (uint32_t i = 0; i < table->row_count; i++)
        count += table->rows[i].alias_count;
    struct spelling *spellings = crr_arena_array(arena, count, sizeof *spellings);
    size_t used = 0;
    for (uint32_t i = 0; spellings && i < table->row_count; i++) {
        const struct crr_ast_row *row = &table->rows[i];
        for (uint32_t j = 0; j <= row->alias_count; j++) {
            struct crr_text text = j == 0 ? row->key : row->aliases[j - 1];
            char *buffer = ignore_case ? crr_arena_alloc(arena, text.length) : NULL;
            if (ignore_case && !buffer)
                return NULL;
            if (ignore_case)
                text = crr_text_fold(text, true, buffer);
            spellings[used++] = (struct spelling){text, row};
        }
    }
    *ret_count = used;
    return spellings;
}

static void
report_overlap(struct crr_model_reader *reader, const struct crr_ast_table *table,
    const struct spelling *first, const struct spelling *second)
{
    const struct crr_table_file *file = crr_table_find(reader, table->file);
    struct crr_place place = {.file = file ? file->shown : reader->trace.file,
        .file_index = table->file_index,
        .line = second->row->line};
    char shown[96];
    crr_text_shown(second->text, shown, sizeof shown);
    crr_report_add(reader->trace.report, CRR_F_TABLE_KEY_TWICE, &place,
        table->origin.path,
        "expected one row for \"%s\"%s, found a second one (the other is in line %zu)",
        shown, table->dated ? " on a day" : "", first->row->line);
}

static void
check_spellings(struct crr_model_reader *reader, uint32_t index)
{
    const struct crr_ast_table *table = &reader->ast->tables[index];
    struct crr_arena scratch;
    size_t count = 0;
    size_t reported = 0;
    crr_arena_init(&scratch, &reader->trace.arena->allocator);
    struct spelling *spellings = list_spellings(
        &scratch, table, ignores_case(reader->ast, index), &count);
    if (spellings)
        qsort(spellings, count, sizeof *spellings, compare_spellings);
    else
        reader->trace.arena->failed = true;
    const struct spelling *last = NULL; /* of equal texts the one that ends latest */
    for (size_t i = 0; spellings && i < count && reported < REPORT_LIMIT; i++) {
        const struct spelling *next = &spellings[i];
        if (!last || !crr_text_equal(last->text, next->text)) {
            last = next;
            continue;
        }
        bool apart = last->row->valid_to != CRR_NO_DAY &&
                     last->row->valid_to <= next->row->valid_from;
        if (last->row != next->row && !apart) {
            report_overlap(reader, table, last, next);
            reported++;
        }
        if (last->row->valid_to != CRR_NO_DAY &&
            (next->row->valid_to == CRR_NO_DAY ||
                next->row->valid_to > last->row->valid_to))
            last = next;
    }
    crr_arena_clear(&scratch);
}

void
crr_model_settle_tables(struct crr_model_reader *reader)
{
    for (uint32_t i = 0; i < reader->ast->table_count; i++) {
        struct crr_ast_table *table = &reader->ast->tables[i];
        if (table->row_count == 0)
            continue;
        qsort(table->rows, table->row_count, sizeof *table->rows, compare_rows);
        check_spellings(reader, i);
    }
}
