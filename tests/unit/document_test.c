/* The YAML tree: its shape and places, what is refused, and that no text takes long. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/span.h"
#include "yaml/document.h"

/* One parse and what came of it. */
struct parse {
    struct crr_arena arena;
    struct crr_report report;
    const struct crr_yaml_node *root;
    enum crr_status status;
    char findings[2048]; /* line:column number path, one a line */
    char message[512];   /* of the last one */
};

static void
gather(void *user, const struct crr_error *finding)
{
    struct parse *parse = user;
    size_t used = strlen(parse->findings);

    if (used < sizeof parse->findings - 300)
        snprintf(parse->findings + used, sizeof parse->findings - used,
            "%zu:%zu %u %s\n", finding->line, finding->column, finding->finding,
            finding->path);
    snprintf(parse->message, sizeof parse->message, "%s", finding->message);
    assert_string_equal(finding->file, finding->finding ? "m.yaml" : "");
}

static void
parse_bytes(struct parse *parse, struct crr_text text)
{
    *parse = (struct parse){.root = NULL};
    crr_arena_init(&parse->arena, NULL);
    crr_report_init(&parse->report, &parse->arena);
    parse->status = crr_yaml_parse(text, CRR_YAML_SIZE_LIMIT, "m.yaml", &parse->arena,
        &parse->report, &parse->root);
    crr_report_finish(&parse->report, false, gather, parse, NULL);
    assert_int_equal(parse->status == CRR_OK, parse->root != NULL);
    if (parse->status == CRR_E_MODEL)
        assert_true(parse->report.error_count > 0);
}

static void
parse_string(struct parse *parse, const char *text)
{
    parse_bytes(parse, crr_text_of(text));
}

static void
append(char *to, size_t size, const char *piece)
{
    size_t used = strlen(to);

    snprintf(to + used, size - used, "%s", piece);
}

/* Spells the tree out: plain scalars as they are, others in quotes. */
static void
spell(const struct crr_yaml_node *node, char *to, size_t size)
{
    char place[48];

    if (node->kind == CRR_YAML_SCALAR) {
        append(to, size, node->plain ? "" : "\"");
        append(to, size, node->text.at);
        append(to, size, node->plain ? "" : "\"");
    } else {
        append(to, size, node->kind == CRR_YAML_MAPPING ? "{" : "[");
        for (size_t i = 0; i < node->item_count; i++) {
            bool is_value = node->kind == CRR_YAML_MAPPING && i % 2 == 1;

            append(to, size, i == 0 ? "" : is_value ? ": " : ", ");
            spell(node->items[i], to, size);
        }
        append(to, size, node->kind == CRR_YAML_MAPPING ? "}" : "]");
    }
    snprintf(place, sizeof place, "@%zu:%zu", node->line, node->column);
    append(to, size, place);
}

static void
assert_tree(const char *text, const char *expected)
{
    struct parse parse;
    char tree[2048] = "";

    parse_string(&parse, text);
    assert_string_equal(parse.findings, "");
    assert_int_equal(parse.status, CRR_OK);
    spell(parse.root, tree, sizeof tree);
    assert_string_equal(tree, expected);
    crr_arena_clear(&parse.arena);
}

static void
trees_and_places(void **state)
{
    (void)state;
    assert_tree("a", "a@1:1");
    assert_tree("'a'", "\"a\"@1:1");
    assert_tree("a: 1\n", "{a@1:1: 1@1:4}@1:1");
    assert_tree(
        "a:\n  - x\n  - {b: 2}\n", "{a@1:1: [x@2:5, {b@3:6: 2@3:9}@3:5]@2:3}@1:1");
    assert_tree("[]", "[]@1:1");
    assert_tree("{}", "{}@1:1");
    assert_tree("# head\n---\n'k': \"v\"\n...\n", "{\"k\"@3:1: \"v\"@3:6}@3:1");
    assert_tree("a:\nb: ~\n", "{a@1:1: @1:3, b@2:1: ~@2:4}@1:1");
    assert_tree("\xE5\x9B\xBD\xE5\xAE\xB6: \xE4\xB8\xAD\n",
        "{\xE5\x9B\xBD\xE5\xAE\xB6@1:1: \xE4\xB8\xAD@1:5}@1:1");
    assert_tree("\xEF\xBB\xBF"
                "a: b",
        "{a@1:1: b@1:4}@1:1"); /* a byte-order mark takes no column */
    assert_tree("a: NO\nb: 010\nc: '!x'\nd: \"&y\"\n",
        "{a@1:1: NO@1:4, b@2:1: 010@2:4, c@3:1: \"!x\"@3:4, d@4:1: \"&y\"@4:4}@1:1");
    assert_tree("a: |\n  x\n  y\n", "{a@1:1: \"x\ny\n\"@1:4}@1:1");
    assert_tree("a: 1\r\nb: 2\r\n", "{a@1:1: 1@1:4, b@2:1: 2@2:4}@1:1");
}

static void
nothing_is_nothing_without_quotes(void **state)
{
    static const struct {
        const char *text;
        bool null;
    } cases[] = {
        {"[~]", true},
        {"[null]", true},
        {"[ , a]", true},
        {"['~']", false},
        {"['']", false},
        {"[Null]", false},
        {"[NULL]", false},
        {"[[]]", false},
        {"[0]", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct parse parse;

        if (cases[i].text[1] == ' ')
            parse_string(&parse, "{a: , b: 1}");
        else
            parse_string(&parse, cases[i].text);
        assert_int_equal(parse.status, CRR_OK);
        assert_int_equal(
            crr_yaml_is_null(parse.root->items[parse.root->item_count > 1]),
            cases[i].null);
        crr_arena_clear(&parse.arena);
    }
}

static void
refused_but_read_on(void **state)
{
    static const struct {
        const char *text, *findings, *tree;
    } cases[] = {
        {"a: 1\nb: 2\na: 3\n", "3:1 104 a\n", "{a@1:1: 1@1:4, b@2:1: 2@2:4}@1:1"},
        {"x: [1, {k: 1, 'k': 2, k: 3}]", "1:15 104 x[1].k\n1:23 104 x[1].k\n",
            "{x@1:1: [1@1:5, {k@1:9: 1@1:12}@1:8]@1:4}@1:1"},
        {"a: &n 1\nb: *n\n", "1:4 105 a\n2:4 105 b\n",
            "{a@1:1: 1@1:4, b@2:1: *n@2:4}@1:1"},
        {"- &n [1]\n- &m {a: 1}\n- *n\n", "1:3 105 [0]\n2:3 105 [1]\n3:3 105 [2]\n",
            "[[1@1:7]@1:3, {a@2:7: 1@2:10}@2:3, *n@3:3]@1:1"},
        {"{*n : 1}", "1:2 105 \n", "{*n@1:2: 1@1:7}@1:1"},
        {"a: !t 1\nb: !!str x\nc: !<u> y\n", "1:4 106 a\n2:4 106 b\n3:4 106 c\n",
            "{a@1:1: 1@1:4, b@2:1: x@2:4, c@3:1: y@3:4}@1:1"},
        {"- ! a\n- \xE4\xB8\xAD: ! 'b'\n- ! [1]\n- !\n- !t {a: 1}\n",
            "1:3 106 [0]\n2:6 106 [1].\xE4\xB8\xAD\n3:3 106 [2]\n4:3 106 [3]\n"
            "5:3 106 [4]\n",
            "[a@1:3, {\xE4\xB8\xAD@2:3: \"b\"@2:6}@2:3, [1@3:6]@3:3, @4:3, "
            "{a@5:7: 1@5:10}@5:3]@1:1"},
        {"\xEF\xBB\xBF- \xF0\x9F\x98\x80\n- ! b\n", "2:3 106 [1]\n",
            "[\xF0\x9F\x98\x80@1:3, b@2:3]@1:1"},
        {"? [1]\n: 2\nb: 3\n", "1:3 203 \n", "{b@3:1: 3@3:4}@1:1"},
        {"x: {{a: 1}: 2}\n", "1:5 203 x\n", "{x@1:1: {}@1:4}@1:1"},
        {"a: 1\n---\nb: 2\n", "2:1 107 \n", "{a@1:1: 1@1:4}@1:1"},
        {"a: 1\n...\n---\n--- &a\n", "3:1 107 \n", "{a@1:1: 1@1:4}@1:1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct parse parse;
        char tree[1024] = "";

        parse_string(&parse, cases[i].text);
        assert_string_equal(parse.findings, cases[i].findings);
        assert_int_equal(parse.status, CRR_OK);
        spell(parse.root, tree, sizeof tree);
        assert_string_equal(tree, cases[i].tree);
        crr_arena_clear(&parse.arena);
    }
}

/* A number that a decimal comma parts is told whole; nothing else is taken for one. */
static void
decimal_commas_in_braces(void **state)
{
    static const struct {
        const char *text, *findings;
    } list[] = {
        {"{a: 0,35, b: 1}", "1:5 204 a\n"},
        {"{a: -12,5}", "1:5 204 a\n"},
        {"{a: {b: 0,5, c: 0,5}}", "1:9 204 a.b\n1:17 204 a.c\n"},
        {"{a: 0, 35, b: 1}", ""},
        {"{a: 0,35: 1}", ""},
        {"{a: x,35}", ""},
        {"{a: '0',35}", ""},
        {"{a: 0,3x}", ""},
        {"{a: 0,~}", ""},
        {"{a: 0,\n 35}", ""},
        {"{35}", ""},
        {"{a: [0],35}", ""},
        {"a: 0,35", ""},
        {"[0,35]", ""},
    };
    struct parse parse;

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        parse_string(&parse, list[i].text);
        assert_int_equal(parse.status, CRR_OK);
        assert_string_equal(parse.findings, list[i].findings);
        crr_arena_clear(&parse.arena);
    }
    parse_string(&parse, "{a: -0,35, b: 1}");
    assert_string_equal(parse.message,
        "expected a point before the decimals, found \"-0,35\" (a decimal comma; write "
        "-0.35)");
    assert_int_equal(parse.root->item_count, 4);
    assert_true(parse.root->items[1]->refused);
    crr_arena_clear(&parse.arena);
}

static void
refused_altogether(void **state)
{
    static const struct {
        struct crr_text text;
        const char *findings, *message;
    } cases[] = {
        {{"", 0}, "1:1 108 \n", "expected a mapping, found nothing"},
        {{NULL, 0}, "1:1 108 \n", NULL},
        {{"# only this\n", 12}, "1:1 108 \n", NULL},
        {{"---\n...\n", 8}, "1:1 108 \n", NULL},
        {{"~", 1}, "1:1 108 \n", NULL},
        {{"a: [1\nb: 2", 10}, "2:2 101 \n", NULL},
        {{"a: b: c", 7}, "1:5 101 \n",
            "expected YAML: mapping values are not allowed in this context; a text "
            "that "
            "holds \": \" needs quotes, and keys of one mapping begin in the same "
            "column"},
        {{"a:\n\t- b", 7}, "2:1 101 \n",
            "expected YAML: found character that cannot start any token (while "
            "scanning "
            "for the next token from line 2 on); indent with spaces, not with tabs"},
        {{"a: @b", 5}, "1:4 101 \n",
            "expected YAML: found character that cannot start any token (while "
            "scanning "
            "for the next token from line 1 on); a text that begins with %, @ or ` "
            "needs "
            "quotes"},
        {{"a: b\nc: \x01", 9}, "2:4 101 \n",
            "expected YAML: control characters are not allowed, found U+0001"},
        {{"a: \0", 4}, "1:4 102 \n", "expected text, found a NUL byte"},
        {{"a: b\n\xE4\xB8\xAD: \xFF", 11}, "2:4 102 \n",
            "expected UTF-8, found the byte 0xFF; save the file as UTF-8"},
        {{"a: b\r\n\rx\xC3", 9}, "3:2 102 \n", NULL},
        {{"\xEF\xBB\xBF\xE4(", 5}, "1:1 102 \n", NULL},
        {{"\xFF\xFE"
          "a\0",
             4},
            "1:1 102 \n", "expected UTF-8, found UTF-16; save the file as UTF-8"},
        {{"%YAML 1.1\n---\na: 1", 18}, "1:1 101 \n", NULL},
        {{"\xEF\xBB\xBF%YAML 1.1\n---\na: 1", 21}, "1:1 101 \n", NULL},
        {{"a: 1\n...\n%TAG ! t:\n---\n", 23}, "3:1 101 \n",
            "expected no directive, found a line that begins with %TAG; remove it"},
        {{"a: 1\n...\r%TAG ! t:\n---\n", 23}, "3:1 101 \n", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct parse parse;

        parse_bytes(&parse, cases[i].text);
        assert_string_equal(parse.findings, cases[i].findings);
        if (cases[i].message)
            assert_string_equal(parse.message, cases[i].message);
        assert_int_equal(parse.status, CRR_E_MODEL);
        crr_arena_clear(&parse.arena);
    }
}

static void
percent_signs_are_no_directives(void **state)
{
    (void)state;
    assert_tree("a: x%TAG\n", "{a@1:1: x%TAG@1:4}@1:1");
    assert_tree("a: |\n %TAG\n", "{a@1:1: \"%TAG\n\"@1:4}@1:1");
}

static void
unseemly_texts_are_shown_escaped(void **state)
{
    struct parse parse;

    (void)state;
    parse_string(&parse, "\"k\\n\\e\": 1\n\"k\\n\\e\": 2\n");
    assert_string_equal(parse.findings, "2:1 104 k\\n\\x1B\n");
    assert_string_equal(parse.message,
        "expected each key once, found `k\\n\\x1B` again; it is already in line 1");
    crr_arena_clear(&parse.arena);
}

/* head, piece count times, tail. */
static struct crr_text
repeated(const char *head, const char *piece, size_t count, const char *tail)
{
    size_t length = strlen(head) + strlen(piece) * count + strlen(tail);
    char *text = malloc(length + 1);
    char *at = text;

    assert_non_null(text);
    memcpy(at, head, strlen(head));
    at += strlen(head);
    for (size_t i = 0; i < count; i++, at += strlen(piece))
        memcpy(at, piece, strlen(piece));
    memcpy(at, tail, strlen(tail));
    return (struct crr_text){text, length};
}

static void
depth_is_limited(void **state)
{
    static const struct {
        const char *piece, *tail;
    } shapes[] = {{"[", "]"}, {"{a: ", "}"}, {"- ", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        for (size_t depth = CRR_YAML_DEPTH_LIMIT; depth < 67; depth++) {
            struct crr_text tail = repeated("", shapes[i].tail, depth, "");
            struct crr_text text;
            char closing[80];
            struct parse parse;

            snprintf(closing, sizeof closing, "x%.*s", (int)tail.length, tail.at);
            text = repeated("", shapes[i].piece, depth, closing);
            parse_bytes(&parse, text);
            assert_int_equal(
                parse.status, depth <= CRR_YAML_DEPTH_LIMIT ? CRR_OK : CRR_E_MODEL);
            assert_int_equal(
                parse.report.error_count, depth <= CRR_YAML_DEPTH_LIMIT ? 0 : 1);
            if (depth > CRR_YAML_DEPTH_LIMIT)
                assert_non_null(strstr(parse.findings, " 103 "));
            crr_arena_clear(&parse.arena);
            free((void *)(uintptr_t)text.at);
            free((void *)(uintptr_t)tail.at);
        }
    }
}

static void
size_is_limited(void **state)
{
    struct crr_text text = repeated("", "#\n", CRR_YAML_SIZE_LIMIT / 2 - 2, "a: 1");
    struct parse parse;

    (void)state;
    assert_int_equal(text.length, CRR_YAML_SIZE_LIMIT);
    parse_bytes(&parse, text);
    assert_int_equal(parse.status, CRR_OK);
    crr_arena_clear(&parse.arena);
    text.length++; /* the byte beyond is never looked at */
    parse_bytes(&parse, text);
    assert_string_equal(parse.findings, "1:1 103 \n");
    crr_arena_clear(&parse.arena);
    free((void *)(uintptr_t)text.at);
}

/* Texts by which libyaml or a tree can be made slow; a quadratic time would be minutes.
 */
static void
no_text_takes_long(void **state)
{
    static const struct {
        const char *head, *piece, *tail;
    } shapes[] = {
        {"", "[", ""},
        {"", "{a: ", ""},
        {"", "- ", ""},
        {"", "? ", ""},
        {"", "[[],", ""},
        {"[", "[],", "]"},
        {"{", "a,", "}"},
        {"", "a: b\n", ""},
        {"[", "! a,", "]"},
        {"", "!", ""},
        {"", "&a ", ""},
        {"", "---\n", ""},
        {"", "%TAG !a! b\n", ""},
        {"a: \"", "x ", "\""},
        {"a: |\n", " x\n", ""},
    };
    clock_t start = clock();

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        struct crr_text text = repeated(shapes[i].head, shapes[i].piece,
            800000 / strlen(shapes[i].piece), shapes[i].tail);
        struct parse parse;

        parse_bytes(&parse, text);
        crr_arena_clear(&parse.arena);
        free((void *)(uintptr_t)text.at);
    }
    assert_true((clock() - start) / CLOCKS_PER_SEC < 20);
}

static void
many_keys(void **state)
{
    const size_t count = 100000;
    char *text = malloc(count * 24);
    size_t length = 0;
    struct parse parse;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, 24, "k%zu: %zu\n", i, i);
    length += (size_t)snprintf(text + length, 24, "k777: again\n");
    parse_bytes(&parse, (struct crr_text){text, length});
    assert_string_equal(parse.findings, "100001:1 104 k777\n");
    assert_int_equal(parse.root->item_count, 2 * count);
    assert_true(crr_text_is(parse.root->items[2 * 99999 + 1]->text, "99999"));
    assert_true(crr_text_is(parse.root->items[2 * 777 + 1]->text, "777"));
    crr_arena_clear(&parse.arena);
    free(text);
}

static void *
limited_resize(void *user, void *at, size_t old_size, size_t new_size)
{
    size_t *left = user;

    (void)old_size;
    if (new_size == 0) {
        free(at);
        return NULL;
    }
    if (*left == 0)
        return NULL;
    --*left;
    return realloc(at, new_size);
}

static void
every_allocation_may_fail(void **state)
{
    char text[4096] = "list: [1, 2, {a: 1, a: 2}]\nkeys:\n";
    enum crr_status status = CRR_E_MEMORY;

    (void)state;
    for (int i = 0; i < 60; i++) {
        char line[32];

        snprintf(line, sizeof line, "  key-%d: [a, b, c]\n", i % 50);
        append(text, sizeof text, line);
    }
    for (size_t allowed = 0; status == CRR_E_MEMORY; allowed++) {
        size_t left = allowed;
        struct crr_arena arena;
        struct crr_report report;
        const struct crr_yaml_node *root = NULL;

        assert_true(allowed < 200);
        crr_arena_init(&arena, &(struct crr_allocator){limited_resize, &left});
        crr_report_init(&report, &arena);
        status = crr_yaml_parse(
            crr_text_of(text), CRR_YAML_SIZE_LIMIT, "m.yaml", &arena, &report, &root);
        assert_int_equal(status == CRR_OK, root != NULL);
        if (status == CRR_OK)
            assert_int_equal(report.error_count, 11);
        crr_arena_clear(&arena);
    }
    assert_int_equal(status, CRR_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_and_places),
        cmocka_unit_test(nothing_is_nothing_without_quotes),
        cmocka_unit_test(refused_but_read_on),
        cmocka_unit_test(decimal_commas_in_braces),
        cmocka_unit_test(refused_altogether),
        cmocka_unit_test(percent_signs_are_no_directives),
        cmocka_unit_test(unseemly_texts_are_shown_escaped),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(no_text_takes_long),
        cmocka_unit_test(many_keys),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
