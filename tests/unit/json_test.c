#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "ahp/json.h"
#include "base/span.h"

static int
take(void *user, const char *at, size_t length)
{
    strncat(user, at, length);
    return 0;
}

static void
test_layout(void **state)
{
    static const double values[] = {0.75, 0.25, NAN};
    char text[1024] = "";
    struct crr_writer writer;
    struct crr_json json;

    (void)state;
    crr_writer_init(&writer, take, text);
    crr_json_init(&json, &writer);
    crr_json_open(&json, NULL, '{');
    crr_json_string(&json, "method", "a \"b\"");
    crr_json_open(&json, "none", '[');
    crr_json_close(&json, ']');
    crr_json_open(&json, "nodes", '[');
    crr_json_open(&json, NULL, '{');
    crr_json_open_flat(&json, "weights", '{');
    crr_json_name(&json, crr_text_of("甲\n"));
    crr_json_decimal(&json, NULL, 750000, 6);
    crr_json_name(&json, (struct crr_text){NULL, 0});
    crr_json_rational(&json, NULL, (struct crr_rational){1, 3});
    crr_json_close(&json, '}');
    crr_json_reals(&json, "vector", values, 3);
    crr_json_reals(&json, "other", NULL, 3);
    crr_json_name(&json, crr_text_of("inner"));
    crr_json_open(&json, NULL, '{');
    crr_json_bool(&json, "yes", true);
    crr_json_rational(&json, "two", (struct crr_rational){2, 1});
    crr_json_close(&json, '}');
    crr_json_close(&json, '}');
    crr_json_count(&json, NULL, 7);
    crr_json_close(&json, ']');
    crr_json_null(&json, "end");
    crr_json_close(&json, '}');
    assert_true(crr_writer_flush(&writer));
    assert_string_equal(text, "{\n"
                              "  \"method\": \"a \\\"b\\\"\",\n"
                              "  \"none\": [],\n"
                              "  \"nodes\": [\n"
                              "    {\n"
                              "      \"weights\": {\"甲\\n\": \"0.750000\", "
                              "\"\": \"1/3\"},\n"
                              "      \"vector\": [0.75, 0.25, null],\n"
                              "      \"other\": null,\n"
                              "      \"inner\": {\n"
                              "        \"yes\": true,\n"
                              "        \"two\": \"2\"\n"
                              "      }\n"
                              "    },\n"
                              "    7\n"
                              "  ],\n"
                              "  \"end\": null\n"
                              "}\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_layout)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
