/* Which kernels this machine can run. */
#include "base/machine.h"
#include "file/kernel.h"

static const struct crr_kernel *const kernels[] = {
    [CRR_MACHINE_SCALAR] = &crr_kernel_scalar,
    [CRR_MACHINE_BASELINE] = &crr_kernel_baseline,
#if defined(__x86_64__)
    [CRR_MACHINE_AVX2] = &crr_kernel_avx2,
    [CRR_MACHINE_AVX512] = &crr_kernel_avx512,
#endif
};

const struct crr_kernel *
crr_kernel_at(size_t level)
{
    return level <= crr_machine_best() ? kernels[level] : NULL;
}

const struct crr_kernel *
crr_kernel_best(void)
{
    return kernels[crr_machine_best()];
}
