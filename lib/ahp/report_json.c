/* The report as JSON: that of the weights, with the judgements and every step. */
#include "ahp/steps.h"
#include "ahp/written.h"

enum crr_status
crr_ahp_write_report_json(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct crr_results results = {.ahp = ahp, .steps = true};
    struct crr_writer writer;
    char version[CRR_VERSION_SIZE];

    if (!ahp || !write)
        return CRR_E_ARGUMENT;
    crr_writer_init(&writer, write, user);
    crr_json_init(&results.json, &writer);
    crr_json_open(&results.json, NULL, '{');
    crr_write_head_json(&results);
    crr_blas_version(version);
    crr_json_string(&results.json, "blas", version);
    crr_lapack_version(version);
    crr_json_string(&results.json, "lapack", version);
    crr_write_trees_json(&results);
    crr_json_close(&results.json, '}');
    return crr_writer_flush(&writer) ? CRR_OK : CRR_E_WRITE;
}
