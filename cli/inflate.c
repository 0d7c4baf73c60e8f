/* Decompression. Each format is a row of a table: how it is told, begun, carried on and
 * ended; a row that cannot be carried on is refused by name. */
#include "inflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include "say.h"

#define INPUT_SIZE ((size_t)64 << 10)

/* A member is begun with so many bytes, if the file has them: the head of a frame. */
#define HEAD_LENGTH 18u

struct inflater {
    struct stream below;
    struct fault *fault;
    const struct packing *packing; /* NULL: passes as it is */
    bool told;                     /* packing is known */
    bool begun;                    /* packing->begin has been called */
    bool within;                   /* a member, else between two */
    bool at_end;                   /* of the stream below */
    uint64_t member_start;         /* offset in the file of the last one */
    uint64_t consumed, produced;   /* bytes, up to now */
    size_t start, length;          /* of what is not consumed yet, in input */
    z_stream gzip;
    ZSTD_DCtx *zstd;
    char input[INPUT_SIZE];
};

enum step {
    STEP_ON,         /* goes on, with more input if that is used up */
    STEP_MEMBER_END, /* the member is complete */
    STEP_WRONG,      /* *ret_wrong says what is */
};

struct packing {
    const char *name;
    const char *member; /* what a file has one or several of */
    unsigned char first_mask;
    unsigned char magic[INFLATE_MAGIC_LENGTH];
    size_t magic_length;
    const char *instead; /* what to do with it, if it is not read; else NULL */
    bool (*begin)(struct inflater *inflater);
    void (*begin_member)(struct inflater *inflater);
    /* Consumes of the input and writes to buffer. */
    enum step (*step)(struct inflater *inflater, char *buffer, size_t capacity,
        size_t *ret_length, const char **ret_wrong);
    void (*end)(struct inflater *inflater);
};

static void
consume(struct inflater *inflater, size_t length)
{
    inflater->start += length;
    inflater->length -= length;
    inflater->consumed += length;
}

/* ---- gzip ---- */

static bool
begin_gzip(struct inflater *inflater)
{
    /* The largest window, and the head and end of gzip. */
    return inflateInit2(&inflater->gzip, 15 + 16) == Z_OK;
}

static void
begin_gzip_member(struct inflater *inflater)
{
    inflateReset(&inflater->gzip);
}

static enum step
step_gzip(struct inflater *inflater, char *buffer, size_t capacity, size_t *ret_length,
    const char **ret_wrong)
{
    z_stream *gzip = &inflater->gzip;
    uInt room = capacity < ((size_t)1 << 30) ? (uInt)capacity : (uInt)1 << 30;
    int result;

    gzip->next_in = (Bytef *)inflater->input + inflater->start;
    gzip->avail_in = (uInt)inflater->length;
    gzip->next_out = (Bytef *)buffer;
    gzip->avail_out = room;
    result = inflate(gzip, Z_NO_FLUSH);
    consume(inflater, inflater->length - gzip->avail_in);
    *ret_length = room - gzip->avail_out;
    if (result == Z_STREAM_END)
        return STEP_MEMBER_END;
    if (result == Z_OK || result == Z_BUF_ERROR)
        return STEP_ON;
    *ret_wrong = gzip->msg ? gzip->msg : zError(result);
    return STEP_WRONG;
}

static void
end_gzip(struct inflater *inflater)
{
    inflateEnd(&inflater->gzip);
}

/* ---- Zstandard ---- */

static bool
begin_zstd(struct inflater *inflater)
{
    inflater->zstd = ZSTD_createDCtx();
    return inflater->zstd;
}

/* The end of a frame is where the library begins another by itself. */
static void
begin_zstd_frame(struct inflater *inflater)
{
    (void)inflater;
}

static enum step
step_zstd(struct inflater *inflater, char *buffer, size_t capacity, size_t *ret_length,
    const char **ret_wrong)
{
    /* The library has a short way for frames that come whole and have room, on which it
     * sees other damages. Without room it takes the long one, and the same file gives
     * the same however it comes. */
    bool first = inflater->consumed == inflater->member_start;
    ZSTD_inBuffer in = {inflater->input + inflater->start, inflater->length, 0};
    ZSTD_outBuffer out = {buffer, first ? 0 : capacity, 0};
    size_t result = ZSTD_decompressStream(inflater->zstd, &out, &in);

    consume(inflater, in.pos);
    *ret_length = out.pos;
    if (ZSTD_isError(result)) {
        *ret_wrong = ZSTD_getErrorName(result);
        return STEP_WRONG;
    }
    return result == 0 ? STEP_MEMBER_END : STEP_ON;
}

static void
end_zstd(struct inflater *inflater)
{
    ZSTD_freeDCtx(inflater->zstd);
}

/* ---- What there is ---- */

#define ZSTD_METHODS begin_zstd, begin_zstd_frame, step_zstd, end_zstd

static const struct packing packings[] = {
    {"gzip", "member", 0xFF, {0x1F, 0x8B}, 2, NULL, begin_gzip, begin_gzip_member,
        step_gzip, end_gzip},
    {"zstd", "frame", 0xFF, {0x28, 0xB5, 0x2F, 0xFD}, 4, NULL, ZSTD_METHODS},
    /* A frame to be skipped, which parallel compressors begin with. */
    {"zstd", "frame", 0xF0, {0x50, 0x2A, 0x4D, 0x18}, 4, NULL, ZSTD_METHODS},
    {"xz", "", 0xFF, {0xFD, '7', 'z', 'X', 'Z', 0}, 6,
        "pipe it through xz -dc, or have it compressed by gzip or zstd", NULL, NULL,
        NULL, NULL},
    {"bzip2", "", 0xFF, {'B', 'Z', 'h', '9', '1', 'A'}, 6,
        "pipe it through bzip2 -dc, or have it compressed by gzip or zstd", NULL, NULL,
        NULL, NULL},
    {"ZIP", "", 0xFF, {'P', 'K', 3, 4}, 4,
        "unpack the archive; a workbook (.xlsx) has to be exported as CSV", NULL, NULL,
        NULL, NULL},
};

/* Whether the bytes, as many as there are, can be the start of it. */
static bool
begins(const struct packing *packing, const char *at, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)at;

    for (size_t i = 0; i < packing->magic_length && i < length; i++)
        if ((i == 0 ? bytes[0] & packing->first_mask : bytes[i]) != packing->magic[i])
            return false;
    return true;
}

static const struct packing *
find_packing(const char *first, size_t length)
{
    for (size_t i = 0; i < sizeof packings / sizeof packings[0]; i++)
        if (length >= packings[i].magic_length && begins(&packings[i], first, length))
            return &packings[i];
    return NULL;
}

bool
inflate_is_packed(const char *first, size_t length)
{
    return find_packing(first, length);
}

/* ---- Reading ---- */

struct inflater *
inflater_create(struct stream below, struct fault *fault)
{
    struct inflater *inflater = malloc(sizeof *inflater);

    if (!inflater)
        return NULL;
    /* All but the input, which would cost a page fault for each of its pages. */
    memset(inflater, 0, offsetof(struct inflater, input));
    inflater->below = below;
    inflater->fault = fault;
    return inflater;
}

void
inflater_free(struct inflater *inflater)
{
    if (!inflater)
        return;
    if (inflater->begun)
        inflater->packing->end(inflater);
    free(inflater);
}

bool
inflater_is_unpacking(const struct inflater *inflater)
{
    return inflater->packing;
}

/* Reads once behind what is there, which is little. */
static enum crr_status
fill(struct inflater *inflater)
{
    const struct stream *below = &inflater->below;
    size_t got = 0;
    enum crr_status status;

    memmove(inflater->input, inflater->input + inflater->start, inflater->length);
    inflater->start = 0;
    status = below->read(below->user, inflater->input + inflater->length,
        INPUT_SIZE - inflater->length, &got);
    if (status != CRR_OK)
        return status;
    inflater->length += got;
    inflater->at_end = got == 0;
    return CRR_OK;
}

static enum crr_status
fill_up_to(struct inflater *inflater, size_t length)
{
    enum crr_status status = CRR_OK;

    while (status == CRR_OK && inflater->length < length && !inflater->at_end)
        status = fill(inflater);
    return status;
}

/* Finds out what the file is. */
static enum crr_status
tell(struct inflater *inflater)
{
    const struct packing *packing;

    if (fill_up_to(inflater, INFLATE_MAGIC_LENGTH) != CRR_OK)
        return CRR_E_READ;
    inflater->told = true;
    packing = inflater->packing = find_packing(inflater->input, inflater->length);
    if (packing && packing->instead) {
        print_text(inflater->fault->text, sizeof inflater->fault->text,
            "text, or text compressed by gzip or zstd, is expected, found %s: %s",
            packing->name, packing->instead);
        return CRR_E_READ;
    }
    if (packing && !packing->begin(inflater)) {
        print_text(
            inflater->fault->text, sizeof inflater->fault->text, "out of memory");
        return CRR_E_READ;
    }
    inflater->begun = packing;
    return CRR_OK;
}

static enum crr_status
pass(struct inflater *inflater, char *buffer, size_t capacity, size_t *ret_length)
{
    size_t length = inflater->length < capacity ? inflater->length : capacity;

    if (inflater->length == 0 && inflater->at_end) {
        *ret_length = 0;
        return CRR_OK;
    }
    if (inflater->length == 0)
        return inflater->below.read(inflater->below.user, buffer, capacity, ret_length);
    memcpy(buffer, inflater->input + inflater->start, length);
    consume(inflater, length);
    *ret_length = length;
    return CRR_OK;
}

/* wrong: what is; NULL: the file ends too early. */
static enum crr_status
refuse(struct inflater *inflater, const char *wrong)
{
    const struct packing *packing = inflater->packing;
    unsigned long long at = inflater->consumed, start = inflater->member_start;
    char *text = inflater->fault->text;
    size_t size = sizeof inflater->fault->text;

    if (wrong)
        print_text(text, size, "byte %llu: the rest of a %s %s is expected, found: %s",
            at, packing->name, packing->member, wrong);
    else
        print_text(text, size,
            "the %s %s that begins at byte %llu is cut off: the file ends at byte %llu",
            packing->name, packing->member, start, at);
    return CRR_E_READ;
}

/* Between two members: begins the next one. *ret_done: there is none. */
static enum crr_status
begin_member(struct inflater *inflater, bool *ret_done)
{
    const struct packing *packing = inflater->packing;
    const char *at;

    if (fill_up_to(inflater, HEAD_LENGTH) != CRR_OK)
        return CRR_E_READ;
    *ret_done = inflater->length == 0;
    if (*ret_done)
        return CRR_OK;
    at = inflater->input + inflater->start;
    for (size_t i = 0; i < sizeof packings / sizeof packings[0]; i++)
        if (packings[i].step == packing->step &&
            begins(&packings[i], at, inflater->length)) {
            inflater->within = true;
            inflater->member_start = inflater->consumed;
            packing->begin_member(inflater);
            return CRR_OK;
        }
    print_text(inflater->fault->text, sizeof inflater->fault->text,
        "byte %llu: another %s %s or the end of the file is expected, found 0x%02X",
        (unsigned long long)inflater->consumed, packing->name, packing->member,
        (unsigned)(unsigned char)*at);
    return CRR_E_READ;
}

static enum crr_status
check_ratio(struct inflater *inflater)
{
    if (inflater->produced <= INFLATE_FREE_BYTES ||
        inflater->produced / INFLATE_RATIO_LIMIT < inflater->consumed)
        return CRR_OK;
    print_text(inflater->fault->text, sizeof inflater->fault->text,
        "byte %llu: at most %u bytes for each compressed one are expected, found "
        "%llu in all, which no file of records expands to",
        (unsigned long long)inflater->consumed, INFLATE_RATIO_LIMIT,
        (unsigned long long)inflater->produced);
    return CRR_E_READ;
}

/* Takes one step, which may give nothing yet. *ret_done: the file is at its end. */
static enum crr_status
unpack(struct inflater *inflater, char *buffer, size_t capacity, size_t *ret_length,
    bool *ret_done)
{
    const char *wrong = NULL;
    uint64_t consumed = inflater->consumed;
    enum crr_status status = CRR_OK;
    enum step step;

    if (!inflater->within)
        status = begin_member(inflater, ret_done);
    else if (inflater->length == 0 && !inflater->at_end)
        status = fill(inflater);
    if (status != CRR_OK || *ret_done)
        return status;
    step = inflater->packing->step(inflater, buffer, capacity, ret_length, &wrong);
    inflater->produced += *ret_length;
    if (step == STEP_WRONG)
        return refuse(inflater, wrong);
    inflater->within = step == STEP_ON;
    if (step == STEP_ON && inflater->at_end && *ret_length == 0 &&
        inflater->consumed == consumed)
        return refuse(inflater, NULL);
    return check_ratio(inflater);
}

enum crr_status
inflater_read(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct inflater *inflater = user;
    enum crr_status status = CRR_OK;
    bool done = false;
    size_t length = 0;

    if (!inflater->told)
        status = tell(inflater);
    if (status == CRR_OK && !inflater->packing)
        return pass(inflater, buffer, capacity, ret_length);
    while (status == CRR_OK && length == 0 && !done)
        status = unpack(inflater, buffer, capacity, &length, &done);
    if (status == CRR_OK)
        *ret_length = length;
    return status;
}
