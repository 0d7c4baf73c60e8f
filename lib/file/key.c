/* One form for each key, so that one spelling finds the other. */
#include "file/key.h"
#include "plan/plan.h"

struct crr_text
crr_key_fold(const struct crr_run *run, struct crr_text key, char buffer[CRR_KEY_LIMIT])
{
    const struct crr_ast_input *input = &run->model->ast->inputs[run->key];
    key = crr_text_trim(key);
    if (input->type != CRR_INPUT_CODE || key.length > CRR_KEY_LIMIT)
        return key;
    return crr_text_fold(key, input->ignore_case, buffer);
}
