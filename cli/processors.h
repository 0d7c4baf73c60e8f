/* How many processors this program may use. */
#ifndef CRR_CLI_PROCESSORS_H
#define CRR_CLI_PROCESSORS_H

/* Those that its affinity allows, and no more than the quota of its control group (and
 * of those above) comes to, rounded up. At least 1. */
unsigned processor_count(void);

#endif
