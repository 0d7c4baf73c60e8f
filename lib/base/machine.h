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

/* The initialiser of a table by enum crr_machine: of what was compiled for each of them
 * under a name that ends in the machine's. */
#if defined(__x86_64__)
#define CRR_OF_EACH_MACHINE(name)                                                      \
    {                                                                                  \
        [CRR_MACHINE_SCALAR] = &name##_scalar,                                         \
        [CRR_MACHINE_BASELINE] = &name##_baseline, [CRR_MACHINE_AVX2] = &name##_avx2,  \
        [CRR_MACHINE_AVX512] = &name##_avx512,                                         \
    }
#else
#define CRR_OF_EACH_MACHINE(name)                                                      \
    {                                                                                  \
        [CRR_MACHINE_SCALAR] = &name##_scalar,                                         \
        [CRR_MACHINE_BASELINE] = &name##_baseline,                                     \
    }
#endif

#endif
