/* Weights of a model that come from the judgements in it: writing them into the model's
 * text, and comparing what is written with what the judgements give. */
#ifndef CRR_AHP_MODEL_H
#define CRR_AHP_MODEL_H

#include <stddef.h>
#include <stdint.h>
#include "crr/ahp.h"
#include "crr/export.h"
#include "crr/status.h"
#include "crr/text.h"

CRR_BEGIN_C

/* How a weight that is written compares with the derived one. */
enum crr_ahp_agreement {
    CRR_AHP_EQUAL = 1,
    CRR_AHP_LAST_PLACE = 2, /* less than a unit of the last place from the unrounded
                             * weight, and its group sums exactly */
    CRR_AHP_DIFFERENT = 3,
    CRR_AHP_NOT_WRITTEN = 4 /* ~ */
};

/* The weight of one factor that judgements give. */
struct crr_ahp_weight_view {
    struct crr_text segment; /* empty in a model without segments */
    struct crr_text group;   /* `goal` for the roots */
    struct crr_text factor;
    struct crr_text written; /* as it stands in the text; empty: ~ */
    int64_t units;           /* derived and frozen, in 10^-places; 0: it cannot be */
    int places;
    double weight; /* unrounded, a part of 1 */
    enum crr_ahp_agreement agreement;
    size_t line, column; /* in the text, from 1 */
};

/* The number of weights that the judgements of a model give; 0 if the text was no
 * model. They come group by group. */
CRR_API size_t crr_ahp_weight_count(const struct crr_ahp *ahp);
/* CRR_E_ARGUMENT for an index beyond the count. */
CRR_API enum crr_status crr_ahp_weight(
    const struct crr_ahp *ahp, size_t index, struct crr_ahp_weight_view *ret);

/* Writes the model's text with its derived weights in place of those that stand there,
 * every other byte as it was: cut off at the judgements' `places`, what is missing to
 * the total one unit each to the largest remainders, remainders within 10^-6 of a unit
 * equal, then to the smaller id in byte order. The new text is read and compared before
 * the first byte is written.
 *   CRR_E_MODEL     the text was no model, or a weight would be 0 (reterr says which)
 *   CRR_E_WRITE, CRR_E_MEMORY */
CRR_API enum crr_status crr_ahp_freeze(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user,
    struct crr_error *reterr);

/* Compares all weights; report (may be NULL) is called for each that is not equal.
 * CRR_OK if all are equal, or differ in the last place as described above; CRR_E_MODEL
 * if not, or if a weight would be 0, and reterr (may be NULL) says the first. */
CRR_API enum crr_status crr_ahp_verify(const struct crr_ahp *ahp,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct crr_error *reterr);

CRR_END_C

#endif
