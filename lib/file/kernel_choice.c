/* Which kernels this machine can run. */
#include "file/kernel.h"

const struct crr_kernel *
crr_kernel_at(size_t level)
{
    const struct crr_kernel *kernels[4] = {&crr_kernel_scalar, &crr_kernel_baseline};
    size_t count = 2;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
        __builtin_cpu_supports("pclmul"))
        kernels[count++] = &crr_kernel_avx2;
    if (count == 3 && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2"))
        kernels[count++] = &crr_kernel_avx512;
#endif
    return level < count ? kernels[level] : NULL;
}

const struct crr_kernel *
crr_kernel_best(void)
{
    size_t level = 0;
    while (crr_kernel_at(level + 1))
        level++;
    return crr_kernel_at(level);
}
