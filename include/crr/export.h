/* What every public header needs: the mark of an exported function, and C linkage in
 * C++. */
#ifndef CRR_EXPORT_H
#define CRR_EXPORT_H

#ifdef __cplusplus
#define CRR_BEGIN_C extern "C" {
#define CRR_END_C }
#else
#define CRR_BEGIN_C
#define CRR_END_C
#endif

#if defined(__GNUC__)
#define CRR_API __attribute__((visibility("default")))
#define CRR_PRINTF(template_index, first)                                              \
    __attribute__((__format__(__printf__, template_index, first)))
#else
#define CRR_API
#define CRR_PRINTF(template_index, first)
#endif

#endif
