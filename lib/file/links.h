/* Linked persons: who stands behind a customer, and the values that the persons have of
 * the inputs at which the model's linked inputs look. All of it is read before the
 * first
 * customer; then each customer's linked inputs are filled in. */
#ifndef CRR_FILE_LINKS_H
#define CRR_FILE_LINKS_H

#include "base/index.h"
#include "base/writer.h"
#include "file/run.h"
#include "model/model.h"
#include "plan/rater.h"

#define CRR_LINK_DEPTH_LIMIT 8
#define CRR_WALK_LIMIT 10000 /* links walked for one input of one customer */

struct crr_link {
    uint32_t from, to; /* persons */
    uint32_t role;
    uint32_t share; /* in 10^-9; 0: none is given, it counts whole */
    uint64_t line;
};

enum crr_value_state {
    CRR_STATE_MISSING = 0,
    CRR_STATE_KNOWN,
    CRR_STATE_UNREADABLE
};
struct crr_person_value {
    enum crr_value_state state;
    struct crr_text *texts;
    uint32_t count;
};

/* Somebody who is named in the file: a customer, a person behind one, or both. */
struct crr_person {
    struct crr_text key; /* as the file has it, trimmed */
    uint32_t record_count;
    uint64_t line;                   /* of the first link to whom is behind */
    bool behind;                     /* of some customer */
    bool is_from;                    /* has persons behind it */
    bool met;                        /* is a customer of the run */
    struct crr_person_value *values; /* by source; NULL: no record */
};

/* A person behind the customer, and the links that lead there. */
struct crr_way {
    uint32_t person;
    uint32_t length;
    uint32_t links[CRR_LINK_DEPTH_LIMIT];
    int64_t share;
};

/* A linked input of the model, and its values for the customer. */
struct crr_linked_input {
    size_t input;
    const struct crr_ast_linked *linked;
    uint32_t source; /* number of the input that it looks at, among all such */
    bool *roles;     /* by role: it is one of them */
    struct crr_way *ways;
    uint32_t way_count;
    size_t way_capacity;
    struct crr_text *texts;
    uint32_t *way_of; /* by text */
    uint32_t text_count;
    size_t text_capacity, way_of_capacity;
};

/* A role at which no input looks. */
struct crr_other_role {
    struct crr_text role;
    uint64_t count, line; /* lines of it; the first of them */
};
#define CRR_OTHER_ROLE_LIMIT 64 /* roles that are kept apart */

struct crr_links {
    struct crr_arena *arena;
    struct crr_linked_input *inputs;
    uint32_t input_count;
    size_t *sources; /* inputs of the model */
    uint32_t source_count;
    struct crr_text *roles;
    uint32_t role_count;
    struct crr_person *persons;
    uint32_t person_count;
    struct crr_index by_key;
    struct crr_link *links; /* by from, in the file's order */
    uint32_t link_count;
    size_t link_capacity;
    uint32_t *first; /* by person: its links are [first, first of the next) */
    struct crr_other_role *others; /* roles at which no input looks, as they come up */
    uint32_t other_role_count;
    size_t other_capacity;
    uint64_t other_count; /* lines of such roles */
    /* Persons whose links of one role have shares that sum to more than 1; and of the
     * first link, by line, with which a sum does the index in links. */
    uint64_t excess_count;
    uint32_t excess_link;
    uint32_t *strangers; /* persons behind customers, of whom there is no record */
    uint32_t stranger_count;
    uint32_t step_count; /* of the walk */
    uint32_t *found;     /* by person: the number of its way in the walk, from 1; 0 */
};

/* Reads options->links, and the persons from options->persons; run->links is set then.
 *   CRR_E_FILE       a line that is not certain
 *   CRR_E_ARGUMENT   the model has no key, or no linked input
 *   CRR_E_READ, CRR_E_MEMORY */
enum crr_status crr_links_read(
    struct crr_run *run, struct crr_arena *arena, struct crr_error *reterr);

/* persons.c: the values of those who are behind customers. */
enum crr_status crr_persons_read(
    struct crr_links *links, struct crr_run *run, struct crr_error *reterr);

/* walk.c: fills the linked inputs of the record. False if the row is refused, or if
 * there is no memory (then row->status says so). */
bool crr_links_fill(struct crr_links *links, struct crr_run *run, struct crr_row *row);

/* walk.c: "P2(owner 0.6)>P3(controller)": the way to the value at a place of a linked
 * input; nothing if it is none. */
void crr_links_write_way(
    const void *links, struct crr_writer *writer, uint32_t input, uint32_t place);

/* strangers.c: counts shares that sum to more than 1, of sorted links. False if there
 * is no memory. */
bool crr_links_sum_shares(struct crr_links *links);

/* strangers.c: lists the persons behind customers of whom there is no record. False if
 * there is no memory. */
bool crr_links_list_strangers(struct crr_links *links);

/* strangers.c: the person of whom the value is not known at a place of a linked input
 * of the record, or at the next one that there is; false if there is none. */
bool crr_links_find_stranger(
    const void *links, uint32_t input, uint32_t from, struct crr_stranger *ret);

/* strangers.c: adds to a refusal of the row the linked persons whose values would have
 * decided, but are not known. */
void crr_links_name_strangers(
    const struct crr_links *links, const struct crr_run *run, struct crr_row *row);

/* The role of the model that a role at which no input looks is near to, or NULL. */
struct crr_text crr_links_nearest_role(
    const struct crr_links *links, struct crr_text role);

/* Customers of the file that were not met. */
uint64_t crr_links_unmet_count(const struct crr_links *links);

#endif
