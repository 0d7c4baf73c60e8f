/* Decoding a stream. */
#include "decoder.h"

#include <stdlib.h>
#include <string.h>
#include "decode.h"
#include "say.h"

#define INPUT_SIZE DETECT_LENGTH

struct decoder {
    struct decoder_settings settings;
    const struct encoding *encoding; /* NULL: not known yet */
    iconv_t iconv;
    bool opened;                      /* iconv is */
    bool at_end;                      /* of the stream below */
    uint64_t offset;                  /* in the stream below, of start */
    size_t start, length;             /* of what is not decoded yet, in input */
    size_t spill_start, spill_length; /* decoded, for a caller with little room */
    char spill[DECODING_ROOM];
    char input[INPUT_SIZE];
};

struct decoder *
decoder_create(const struct decoder_settings *settings)
{
    struct decoder *decoder = malloc(sizeof *decoder);

    if (!decoder)
        return NULL;
    memset(decoder, 0, offsetof(struct decoder, input));
    decoder->settings = *settings;
    return decoder;
}

void
decoder_free(struct decoder *decoder)
{
    if (!decoder)
        return;
    if (decoder->opened)
        iconv_close(decoder->iconv);
    free(decoder);
}

static void
consume(struct decoder *decoder, size_t length)
{
    decoder->start += length;
    decoder->length -= length;
    decoder->offset += length;
}

/* Reads once, behind what is left. */
static enum crr_status
fill(struct decoder *decoder)
{
    const struct stream *below = &decoder->settings.below;
    size_t got = 0;
    enum crr_status status;

    memmove(decoder->input, decoder->input + decoder->start, decoder->length);
    decoder->start = 0;
    status = below->read(below->user, decoder->input + decoder->length,
        INPUT_SIZE - decoder->length, &got);
    if (status != CRR_OK)
        return status;
    decoder->length += got;
    decoder->at_end = got == 0;
    return CRR_OK;
}

static enum crr_status
fill_up_to(struct decoder *decoder, size_t length)
{
    enum crr_status status = CRR_OK;

    while (status == CRR_OK && decoder->length < length && !decoder->at_end)
        status = fill(decoder);
    return status;
}

/* ---- What is wrong ---- */

/* Up to 4 bytes as 0xC4 0x20. */
static const char *
bytes_text(const char *at, size_t length, char ret_text[32])
{
    size_t done = 0;

    ret_text[0] = '\0';
    for (size_t i = 0; i < length && i < 4; i++)
        done += print_text(ret_text + done, 32 - done, "%s0x%02X", i > 0 ? " " : "",
            (unsigned)(unsigned char)at[i]);
    return ret_text;
}

static enum crr_status
refuse_character(struct decoder *decoder)
{
    const char *at = decoder->input + decoder->start;
    const char *title = decoder->encoding->title;
    char *text = decoder->settings.fault->text;
    size_t size = sizeof decoder->settings.fault->text;
    size_t length = decoder->encoding->character_length(
        (const unsigned char *)at, decoder->length);
    bool cut = length > decoder->length;
    char found[32];

    bytes_text(at, cut ? decoder->length : length, found);
    if (cut)
        print_text(text, size,
            "byte %llu: a whole character in %s is expected, found %s and the end",
            (unsigned long long)decoder->offset, title, found);
    else
        print_text(text, size, "byte %llu: a character in %s is expected, found %s",
            (unsigned long long)decoder->offset, title, found);
    return CRR_E_READ;
}

/* ---- The beginning ---- */

static enum crr_status
find_out(struct decoder *decoder)
{
    struct fault *fault = decoder->settings.fault;
    struct detection detection;
    enum crr_status status = fill_up_to(decoder, DETECT_LENGTH);

    if (status != CRR_OK)
        return status;
    if (!detect(decoder->input, decoder->length, decoder->at_end, &detection)) {
        print_text(fault->text, sizeof fault->text,
            "the encodings cannot be told apart: iconv does not serve");
        return CRR_E_READ;
    }
    decoder->encoding = detection.encoding;
    if (!detection.encoding) {
        detection_print(&detection, fault);
        return CRR_E_READ;
    }
    if (decoder->settings.told)
        decoder->settings.told(decoder->settings.user, &detection);
    return CRR_OK;
}

/* Marks are no part of the text. One of the other order tells that the order is wrong,
 * and without any it is not known. */
static enum crr_status
take_mark(struct decoder *decoder)
{
    struct fault *fault = decoder->settings.fault;
    const struct encoding *wanted = decoder->encoding, *marked;
    char found[32];

    if (wanted->holds_ascii)
        return CRR_OK;
    if (fill_up_to(decoder, ENCODING_MARK_LENGTH) != CRR_OK)
        return CRR_E_READ;
    marked = encoding_of_mark(decoder->input, decoder->length);
    bytes_text(decoder->input,
        decoder->length < ENCODING_MARK_LENGTH ? decoder->length : ENCODING_MARK_LENGTH,
        found);
    if (!marked && !wanted->iconv_name && decoder->length > 0) {
        print_text(fault->text, sizeof fault->text,
            "byte 0: a mark of UTF-16, 0xFF 0xFE or 0xFE 0xFF, is expected, found %s; "
            "--encoding utf-16le and utf-16be need none",
            found);
        return CRR_E_READ;
    }
    if (marked && wanted->iconv_name && marked != wanted) {
        print_text(fault->text, sizeof fault->text,
            "byte 0: text in %s is expected, found %s, the mark of %s", wanted->title,
            found, marked->title);
        return CRR_E_READ;
    }
    if (marked)
        consume(decoder, ENCODING_MARK_LENGTH);
    /* Without a byte the order does not matter. */
    if (!wanted->iconv_name)
        decoder->encoding = marked ? marked : &encodings[ENCODING_UTF_16LE];
    return CRR_OK;
}

static enum crr_status
begin(struct decoder *decoder)
{
    enum crr_status status = CRR_OK;

    if (decoder->settings.encoding == &encodings[ENCODING_AUTO])
        status = find_out(decoder);
    else
        decoder->encoding = decoder->settings.encoding;
    if (status == CRR_OK)
        status = take_mark(decoder);
    if (status != CRR_OK || decoder->encoding == &encodings[ENCODING_UTF_8])
        return status;
    decoder->iconv = iconv_open("UTF-8", decoder->encoding->iconv_name);
    decoder->opened = decoder->iconv != (iconv_t)-1;
    if (decoder->opened)
        return CRR_OK;
    print_text(decoder->settings.fault->text, sizeof decoder->settings.fault->text,
        "text in %s cannot be decoded: iconv does not serve", decoder->encoding->title);
    return CRR_E_READ;
}

/* ---- Reading ---- */

/* UTF-8 as it is. */
static enum crr_status
pass(struct decoder *decoder, char *buffer, size_t capacity, size_t *ret_length)
{
    const struct stream *below = &decoder->settings.below;
    size_t length = decoder->length < capacity ? decoder->length : capacity;

    if (decoder->length == 0 && !decoder->at_end)
        return below->read(below->user, buffer, capacity, ret_length);
    memcpy(buffer, decoder->input + decoder->start, length);
    consume(decoder, length);
    *ret_length = length;
    return CRR_OK;
}

/* Decodes until there is something, or the end. */
static enum crr_status
decode_some(struct decoder *decoder, char *to, size_t room, size_t *ret_length)
{
    for (;;) {
        struct decoding_ends ends = {
            decoder->input + decoder->start, decoder->length, to, room};
        enum decoding result = decode(
            decoder->encoding, decoder->iconv, decoder->at_end, &ends);

        consume(decoder, decoder->length - ends.length);
        *ret_length = room - ends.room;
        if (*ret_length > 0)
            return CRR_OK;
        if (result == DECODING_WRONG)
            return refuse_character(decoder);
        if (decoder->at_end)
            return CRR_OK;
        if (fill(decoder) != CRR_OK)
            return CRR_E_READ;
    }
}

static void
spend_spill(struct decoder *decoder, char *buffer, size_t capacity, size_t *ret_length)
{
    size_t length = decoder->spill_length < capacity ? decoder->spill_length : capacity;

    memcpy(buffer, decoder->spill + decoder->spill_start, length);
    decoder->spill_start += length;
    decoder->spill_length -= length;
    *ret_length = length;
}

enum crr_status
decoder_read(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct decoder *decoder = user;
    enum crr_status status = CRR_OK;
    size_t length = 0;

    if (decoder->spill_length > 0) {
        spend_spill(decoder, buffer, capacity, ret_length);
        return CRR_OK;
    }
    if (!decoder->opened && decoder->encoding != &encodings[ENCODING_UTF_8])
        status = begin(decoder);
    if (status != CRR_OK)
        return status;
    if (!decoder->opened)
        return pass(decoder, buffer, capacity, ret_length);
    if (capacity >= DECODING_ROOM)
        return decode_some(decoder, buffer, capacity, ret_length);
    status = decode_some(decoder, decoder->spill, sizeof decoder->spill, &length);
    if (status != CRR_OK)
        return status;
    decoder->spill_start = 0;
    decoder->spill_length = length;
    spend_spill(decoder, buffer, capacity, ret_length);
    return CRR_OK;
}
