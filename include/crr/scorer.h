/* Scorers: the fastest way to rate single records where nothing is to be explained, as
 * on every change of a customer's data. When a rating matters, rate the record once
 * more by the rater, which explains it: both give the same, bit for bit.
 *
 *     crr_scorer_new(rater, &scorer, &error);
 *     status = crr_scorer_rate(scorer, values, value_count, &rating, NULL, &error);
 *
 * Under a model of one segment with tables, bands and weighted sums a scorer remembers
 * what values have been worth, and adds up; other records and other models go to the
 * rater. It belongs to one thread, as its rater does. */
#ifndef CRR_SCORER_H
#define CRR_SCORER_H

#include <stddef.h>
#include <stdint.h>
#include "crr/export.h"
#include "crr/rater.h"
#include "crr/status.h"
#include "crr/value.h"

CRR_BEGIN_C

struct crr_scorer;

/* Makes a scorer. The rater has to outlive it, and may rate in between.
 *   CRR_E_ARGUMENT  a NULL
 *   CRR_E_MEMORY    an allocation failed */
CRR_API enum crr_status crr_scorer_new(
    struct crr_rater *rater, struct crr_scorer **ret_scorer, struct crr_error *reterr);

/* NULL is allowed. */
CRR_API void crr_scorer_free(struct crr_scorer *scorer);

/* As crr_rater_rate, with the same statuses, but that the rater holds no rating
 * afterwards. ret_contributions (may be NULL) gets, for each factor of the model, N of
 * what it contributes, over the rating's scale: as crr_factor_rating.contribution; 0
 * for those of other segments. What it remembers of texts is bounded: some thousands an
 * input, or as many as its table has. */
CRR_API enum crr_status crr_scorer_rate(struct crr_scorer *scorer,
    const struct crr_value *values, size_t value_count, struct crr_rating *ret_rating,
    int64_t *ret_contributions, struct crr_error *reterr);

CRR_END_C

#endif
