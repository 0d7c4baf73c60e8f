/* One form for each key, so that one spelling finds the other. */
#include "file/key.h"
#include "base/digest.h"
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

void
crr_key_hash(const struct crr_run *run, struct crr_text key, uint64_t ret[2])
{
    char folded[CRR_KEY_LIMIT];
    crr_digest_begin(crr_key_fold(run, key, folded), ret);
}

bool
crr_key_is_dressed(struct crr_text key)
{
    if (key.length < 2)
        return false;
    return key.at[0] == '\'' || (key.at[0] == '=' && key.at[1] == '"');
}
