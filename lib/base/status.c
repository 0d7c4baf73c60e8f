/* The names of the statuses, and the version. */
#include "crr/status.h"
#include "crr/version.h"

const char *
crr_status_name(enum crr_status status)
{
    switch (status) {
    case CRR_OK:
        return "ok";
    case CRR_E_MEMORY:
        return "out of memory";
    case CRR_E_ARGUMENT:
        return "wrong argument";
    case CRR_E_MODEL:
        return "the model has errors";
    case CRR_E_RECORD:
        return "the record cannot be rated";
    case CRR_E_FILE:
        return "the file does not fit";
    case CRR_E_REJECTS:
        return "too many rejected rows";
    case CRR_E_READ:
        return "reading failed";
    case CRR_E_WRITE:
        return "writing failed";
    case CRR_E_STOPPED:
        return "stopped";
    }
    return "unknown status";
}

const char *
crr_version(void)
{
    return CRR_VERSION;
}
