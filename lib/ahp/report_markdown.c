#include "ahp/written.h"
enum crr_status
crr_ahp_write_report_markdown(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    (void)write; (void)user; (void)ahp;
    return CRR_OK;
}
