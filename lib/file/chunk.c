/* Splitting a chunk into pieces. */
#include "file/chunk.h"

/* Odd records in a chunk; with more it is read sequentially from there on, so that
 * bytes that are made to look odd cost no more than there are of them. */
#define ODD_LIMIT 256u

static void *
resize(struct crr_chunk *chunk, void *at, size_t old_size, size_t new_size)
{
    return chunk->allocator.resize(chunk->allocator.user, at, old_size, new_size);
}

bool
crr_chunk_init(struct crr_chunk *chunk, const struct crr_kernel *kernel, char delimiter,
    const struct crr_allocator *allocator)
{
    memset(chunk, 0, sizeof *chunk);
    chunk->allocator = crr_allocator_or_default(allocator);
    chunk->kernel = kernel;
    chunk->delimiter = delimiter;
    chunk->fields = resize(chunk, NULL, 0, CRR_COLUMN_LIMIT * sizeof *chunk->fields);
    return chunk->fields && crr_chunk_reserve(chunk, CRR_CHUNK_SIZE + 8192);
}

void
crr_chunk_clear(struct crr_chunk *chunk)
{
    if (chunk->fields)
        resize(chunk, chunk->fields, CRR_COLUMN_LIMIT * sizeof *chunk->fields, 0);
    if (chunk->room)
        resize(chunk, chunk->room, chunk->capacity + 2 * CRR_KERNEL_PAD, 0);
    if (chunk->ends)
        resize(chunk, chunk->ends, chunk->end_capacity * sizeof *chunk->ends, 0);
    if (chunk->pieces)
        resize(chunk, chunk->pieces, chunk->piece_capacity * sizeof *chunk->pieces, 0);
    memset(chunk, 0, sizeof *chunk);
}

bool
crr_chunk_reserve(struct crr_chunk *chunk, size_t capacity)
{
    if (capacity <= chunk->capacity)
        return true;
    size_t pads = 2 * CRR_KERNEL_PAD;
    size_t old_size = chunk->room ? chunk->capacity + pads : 0;
    char *room = resize(chunk, chunk->room, old_size, capacity + pads);
    if (!room)
        return false;
    memset(room, 0, CRR_KERNEL_PAD);
    memset(room + CRR_KERNEL_PAD + capacity, 0, CRR_KERNEL_PAD);
    chunk->room = room;
    chunk->capacity = capacity;
    chunk->at = room + CRR_KERNEL_PAD;
    return true;
}

/* ---- Room for ends and pieces ---- */

static bool
reserve_ends(struct crr_chunk *chunk, size_t count)
{
    size_t needed = chunk->end_count + count;
    if (needed <= chunk->end_capacity)
        return true;
    size_t capacity = needed + needed / 4;
    uint32_t *ends = resize(chunk, chunk->ends, chunk->end_capacity * sizeof *ends,
        capacity * sizeof *ends);
    if (!ends)
        return false;
    chunk->ends = ends;
    chunk->end_capacity = capacity;
    return true;
}

static bool
add_piece(struct crr_chunk *chunk, struct crr_piece piece)
{
    if (chunk->piece_count == chunk->piece_capacity) {
        size_t capacity = chunk->piece_capacity ? chunk->piece_capacity * 2 : 16;
        struct crr_piece *pieces = resize(chunk, chunk->pieces,
            chunk->piece_capacity * sizeof *pieces, capacity * sizeof *pieces);
        if (!pieces)
            return false;
        chunk->pieces = pieces;
        chunk->piece_capacity = capacity;
    }
    chunk->pieces[chunk->piece_count++] = piece;
    return true;
}

/* ---- Splitting ---- */

/* The walk through a chunk. */
struct walk {
    size_t at;    /* a row begins here */
    size_t limit; /* as crr_chunk_split's */
    unsigned odd_count;
    struct crr_csv_record record;
    bool follows; /* the record before this place was odd, too */
};

/* Cuts the ends behind the row that reaches the limit; returns where that row ends, or
 * `from` if no row ends among them. */
static size_t
cut_rows(struct crr_chunk *chunk, size_t from, size_t limit, size_t end_first,
    struct crr_split *split)
{
    const uint32_t *ends = chunk->ends + end_first;
    size_t count = split->end_count;
    size_t kept = 0;
    size_t rows_cut = 0;
    /* From behind: past the beginning of a row that is not whole. */
    while (count > 0 && chunk->at[ends[count - 1]] != '\n')
        count--;
    kept = count;
    while (count > 0 && (size_t)ends[count - 1] + 1 >= limit) {
        if (chunk->at[ends[count - 1]] == '\n') {
            rows_cut += kept != count;
            kept = count;
        }
        count--;
    }
    split->end_count = (uint32_t)kept;
    split->row_count -= (uint32_t)rows_cut;
    return kept == 0 ? from : (size_t)ends[kept - 1] + 1;
}

/* A row that may be longer than a record is the grammar's: cuts it, and what follows,
 * as what is in the way. Only a chunk that has grown holds one. */
static void
cut_overlong(const struct crr_chunk *chunk, size_t from, size_t end_first,
    struct crr_split *split)
{
    const uint32_t *ends = chunk->ends + end_first;
    uint32_t row_count = 0, row_first = 0;
    if (chunk->length - from <= CRR_RECORD_LIMIT)
        return;
    for (uint32_t i = 0; i < split->end_count; i++) {
        if (ends[i] - from > CRR_RECORD_LIMIT) {
            split->end_count = row_first;
            split->row_count = row_count;
            split->trouble = (uint32_t)from;
            return;
        }
        if (chunk->at[ends[i]] != '\n')
            continue;
        from = (size_t)ends[i] + 1;
        row_first = i + 1;
        row_count++;
    }
}

/* Rows from walk->at on, as far as they can be told apart. */
static bool
take_rows(struct crr_chunk *chunk, struct walk *walk, bool *ret_trouble)
{
    if (!reserve_ends(chunk, chunk->length - walk->at + 128))
        return false;
    size_t first = chunk->end_count;
    struct crr_split split = chunk->kernel->split(chunk->at, (uint32_t)walk->at,
        (uint32_t)chunk->length, chunk->delimiter, chunk->ends + first);
    cut_overlong(chunk, walk->at, first, &split);
    size_t end = cut_rows(chunk, walk->at, walk->limit, first, &split);
    *ret_trouble = split.trouble != CRR_NO_TROUBLE;
    if (end == walk->at)
        return true;
    struct crr_piece piece = {walk->at, first, split.end_count,
        split.end_count == split.row_count * chunk->column_count};
    chunk->end_count += split.end_count;
    walk->follows = false;
    walk->at = end;
    return add_piece(chunk, piece);
}

/* One record by the grammar. */
static enum crr_chunk_state
take_odd(struct crr_chunk *chunk, struct walk *walk)
{
    if (!walk->follows)
        memset(&walk->record, 0, sizeof walk->record);
    walk->record.fields = chunk->fields;
    walk->record.capacity = CRR_COLUMN_LIMIT;
    enum crr_csv_result result = crr_csv_next(chunk->at + walk->at,
        chunk->length - walk->at, chunk->at_end, chunk->delimiter, CRR_RECORD_LIMIT,
        &walk->record);
    if (result == CRR_CSV_MORE)
        return CRR_CHUNK_SHORT;
    if (result == CRR_CSV_END)
        return CRR_CHUNK_SPLIT;
    if (!add_piece(chunk, (struct crr_piece){.start = walk->at}))
        return CRR_CHUNK_FAILED;
    chunk->overlong = walk->record.line_count == 0 && !chunk->at_end;
    walk->odd_count++;
    walk->follows = true;
    walk->at += walk->record.consumed;
    return CRR_CHUNK_SPLIT;
}

/* The next rows, or the next odd record. What is neither whole nor odd is short. */
static enum crr_chunk_state
take_some(struct crr_chunk *chunk, struct walk *walk)
{
    size_t before = walk->at;
    bool trouble = true;
    if (walk->odd_count < ODD_LIMIT && !take_rows(chunk, walk, &trouble))
        return CRR_CHUNK_FAILED;
    if (walk->at >= walk->limit || (walk->at > before && !trouble))
        return CRR_CHUNK_SPLIT;
    /* At the end of the source what is left may be a row without a line end. */
    if (trouble || chunk->at_end || chunk->length - walk->at > CRR_RECORD_LIMIT)
        return take_odd(chunk, walk);
    return CRR_CHUNK_SHORT;
}

enum crr_chunk_state
crr_chunk_split(struct crr_chunk *chunk, size_t limit)
{
    struct walk walk = {.at = chunk->start, .limit = limit};
    enum crr_chunk_state state = CRR_CHUNK_SPLIT;
    chunk->piece_count = chunk->end_count = 0;
    chunk->overlong = false;
    while (state == CRR_CHUNK_SPLIT && !chunk->overlong && walk.at < walk.limit &&
           walk.at < chunk->length)
        state = take_some(chunk, &walk);
    /* Without a limit the rows that are whole will do. */
    if (state == CRR_CHUNK_SHORT && limit == SIZE_MAX && walk.at > chunk->start)
        state = CRR_CHUNK_SPLIT;
    else if (state == CRR_CHUNK_SPLIT && limit != SIZE_MAX && walk.at < limit &&
             !chunk->at_end && !chunk->overlong)
        state = CRR_CHUNK_SHORT;
    chunk->end = walk.at;
    return state;
}
