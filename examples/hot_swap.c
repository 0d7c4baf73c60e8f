/* A server that changes its model while its threads rate. One mutex guards the pointer
 * to the model in force and the reference that is taken on it, and nothing else: a
 * thread rates with the model that it took for as long as it likes, and the last one to
 * let go frees it. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <crr/crr.h>

#define THREAD_COUNT 4
#define VERSION_COUNT 50

static struct server {
    pthread_mutex_t mutex;
    struct crr_model *model; /* in force; guarded by mutex */
    atomic_bool ending;
    atomic_ulong rated, wrong;
} server = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* Version v of the model gives v points to everyone. */
static struct crr_model *
compile(int version)
{
    char text[512];
    struct crr_model *model = NULL;
    struct crr_error error;
    int length = snprintf(text, sizeof text,
        "crr: 1\n"
        "model: {id: served, version: '%d'}\n"
        "score: {decimals: 0}\n"
        "inputs: {active: {type: flag}}\n"
        "factors:\n"
        "  - {id: activity, weight: 1, input: active, points: {yes: %d, no: 0}}\n"
        "tiers: [{id: normal, from: 0}]\n",
        version, version);

    if (crr_model_compile((struct crr_text){text, (size_t)length}, "served", NULL,
            &model, &error) != CRR_OK) {
        fprintf(stderr, "%s: %s\n", error.path, error.message);
        exit(1);
    }
    return model;
}

static struct crr_model *
take_model(void)
{
    struct crr_model *model;

    pthread_mutex_lock(&server.mutex);
    model = crr_model_ref(server.model);
    pthread_mutex_unlock(&server.mutex);
    return model;
}

static void
change_model(struct crr_model *model)
{
    struct crr_model *old;

    pthread_mutex_lock(&server.mutex);
    old = server.model;
    server.model = model;
    pthread_mutex_unlock(&server.mutex);
    crr_model_unref(old);
}

/* A request: the model in force now, one rating, and a look whether both fit together.
 */
static void
serve_one(void)
{
    struct crr_value active = {.type = CRR_VALUE_FLAG, .as.flag = true};
    struct crr_model *model = take_model();
    struct crr_rater *rater = NULL;
    struct crr_rating rating;
    struct crr_model_head head;
    char score[CRR_NUMBER_SIZE] = "";

    crr_model_head(model, NULL, &head);
    if (crr_rater_new(model, NULL, &rater, NULL) == CRR_OK &&
        crr_rater_rate(rater, &active, 1, &rating, NULL) == CRR_OK)
        crr_decimal_print(rating.score, 0, score);
    if (strlen(score) != head.version.length ||
        memcmp(score, head.version.at, head.version.length) != 0)
        atomic_fetch_add(&server.wrong, 1);
    atomic_fetch_add(&server.rated, 1);
    crr_rater_free(rater);
    crr_model_unref(model);
}

static void *
serve(void *nothing)
{
    while (!atomic_load(&server.ending))
        serve_one();
    return nothing;
}

int
main(void)
{
    pthread_t threads[THREAD_COUNT];
    unsigned long before;

    change_model(compile(1));
    for (int i = 0; i < THREAD_COUNT; i++)
        if (pthread_create(&threads[i], NULL, serve, NULL) != 0)
            return 1;
    for (int version = 2; version <= VERSION_COUNT; version++) {
        before = atomic_load(&server.rated);
        change_model(compile(version));
        while (atomic_load(&server.rated) < before + 20)
            sched_yield();
    }
    atomic_store(&server.ending, true);
    for (int i = 0; i < THREAD_COUNT; i++)
        pthread_join(threads[i], NULL);
    change_model(NULL);
    printf(
        "%d models served by %d threads; ratings of another model than the one taken: "
        "%lu\n",
        VERSION_COUNT, THREAD_COUNT, atomic_load(&server.wrong));
    return atomic_load(&server.wrong) == 0 ? 0 : 1;
}
