/* The version of the library. */
#ifndef CRR_VERSION_H
#define CRR_VERSION_H

#include "crr/export.h"

CRR_BEGIN_C

/* The version of these headers. */
#define CRR_VERSION_MAJOR 0
#define CRR_VERSION_MINOR 1
#define CRR_VERSION_PATCH 0
#define CRR_VERSION "0.1.0"

/* The version of the library that runs, e.g. "0.1.0". Static. Thread-safe. */
CRR_API const char *crr_version(void);

CRR_END_C

#endif
