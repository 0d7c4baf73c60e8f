/* Fuzzes freezing: whatever the model's text is, its weights are found at their bytes or
 * refused. A frozen text reads as the one before, its weights are those that the
 * judgements give, and freezing it again changes nothing. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/catalogue.h"
#include "crr/ahp_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
require(bool held)
{
    if (!held)
        abort();
}

struct text {
    char *at;
    size_t length;
};

static int
append(void *user, const char *at, size_t length)
{
    struct text *text = user;
    char *grown = realloc(text->at, text->length + length + 1);

    require(grown != NULL);
    memcpy(grown + text->length, at, length);
    text->at = grown;
    text->length += length;
    return 0;
}

/* Derives and freezes; a text of length 0 if it is no model, or a weight would be 0. */
static struct text
freeze(const char *at, size_t length, bool *ret_verified, size_t *ret_count)
{
    struct text text = {NULL, 0};
    struct crr_ahp *ahp;
    struct crr_error error;

    if (crr_ahp_derive((struct crr_text){at, length}, "fuzz.yaml", NULL, &ahp, NULL) !=
        CRR_OK)
        return text;
    *ret_verified = crr_ahp_verify(ahp, NULL, NULL, NULL) == CRR_OK;
    *ret_count = crr_ahp_weight_count(ahp);
    if (crr_ahp_freeze(ahp, append, &text, &error) != CRR_OK)
        require(*ret_count == 0 || error.finding == CRR_F_FROZEN_ZERO);
    crr_ahp_free(ahp);
    return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    bool verified = false, again_verified = false;
    size_t count = 0, again_count = 0;
    struct text frozen = freeze((const char *)bytes, length, &verified, &count);

    if (frozen.length > 0) {
        struct text again = freeze(
            frozen.at, frozen.length, &again_verified, &again_count);

        require(again_verified && again_count == count);
        require(again.length == frozen.length &&
                memcmp(again.at, frozen.at, frozen.length) == 0);
        free(again.at);
    }
    free(frozen.at);
    return 0;
}
