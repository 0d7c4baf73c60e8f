/* What the two forms of a run's summary share: what may be told of it, and shares. */
#ifndef CRR_FILE_SUMMARY_PRINTER_H
#define CRR_FILE_SUMMARY_PRINTER_H

#include "base/decimal.h"
#include "base/writer.h"
#include "file/summary.h"

struct crr_summary_printer {
    struct crr_writer writer;
    const struct crr_summary *summary;
    bool reveal;
    const char *separator; /* JSON: before the next member of a list */
};

bool crr_summary_hides(const struct crr_summary_printer *printer, bool confidential);

/* The key of a customer or a person, or what stands in its place. */
struct crr_text crr_summary_key(
    const struct crr_summary_printer *printer, struct crr_text key);

/* What a cause is about: an input, a factor or a rule. Empty if none. */
struct crr_text crr_summary_cause_subject(
    const struct crr_summary_printer *printer, const struct crr_cause *cause);

struct crr_text crr_summary_part_name(
    const struct crr_summary_printer *printer, const struct crr_spread_part *part);

/* The share of the confidential factors that are not to be shown. False if there are
 * none. */
bool crr_summary_add_hidden(
    const struct crr_summary_printer *printer, int64_t *ret_share);

/* A factor that was the same for every row, and may be told. */
bool crr_summary_is_constant(
    const struct crr_summary_printer *printer, const struct crr_spread_part *part);

/* "12.3", in tenths. */
void crr_summary_print_tenths(int64_t tenths, char text[CRR_NUMBER_SIZE]);

/* part/whole in tenths of a percent, rounded half up; 0 of nothing. */
int64_t crr_summary_tenths_of(uint64_t part, uint64_t whole);

#endif
