/* Fuzzes decoding: whatever the bytes are, what comes of them, and what is said of those
 * that are wrong, does not depend on how they come; and it is UTF-8. */
#include "base/span.h"
#include "decoder.h"
#include "streamed.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
decode_all(const struct encoding *encoding, struct pieces pieces, size_t step,
    struct given *given)
{
    struct decoder_settings settings = {
        .below = {pieces_read, &pieces}, .encoding = encoding, .fault = &given->fault};
    struct decoder *decoder;

    memset(given, 0, sizeof *given);
    decoder = decoder_create(&settings);
    require(decoder != NULL);
    read_all((struct stream){decoder_read, decoder}, step, SIZE_MAX, given);
    decoder_free(decoder);
}

/* The first byte says which encoding, the second how the rest is cut. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const struct encoding *encoding;
    struct given whole, cut;
    const char *at;

    if (length < 2)
        return 0;
    encoding = &encodings[bytes[0] % ENCODING_COUNT];
    at = (const char *)bytes + 2;
    decode_all(encoding, (struct pieces){at, length - 2, SIZE_MAX, false},
        4 * length + 64, &whole);
    decode_all(encoding, (struct pieces){at, length - 2, 1u + bytes[1] % 16, false},
        1 + bytes[1] / 8, &cut);
    require(whole.status == cut.status && whole.length == cut.length);
    require(strcmp(whole.fault.text, cut.fault.text) == 0);
    require((whole.status == CRR_OK) == (whole.fault.text[0] == '\0'));
    require(whole.length == 0 || memcmp(whole.at, cut.at, whole.length) == 0);
    /* UTF-8 passes unchecked, and so it does beyond what is looked at. */
    if (encoding != &encodings[ENCODING_UTF_8] && encoding != &encodings[ENCODING_AUTO])
        require(crr_text_is_utf8((struct crr_text){whole.at, whole.length}));
    free(whole.at);
    free(cut.at);
    return 0;
}
