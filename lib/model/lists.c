/* Lists of persons and other things: their options. */
#include "model/read.h"

struct draft {
    struct crr_ast_list list;
    struct crr_text digest; /* empty: any file will do */
    const struct crr_yaml_node *file;
};

static bool
read_file(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    ((struct draft *)draft)->file = node;
    return crr_read_text(reader, node, &((struct draft *)draft)->list.file);
}

static bool
read_digest(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->digest);
}

static bool
read_delimiter(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_delimiter(reader, node, &((struct draft *)draft)->list.delimiter);
}

static bool
read_separator(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_delimiter(reader, node, &((struct draft *)draft)->list.separator);
}

static bool
read_entry(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->list.entry_column);
}

static bool
read_from(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->list.from_column);
}

static bool
read_to(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->list.to_column);
}

static bool
read_complete_from(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_day(reader, node, &((struct draft *)draft)->list.complete_from);
}

static bool
read_columns(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_ast_list *list, enum crr_list_part part)
{
    size_t count;
    if (!crr_read_texts(reader, node, 1, &list->columns[part], &count))
        return false;
    list->column_counts[part] = (uint32_t)count;
    return true;
}

static bool
read_names(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return read_columns(reader, node, &((struct draft *)draft)->list, CRR_LIST_NAMES);
}

static bool
read_identifiers(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return read_columns(
        reader, node, &((struct draft *)draft)->list, CRR_LIST_IDENTIFIERS);
}

static bool
read_birth_dates(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return read_columns(
        reader, node, &((struct draft *)draft)->list, CRR_LIST_BIRTH_DATES);
}

/* The file may be asked to be the very one that a canonical text was made with. */
static bool
check_digest(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct draft *draft)
{
    char shown[96];
    if (draft->digest.length == 0 ||
        crr_text_is(draft->digest, draft->list.file_digest))
        return true;
    crr_reader_finding(reader, CRR_F_LIST, node,
        "expected the file %.*s with the SHA-256 %s, found one with %s",
        CRR_SHOW(draft->list.file), crr_text_shown(draft->digest, shown, sizeof shown),
        draft->list.file_digest);
    return false;
}

static bool
check_complete_from(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_list *list)
{
    if (list->dated == (list->complete_from != CRR_NO_DAY))
        return true;
    crr_reader_finding(reader, CRR_F_COMPLETE_FROM, node,
        list->dated ? "expected `complete_from`, the day from which on the list has "
                      "every entry: the list is dated"
                    : "found `complete_from`, but the list has no column of "
                      "`valid_from` or `valid_to`; remove it");
    return false;
}

static bool
same_columns(const struct crr_ast_list *a, const struct crr_ast_list *b, int part)
{
    if (a->column_counts[part] != b->column_counts[part])
        return false;
    for (uint32_t i = 0; i < a->column_counts[part]; i++)
        if (!crr_text_equal(a->columns[part][i], b->columns[part][i]))
            return false;
    return true;
}

/* Whether a list that was read is the one that is asked for, to the last byte. */
static bool
is_same_list(const struct crr_ast_list *list, const struct draft *draft)
{
    const struct crr_ast_list *asked = &draft->list;
    bool same = crr_text_is(draft->digest, list->file_digest) &&
                list->delimiter == asked->delimiter &&
                list->separator == asked->separator &&
                list->complete_from == asked->complete_from &&
                crr_text_equal(list->file, asked->file) &&
                crr_text_equal(list->entry_column, asked->entry_column) &&
                crr_text_equal(list->from_column, asked->from_column) &&
                crr_text_equal(list->to_column, asked->to_column);
    for (int part = 0; part < CRR_LIST_PART_COUNT; part++)
        same = same && same_columns(list, asked, part);
    return same;
}

/* Takes the entries of a donor's list over. */
static bool
take_donated(struct crr_reader *reader, struct draft *draft)
{
    const struct crr_model_source *source = crr_model_reader_of(reader)->source;
    for (size_t i = 0; draft->digest.length > 0 && i < source->donor_count; i++) {
        const struct crr_ast *donor = source->donors[i];
        for (uint32_t k = 0; k < donor->list_count; k++) {
            if (!is_same_list(&donor->lists[k], draft))
                continue;
            struct crr_origin origin = draft->list.origin;
            draft->list = donor->lists[k];
            draft->list.origin = origin;
            draft->list.used = false;
            return true;
        }
    }
    return false;
}

static void
read_list(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"file", read_file, true},
        {"digest", read_digest, false}, {"delimiter", read_delimiter, false},
        {"separator", read_separator, false}, {"entry", read_entry, false},
        {"names", read_names, false}, {"birth_dates", read_birth_dates, false},
        {"identifiers", read_identifiers, false}, {"valid_from", read_from, false},
        {"valid_to", read_to, false}, {"complete_from", read_complete_from, false}};
    struct crr_ast *ast = crr_ast_of(reader);
    struct draft draft = {.list = {.delimiter = ',',
                              .separator = ';',
                              .complete_from = CRR_NO_DAY,
                              .origin = crr_origin_of(reader, node)}};
    crr_read_id(reader, key, &draft.list.id);
    bool good = crr_read_mapping(
        reader, node, fields, sizeof fields / sizeof fields[0], &draft);
    if (good && !take_donated(reader, &draft))
        crr_read_list_file(reader, draft.file, &draft.list);
    if (good && draft.list.entry_count > 0 && check_digest(reader, node, &draft))
        check_complete_from(reader, node, &draft.list);
    draft.list.id = key->text;
    ast->lists[ast->list_count++] = draft.list;
}

void
crr_read_lists(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING, "a mapping of lists by id"))
        return;
    size_t count = node->item_count / 2;
    if (count > CRR_LIST_LIMIT) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected at most %d lists, found %zu", CRR_LIST_LIMIT, count);
        return;
    }
    ast->lists = crr_arena_array(reader->arena, count, sizeof *ast->lists);
    for (size_t i = 0; ast->lists && i < count; i++) {
        size_t above = crr_reader_enter_key(reader, node->items[2 * i]->text);
        read_list(reader, node->items[2 * i], node->items[2 * i + 1]);
        crr_reader_leave(reader, above);
    }
}
