/* Decimal commas where YAML parts them. */
#include "yaml/comma.h"
#include "base/span.h"

#define SHOWN_SIZE 32

static bool
is_digits(struct crr_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    }
    return text.length > 0;
}

static bool
is_plain(const struct crr_yaml_node *node)
{
    return node->kind == CRR_YAML_SCALAR && node->plain;
}

bool
crr_yaml_is_parted(
    const struct crr_yaml_node *whole, const struct crr_yaml_node *decimals)
{
    struct crr_text digits = whole->text;

    if (!is_plain(whole) || !is_plain(decimals) || whole->line != decimals->line ||
        decimals->column != whole->column + whole->text.length + 1)
        return false;
    if (digits.length > 0 && (*digits.at == '-' || *digits.at == '+'))
        digits = (struct crr_text){digits.at + 1, digits.length - 1};
    return is_digits(digits) && is_digits(decimals->text);
}

bool
crr_yaml_is_remainder(const struct crr_yaml_node *before,
    const struct crr_yaml_node *key, const struct crr_yaml_node *value)
{
    return crr_yaml_is_parted(before, key) && is_plain(value) &&
           value->text.length == 0;
}

void
crr_yaml_report_parted(struct crr_reader *reader, struct crr_text key,
    const struct crr_yaml_node *whole, const struct crr_yaml_node *decimals)
{
    char first[SHOWN_SIZE], second[SHOWN_SIZE];
    size_t above = crr_reader_enter_key(reader, key);

    crr_text_shown(whole->text, first, sizeof first);
    crr_text_shown(decimals->text, second, sizeof second);
    crr_reader_finding(reader, CRR_F_NOT_A_NUMBER, whole,
        "expected a point before the decimals, found \"%s,%s\" (a decimal comma; write "
        "%s.%s)",
        first, second, first, second);
    crr_reader_leave(reader, above);
}
