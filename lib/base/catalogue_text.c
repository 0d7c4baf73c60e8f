/* Findings about a model's text (01xx) and its schema (02xx). */
#include "base/catalogue.h"
#include "base/catalogue_groups.h"

static const struct crr_finding text_findings[] = {
    {CRR_F_NOT_YAML, CRR_SEVERITY_ERROR, "not YAML",
        "The text breaks the grammar of YAML, so nothing after this place could be "
        "read. Common causes: a tab in the indentation, a missing space after a "
        "colon, a bracket or a quote that is not closed, a text that begins with a "
        "character such as %, @ or * and is not quoted.",
        "score: {range: [0, 100]", "score: {range: [0, 100]}"},
    {CRR_F_NOT_UTF8, CRR_SEVERITY_ERROR, "not UTF-8",
        "Models and tables are UTF-8 without NUL bytes. A file in GB18030, UTF-16 or "
        "a Windows code page has to be converted first.",
        NULL, NULL},
    {CRR_F_TOO_LARGE, CRR_SEVERITY_ERROR, "text too large or nested too deeply",
        "A model's file has at most 16 MiB and at most 64 levels of nesting. Put "
        "large tables into CSV files of their own.",
        NULL, NULL},
    {CRR_F_DUPLICATE_KEY, CRR_SEVERITY_ERROR, "key given twice",
        "A mapping has each key once. Which of the two was meant cannot be known; "
        "remove or rename one.",
        "score:\n  decimals: 2\n  decimals: 0", "score:\n  decimals: 2"},
    {CRR_F_ANCHOR_OR_ALIAS, CRR_SEVERITY_ERROR, "anchor or alias",
        "Anchors (&name) and aliases (*name) are refused: a reader must see each "
        "value where it stands. Write the value out, or quote a text that begins with "
        "& or *.",
        "review: &yearly 12 months", "review: 12 months"},
    {CRR_F_TAG, CRR_SEVERITY_ERROR, "tag",
        "Tags (!name) are refused: the place of a value decides its type. Remove the "
        "tag, or quote a text that begins with an exclamation mark.",
        "version: !!str 2026.11", "version: \"2026.11\""},
    {CRR_F_SECOND_DOCUMENT, CRR_SEVERITY_ERROR, "second document",
        "A model's file holds one YAML document. Remove what follows the second "
        "`---`, or put it into a file of its own.",
        "crr: 1\n---\ncrr: 1", "crr: 1"},
    {CRR_F_EMPTY_DOCUMENT, CRR_SEVERITY_ERROR, "no model in the file",
        "The file is empty or holds nothing but comments. `crr init` writes a model "
        "to start from.",
        NULL, NULL},
    {CRR_F_FILE_UNREADABLE, CRR_SEVERITY_ERROR, "file cannot be read",
        "The model's file, or a table that it names, is not there or may not be read. "
        "Check the name, upper and lower case included, and the rights of the file.",
        "country: {file: tables/contry.csv}", "country: {file: tables/country.csv}"},
};

static const struct crr_finding schema_findings[] = {
    {CRR_F_UNKNOWN_KEY, CRR_SEVERITY_ERROR, "unknown key",
        "The key means nothing at this place. It is refused rather than ignored, "
        "because a misspelt key would otherwise quietly take its default.",
        "country: {type: code, mising: worst}",
        "country: {type: code, missing: worst}"},
    {CRR_F_MISSING_KEY, CRR_SEVERITY_ERROR, "required key missing",
        "The key has no default and must be given here.", "model: {id: retail}",
        "model: {id: retail, version: \"2026.11\"}"},
    {CRR_F_WRONG_KIND, CRR_SEVERITY_ERROR,
        "mapping, list or value where another is expected",
        "A mapping is written {key: value}, a list [item, item] or with a dash before "
        "each item, a value as it is.",
        "factors: {id: country, weight: 1}", "factors: [{id: country, weight: 1}]"},
    {CRR_F_NOT_A_NUMBER, CRR_SEVERITY_ERROR, "not a number",
        "A decimal number is expected: digits, with a point before the decimal "
        "places. No thousands separators, no exponents, and no more decimal places "
        "than the place allows. No decimal comma: inside of braces YAML even takes "
        "what follows it for the next key.",
        "weight: 0,4", "weight: 0.4"},
    {CRR_F_OUT_OF_RANGE, CRR_SEVERITY_ERROR, "number out of its range",
        "The number is smaller or larger than this place allows.",
        "score: {decimals: 6}", "score: {decimals: 2}"},
    {CRR_F_NOT_A_WORD, CRR_SEVERITY_ERROR, "not one of the words allowed here",
        "Only certain words have a meaning at this place; the message lists them.",
        "country: {type: string}", "country: {type: code}"},
    {CRR_F_NOT_AN_ID, CRR_SEVERITY_ERROR, "not an id",
        "An id begins with a letter from A to Z or a to z and goes on with up to 63 "
        "letters, digits, points, hyphens and underscores. Names in other scripts "
        "belong into `title`.",
        "factors: [{id: 行业, weight: 1}]",
        "factors: [{id: industry, title: {zh: 行业}, weight: 1}]"},
    {CRR_F_NOT_A_DATE, CRR_SEVERITY_ERROR, "not a date",
        "Dates in a model are written YYYY-MM-DD and must exist in the calendar.",
        "effective: {from: 1.12.2026}", "effective: {from: 2026-12-01}"},
    {CRR_F_NOT_A_TEXT, CRR_SEVERITY_ERROR, "text empty or too long",
        "A text of 1 to 4,096 bytes is expected; some places allow fewer bytes. Leave "
        "the key out where there is nothing to say.",
        "owner: \"\"", "owner: AML department"},
    {CRR_F_UNSUPPORTED_VERSION, CRR_SEVERITY_ERROR,
        "version of the format not supported",
        "The first key of a model says in which version of the language it is "
        "written. This release reads version 1.",
        "crr: 2", "crr: 1"},
    {CRR_F_RESERVED, CRR_SEVERITY_ERROR, "reserved for a later release",
        "The word belongs to the language, and this release cannot do yet what it "
        "asks for. Ignoring it would change ratings, so the model is refused.",
        "extends: group.yaml", "all that the model says in one file"},
    {CRR_F_CONFLICTING_KEYS, CRR_SEVERITY_ERROR, "keys that exclude each other",
        "The keys cannot stand side by side, or one has no meaning without another. "
        "Decide for one.",
        "identity: {file: tables/identity.csv, rows: {resident: 10}}",
        "identity: {rows: {resident: 10}}"},
    {CRR_F_TOO_MANY, CRR_SEVERITY_ERROR, "too many, or too deep",
        "A model has at most 256 inputs, 1,024 factors, 1,024 rules and 32 tiers, a "
        "table 1,000,000 rows; groups are nested at most 8 deep.",
        NULL, NULL},
    {CRR_F_UNUSED_ACCEPT, CRR_SEVERITY_WARNING, "accept that silences nothing",
        "There is no such finding at this path any more, or there never was. Remove "
        "the entry, so that it does not silence a later finding that nobody looked at.",
        "accept: [{finding: CRR-0304, at: inputs.brnch, reason: kept for the report}]",
        "accept: [{finding: CRR-0304, at: inputs.branch, reason: kept for the "
        "report}]"},
    {CRR_F_CANNOT_ACCEPT, CRR_SEVERITY_ERROR, "finding that cannot be accepted",
        "Warnings and notes about the model can be accepted, errors cannot; and the "
        "number must be one of the catalogue.",
        "accept: [{finding: CRR-0401, at: factors, reason: rounding}]",
        "accept: [{finding: CRR-0508, at: \"rules[0]\", reason: internal rule}]"},
};

const struct crr_finding_group crr_findings_of_text = {
    text_findings, sizeof text_findings / sizeof text_findings[0]};
const struct crr_finding_group crr_findings_of_schema = {
    schema_findings, sizeof schema_findings / sizeof schema_findings[0]};
