/* Conditions: Kleene's three values, what is missing, ranges, codes that a table knows
 * or does not, aliases, and two inputs against each other. */
#include "rating.h"

/* Inputs of every type, and a rule that only flags, so that any truth can be looked at.
 */
#define MODEL                                                                          \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "inputs:\n"                                                                        \
    "  p: {type: flag}\n  q: {type: flag}\n  r: {type: flag}\n"                        \
    "  n: {type: number, places: 2}\n  d: {type: date}\n"                              \
    "  c: {type: code, missing: worst, unknown: worst}\n"                              \
    "  c2: {type: code, missing: worst, unknown: worst}\n"                             \
    "  free: {type: code, missing_values: ['', '-']}\n  free2: {type: code}\n"         \
    "  t: {type: text}\n  t2: {type: text}\n"                                          \
    "tables: {country: {rows: [{key: CN, points: 10, aliases: [中国, China]}, "      \
    "{key: IR, points: 90, aliases: [Iran, 伊朗]}, {key: US, points: 20}]}}\n"       \
    "factors:\n"                                                                       \
    "  - {id: f, weight: 0.5, input: c, table: country}\n"                             \
    "  - {id: g, weight: 0.5, input: c2, table: country}\n"                            \
    "tiers: [{id: low, from: 0}]\n"                                                    \
    "rules: [{id: asked, when: %s, review: required, if_missing: false, basis: b}]\n"

enum {
    P,
    Q,
    R,
    N,
    D,
    C,
    C2,
    FREE,
    FREE2,
    T,
    T2,
    INPUT_COUNT
};

/* A value that is given; the others are missing. */
struct given {
    int input;
    const char *text;
};

static enum crr_truth
truth_of(struct crr_rater *rater, const struct given *given, size_t count)
{
    struct crr_value values[INPUT_COUNT] = {{0}};
    struct crr_rule_rating rule;
    struct crr_rating rating;
    struct crr_error error;
    for (size_t i = 0; i < count; i++)
        if (given[i].text)
            values[given[i].input] = text_value(given[i].text);
    if (crr_rater_rate(rater, values, INPUT_COUNT, &rating, &error) != CRR_OK)
        fail_msg("%s: %s", error.path, error.message);
    assert_int_equal(crr_rater_rule(rater, 0, &rule), CRR_OK);
    assert_int_equal(rule.fired, rule.truth == CRR_TRUE);
    assert_int_equal(rating.review, rule.fired);
    return rule.truth;
}

static struct crr_rater *
rater_asking(const char *when)
{
    char text[4096];
    snprintf(text, sizeof text, MODEL, when);
    return rater_of(text, NULL);
}

static char
letter_of(enum crr_truth truth)
{
    return "FTU"[truth];
}

static void
expect_truth(const char *when, const struct given *given, size_t count, char expected)
{
    struct crr_rater *rater = rater_asking(when);
    char found = letter_of(truth_of(rater, given, count));
    if (found != expected)
        fail_msg("%s of %s: expected %c, found %c", when,
            count > 0 && given[0].text ? given[0].text : "nothing", expected, found);
    crr_rater_free(rater);
}

/* ---- all, any, not ---- */

/* Truths of p, q (and r), and of the whole; Kleene 1952, § 64. */
static void
expect_tables(const char *when, const char *const *lines, size_t count)
{
    static const char *const texts[] = {['F'] = "no", ['T'] = "yes", ['U'] = NULL};
    struct crr_rater *rater = rater_asking(when);
    for (size_t i = 0; i < count; i++) {
        size_t asked = strlen(lines[i]) - 1;
        struct given given[3];
        for (size_t j = 0; j < asked; j++)
            given[j] = (struct given){(int)j, texts[(unsigned char)lines[i][j]]};
        char found = letter_of(truth_of(rater, given, asked));
        if (found != lines[i][asked])
            fail_msg("%s, %s: found %c", when, lines[i], found);
    }
    crr_rater_free(rater);
}

#define EXPECT_TABLES(when, lines)                                                     \
    expect_tables(when, lines, sizeof(lines) / sizeof(lines)[0])

static void
all_and_any_follow_kleene(void **state)
{
    static const char *const all[] = {
        "TTT", "TFF", "TUU", "FTF", "FFF", "FUF", "UTU", "UFF", "UUU"};
    static const char *const any[] = {
        "TTT", "TFT", "TUT", "FTT", "FFF", "FUU", "UTT", "UFU", "UUU"};
    (void)state;
    EXPECT_TABLES("{all: [{p: true}, {q: true}]}", all);
    EXPECT_TABLES("{p: true, q: true}", all);
    EXPECT_TABLES("{any: [{p: true}, {q: true}]}", any);
}

static void
not_turns_truth_and_keeps_doubt(void **state)
{
    static const char *const one[] = {"TF", "FT", "UU"};
    static const char *const same[] = {"TT", "FF", "UU"};
    static const char *const nand[] = {
        "TTF", "TFT", "TUU", "FTT", "FFT", "FUT", "UTU", "UFT", "UUU"};
    static const char *const nor[] = {
        "TTF", "TFF", "TUF", "FTF", "FFT", "FUU", "UTF", "UFU", "UUU"};
    (void)state;
    EXPECT_TABLES("{not: {p: true}}", one);
    EXPECT_TABLES("{not: {not: {p: true}}}", same);
    EXPECT_TABLES("{not: {p: true, q: true}}", nand);
    EXPECT_TABLES("{not: {any: [{p: true}, {q: true}]}}", nor);
}

/* (p or q) and not r. */
static void
conditions_nest(void **state)
{
    static const char *const lines[] = {"TFFT", "FTFT", "FFFF", "TTTF", "UTTF", "UUTF",
        "TUFT", "UFFU", "FFUF", "TFUU", "UUUU", "UTFT", "FUFU"};
    static const char *const three[] = {"TTTT", "TTUU", "UTTU", "TUFF", "FUUF", "UUUU"};
    (void)state;
    EXPECT_TABLES("{any: [{p: true}, {q: true}], not: {r: true}}", lines);
    EXPECT_TABLES("{all: [{p: true}, {q: true}, {r: true}]}", three);
    EXPECT_TABLES("{all: [{all: [{p: true}, {q: true}]}, {all: [{r: true}]}]}", three);
}

/* ---- One input ---- */

static const struct {
    const char *when;
    struct given given;
    char truth;
} singles[] = {
    {"{p: true}", {P, "Y"}, 'T'},
    {"{p: true}", {P, "N"}, 'F'},
    {"{p: false}", {P, "N"}, 'T'},
    {"{p: false}", {P, "是"}, 'F'},
    {"{p: false}", {P, NULL}, 'U'},
    /* is: never unknown. */
    {"{p: {is: missing}}", {P, NULL}, 'T'},
    {"{p: {is: missing}}", {P, " "}, 'T'},
    {"{p: {is: missing}}", {P, "no"}, 'F'},
    {"{p: {is: present}}", {P, NULL}, 'F'},
    {"{p: {is: present}}", {P, "no"}, 'T'},
    {"{n: {is: missing}}", {N, NULL}, 'T'},
    {"{n: {is: present}}", {N, "0"}, 'T'},
    {"{d: {is: missing}}", {D, "\t"}, 'T'},
    {"{d: {is: present}}", {D, "0001-01-01"}, 'T'},
    {"{c: {is: missing}}", {C, NULL}, 'T'},
    {"{c: {is: missing}}", {C, "XX"}, 'F'},
    {"{c: {is: present}}", {C, "XX"}, 'T'},
    {"{free: {is: missing}}", {FREE, "-"}, 'T'},
    {"{free: {is: missing}}", {FREE, " - "}, 'T'},
    {"{free: {is: missing}}", {FREE, "--"}, 'F'},
    {"{t: {is: present}}", {T, "-"}, 'T'},
    {"{t: {is: missing}}", {T, "\xC2\xA0\xE3\x80\x80"}, 'T'},
    /* Numbers: both ends, each open or closed. */
    {"{n: 5}", {N, "5.00"}, 'T'},
    {"{n: 5}", {N, "5.01"}, 'F'},
    {"{n: -0.5}", {N, "-.5"}, 'T'},
    {"{n: 5}", {N, NULL}, 'U'},
    {"{n: {at_least: 1}}", {N, "1"}, 'T'},
    {"{n: {at_least: 1}}", {N, "0.99"}, 'F'},
    {"{n: {at_least: 1}}", {N, "999999999999.99"}, 'T'},
    {"{n: {above: 1}}", {N, "1"}, 'F'},
    {"{n: {above: 1}}", {N, "1.01"}, 'T'},
    {"{n: {below: 1}}", {N, "1"}, 'F'},
    {"{n: {below: 1}}", {N, "0.99"}, 'T'},
    {"{n: {below: 1}}", {N, "-999999999999.99"}, 'T'},
    {"{n: {at_most: 1}}", {N, "1"}, 'T'},
    {"{n: {at_most: 1}}", {N, "1.01"}, 'F'},
    {"{n: {at_most: 1}}", {N, NULL}, 'U'},
    {"{n: {above: 1, at_most: 5}}", {N, "1"}, 'F'},
    {"{n: {above: 1, at_most: 5}}", {N, "1.01"}, 'T'},
    {"{n: {above: 1, at_most: 5}}", {N, "5"}, 'T'},
    {"{n: {above: 1, at_most: 5}}", {N, "5.01"}, 'F'},
    {"{n: {at_least: 1, below: 5}}", {N, "1"}, 'T'},
    {"{n: {at_least: 1, below: 5}}", {N, "4.99"}, 'T'},
    {"{n: {at_least: 1, below: 5}}", {N, "5"}, 'F'},
    /* Dates. */
    {"{d: 2024-02-29}", {D, "2024-02-29"}, 'T'},
    {"{d: 2024-02-29}", {D, "2024-02-29T23:59:59Z"}, 'T'},
    {"{d: 2024-02-29}", {D, "2024-03-01"}, 'F'},
    {"{d: 2024-02-29}", {D, NULL}, 'U'},
    {"{d: {from: 2020-01-01, before: 2024-01-01}}", {D, "2019-12-31"}, 'F'},
    {"{d: {from: 2020-01-01, before: 2024-01-01}}", {D, "2020-01-01"}, 'T'},
    {"{d: {from: 2020-01-01, before: 2024-01-01}}", {D, "2023-12-31"}, 'T'},
    {"{d: {from: 2020-01-01, before: 2024-01-01}}", {D, "2024-01-01"}, 'F'},
    {"{d: {after: 2020-01-01, until: 2024-01-01}}", {D, "2020-01-01"}, 'F'},
    {"{d: {after: 2020-01-01, until: 2024-01-01}}", {D, "2020-01-02"}, 'T'},
    {"{d: {after: 2020-01-01, until: 2024-01-01}}", {D, "2024-01-01"}, 'T'},
    {"{d: {after: 2020-01-01, until: 2024-01-01}}", {D, "2024-01-02"}, 'F'},
    {"{d: {before: 2024-01-01}}", {D, "0001-01-01"}, 'T'},
    {"{d: {after: 2024-01-01}}", {D, "9999-12-31"}, 'T'},
    {"{d: {after: 2024-01-01}}", {D, NULL}, 'U'},
    /* Codes that a table rates: what no row knows may be anything. */
    {"{c: IR}", {C, "IR"}, 'T'},
    {"{c: IR}", {C, "ＩＲ"}, 'T'},
    {"{c: IR}", {C, "CN"}, 'F'},
    {"{c: IR}", {C, "XX"}, 'U'},
    {"{c: IR}", {C, "ir"}, 'U'},
    {"{c: IR}", {C, NULL}, 'U'},
    {"{c: [CN, IR]}", {C, "CN"}, 'T'},
    {"{c: [CN, IR]}", {C, "IR"}, 'T'},
    {"{c: [CN, IR]}", {C, "US"}, 'F'},
    {"{c: [CN, IR]}", {C, "XX"}, 'U'},
    {"{not: {c: [CN, IR]}}", {C, "XX"}, 'U'},
    {"{not: {c: [CN, IR]}}", {C, "US"}, 'T'},
    /* An alias is the code of its row, in the record and in the condition. */
    {"{c: IR}", {C, "Iran"}, 'T'},
    {"{c: IR}", {C, "伊朗"}, 'T'},
    {"{c: Iran}", {C, "IR"}, 'T'},
    {"{c: Iran}", {C, "伊朗"}, 'T'},
    {"{c: Iran}", {C, "iran"}, 'U'},
    {"{c: [US, 中国]}", {C, "China"}, 'T'},
    /* Codes and texts that no table rates are compared as they stand. */
    {"{free: [A, B]}", {FREE, " B\t"}, 'T'},
    {"{free: [A, B]}", {FREE, "Ａ"}, 'T'},
    {"{free: [A, B]}", {FREE, "C"}, 'F'},
    {"{free: [A, B]}", {FREE, "a"}, 'F'},
    {"{free: [A, B]}", {FREE, "-"}, 'U'},
    {"{free2: Iran}", {FREE2, "IR"}, 'F'},
    {"{t: 'a  b'}", {T, " a  b "}, 'T'},
    {"{t: 'a  b'}", {T, "a b"}, 'F'},
    {"{t: A}", {T, "Ａ"}, 'F'},
    {"{t: A}", {T, NULL}, 'U'},
};

static void
one_input_is_asked(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof singles / sizeof singles[0]; i++)
        expect_truth(singles[i].when, &singles[i].given, 1, singles[i].truth);
}

/* ---- Two inputs ---- */

static const struct {
    int left, right;
    const char *left_text, *right_text;
    char truth; /* of same_as */
} pairs[] = {
    /* One table rates both. */
    {C, C2, "CN", "CN", 'T'},
    {C, C2, "CN", "IR", 'F'},
    {C, C2, "China", "中国", 'T'},
    {C, C2, "China", "CN", 'T'},
    {C, C2, "China", "Iran", 'F'},
    {C, C2, "XX", "XX", 'T'}, /* equal, whatever it is */
    {C, C2, "XX", "CN", 'U'},
    {C, C2, "CN", "XX", 'U'},
    {C, C2, "XX", "YY", 'U'},
    {C, C2, "", "CN", 'U'},
    {C, C2, "CN", "", 'U'},
    {C, C2, "", "", 'U'},
    /* A table rates one: rows do not count, but doubt does. */
    {C, FREE, "CN", "CN", 'T'},
    {C, FREE, "China", "CN", 'F'},
    {C, FREE, "China", "China", 'T'},
    {C, FREE, "XX", "CN", 'U'},
    {C, FREE, "CN", "XX", 'F'},
    {FREE, C, "CN", "XX", 'U'},
    {FREE, C, "中国", "CN", 'F'},
    /* None does. */
    {FREE, FREE2, "a", "a", 'T'},
    {FREE, FREE2, "a", "ａ ", 'T'},
    {FREE, FREE2, "a", "A", 'F'},
    {FREE, FREE2, "CN", "China", 'F'},
    {FREE, FREE2, "-", "-", 'U'},
    {T, T2, "a b", " a b", 'T'},
    {T, T2, "a b", "a  b", 'F'},
    {T, T2, "a", "", 'U'},
};

static void
two_inputs_are_compared(void **state)
{
    static const char *const ids[] = {
        "p", "q", "r", "n", "d", "c", "c2", "free", "free2", "t", "t2"};
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const struct given given[2] = {
            {pairs[i].left, pairs[i].left_text}, {pairs[i].right, pairs[i].right_text}};
        char differs = pairs[i].truth == 'T' ? 'F' : pairs[i].truth == 'F' ? 'T' : 'U';
        char when[64];
        snprintf(when, sizeof when, "{%s: {same_as: %s}}", ids[pairs[i].left],
            ids[pairs[i].right]);
        expect_truth(when, given, 2, pairs[i].truth);
        snprintf(when, sizeof when, "{%s: {differs_from: %s}}", ids[pairs[i].left],
            ids[pairs[i].right]);
        expect_truth(when, given, 2, differs);
    }
}

/* ---- Which table says that codes are equal ---- */

struct line_truth {
    const char *line;
    char truth;
};

static void
expect_lines(
    const char *text, const char *as_of, const struct line_truth *lines, size_t count)
{
    struct crr_rater *rater = rater_of(text, as_of);
    for (size_t i = 0; i < count; i++) {
        struct crr_rule_rating rule;
        rating_of(rater, lines[i].line);
        assert_int_equal(crr_rater_rule(rater, 0, &rule), CRR_OK);
        if (letter_of(rule.truth) != lines[i].truth)
            fail_msg("%s: expected %c, found %c in\n%s", lines[i].line, lines[i].truth,
                letter_of(rule.truth), text);
    }
    crr_rater_free(rater);
}

#define EXPECT_LINES(text, as_of, lines)                                               \
    expect_lines(text, as_of, lines, sizeof(lines) / sizeof(lines)[0])

#define ASKING(inputs, tables, factors, when)                                          \
    "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {" inputs "}\ntables: {" tables     \
    "}\nfactors: [" factors "]\ntiers: [{id: low, from: 0}]\n"                         \
    "rules: [{id: asked, when: " when                                                  \
    ", review: required, if_missing: false, basis: b}]\n"
#define WORST "missing: worst, unknown: worst"
#define IRAN "rows: [{key: IR, points: 9, aliases: [Iran]}, {key: CN, points: 1}]"

static void
case_is_folded_before(void **state)
{
    static const struct line_truth lines[] = {{"iran", 'T'}, {"IRAN", 'T'}, {"ir", 'T'},
        {"Ｉran", 'T'}, {"cn", 'F'}, {"ira", 'U'}};
    (void)state;
    EXPECT_LINES(ASKING("c: {type: code, case: ignore, " WORST "}", "t: {" IRAN "}",
                     "{id: f, weight: 1, input: c, table: t}", "{c: IR}"),
        NULL, lines);
    EXPECT_LINES(ASKING("c: {type: code, case: ignore, " WORST "}", "t: {" IRAN "}",
                     "{id: f, weight: 1, input: c, table: t}", "{c: iRAN}"),
        NULL, lines);
}

/* A row counts for equality on any day, but a code that has none on the day of the
 * rating is unknown. Ceylon was an alias of LK until 1972. */
static void
rows_of_any_day_make_codes_equal(void **state)
{
    static const char text[] = ASKING("c: {type: code, " WORST "}",
        "t: {complete_from: 1960-01-01, rows: ["
        "{key: LK, points: 2, aliases: [Ceylon], valid_to: 1972-05-22}, "
        "{key: LK, points: 2, aliases: [Lanka], valid_from: 1972-05-22}, "
        "{key: CN, points: 1}]}",
        "{id: f, weight: 1, input: c, table: t}", "{c: LK}");
    static const struct line_truth lines[] = {
        {"LK", 'T'}, {"Ceylon", 'T'}, {"Lanka", 'T'}, {"CN", 'F'}, {"lanka", 'U'}};
    (void)state;
    EXPECT_LINES(text, "1960-01-01", lines);
    EXPECT_LINES(text, "1972-05-22", lines);
    EXPECT_LINES(ASKING("c: {type: code, " WORST "}",
                     "t: {complete_from: 1960-01-01, rows: ["
                     "{key: LK, points: 2, aliases: [Ceylon], valid_to: 1972-05-22}, "
                     "{key: CN, points: 1}]}",
                     "{id: f, weight: 1, input: c, table: t}", "{c: CN}"),
        "1980-01-01", ((const struct line_truth[]){{"CN", 'T'}, {"LK", 'U'}}));
}

/* A spelling that belongs to other rows on other days stands for the smallest key. */
static void
of_several_rows_the_smallest_key_counts(void **state)
{
#define MOVED(when)                                                                    \
    ASKING("c: {type: code, " WORST "}",                                               \
        "t: {complete_from: 1960-01-01, rows: ["                                       \
        "{key: SU, points: 2, aliases: [Moscow], valid_to: 1991-12-26}, "              \
        "{key: RU, points: 2, aliases: [Moscow], valid_from: 1991-12-26}, "            \
        "{key: SU, points: 3, aliases: [gone], valid_from: 1991-12-26}, "              \
        "{key: CN, points: 1}]}",                                                      \
        "{id: f, weight: 1, input: c, table: t}", when)
    static const struct line_truth ru[] = {
        {"Moscow", 'T'}, {"RU", 'T'}, {"SU", 'F'}, {"gone", 'F'}};
    static const struct line_truth su[] = {
        {"Moscow", 'F'}, {"RU", 'F'}, {"SU", 'T'}, {"gone", 'T'}};
    (void)state;
    EXPECT_LINES(MOVED("{c: RU}"), "2000-01-01", ru);
    EXPECT_LINES(MOVED("{c: Moscow}"), "2000-01-01", ru);
    EXPECT_LINES(MOVED("{c: SU}"), "2000-01-01", su);
    EXPECT_LINES(MOVED("{c: gone}"), "2000-01-01", su);
#undef MOVED
}

/* The first factor with an exact table says what is equal; every factor says what is
 * known. */
static void
the_first_exact_table_counts(void **state)
{
    static const char tables[] = ASKING("c: {type: code, " WORST "}",
        "a: {match: longest_prefix, rows: [{key: I, points: 1}, {key: C, points: 2}]}, "
        "b: {rows: [{key: IR, points: 9, aliases: [Iran]}, {key: X, points: 1}]}, "
        "d: {rows: [{key: Z, points: 9, aliases: [IR, Iran, Q]}, "
        "{key: X, points: 1}]}",
        "{id: f, weight: 0.4, input: c, table: a}, "
        "{id: g, weight: 0.4, input: c, table: b}, "
        "{id: h, weight: 0.2, input: c, table: d}",
        "{c: IR}");
    static const struct line_truth lines[] = {{"IR", 'T'}, {"Iran", 'T'},
        {"Z", 'F'},  /* Z is known, and not equal by the first table */
        {"Q", 'F'},  /* known by its alias */
        {"I9", 'F'}, /* known by its prefix */
        {"X", 'F'}, {"Y", 'U'}};
    (void)state;
    EXPECT_LINES(tables, NULL, lines);
}

/* Only one and the same table with the same case makes two inputs' codes equal. */
static void
two_inputs_need_one_table(void **state)
{
#define TWO(first, second, inputs, when)                                               \
    ASKING(inputs, "t: {" IRAN "}, u: {" IRAN "}",                                     \
        "{id: f, weight: 0.5, input: a, table: " first "}, "                           \
        "{id: g, weight: 0.4, input: b, table: " second "}, "                          \
        "{id: h, weight: 0.1, input: b, table: u}",                                    \
        when)
#define EXACT "a: {type: code, " WORST "}, b: {type: code, " WORST "}"
#define IGNORE                                                                         \
    "a: {type: code, case: ignore, " WORST "}, b: {type: code, case: ignore, " WORST "}"
    static const struct line_truth one[] = {
        {"IR|Iran", 'T'}, {"IR|CN", 'F'}, {"IR|iran", 'U'}, {"XX|XX", 'T'}};
    static const struct line_truth two[] = {
        {"IR|Iran", 'F'}, {"Iran|Iran", 'T'}, {"IR|CN", 'F'}, {"XX|IR", 'U'}};
    static const struct line_truth folded[] = {
        {"ir|IRAN", 'T'}, {"Ir|cN", 'F'}, {"xx|XX", 'T'}, {"IR|yy", 'U'}};
    (void)state;
    EXPECT_LINES(TWO("t", "t", EXACT, "{a: {same_as: b}}"), NULL, one);
    EXPECT_LINES(TWO("t", "u", EXACT, "{a: {same_as: b}}"), NULL, two);
    EXPECT_LINES(TWO("t", "t", IGNORE, "{b: {same_as: a}}"), NULL, folded);
    EXPECT_LINES(TWO("t", "t", IGNORE, "{a: {same_as: b}}"), NULL, folded);
#undef TWO
#undef EXACT
#undef IGNORE
}

/* A value that a rule alone reads rejects the record if it cannot be read. */
static void
what_cannot_be_read_is_rejected(void **state)
{
    struct crr_rater *rater = rater_asking("{n: {above: 1}, d: {is: present}}");
    (void)state;
    expect_rejected(rater, "|||1,5|||||||", CRR_F_VALUE_NUMBER, "n");
    expect_rejected(rater, "||||2023-02-29||||||", CRR_F_VALUE_DATE, "d");
    /* What nothing reads is not looked at. */
    rating_of(rater, "maybe||||||||||");
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_and_any_follow_kleene),
        cmocka_unit_test(not_turns_truth_and_keeps_doubt),
        cmocka_unit_test(conditions_nest),
        cmocka_unit_test(one_input_is_asked),
        cmocka_unit_test(two_inputs_are_compared),
        cmocka_unit_test(case_is_folded_before),
        cmocka_unit_test(rows_of_any_day_make_codes_equal),
        cmocka_unit_test(of_several_rows_the_smallest_key_counts),
        cmocka_unit_test(the_first_exact_table_counts),
        cmocka_unit_test(two_inputs_need_one_table),
        cmocka_unit_test(what_cannot_be_read_is_rejected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
