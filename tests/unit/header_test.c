/* The header of a file of customers: its encoding, its names, the column of each input.
 */
#include <stdio.h>
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

#define ROW "C1,CN,50,2020-01-01,N,N\n"
#define GOOD_OUT "id,score\nC1,3.00\n"

struct maps {
    const char *input, *column;
};

static void
go(struct file_run *run, struct crr_text text, const struct maps *maps, size_t count)
{
    struct crr_file_map given[4];
    assert_true(count <= 4);
    for (size_t i = 0; i < count; i++)
        given[i] = (struct crr_file_map){
            crr_text_of(maps[i].input), crr_text_of(maps[i].column)};
    file_run_init(run);
    file_run_add(run, "bank.csv", text, 1);
    file_run_choose(run, "id,score");
    run->options.maps = given;
    run->options.map_count = count;
    file_run_go(run, bank);
    run->options.maps = NULL;
}

static void
rates(struct crr_text text, const struct maps *maps, size_t count)
{
    struct file_run run;
    go(&run, text, maps, count);
    if (run.status != CRR_OK)
        fail_msg("%s", run.error.message);
    assert_string_equal(run.out.at, GOOD_OUT);
    file_run_clear(&run);
}

/* part is in the message. */
static void
refuses(struct crr_text text, const struct maps *maps, size_t count, unsigned finding,
    const char *part)
{
    struct file_run run;
    go(&run, text, maps, count);
    assert_int_equal(run.status, CRR_E_FILE);
    assert_int_equal(run.error.finding, finding);
    if (!strstr(run.error.message, part))
        fail_msg("\"%s\" is not in: %s", part, run.error.message);
    assert_null(run.summary);
    file_run_clear(&run);
}

#define TEXT(literal) ((struct crr_text){literal, sizeof(literal) - 1})

static void
inputs_are_found_by_their_names(void **state)
{
    (void)state;
    rates(TEXT("id,country,amount,opened,listed,reported\n" ROW), NULL, 0);
    rates(TEXT("客户号,country,amount,opened,listed,str\n" ROW), NULL, 0);
    rates(TEXT(" id ,\"country\",\tamount,opened\xE3\x80\x80,listed,reported \r\n" ROW),
        NULL, 0);
    rates(TEXT("\n\r\nid,country,amount,opened,listed,reported\n\n" ROW), NULL, 0);
    rates(TEXT("listed,,x,country,id,amount,reported,opened,\n"
               "N,,,CN,C1,50,N,2020-01-01,\n"),
        NULL, 0);
}

/* Also those before the header. */
static void
empty_lines_are_counted(void **state)
{
    struct file_run run;
    (void)state;
    go(&run, TEXT("\n\r\nid,country,amount,opened,listed,reported\n\n" ROW "\n"), NULL,
        0);
    assert_int_equal(crr_summary_empty_line_count(run.summary), 4);
    file_run_clear(&run);
}

static void
byte_order_marks_are_known(void **state)
{
    (void)state;
    rates(TEXT("\xEF\xBB\xBFid,country,amount,opened,listed,reported\n" ROW), NULL, 0);
    refuses(TEXT("\xFF\xFEi\0d\0"), NULL, 0, 708, "UTF-16");
    refuses(TEXT("\xFE\xFF\0i\0d"), NULL, 0, 708, "UTF-16");
    refuses(TEXT("i\0d\0,\0x\0\n\0"), NULL, 0, 708, "UTF-8");
    refuses(TEXT("\xBF\xCD\xBB\xA7\xBA\xC5,country\nC1,CN\n"), NULL, 0, 708, "GB18030");
    /* Elsewhere it is a character. */
    refuses(TEXT("\n\xEF\xBB\xBFid,country,amount,opened,listed,reported\n" ROW), NULL,
        0, 706, "id");
}

static void
there_must_be_a_header(void **state)
{
    (void)state;
    refuses(TEXT(""), NULL, 0, 705, "empty");
    refuses(TEXT("\xEF\xBB\xBF"), NULL, 0, 705, "empty");
    refuses(TEXT("\n\n\r\n"), NULL, 0, 705, "empty");
    refuses(TEXT("id,\"country\n" ROW), NULL, 0, 705, "closed");
}

static void
names_stand_once(void **state)
{
    (void)state;
    refuses(TEXT("id,country,amount,opened,listed,reported,id\n" ROW), NULL, 0, 707,
        "\"id\"");
    refuses(TEXT("id,country,amount,opened,listed,reported,x, x \n" ROW), NULL, 0, 707,
        "\"x\"");
    refuses(TEXT("id,客户号,country,amount,opened,listed,reported\n"), NULL, 0, 707,
        "客户号");
}

/* All of them at once, with what is near. */
static void
inputs_without_a_column_are_named(void **state)
{
    (void)state;
    refuses(TEXT("id,countri,opened,listed,reported\n"), NULL, 0, 706,
        "country (nearest is \"countri\"), amount");
    refuses(
        TEXT("x,y\n"), NULL, 0, 706, "id, country, amount, opened, listed, reported");
    refuses(TEXT("id;country;amount\n"), NULL, 0, 706, "it holds a semicolon");
    refuses(TEXT("sep=;\nid;country\n"), NULL, 0, 706, "tells spreadsheets");
    refuses(TEXT("sep=,\nid,country\n"), NULL, 0, 706, "tells spreadsheets");
    refuses(TEXT("[\n{\"id\": 1}\n]\n"), NULL, 0, 706, "a list as in JSON");
    refuses(TEXT("[{\"id\": 1, \"country\": \"CN\"}]\n"), NULL, 0, 706, "jq -c '.[]'");
    refuses(TEXT("[x],country\n"), NULL, 0, 706, "none for: id,");
}

/* The column that the model names stands there where it is not the input's id. */
static void
columns_of_other_names_are_told(void **state)
{
    static const char text[] =
        "crr: 1\n"
        "model: {id: named, version: '1'}\n"
        "inputs:\n"
        "  id: {type: text, key: true, columns: [CustomerId]}\n"
        "  country: {type: code, columns: [Geography, Land]}\n"
        "factors: [{id: f, weight: 1, input: country, table: t}]\n"
        "tables: {t: {rows: {DE: 1}}}\n"
        "tiers: [{id: low, from: 0}]\n";
    static const struct {
        const char *header, *part;
    } cases[] = {
        {"a,Geography\n", "for: id (column \"CustomerId\"); --map"},
        {"id,country\n", "for: id (column \"CustomerId\"; nearest is \"id\"), country "
                         "(column \"Geography\"; nearest is \"country\"); --map"},
        {"CustomerID,land\n", "(column \"CustomerId\"; nearest is \"CustomerID\"), "
                              "country (column \"Geography\"; nearest is \"land\");"},
    };
    struct crr_model *model = compiled(text);
    struct file_run run;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_run_init(&run);
        file_run_add(&run, "named.csv", crr_text_of(cases[i].header), 1);
        file_run_go(&run, model);
        assert_int_equal(run.error.finding, 706);
        if (!strstr(run.error.message, cases[i].part))
            fail_msg("%s", run.error.message);
        file_run_clear(&run);
    }
    crr_model_unref(model);
}

/* Where not all have room in the message, the others are counted. */
static void
a_long_list_of_inputs_is_cut_between_them(void **state)
{
    static char text[8192];
    size_t used = (size_t)snprintf(text, sizeof text,
        "crr: 1\nmodel: {id: wide, version: '1'}\n"
        "tables: {t: {rows: {DE: 1}}}\ntiers: [{id: low, from: 0}]\ninputs:\n");
    for (int i = 0; i < 50; i++)
        used += (size_t)snprintf(
            text + used, sizeof text - used, "  input_%02d: {type: code}\n", i);
    used += (size_t)snprintf(text + used, sizeof text - used, "factors:\n");
    for (int i = 0; i < 50; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
            "  - {id: f%02d, weight: 0.02, input: input_%02d, table: t}\n", i, i);
    struct crr_model *model = compiled(text);
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "wide.csv", TEXT("x,y\n"), 1);
    file_run_go(&run, model);
    assert_int_equal(run.error.finding, 706);
    if (!strstr(run.error.message, "input_31, input_32, and 17 more; --map") ||
        !strstr(run.error.message, "does not have it"))
        fail_msg("%s", run.error.message);
    file_run_clear(&run);
    crr_model_unref(model);
}

static void
maps_choose_columns(void **state)
{
    static const struct maps maps[] = {
        {"id", "number"}, {"country", "land"}, {"reported", "flag"}};
    static const struct maps both[] = {{"id", "客户号"}};
    static const struct maps none[] = {{"country", ""}};
    struct file_run run;
    (void)state;
    rates(TEXT("number,land,amount,opened,listed,flag,id\n"
               "C1,CN,50,2020-01-01,N,N,other\n"),
        maps, 3);
    rates(TEXT("id,客户号,country,amount,opened,listed,reported\n"
               "other,C1,CN,50,2020-01-01,N,N\n"),
        both, 1);
    /* A country that the file does not have is missing: the worst one counts. */
    go(&run, TEXT("id,amount,opened,listed,reported\nC1,50,2020-01-01,N,N\n"), none, 1);
    assert_int_equal(run.status, CRR_OK);
    assert_string_equal(run.out.at, "id,score\nC1,51.00\n");
    file_run_clear(&run);
    go(&run, TEXT("id,country,amount,opened,listed,reported\n" ROW), none, 1);
    assert_string_equal(run.out.at, "id,score\nC1,51.00\n");
    file_run_clear(&run);
}

static void
maps_that_fit_nothing_are_refused(void **state)
{
    static const struct maps input[] = {{"contry", "x"}};
    static const struct maps column[] = {{"country", "contry"}};
    static const struct maps twice[] = {{"country", "country"}, {"country", "id"}};
    static const char text[] = "id,country,amount,opened,listed,reported\n" ROW;
    (void)state;
    refuses(TEXT(text), input, 1, 710, "did you mean country?");
    refuses(TEXT(text), column, 1, 710, "did you mean \"country\"?");
    refuses(TEXT(text), twice, 2, 710, "twice");
}

/* An input that may be told, in the column of one that may not. */
static void
shared_columns_are_refused(void **state)
{
    static const struct crr_file_map maps[] = {
        {{"listed", 6}, {"no", 2}}, {{"reported", 8}, {"no", 2}}};
    struct file_run run;
    (void)state;
    for (int reveal = 0; reveal <= 1; reveal++) {
        file_run_init(&run);
        file_run_add(&run, "bank.csv",
            crr_text_of("id,country,amount,opened,no\nC1,CN,50,2020-01-01,N\n"
                        "C2,CN,50,2020-01-01,eh\n"),
            0);
        file_run_choose(&run, "id,listed");
        run.options.maps = maps;
        run.options.map_count = 2;
        run.options.reveal = reveal;
        file_run_go(&run, bank);
        assert_int_equal(run.status, reveal ? CRR_OK : CRR_E_FILE);
        if (reveal)
            assert_string_equal(run.out.at, "id,listed\nC1,N\n");
        else
            assert_int_equal(run.error.finding, 710);
        file_run_clear(&run);
    }
}

/* An output column of an input needs that input's column. */
static void
asked_inputs_need_a_column(void **state)
{
    static const struct crr_file_map nothing[] = {{{"remark", 6}, {"", 0}}};
    struct file_run run;
    (void)state;
    for (size_t mapped = 0; mapped <= 1; mapped++) {
        file_run_init(&run);
        file_run_add(&run, "bank.csv",
            crr_text_of("id,country,amount,opened,listed,reported\n" ROW), 0);
        file_run_choose(&run, "id,remark");
        run.options.maps = nothing;
        run.options.map_count = mapped;
        file_run_go(&run, bank);
        if (mapped) {
            assert_int_equal(run.status, CRR_OK);
            assert_string_equal(run.out.at, "id,remark\nC1,\n");
        } else {
            assert_int_equal(run.status, CRR_E_FILE);
            assert_int_equal(run.error.finding, 706);
            assert_non_null(strstr(run.error.message, "remark"));
            assert_string_equal(run.error.file, "bank.csv");
        }
        file_run_clear(&run);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_are_found_by_their_names),
        cmocka_unit_test(empty_lines_are_counted),
        cmocka_unit_test(byte_order_marks_are_known),
        cmocka_unit_test(there_must_be_a_header),
        cmocka_unit_test(names_stand_once),
        cmocka_unit_test(inputs_without_a_column_are_named),
        cmocka_unit_test(columns_of_other_names_are_told),
        cmocka_unit_test(a_long_list_of_inputs_is_cut_between_them),
        cmocka_unit_test(maps_choose_columns),
        cmocka_unit_test(maps_that_fit_nothing_are_refused),
        cmocka_unit_test(shared_columns_are_refused),
        cmocka_unit_test(asked_inputs_need_a_column),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}
