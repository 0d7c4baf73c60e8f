#include "base/machine.h"
#include <stdbool.h>

enum crr_machine
crr_machine_best(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
                __builtin_cpu_supports("pclmul");
    if (avx2 && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2"))
        return CRR_MACHINE_AVX512;
    if (avx2)
        return CRR_MACHINE_AVX2;
#endif
    return CRR_MACHINE_BASELINE;
}
