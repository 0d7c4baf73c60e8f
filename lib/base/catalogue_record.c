/* Findings about customers' records (06xx) and the files that hold them (07xx). */
#include "base/catalogue.h"
#include "base/catalogue_groups.h"

static const struct crr_finding record_findings[] = {
    {CRR_F_VALUE_MISSING, CRR_SEVERITY_ERROR, "value missing",
        "The record has no value where a factor needs one: the cell is empty, or "
        "holds one of the `missing_values`. Complete the record, or give the input or "
        "the factor a policy: `missing: worst` or `missing: {points: N}`.",
        "customer_id,country\n1001,", "customer_id,country\n1001,CN"},
    {CRR_F_CODE_UNKNOWN, CRR_SEVERITY_ERROR, "unknown code",
        "No row of the factor's table holds for the code on the day of the rating. "
        "Correct the record, add the code to the table as a key or an alias, or give "
        "the input or the factor a policy: `unknown: worst` or `unknown: {points: N}`.",
        "customer_id,country\n1001,Chna", "customer_id,country\n1001,China"},
    {CRR_F_VALUE_NUMBER, CRR_SEVERITY_ERROR, "number that cannot be read",
        "A number is digits with a point before the decimal places, no more places "
        "than the input has, below 10^12. Thousands separators, exponents and decimal "
        "commas are refused, since 1,234 means different things to different people.",
        "customer_id,turnover\n1001,\"1,234.50\"",
        "customer_id,turnover\n1001,1234.50"},
    {CRR_F_VALUE_DATE, CRR_SEVERITY_ERROR, "date that cannot be read",
        "A date follows the input's `format` exactly, exists in the calendar, and may "
        "be followed by a time as in ISO 8601.",
        "customer_id,opened_on\n1001,2023-02-29",
        "customer_id,opened_on\n1001,2023-02-28"},
    {CRR_F_VALUE_FLAG, CRR_SEVERITY_ERROR, "neither yes nor no",
        "The value is not one of the spellings of the flag. Correct the record, or "
        "add the spelling to the input's `yes` or `no`.",
        "customer_id,listed\n1001,perhaps", "customer_id,listed\n1001,no"},
    {CRR_F_VALUE_RANGE, CRR_SEVERITY_ERROR, "value outside of a factor's range",
        "The value lies below or above all bands of a factor, or outside of its "
        "`range`. Correct the record, or widen the bands.",
        "customer_id,grade   # the factor has range: [1, 5]\n1001,7",
        "customer_id,grade   # the factor has range: [1, 5]\n1001,5"},
    {CRR_F_VALUE_AFTER, CRR_SEVERITY_ERROR, "date after the day of the rating",
        "A factor rates the age of the date, and the date lies after `as_of`. Correct "
        "the record, or rate as of a later day.",
        "customer_id,opened_on   # rated as of 2026-07-01\n1001,2062-03-01",
        "customer_id,opened_on   # rated as of 2026-07-01\n1001,2026-03-01"},
    {CRR_F_RULE_UNKNOWN, CRR_SEVERITY_ERROR, "rule that cannot be decided",
        "Values that the rule reads are missing or unknown, so it is neither true nor "
        "false. Complete the record, or say in the rule what then counts: "
        "`if_missing: true` or `if_missing: false`.",
        "customer_id,listed   # the rule says: when: {listed: true}\n1001,",
        "customer_id,listed   # the rule says: when: {listed: true}\n1001,no"},
    {CRR_F_VALUE_TEXT, CRR_SEVERITY_ERROR, "text that is too long or not UTF-8",
        "Records are UTF-8, and a code has at most 255 bytes. `--encoding` reads files "
        "in another encoding.",
        NULL, NULL},
    {CRR_F_VALUE_TYPE, CRR_SEVERITY_ERROR, "value of another type than the input",
        "The calling program gave a typed value that does not fit the type of the "
        "input, or a member in JSON Lines is an object, or a list where the input is "
        "not of type codes. A text fits every type and is read as the input says.",
        NULL, NULL},
    {CRR_F_AS_OF, CRR_SEVERITY_ERROR, "day of the rating missing or too early",
        "The model rates an age or has a dated table, so a rating holds as of a day "
        "that must be given; it may not be earlier than any `complete_from` of the "
        "tables.",
        "crr rate --model correction.yaml customers.csv",
        "crr rate --model correction.yaml --as-of 2026-07-01 customers.csv"},
    {CRR_F_APPLIES_UNKNOWN, CRR_SEVERITY_ERROR, "unknown whether a factor applies",
        "The condition of a factor's `applies` reads a value that is missing or "
        "unknown. Complete the record, or give the factor a policy for missing "
        "values: then it counts as missing. A group has none.",
        "customer_id,kind,sector   # sector applies: {kind: company}\n1001,,J66",
        "customer_id,kind,sector   # sector applies: {kind: "
        "company}\n1001,company,J66"},
    {CRR_F_NOTHING_APPLIES, CRR_SEVERITY_ERROR, "no factor applies",
        "Every primary factor has an `applies` that does not hold for this customer, "
        "so there is no score. Give the model a factor that always applies.",
        NULL, NULL},
    {CRR_F_NO_SEGMENT, CRR_SEVERITY_ERROR, "not exactly one segment",
        "The conditions of the model's segments have to single out one for every "
        "customer. None holds, several do, or a value that would decide is missing or "
        "unknown. Correct the record, or the conditions.",
        "customer_id,kind   # segments: person, company\n1001,trust",
        "customer_id,kind   # segments: person, company\n1001,company"},
    {CRR_F_SCENARIO, CRR_SEVERITY_ERROR, "scenario missing or unknown",
        "The model's segments are scenarios: a rating names the one that it takes, "
        "with `--scenario` or in the rater's options. A model without scenarios takes "
        "none.",
        "crr rate --model M.yaml ...", "crr rate --model M.yaml --scenario crisis ..."},
    {CRR_F_OVERRIDE_TWICE, CRR_SEVERITY_ERROR, "two overrides in force",
        "The file of overrides has two that are in force on the day of the rating for "
        "this customer. Which of them counts is not guessed: end one of them.",
        "C1,normal,...,2026-01-01,2026-12-31,...\nC1,high,...,2026-06-01,,...",
        "C1,normal,...,2026-01-01,2026-06-01,...\nC1,high,...,2026-06-01,,..."},
    {CRR_F_LINKED_VALUE, CRR_SEVERITY_ERROR, "value of a linked person",
        "A person to whom the customer is linked has a value that cannot be read, or "
        "two records, or there are more than 10,000 ways to the persons. The customer "
        "is rejected: what its owners are is not known.",
        "id,country\nP7,CN\nP7,IR   # and P7 owns a customer", "id,country\nP7,IR"},
    {CRR_F_KEY_TWICE, CRR_SEVERITY_ERROR, "key that an earlier record has",
        "With `--unique` a key stands once in all files of customers together. The "
        "first record of a customer is rated, or rejected for what it holds; those "
        "that follow are rejected, and the message names the first one's line. Keys "
        "are compared as the model reads them.",
        "customer_id,country\n1001,CN\n1001,IR", "customer_id,country\n1001,CN"},
};

static const struct crr_finding file_findings[] = {
    {CRR_F_CSV_UNCLOSED, CRR_SEVERITY_ERROR, "quoted field that is not closed",
        "A field begins with a quote, and no closing quote follows before the end of "
        "the file or within 1 MiB. The line is rejected and reading goes on after it. "
        "A quote inside of quotes is doubled.",
        "customer_id,name\n1001,\"Li", "customer_id,name\n1001,\"Li\""},
    {CRR_F_CSV_AFTER_QUOTE, CRR_SEVERITY_ERROR, "text after a closing quote",
        "After the quote that closes a field only the delimiter or the end of the row "
        "may follow. The line is rejected and reading goes on after it.",
        "customer_id,name\n1001,\"Li\" Wei", "customer_id,name\n1001,\"Li Wei\""},
    {CRR_F_CSV_TOO_LONG, CRR_SEVERITY_ERROR, "record too long",
        "A record has at most 1 MiB and 4,096 fields. Often a quote is missing.", NULL,
        NULL},
    {CRR_F_CSV_FIELD_COUNT, CRR_SEVERITY_ERROR, "too many or too few fields",
        "The row has another number of fields than the header, so its values cannot "
        "be told apart. Put a field that holds the delimiter into quotes.",
        "customer_id,name,country\n1001,Li, Wei,CN",
        "customer_id,name,country\n1001,\"Li, Wei\",CN"},
    {CRR_F_CSV_NO_HEADER, CRR_SEVERITY_ERROR, "no header",
        "The first row of a file of customers names its columns. This file has no row "
        "at all, or none that ends: lines end in LF or CR LF, not in CR alone.",
        NULL, NULL},
    {CRR_F_CSV_COLUMN_MISSING, CRR_SEVERITY_ERROR, "column missing",
        "The header has none of the names of an input's column. Check the delimiter, "
        "add the name to the input's `columns`, or say with `--map` which column it "
        "is; `--map input=` says that the file has none and the value is missing in "
        "every row. An input that is `linked` has its values from `--links FILE`.",
        "client,country   # the model has customer_id, country\n1001,CN",
        "customer_id,country   # the model has customer_id, country\n1001,CN"},
    {CRR_F_CSV_COLUMN_TWICE, CRR_SEVERITY_ERROR, "column given twice",
        "A name stands twice in the header, or two names of one input are both there; "
        "which one counts cannot be known. Rename one, or say with `--map` which.",
        "customer_id,country,country\n1001,CN,HK",
        "customer_id,country,country_of_birth\n1001,CN,HK"},
    {CRR_F_CSV_ENCODING, CRR_SEVERITY_ERROR, "encoding that is not UTF-8",
        "Files of customers are UTF-8 without NUL bytes. `--encoding` reads those in "
        "UTF-16, GB18030 and others, and `--encoding auto` looks which it is.",
        NULL, NULL},
    {CRR_F_OUTPUT_COLUMN, CRR_SEVERITY_ERROR, "output column that cannot be written",
        "`--columns` names a column that ratings do not have, or one that is "
        "confidential and shown with `--reveal` only, or one twice. `crr rate --help` "
        "lists what can be written.",
        "crr rate --columns key,scores ...", "crr rate --columns key,score ..."},
    {CRR_F_MAP, CRR_SEVERITY_ERROR, "mapping to something that is not there",
        "`--map input=column` names an input that the model does not have or a column "
        "that the file does not have, or maps an input twice.",
        "crr rate --map contry=Land ...", "crr rate --map country=Land ..."},
    {CRR_F_TOO_MANY_REJECTS, CRR_SEVERITY_ERROR, "too many rejected rows",
        "More rows were rejected than `--max-rejects` allows, so the output was not "
        "written. Look at the rejects, mend the causes, run again.",
        NULL, NULL},
    {CRR_F_OVERRIDE, CRR_SEVERITY_ERROR, "file of overrides that cannot be read",
        "The columns are key, tier, reason_code, reason, decided_by, second_person, "
        "decided_on, from, until, system_tier and, if wanted, digest; tiers are those "
        "of the model, days are written 2026-01-31. Nothing is rated until every line "
        "is good.",
        "key,tier,until\nC1,hihg,31.12.2026", "key,tier,until\nC1,high,2026-12-31"},
    {CRR_F_PREVIOUS, CRR_SEVERITY_ERROR, "earlier output that cannot be read",
        "`--previous` reads the output of an earlier run that was written with "
        "`--columns history`: a key that stands once, system_tier, tier_since, "
        "first_rated_on, last_reviewed_on and direct. Tiers are those of the model, "
        "days do not lie after the day of the rating.",
        "crr rate --previous january.csv ...   # written without --columns history",
        "crr rate --columns history -o january.csv ...\n"
        "crr rate --previous january.csv --columns history -o february.csv ..."},
    {CRR_F_LINKS, CRR_SEVERITY_ERROR, "links that cannot be read",
        "A file of links is CSV with the columns from, to, role and, if wanted, share: "
        "the keys of a customer and of the person behind it, what the person is, and "
        "which part it owns, such as 60% or 0.6. A line links two different keys.",
        "from,to,role,share\nC1,P7,owner,60", "from,to,role,share\nC1,P7,owner,60%"},
    {CRR_F_JSON_LINE, CRR_SEVERITY_ERROR, "line that is no object of JSON",
        "Every line of a file of JSON Lines is one object as RFC 8259 defines it, its "
        "members the columns. The line is rejected and reading goes on after it.",
        "{customer_id: 1001, country: 'CN'}",
        "{\"customer_id\": \"1001\", \"country\": \"CN\"}"},
    {CRR_F_JSON_TWICE, CRR_SEVERITY_ERROR, "member given twice",
        "An object has two members of one name, so which value counts cannot be known.",
        "{\"customer_id\": \"1001\", \"country\": \"CN\", \"country\": \"HK\"}",
        "{\"customer_id\": \"1001\", \"country\": \"CN\"}"},
    {CRR_F_CSV_DELIMITER, CRR_SEVERITY_ERROR, "delimiter that is not certain",
        "Without `--delimiter` it is found in the first rows: of the comma, the "
        "semicolon, the tab, | and the bytes 0x01, 0x1D and 0x1F the one under which "
        "the header has the most of the columns that the model needs. Several have "
        "equally many, and the rows do not decide. Name it.",
        "crr rate ... customers.csv",
        "crr rate --delimiter semicolon ... customers.csv"},
};

const struct crr_finding_group crr_findings_of_records = {
    record_findings, sizeof record_findings / sizeof record_findings[0]};
const struct crr_finding_group crr_findings_of_files = {
    file_findings, sizeof file_findings / sizeof file_findings[0]};
