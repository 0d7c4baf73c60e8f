/* SHA-256 against the examples of FIPS 180-2 (appendix B) and of the empty text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/digest.h"
#include "base/span.h"

static void
published_digests(void **state)
{
    char hex[CRR_DIGEST_SIZE];
    char *million = malloc(1000000);

    (void)state;
    crr_digest((struct crr_text){NULL, 0}, hex);
    assert_string_equal(
        hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    crr_digest(crr_text_of("abc"), hex);
    assert_string_equal(
        hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    crr_digest(
        crr_text_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), hex);
    assert_string_equal(
        hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_non_null(million);
    memset(million, 'a', 1000000);
    crr_digest((struct crr_text){million, 1000000}, hex);
    assert_string_equal(
        hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

static void
beginnings(void **state)
{
    uint64_t begin[2];

    (void)state;
    crr_digest_begin((struct crr_text){NULL, 0}, begin);
    assert_true(begin[0] == UINT64_C(0xe3b0c44298fc1c14));
    assert_true(begin[1] == UINT64_C(0x9afbf4c8996fb924));
    crr_digest_begin(crr_text_of("abc"), begin);
    assert_true(begin[0] == UINT64_C(0xba7816bf8f01cfea));
    assert_true(begin[1] == UINT64_C(0x414140de5dae2223));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_digests),
        cmocka_unit_test(beginnings),
    };

    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
