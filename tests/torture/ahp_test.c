/* Every allocation of deriving and freezing weights fails in turn, libyaml's too: each
 * time the call says so, nothing leaks, and *ret_ahp stays untouched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "crr/ahp.h"
#include "crr/ahp_model.h"
#include "heap.h"

static const char judgements[] =
    "crr: 1\n"
    "judgements:\n"
    "  method: eigenvector\n"
    "  scale: [1, 3, 5, 7, 9]\n"
    "  nodes:\n"
    "    goal: {children: [a, b, c, d], rationale: why,\n"
    "      upper: [3, 5, 7, 3, ~, 3]}\n"
    "    a: {children: [x, y], scores: {x: 2, y: 3}}\n"
    "    b:\n"
    "      children: [x, y, z]\n"
    "      experts:\n"
    "        - {name: E, weight: 2, pairs: {x/y: 3, y/z: 3}}\n"
    "        - {name: F, matrix: [[1, 3, 5], [1/3, 1, 3], [0.2, 0.333, 1]]}\n"
    "        - {name: G, rationale: other, upper: [1, 3, 5]}\n";

static const char model[] =
    "crr: 1\nfactors:\n"
    "- {id: g, weight: ~, factors: [{id: x, weight: 0.1}, {id: y, weight: '0.9'}]}\n"
    "- {id: h, weight: ~}\n"
    "judgements:\n"
    "  nodes:\n"
    "    goal: {children: [calm, storm], upper: [2]}\n"
    "    calm: {children: [g, h], upper: [3]}\n"
    "    storm: {children: [g, h], scores: {g: 2, h: 3}}\n"
    "    g: {children: [x, y], upper: [4]}\n";

static const char sheet[] = ",a,b,c\na,1,3,5\nb,1/3,1,3\nc,1/5,,1\n";

static void
drop_finding(void *user, const struct crr_error *finding)
{
    (void)user;
    (void)finding;
}

static int
drop(void *user, const char *at, size_t length)
{
    (void)at;
    *(size_t *)user += length;
    return 0;
}

struct written {
    const char *text, *name;
};

static enum crr_status
live_once(void *user)
{
    const struct written *written = user;
    struct crr_ahp_options options = {.size = sizeof options, .report = drop_finding};
    struct crr_ahp *ahp = NULL;
    size_t length = 0;
    enum crr_status status = crr_ahp_derive(
        (struct crr_text){written->text, strlen(written->text)}, written->name,
        &options, &ahp, NULL);
    if (status != CRR_OK) {
        assert_null(ahp);
        return status;
    }
    status = crr_ahp_write_text(ahp, drop, &length);
    if (status == CRR_OK)
        status = crr_ahp_write_json(ahp, drop, &length);
    if (status == CRR_OK)
        status = crr_ahp_write_report_markdown(ahp, drop, &length);
    if (status == CRR_OK)
        status = crr_ahp_write_report_json(ahp, drop, &length);
    crr_ahp_free(ahp);
    return status;
}

/* Derives, verifies, freezes: what is written comes in one piece, or not at all. */
static enum crr_status
freeze_once(void *user)
{
    struct crr_ahp_options options = {.size = sizeof options, .report = drop_finding};
    struct crr_ahp *ahp = NULL;
    size_t length = 0;
    enum crr_status status = crr_ahp_derive((struct crr_text){model, sizeof model - 1},
        "torture.yaml", &options, &ahp, NULL);

    (void)user;
    if (status != CRR_OK)
        return status;
    assert_int_equal(crr_ahp_verify(ahp, drop_finding, NULL, NULL), CRR_E_MODEL);
    status = crr_ahp_freeze(ahp, drop, &length, NULL);
    /* Two weights of 8 bytes for ~, two for 3 and 5. */
    assert_int_equal(length, status == CRR_OK ? sizeof model - 1 + 2 * 7 + 5 + 3 : 0);
    crr_ahp_free(ahp);
    return status;
}

static void
test_freezing(void **state)
{
    (void)state;
    fail_each_allocation(freeze_once, NULL, CRR_OK);
}

static void
test_good_judgements(void **state)
{
    struct written written = {judgements, "torture.yaml"};

    (void)state;
    fail_each_allocation(live_once, &written, CRR_OK);
}

static void
test_judgements_with_findings(void **state)
{
    char text[sizeof judgements];
    struct written written = {text, "torture.yaml"};

    (void)state;
    memcpy(text, judgements, sizeof text);
    memcpy(strstr(text, "0.333"), "0.400", 5);
    memcpy(strstr(text, "x/y"), "x/q", 3);
    fail_each_allocation(live_once, &written, CRR_E_MODEL);
}

static void
test_sheet(void **state)
{
    struct written written = {sheet, "torture.csv"};

    (void)state;
    fail_each_allocation(live_once, &written, CRR_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good_judgements),
        cmocka_unit_test(test_judgements_with_findings), cmocka_unit_test(test_sheet),
        cmocka_unit_test(test_freezing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
