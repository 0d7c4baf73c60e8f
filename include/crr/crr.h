/* crr: exact customer risk ratings for anti-money-laundering. This includes everything.
 *
 *     text (YAML) --crr_model_compile--> struct crr_model      immutable, shared
 *     model       --crr_rater_new------> struct crr_rater      one per thread
 *     record      --crr_rater_rate-----> struct crr_rating     exact, no allocation
 *                 --crr_scorer_rate----> struct crr_rating     faster, unexplained
 *     columns     --crr_columns_rate---> arrays                many in memory
 *     files       --crr_file_rate------> files                 rows in, ratings out
 *                 --crr_book_load------> struct crr_book       in memory, read once
 *     book        --crr_book_rate------> arrays                by weights, models, days
 *     two sides   --crr_diff_models----> who moved, and why    exactly
 *
 * Nothing here is global: no state, no locale, no clock, no output of its own. A
 * function that can fail returns enum crr_status, leaves its ret_ parameters untouched
 * then, and fills the last, optional parameter reterr. The structs of options begin
 * with their size; zero in any other member is the documented default. */
#ifndef CRR_CRR_H
#define CRR_CRR_H

#include "crr/alloc.h"
#include "crr/book.h"
#include "crr/columns.h"
#include "crr/date.h"
#include "crr/diff.h"
#include "crr/export.h"
#include "crr/file.h"
#include "crr/finding.h"
#include "crr/history.h"
#include "crr/model.h"
#include "crr/number.h"
#include "crr/override.h"
#include "crr/rater.h"
#include "crr/scorer.h"
#include "crr/status.h"
#include "crr/text.h"
#include "crr/value.h"
#include "crr/version.h"

#endif
