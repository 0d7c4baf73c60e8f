/* What `crr init` writes. */
#ifndef CRR_CLI_STARTER_H
#define CRR_CLI_STARTER_H

/* The model; @ID@ stands for its id, @FILE@ for its name without .yaml. */
extern const char starter_model[];
extern const char starter_customers[];

#endif
