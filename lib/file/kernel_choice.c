/* Which kernels this machine can run. */
#include "base/machine.h"
#include "file/kernel.h"

static const struct crr_kernel *const kernels[] = CRR_OF_EACH_MACHINE(crr_kernel);

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
