/* Deriving in several threads at once: everywhere the same bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <string.h>
#include "base/writer.h"
#include "crr/ahp.h"

#define THREADS 4
#define ROUNDS 20

static const char judgements[] =
    "crr: 1\n"
    "judgements:\n"
    "  method: eigenvector\n"
    "  nodes:\n"
    "    goal: {children: [a, b, c, d], upper: [2, 3, 5, 2, ~, 3/2]}\n"
    "    b:\n"
    "      children: [x, y, z, u, v]\n"
    "      experts:\n"
    "        - {name: A, weight: 2, upper: [2, 5, 3, 4, 2, 1, 3, 1/2, 1, 2]}\n"
    "        - {name: B, upper: [1/2, ~, 4, 2, 3, 1, ~, 2, 1, 1]}\n";

struct job {
    const struct crr_ahp *shared;
    struct crr_buffer written;
    bool good;
};

static bool
write_json(const struct crr_ahp *ahp, struct crr_buffer *buffer)
{
    crr_buffer_clear(buffer);
    crr_buffer_init(buffer, NULL);
    return crr_ahp_write_json(ahp, crr_buffer_write, buffer) == CRR_OK;
}

static bool
derive_once(struct crr_buffer *buffer)
{
    struct crr_ahp *ahp;
    struct crr_text text = {judgements, sizeof judgements - 1};

    if (crr_ahp_derive(text, "test", NULL, &ahp, NULL) != CRR_OK)
        return false;
    bool good = write_json(ahp, buffer);
    crr_ahp_free(ahp);
    return good;
}

/* Derives its own, and reads what all share. */
static void *
run_job(void *user)
{
    struct job *job = user;
    struct crr_buffer other;

    crr_buffer_init(&other, NULL);
    job->good = true;
    for (int i = 0; i < ROUNDS; i++)
        job->good = job->good && derive_once(&job->written) &&
                    write_json(job->shared, &other) &&
                    other.length == job->written.length &&
                    memcmp(other.at, job->written.at, other.length) == 0;
    crr_buffer_clear(&other);
    return NULL;
}

static void
test_threads_derive_the_same(void **state)
{
    struct job jobs[THREADS];
    pthread_t threads[THREADS];
    struct crr_ahp *shared;
    struct crr_text text = {judgements, sizeof judgements - 1};

    (void)state;
    assert_int_equal(crr_ahp_derive(text, "test", NULL, &shared, NULL), CRR_OK);
    for (int i = 0; i < THREADS; i++) {
        jobs[i].shared = shared;
        crr_buffer_init(&jobs[i].written, NULL);
        assert_int_equal(pthread_create(&threads[i], NULL, run_job, &jobs[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(jobs[i].good);
        crr_buffer_clear(&jobs[i].written);
    }
    crr_ahp_free(shared);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_threads_derive_the_same)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
