/* Findings about a model's inputs and tables (03xx). */
#include "base/catalogue.h"
#include "base/catalogue_groups.h"

static const struct crr_finding input_findings[] = {
    {CRR_F_DUPLICATE_ID, CRR_SEVERITY_ERROR, "id given twice",
        "Factors and rules share one set of ids, because ratings name both as "
        "reasons; tiers have a set of their own. Each id stands for one thing.",
        "factors:\n  - {id: country, weight: 0.5, ...}\n"
        "  - {id: country, weight: 0.5, ...}",
        "factors:\n  - {id: residence, weight: 0.5, ...}\n"
        "  - {id: birth, weight: 0.5, ...}"},
    {CRR_F_UNKNOWN_INPUT, CRR_SEVERITY_ERROR, "unknown input",
        "A factor or a condition reads an input that is not declared under `inputs`. "
        "Correct the name or declare the input.",
        "inputs: {country: {type: code}}\nrules:\n"
        "  - {id: local, when: {contry: CN}, ...}",
        "inputs: {country: {type: code}}\nrules:\n"
        "  - {id: local, when: {country: CN}, ...}"},
    {CRR_F_UNKNOWN_TABLE, CRR_SEVERITY_ERROR, "unknown table",
        "A factor names a table that is not declared under `tables`. Correct the name "
        "or declare the table.",
        "tables: {country: {file: tables/country.csv}}\nfactors:\n"
        "  - {id: geography, weight: 1, input: country, table: countries}",
        "tables: {country: {file: tables/country.csv}}\nfactors:\n"
        "  - {id: geography, weight: 1, input: country, table: country}"},
    {CRR_F_UNUSED_INPUT, CRR_SEVERITY_WARNING, "input that nothing reads",
        "No factor and no rule reads the input: it does not take part in ratings. "
        "Remove it, use it, or accept the finding if the input is there for the "
        "output alone.",
        "inputs:\n  country: {type: code}\n  gender: {type: code}   # read by nothing",
        "inputs:\n  country: {type: code}"},
    {CRR_F_UNUSED_TABLE, CRR_SEVERITY_WARNING, "table that no factor reads",
        "No factor takes its points from the table. Remove it, or name it in a factor.",
        "tables:\n  country: {file: tables/country.csv}\n"
        "  country_2024: {file: tables/country_2024.csv}   # read by nothing",
        "tables:\n  country: {file: tables/country.csv}"},
    {CRR_F_TWO_KEYS, CRR_SEVERITY_ERROR, "two inputs with `key: true`",
        "One input identifies the customer in outputs. Keep `key: true` at one of "
        "them.",
        "inputs:\n  customer_id: {type: text, key: true}\n"
        "  account_id: {type: text, key: true}",
        "inputs:\n  customer_id: {type: text, key: true}\n  account_id: {type: text}"},
    {CRR_F_SPELLING_TWICE, CRR_SEVERITY_ERROR, "spelling with two meanings",
        "A spelling of a flag stands in both `yes` and `no`, or twice in one list. "
        "Spellings of flags are compared without regard to case.",
        "listed: {type: flag, yes: [Y, N], no: [n]}",
        "listed: {type: flag, yes: [Y], no: [N]}"},
    {CRR_F_DATE_PATTERN, CRR_SEVERITY_ERROR, "date pattern that cannot be read",
        "A pattern has YYYY, one of MM and M, and one of DD and D, once each; all "
        "other characters stand for themselves. M and D take one or two digits, so a "
        "character that is no digit must follow them, or the end.",
        "opened_on: {type: date, format: DD.MM.YY}",
        "opened_on: {type: date, format: DD.MM.YYYY}"},
    {CRR_F_TABLE_PATH, CRR_SEVERITY_ERROR, "table outside of the model's folder",
        "A table's file lies beneath the folder of the model: its path is relative, "
        "has no `..`, and leads through no link. A model that was given as a text has "
        "no folder and can only have inline tables.",
        "country: {file: ../shared/country.csv}",
        "country: {file: tables/country.csv}"},
    {CRR_F_TABLE_COLUMN, CRR_SEVERITY_ERROR, "column of a table missing or doubled",
        "The first row of a table's file names its columns. A column that the model "
        "names must be there once.",
        "country: {file: tables/country.csv, key: iso2}\n"
        "# tables/country.csv begins with: alpha2,points",
        "country: {file: tables/country.csv, key: alpha2}\n"
        "# tables/country.csv begins with: alpha2,points"},
    {CRR_F_TABLE_ROW, CRR_SEVERITY_ERROR, "row of a table that cannot be read",
        "The row breaks the grammar of CSV, or has more or fewer fields than the "
        "first row. A field with a comma, a quote or a line break stands in quotes; a "
        "quote inside of quotes is doubled.",
        "key,points,note\nCN,30,home, no ground found",
        "key,points,note\nCN,30,\"home, no ground found\""},
    {CRR_F_TABLE_KEY_TWICE, CRR_SEVERITY_ERROR, "key given twice in a table",
        "Two rows answer for the same key or alias on the same day. Keys are compared "
        "after trimming and folding, and without regard to case if the input says "
        "`case: ignore`. In a dated table the periods of one key may not overlap.",
        "key,points,valid_from,valid_to\nTR,75,2023-10-27,2024-07-01\n"
        "TR,30,2024-06-28,",
        "key,points,valid_from,valid_to\nTR,75,2023-10-27,2024-06-28\n"
        "TR,30,2024-06-28,"},
    {CRR_F_TABLE_EMPTY, CRR_SEVERITY_ERROR, "table without rows",
        "A table needs at least one row: without any every code would be unknown.",
        "identity: {rows: {}}", "identity: {rows: {resident: 10, non_resident: 50}}"},
    {CRR_F_TABLE_KEY, CRR_SEVERITY_ERROR, "code empty or too long",
        "Keys and aliases of tables, and the codes that conditions ask for, have 1 to "
        "255 bytes after trimming. What holds for a customer without a code is said "
        "by the input's `missing`.",
        "identity: {rows: {\"\": 100, resident: 10}}",
        "identity: {rows: {resident: 10}}"},
    {CRR_F_TABLE_POINTS, CRR_SEVERITY_ERROR, "points of a table that are no points",
        "Points are decimal numbers with at most 4 decimal places, from -1,000,000 to "
        "1,000,000.",
        "key,points\nCN,thirty", "key,points\nCN,30"},
    {CRR_F_TABLE_PERIOD, CRR_SEVERITY_ERROR, "period of a table's row",
        "`valid_from` and `valid_to` are dates YYYY-MM-DD or empty. The row holds "
        "from the first day to the day before the second, so the first must be "
        "earlier.",
        "key,points,valid_from,valid_to\nTR,75,2024-06-28,2023-10-27",
        "key,points,valid_from,valid_to\nTR,75,2023-10-27,2024-06-28"},
    {CRR_F_COMPLETE_FROM, CRR_SEVERITY_ERROR, "`complete_from` missing or out of place",
        "A dated table says from which day on its periods are complete; ratings as of "
        "an earlier day are refused, since they would quietly find fewer grounds. A "
        "table without `valid_from` and `valid_to` has no such day.",
        "branch: {file: tables/branch.csv}   # has a column valid_from",
        "branch: {file: tables/branch.csv, complete_from: 2023-10-27}"},
    {CRR_F_UNKNOWN_LIST, CRR_SEVERITY_ERROR, "unknown list",
        "A condition looks for a name or an identifier in a list that is not declared "
        "under `lists`. Correct the name or declare the list.",
        "lists: {sanctions: {file: lists/targets.csv}}\nrules:\n"
        "  - {id: listed, when: {passport: {identifier_in: sanction}}, ...}",
        "lists: {sanctions: {file: lists/targets.csv}}\nrules:\n"
        "  - {id: listed, when: {passport: {identifier_in: sanctions}}, ...}"},
    {CRR_F_UNUSED_LIST, CRR_SEVERITY_WARNING, "list in which nothing is looked for",
        "No condition looks for a name or an identifier in the list: nobody is found "
        "in it. Remove it, or ask for it in a rule.",
        "lists:\n  sanctions: {file: lists/targets.csv}   # no rule asks for it",
        "lists:\n  sanctions: {file: lists/targets.csv}\nrules:\n"
        "  - {id: namesake, when: {name: {name_in: sanctions}}, review: required, "
        "...}"},
    {CRR_F_LIST, CRR_SEVERITY_ERROR, "list that cannot be used",
        "A list needs a column of names or one of identifiers; what a condition looks "
        "for must be there. A `digest` is the SHA-256 of the list's file: where it "
        "is given, the file must be that very one.",
        "lists: {pep: {file: lists/pep.csv, names: full_name}}\n"
        "# and a rule: {passport: {identifier_in: pep}}",
        "lists: {pep: {file: lists/pep.csv, names: full_name, identifiers: passport}}"},
    {CRR_F_LIST_ENTRY, CRR_SEVERITY_WARNING, "part of a list's entry left out",
        "An entry has no name and no identifier with a letter or a digit in it, or one "
        "that is longer than 1,024 bytes, or a date of birth that is none. That part "
        "is left out; the rest of the entry counts. Dates of birth are YYYY-MM-DD; a "
        "year alone, or a year and a month, is no date to compare with and is passed "
        "over in silence.",
        "id,name,birth_date\nQ7,Zhang San,3 May 1970",
        "id,name,birth_date\nQ7,Zhang San,1970-05-03"},
    {CRR_F_LINKED, CRR_SEVERITY_ERROR, "`linked` that cannot be",
        "An input of type codes may have the values that another input has of the "
        "persons to whom the customer is linked. It names that input, which is a code, "
        "codes, a flag or a text and not linked itself, and the roles; factors and "
        "rules read it like any other codes.",
        "factors:\n  - {id: owners, weight: 1, input: country, table: country,\n"
        "     linked: {roles: [owner]}}",
        "inputs:\n  owner_country: {type: codes, linked: {input: country, roles: "
        "[owner]}}\nfactors:\n"
        "  - {id: owners, weight: 1, input: owner_country, table: country}"},
};

const struct crr_finding_group crr_findings_of_inputs = {
    input_findings, sizeof input_findings / sizeof input_findings[0]};
