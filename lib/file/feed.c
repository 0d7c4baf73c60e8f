/* Chunks of one source, in order. */
#include "file/feed.h"

#define SLACK ((size_t)4096) /* bytes read beyond a chunk, to see its last row end */

bool
crr_feed_init(struct crr_feed *feed, const struct crr_source *source, uint64_t offset,
    uint64_t line, struct crr_text carry, bool at_end,
    const struct crr_allocator *allocator)
{
    memset(feed, 0, sizeof *feed);
    feed->source = source;
    feed->allocator = crr_allocator_or_default(allocator);
    feed->positional = source->read_at != NULL;
    feed->data_start = feed->end = offset;
    feed->line = line;
    feed->at_end = at_end;
    pthread_mutex_init(&feed->mutex, NULL);
    pthread_cond_init(&feed->split, NULL);
    if (feed->positional || carry.length == 0)
        return true;
    feed->carry = feed->allocator.resize(feed->allocator.user, NULL, 0, carry.length);
    if (!feed->carry)
        return false;
    memcpy(feed->carry, carry.at, carry.length);
    feed->carry_length = feed->carry_capacity = carry.length;
    return true;
}

void
crr_feed_clear(struct crr_feed *feed)
{
    if (feed->carry)
        feed->allocator.resize(
            feed->allocator.user, feed->carry, feed->carry_capacity, 0);
    pthread_cond_destroy(&feed->split);
    pthread_mutex_destroy(&feed->mutex);
}

uint64_t
crr_feed_chunk_limit(const struct crr_source *source)
{
    return source->read_at ? source->size / CRR_CHUNK_SIZE + 1 : UINT64_MAX;
}

void
crr_feed_stop(struct crr_feed *feed)
{
    pthread_mutex_lock(&feed->mutex);
    feed->stopped = true;
    pthread_cond_broadcast(&feed->split);
    pthread_mutex_unlock(&feed->mutex);
}

/* ---- Reading ---- */

static enum crr_status
read_once(struct crr_feed *feed, char *at, size_t capacity, uint64_t offset,
    size_t *ret_length)
{
    const struct crr_source *source = feed->source;
    size_t length = 0;
    enum crr_status status = feed->positional
                                 ? source->read_at(
                                       source->user, at, capacity, offset, &length)
                                 : source->read(source->user, at, capacity, &length);
    /* What can be read from any place has to be as long as it said. */
    if (status != CRR_OK || length > capacity ||
        (length == 0 && feed->positional && offset < source->size))
        return CRR_E_READ;
    *ret_length = length;
    return CRR_OK;
}

/* Reads until the chunk has `wanted` bytes, or all that are left. */
static enum crr_status
read_up_to(struct crr_feed *feed, struct crr_chunk *chunk, size_t wanted)
{
    if (!crr_chunk_reserve(chunk, wanted))
        return CRR_E_MEMORY;
    while (chunk->length < wanted && !chunk->at_end) {
        uint64_t offset = chunk->offset + chunk->length;
        size_t capacity = wanted - chunk->length;
        size_t length = 0;
        if (feed->positional && offset + capacity > feed->source->size)
            capacity = (size_t)(feed->source->size - offset);
        enum crr_status status = CRR_OK;
        if (capacity > 0)
            status = read_once(
                feed, chunk->at + chunk->length, capacity, offset, &length);
        if (status != CRR_OK)
            return status;
        chunk->length += length;
        chunk->at_end = length == 0 ||
                        (feed->positional &&
                            chunk->offset + chunk->length == feed->source->size);
    }
    return CRR_OK;
}

/* Splits, reading more while that does not suffice. */
static enum crr_status
split(struct crr_feed *feed, struct crr_chunk *chunk, size_t limit)
{
    for (;;) {
        enum crr_chunk_state state = crr_chunk_split(chunk, limit);
        if (state == CRR_CHUNK_SPLIT)
            return CRR_OK;
        if (state == CRR_CHUNK_FAILED)
            return CRR_E_MEMORY;
        enum crr_status status = read_up_to(
            feed, chunk, chunk->length + chunk->length / 2 + SLACK);
        if (status != CRR_OK)
            return status;
    }
}

/* Passes over the rest of a line that began in the chunk and is longer than a record
 * may be. *ret_end: behind its LF, or the source's end. What was read behind it is kept
 * at the chunk's end. */
static enum crr_status
skip_line(
    struct crr_feed *feed, struct crr_chunk *chunk, uint64_t *ret_end, bool *ret_found)
{
    char buffer[SLACK];
    uint64_t offset = chunk->offset + chunk->length;
    *ret_found = false;
    while (!*ret_found && !(feed->positional && offset >= feed->source->size)) {
        size_t length = 0;
        enum crr_status status = read_once(
            feed, buffer, sizeof buffer, offset, &length);
        if (status != CRR_OK)
            return status;
        if (length == 0) {
            feed->at_end = true;
            break;
        }
        const char *line_end = memchr(buffer, '\n', length);
        size_t skipped = line_end ? (size_t)(line_end - buffer) + 1 : length;
        *ret_found = line_end;
        offset += skipped;
        if (feed->positional || skipped == length)
            continue;
        if (feed->carry_capacity < length) {
            char *carry = feed->allocator.resize(
                feed->allocator.user, feed->carry, feed->carry_capacity, sizeof buffer);
            if (!carry)
                return CRR_E_MEMORY;
            feed->carry = carry;
            feed->carry_capacity = sizeof buffer;
        }
        feed->carry_length = length - skipped;
        memcpy(feed->carry, buffer + skipped, feed->carry_length);
    }
    *ret_end = offset;
    return CRR_OK;
}

/* The chunk's rows are known: those behind it can begin. Under the mutex. */
static enum crr_status
publish(struct crr_feed *feed, struct crr_chunk *chunk)
{
    enum crr_status status = CRR_OK;
    bool found = false;
    chunk->line = feed->line;
    chunk->line_count = chunk->kernel->count_lines(
        chunk->at + chunk->start, chunk->end - chunk->start);
    feed->line += chunk->line_count;
    feed->end = chunk->offset + chunk->end;
    if (chunk->overlong)
        status = skip_line(feed, chunk, &feed->end, &found);
    feed->line += found;
    return status;
}

/* ---- In order ---- */

/* Takes what was read behind the last chunk. */
static enum crr_status
take_carry(struct crr_feed *feed, struct crr_chunk *chunk)
{
    if (!crr_chunk_reserve(chunk, feed->carry_length))
        return CRR_E_MEMORY;
    if (feed->carry_length > 0)
        memcpy(chunk->at, feed->carry, feed->carry_length);
    chunk->length = feed->carry_length;
    chunk->at_end = feed->at_end;
    chunk->offset = feed->end;
    chunk->start = 0;
    feed->carry_length = 0;
    return CRR_OK;
}

static enum crr_status
leave_carry(struct crr_feed *feed, const struct crr_chunk *chunk)
{
    size_t left = chunk->length - chunk->end;
    feed->at_end = chunk->at_end;
    if (chunk->overlong)
        return CRR_OK;
    if (left > feed->carry_capacity) {
        char *carry = feed->allocator.resize(
            feed->allocator.user, feed->carry, feed->carry_capacity, left);
        if (!carry)
            return CRR_E_MEMORY;
        feed->carry = carry;
        feed->carry_capacity = left;
    }
    if (left > 0)
        memcpy(feed->carry, chunk->at + chunk->end, left);
    feed->carry_length = left;
    return CRR_OK;
}

static enum crr_status
next_in_order(struct crr_feed *feed, struct crr_chunk *chunk, uint64_t *ret_index)
{
    if (feed->stopped)
        return CRR_OK;
    enum crr_status status = take_carry(feed, chunk);
    if (status == CRR_OK && chunk->length < CRR_CHUNK_SIZE)
        status = read_up_to(feed, chunk, CRR_CHUNK_SIZE);
    if (status == CRR_OK && chunk->length == 0) {
        feed->stopped = true;
        return CRR_OK;
    }
    if (status == CRR_OK)
        status = split(feed, chunk, SIZE_MAX);
    if (status == CRR_OK)
        status = leave_carry(feed, chunk);
    if (status == CRR_OK)
        status = publish(feed, chunk);
    feed->stopped = status != CRR_OK;
    *ret_index = feed->split_count++;
    return status;
}

/* ---- From any place ---- */

/* A chunk in which no row begins. */
static void
leave_empty(struct crr_chunk *chunk)
{
    chunk->end = chunk->start;
    chunk->piece_count = chunk->end_count = 0;
    chunk->overlong = false;
}

/* Reads chunk `index` and splits it from the first line end in it. *ret_limit is where
 * the chunk ends, as an offset in its bytes. */
static enum crr_status
read_from_guess(
    struct crr_feed *feed, struct crr_chunk *chunk, uint64_t index, size_t *ret_limit)
{
    /* The byte before the chunk may be the line end that it begins behind. */
    size_t ahead = index > 0;
    size_t length = CRR_CHUNK_SIZE + ahead;
    chunk->offset = feed->data_start + index * CRR_CHUNK_SIZE - ahead;
    chunk->length = 0;
    chunk->at_end = false;
    if (length > feed->source->size - chunk->offset)
        length = (size_t)(feed->source->size - chunk->offset);
    *ret_limit = length;
    enum crr_status status = read_up_to(feed, chunk, length + SLACK);
    if (status != CRR_OK)
        return status;
    const char *line_end = ahead ? memchr(chunk->at, '\n', length) : NULL;
    chunk->start = !ahead ? 0 : line_end ? (size_t)(line_end - chunk->at) + 1 : length;
    if (chunk->start < length)
        return split(feed, chunk, length);
    leave_empty(chunk);
    return CRR_OK;
}

/* The chunk before ends elsewhere than guessed. */
static enum crr_status
split_anew(struct crr_feed *feed, struct crr_chunk *chunk, size_t limit)
{
    uint64_t start = feed->end - chunk->offset;
    if (start >= limit) {
        /* A row of an earlier chunk covers this one. */
        chunk->offset = feed->end;
        chunk->start = chunk->length = 0;
        leave_empty(chunk);
        return CRR_OK;
    }
    chunk->start = (size_t)start;
    return split(feed, chunk, limit);
}

static enum crr_status
next_from_any_place(struct crr_feed *feed, struct crr_chunk *chunk, uint64_t *ret_index)
{
    uint64_t index = feed->next_index;
    size_t limit = 0;
    uint64_t size = feed->source->size;
    if (feed->stopped || feed->data_start >= size ||
        index * CRR_CHUNK_SIZE >= size - feed->data_start)
        return CRR_OK;
    feed->next_index++;
    pthread_mutex_unlock(&feed->mutex);
    enum crr_status status = read_from_guess(feed, chunk, index, &limit);
    pthread_mutex_lock(&feed->mutex);
    while (feed->split_count < index && !feed->stopped)
        pthread_cond_wait(&feed->split, &feed->mutex);
    if (feed->split_count < index)
        return CRR_OK;
    if (status == CRR_OK && feed->end != chunk->offset + chunk->start)
        status = split_anew(feed, chunk, limit);
    if (status == CRR_OK)
        status = publish(feed, chunk);
    if (status != CRR_OK)
        feed->stopped = true;
    feed->split_count++;
    *ret_index = index;
    pthread_cond_broadcast(&feed->split);
    return status;
}

enum crr_status
crr_feed_next(struct crr_feed *feed, struct crr_chunk *chunk, uint64_t *ret_index)
{
    *ret_index = UINT64_MAX;
    pthread_mutex_lock(&feed->mutex);
    enum crr_status status = feed->positional
                                 ? next_from_any_place(feed, chunk, ret_index)
                                 : next_in_order(feed, chunk, ret_index);
    pthread_mutex_unlock(&feed->mutex);
    return status;
}
