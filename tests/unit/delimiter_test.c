/* Finding the delimiter of a file that does not tell it. */
#include "file_run.h"

static struct crr_model *bank;

static int
compile_bank(void **state)
{
    (void)state;
    bank = compiled(bank_text);
    return 0;
}

static int
drop_bank(void **state)
{
    (void)state;
    crr_model_unref(bank);
    return 0;
}

static void
note(void *user, const struct crr_source *source, char delimiter, const char *name)
{
    assert_string_equal(source->name, "bank.csv");
    assert_true(name[0] != '\0');
    *(char *)user = delimiter;
}

/* Rates a text whose delimiter is to be found; *ret_found is 0 if none was told. */
static void
go(struct file_run *run, struct crr_text text, size_t step, char *ret_found)
{
    *ret_found = 0;
    file_run_init(run);
    file_run_add(run, "bank.csv", text, step);
    file_run_choose(run, "id,score");
    run->options.find_delimiter = true;
    run->options.delimiter_found = note;
    run->options.delimiter_user = ret_found;
    run->options.jobs = 2;
    file_run_go(run, bank);
}

static void
expect_found(const char *text, char expected, const char *out)
{
    for (size_t step = 0; step < 3; step++) {
        struct file_run run;
        char found;
        go(&run, crr_text_of(text), step, &found);
        if (run.status != CRR_OK)
            fail_msg("%s", run.error.message);
        assert_int_equal(found, expected);
        assert_string_equal(run.out.at, out);
        file_run_clear(&run);
    }
}

static void
expect_refused(const char *text, unsigned finding, const char *part)
{
    struct file_run run;
    char found;
    go(&run, crr_text_of(text), 0, &found);
    assert_int_equal(run.status, CRR_E_FILE);
    assert_int_equal(run.error.finding, finding);
    if (!strstr(run.error.message, part))
        fail_msg("\"%s\" is not in: %s", part, run.error.message);
    file_run_clear(&run);
}

static void
every_candidate_is_found(void **state)
{
    static const char candidates[] = ",;\t|\x01\x1D\x1F";
    (void)state;
    for (size_t i = 0; candidates[i]; i++) {
        char text[] = "\xEF\xBB\xBFid,country,amount,opened,listed,reported,remark\n"
                      "C1,CN,50,2020-01-01,N,N,\"a;b,c\t|\"\n"
                      "\"C\n2\",CN,50,2020-01-01,N,N,d\n";
        bool quoted = false;
        for (char *at = text; *at; at++) {
            quoted ^= *at == '"';
            if (*at == ',' && !quoted)
                *at = candidates[i];
        }
        expect_found(text, candidates[i], "id,score\nC1,3.00\n\"C\n2\",3.00\n");
    }
}

/* More of the other characters than of the delimiter. */
static void
needed_columns_decide(void **state)
{
    (void)state;
    expect_found("id;country;amount;opened;listed;reported;a,b,c,d,e,f,g,h,i,j\n"
                 "C1;CN;50;2020-01-01;N;N;\n",
        ';', "id,score\nC1,3.00\n");
    /* Even where the rows do not fit. */
    expect_found("id|country|amount|opened|listed|reported|a,b\n"
                 "C1|CN|50|2020-01-01|N|N|1,2\nx,y\n",
        '|', "id,score\nC1,3.00\n");
}

/* One needed column is there under both, and quotes count. */
static void
rows_decide_where_columns_do_not(void **state)
{
    struct file_run run;
    char found;
    (void)state;
    expect_refused("id;country,str\nC1;CN,N\n", 717, "a comma and a semicolon");
    go(&run, crr_text_of("id;country,str\nC1;CN,N\nC2;\"C;N\",N\n"), 0, &found);
    assert_int_equal(found, ','); /* columns are missing in any case */
    assert_int_equal(run.error.finding, 706);
    file_run_clear(&run);
    go(&run, crr_text_of("id;country,str\nC1;CN,N\nC2;C;N,N\n"), 0, &found);
    assert_int_equal(found, ',');
    assert_int_equal(run.error.finding, 706);
    file_run_clear(&run);
    go(&run, crr_text_of("id;country,str\nC1;CN,N\nC2;C,N,N\n"), 0, &found);
    assert_int_equal(found, ';');
    file_run_clear(&run);
}

static void
without_needed_columns_rows_decide_or_it_is_the_comma(void **state)
{
    char found;
    struct file_run run;
    (void)state;
    expect_refused("client\tland\n1\t2\n", 706, "a column for each input");
    expect_refused("client;land\n1;2;3\n4\n", 706, "a column for each input");
    go(&run, crr_text_of("a;b,c\n1;2,3\n"), 0, &found);
    assert_int_equal(found, ',');
    assert_int_equal(run.error.finding, 706);
    file_run_clear(&run);
    go(&run, crr_text_of("a b c\n1 2 3\n"), 0, &found);
    assert_int_equal(found, ',');
    assert_int_equal(run.error.finding, 706);
    file_run_clear(&run);
}

static void
a_file_of_one_column_is_not_parted(void **state)
{
    static const char model_text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs:\n  k: {type: code, columns: ['k;1']}\n"
        "tables: {t: {rows: {A: 1, B: 2}}}\n"
        "factors: [{id: f, weight: 1, input: k, table: t}]\n"
        "tiers: [{id: low, from: 0}]\n";
    struct crr_model *model = compiled(model_text);
    struct file_run run;
    char found = 0;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of("k;1\nA\nB\n"), 0);
    file_run_choose(&run, "score");
    run.options.find_delimiter = true;
    run.options.delimiter_found = note;
    run.options.delimiter_user = &found;
    file_run_go(&run, model);
    assert_int_equal(found, ',');
    assert_string_equal(run.out.at, "score\n1.00\n2.00\n");
    file_run_clear(&run);
    crr_model_unref(model);
}

/* A map names what is needed, and takes the model's names out of the count. */
static void
maps_count_as_needed(void **state)
{
    static const struct crr_file_map maps[] = {
        {{"id", 2}, {"a", 1}},
        {{"country", 7}, {"b", 1}},
        {{"amount", 6}, {NULL, 0}},
        {{"opened", 6}, {NULL, 0}},
        {{"listed", 6}, {NULL, 0}},
        {{"reported", 8}, {NULL, 0}},
    };
    struct file_run run;
    char found = 0;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of("a;b;x,y\n1;CN;2\n"), 0);
    run.options.find_delimiter = true;
    run.options.delimiter_found = note;
    run.options.delimiter_user = &found;
    run.options.maps = maps;
    run.options.map_count = sizeof maps / sizeof maps[0];
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_OK);
    assert_int_equal(found, ';');
    file_run_clear(&run);
}

/* Each source has its own; and one that is given is not looked for. */
static void
every_source_is_looked_at(void **state)
{
    struct file_run run;
    char found = 0;
    (void)state;
    for (int given = 0; given < 2; given++) {
        file_run_init(&run);
        file_run_add(&run, "bank.csv",
            crr_text_of("id;country;amount;opened;listed;reported\n"
                        "C1;CN;50;2020-01-01;N;N\n"),
            0);
        file_run_add(&run, "bank.csv",
            crr_text_of("id,country,amount,opened,listed,reported\n"
                        "C2,CN,50,2020-01-01,N,N\n"),
            0);
        file_run_choose(&run, "id,score");
        run.options.find_delimiter = true;
        run.options.delimiter = given ? ';' : 0;
        run.options.delimiter_found = note;
        run.options.delimiter_user = &found;
        found = 0;
        file_run_go(&run, bank);
        assert_int_equal(run.status, given ? CRR_E_FILE : CRR_OK);
        assert_int_equal(found, given ? 0 : ',');
        if (!given)
            assert_string_equal(run.out.at, "id,score\nC1,3.00\nC2,3.00\n");
        file_run_clear(&run);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_candidate_is_found),
        cmocka_unit_test(needed_columns_decide),
        cmocka_unit_test(rows_decide_where_columns_do_not),
        cmocka_unit_test(without_needed_columns_rows_decide_or_it_is_the_comma),
        cmocka_unit_test(a_file_of_one_column_is_not_parted),
        cmocka_unit_test(maps_count_as_needed),
        cmocka_unit_test(every_source_is_looked_at),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}
