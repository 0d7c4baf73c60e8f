/* Fuzzes decompression: whatever the bytes are, what comes of them does not depend on
 * how they come; what is refused has a reason; and what is not compressed passes. */
#include "inflate.h"
#include "streamed.h"

#define MOST ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool
inflate_all(struct pieces pieces, size_t step, struct given *given)
{
    struct inflater *inflater;
    bool unpacking;

    memset(given, 0, sizeof *given);
    inflater = inflater_create((struct stream){pieces_read, &pieces}, &given->fault);
    require(inflater != NULL);
    read_all((struct stream){inflater_read, inflater}, step, MOST, given);
    unpacking = inflater_is_unpacking(inflater);
    inflater_free(inflater);
    return unpacking;
}

/* The first byte says how the rest is cut. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct given whole, cut;
    const char *at = (const char *)bytes + 1;
    size_t both;
    bool unpacking;

    if (length < 1)
        return 0;
    unpacking = inflate_all(
        (struct pieces){at, length - 1, SIZE_MAX, false}, 1 << 16, &whole);
    require(inflate_all((struct pieces){at, length - 1, 1u + bytes[0] % 16, false},
                1u + bytes[0], &cut) == unpacking);
    require(unpacking == inflate_is_packed(at, length - 1));
    both = whole.length < cut.length ? whole.length : cut.length;
    require(both == 0 || memcmp(whole.at, cut.at, both) == 0);
    if (both < MOST) {
        require(whole.status == cut.status);
        require(whole.status != CRR_OK || whole.length == cut.length);
    }
    require((whole.status == CRR_OK) == (whole.fault.text[0] == '\0'));
    if (!unpacking) {
        require(whole.status == CRR_OK && whole.length == length - 1);
        require(both == 0 || memcmp(whole.at, at, both) == 0);
    }
    free(whole.at);
    free(cut.at);
    return 0;
}
