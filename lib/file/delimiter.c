/* Trying the delimiters on the first rows. */
#include "file/delimiter.h"
#include <string.h>
#include "base/span.h"

static const struct {
    char byte;
    const char *name;
} candidates[] = {
    {',', "a comma"},
    {';', "a semicolon"},
    {'\t', "a tab"},
    {'|', "a vertical bar"},
    {0x01, "the byte 0x01"},
    {0x1D, "the byte 0x1D"},
    {0x1F, "the byte 0x1F"},
};

#define CANDIDATE_COUNT (sizeof candidates / sizeof candidates[0])

/* What the first rows are like under a candidate. */
struct trial {
    size_t column_count; /* of the header; 0: there is none that can be split */
    size_t wanted_count; /* columns of the header that are wanted */
    bool even;           /* all rows have as many fields as the header */
};

const char *
crr_delimiter_name(char delimiter)
{
    for (size_t i = 0; i < CANDIDATE_COUNT; i++)
        if (candidates[i].byte == delimiter)
            return candidates[i].name;
    return "another character";
}

static size_t
count_wanted(
    const struct crr_delimiter_search *search, const struct crr_csv_record *header)
{
    size_t count = 0;
    for (size_t i = 0; i < header->count; i++) {
        struct crr_text name = crr_csv_text(
            &header->fields[i], search->stream->scratch);
        count += search->is_wanted(search->user, crr_text_trim(name));
    }
    return count;
}

static void
take_row(const struct crr_delimiter_search *search, const struct crr_csv_record *record,
    struct trial *trial)
{
    if (trial->column_count > 0) {
        trial->even &= record->count == trial->column_count;
        return;
    }
    trial->column_count = record->count;
    trial->wanted_count = count_wanted(search, record);
    trial->even = true;
}

/* The last row is left out if it may go on beyond the bytes. */
static struct trial
try_on(const struct crr_delimiter_search *search, struct crr_text first, char delimiter)
{
    const struct crr_stream *stream = search->stream;
    struct crr_csv_record record = {
        .fields = stream->fields, .capacity = CRR_COLUMN_LIMIT};
    struct trial trial = {.column_count = 0};
    size_t row_count = 0;
    while (row_count < CRR_DELIMITER_ROWS) {
        enum crr_csv_result result = crr_csv_next(first.at, first.length,
            stream->at_end, delimiter, CRR_RECORD_LIMIT, &record);
        if (result == CRR_CSV_END || result == CRR_CSV_MORE)
            break;
        first.at += record.consumed;
        first.length -= record.consumed;
        if (result == CRR_CSV_RECORD)
            take_row(search, &record, &trial);
        else if (result != CRR_CSV_EMPTY_LINE && row_count == 0)
            break; /* no header */
        else if (result != CRR_CSV_EMPTY_LINE)
            trial.even = false;
        row_count += result != CRR_CSV_EMPTY_LINE;
    }
    return trial;
}

/* A header of one column that is wanted is not parted at all. */
static bool
may_be(const struct trial *trials, size_t index)
{
    return trials[index].column_count > 1 ||
           (candidates[index].byte == ',' && trials[index].wanted_count > 0);
}

/* Those that part the header and have as many wanted columns as any. */
static size_t
choose_by_columns(const struct trial *trials, size_t chosen[CANDIDATE_COUNT])
{
    size_t count = 0, most = 0;
    for (size_t i = 0; i < CANDIDATE_COUNT; i++)
        if (may_be(trials, i) && trials[i].wanted_count > most)
            most = trials[i].wanted_count;
    for (size_t i = 0; i < CANDIDATE_COUNT; i++)
        if (may_be(trials, i) && trials[i].wanted_count == most)
            chosen[count++] = i;
    return count;
}

/* Those of them under which all rows are alike; all of them if none is. */
static size_t
choose_by_rows(
    const struct trial *trials, size_t chosen[CANDIDATE_COUNT], size_t chosen_count)
{
    size_t even[CANDIDATE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < chosen_count; i++)
        if (trials[chosen[i]].even)
            even[count++] = chosen[i];
    if (count == 0)
        return chosen_count;
    memcpy(chosen, even, count * sizeof even[0]);
    return count;
}

enum crr_status
crr_delimiter_find(struct crr_delimiter_search *search, bool *ret_tied)
{
    struct trial trials[CANDIDATE_COUNT];
    size_t chosen[CANDIDATE_COUNT];
    struct crr_text first;
    enum crr_status status = crr_stream_peek(search->stream, &first);
    *ret_tied = false;
    if (status != CRR_OK)
        return status;
    for (size_t i = 0; i < CANDIDATE_COUNT; i++)
        trials[i] = try_on(search, first, candidates[i].byte);
    size_t count = choose_by_columns(trials, chosen);
    if (count > 1)
        count = choose_by_rows(trials, chosen, count);
    if (count > 1 && trials[chosen[0]].wanted_count > 0) {
        search->tied[0] = candidates[chosen[0]].byte;
        search->tied[1] = candidates[chosen[1]].byte;
        *ret_tied = true;
        return CRR_OK;
    }
    search->stream->delimiter = count == 1 ? candidates[chosen[0]].byte : ',';
    return CRR_OK;
}
