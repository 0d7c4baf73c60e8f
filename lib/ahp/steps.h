/* The steps by which a pocket calculator follows the weights: row products, roots, the
 * vector's image. For the report. */
#ifndef CRR_AHP_STEPS_H
#define CRR_AHP_STEPS_H

#include "ahp/ahp.h"
#include "ahp/real.h"

/* An entry of the matrix from which the geometric mean follows: of a pair that nobody
 * judged w_i/w_j, which leaves the least squares as they are. */
double crr_filled_entry(
    const struct crr_ahp_voice *voice, size_t n, size_t i, size_t j);

/* One row by the method of roots (方根法). */
struct crr_root_step {
    struct crr_rational exact; /* the row's product; numerator 0: not within 64 bits, or
                                * not of judgements alone */
    double product;            /* may be 0 or infinite where the logarithm is not */
    double logarithm;          /* of the product, to the base 10 */
    double root;               /* the n-th of the product */
    double image;              /* (Aw)_i */
    double ratio;              /* (Aw)_i / w_i */
};

/* judge is NULL for judgements put together. The voice is connected. */
struct crr_root_step crr_root_step(const struct crr_judge *judge,
    const struct crr_ahp_voice *voice, size_t n, size_t row);
double crr_root_sum(const struct crr_ahp_voice *voice, size_t n);

/* (Av)_i of the eigenvector and the completed matrix. */
double crr_eigenvector_image(const struct crr_ahp_voice *voice, size_t n, size_t row);

/* Prints "15/2", else 12 digits, else "10^400.25". Returns the length. */
size_t crr_product_print(
    const struct crr_root_step *step, char ret_text[CRR_REAL_SIZE]);

/* An entry of an expert's matrix as it was judged; numerator 0: it was not. */
struct crr_rational crr_judged_entry(
    const struct crr_judge *judge, size_t n, size_t i, size_t j);

/* The share of a voice among those that judged the pair; 0 if it did not. */
double crr_pair_share(const struct crr_ahp_node_view *node, size_t expert, size_t pair);

/* What computed, for the head of the report. Room for the texts with their NULs. */
#define CRR_VERSION_SIZE 192
void crr_blas_version(char ret_text[CRR_VERSION_SIZE]);
void crr_lapack_version(char ret_text[CRR_VERSION_SIZE]);

#endif
