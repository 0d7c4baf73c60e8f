/* The instruction sets that inner loops are compiled for. What was compiled for one may
 * run where crr_machine_best() is that one or a greater one. */
#ifndef CRR_BASE_MACHINE_H
#define CRR_BASE_MACHINE_H

enum crr_machine {
    CRR_MACHINE_SCALAR = 0, /* plain C, the twin of all others */
    CRR_MACHINE_BASELINE,   /* what every machine of the kind has */
    CRR_MACHINE_AVX2,       /* x86-64-v3 and PCLMUL */
    CRR_MACHINE_AVX512,     /* x86-64-v4 and VBMI2 */
    CRR_MACHINE_COUNT
};

enum crr_machine crr_machine_best(void);

#endif
