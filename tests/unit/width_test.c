/* The width of texts on a terminal. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/span.h"
#include "base/width.h"

static void
widths(void **state)
{
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {{"", 0}, {"abc", 3}, {"风险", 4}, {"a险", 3}, {"é", 1},
        {"e\xCC\x81", 1}, {"한글", 4}, {"（θ）", 5}, {"𠀀", 2}, {"—", 1}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(crr_text_width(crr_text_of(cases[i].text)), cases[i].width);
    /* a cut character reads no further than the text */
    assert_int_equal(crr_text_width((struct crr_text){"\xE9\xA3", 2}), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(widths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
