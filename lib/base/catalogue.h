/* The numbers of findings. The catalogue's texts stand in catalogue.c in the same
 * order; a number is given once, for life. 01xx the YAML text, 02xx its schema, 03xx
 * inputs and tables, 04xx factors, weights and arithmetic, 05xx tiers and rules, 06xx
 * records, 07xx files, 08xx judgements. */
#ifndef CRR_BASE_CATALOGUE_H
#define CRR_BASE_CATALOGUE_H

enum crr_finding_number {
    /* the text */
    CRR_F_NOT_YAML = 101,  /* libyaml cannot parse it */
    CRR_F_NOT_UTF8 = 102,  /* not UTF-8, or a NUL byte */
    CRR_F_TOO_LARGE = 103, /* the file, nesting */
    CRR_F_DUPLICATE_KEY = 104,
    CRR_F_ANCHOR_OR_ALIAS = 105,
    CRR_F_TAG = 106,
    CRR_F_SECOND_DOCUMENT = 107,
    CRR_F_EMPTY_DOCUMENT = 108,
    CRR_F_FILE_UNREADABLE = 109, /* the model's file or a table's */

    /* the schema */
    CRR_F_UNKNOWN_KEY = 201,
    CRR_F_MISSING_KEY = 202,
    CRR_F_WRONG_KIND = 203, /* a mapping where a list is expected, ... */
    CRR_F_NOT_A_NUMBER = 204,
    CRR_F_OUT_OF_RANGE = 205,
    CRR_F_NOT_A_WORD = 206, /* not one of the words that are allowed here */
    CRR_F_NOT_AN_ID = 207,
    CRR_F_NOT_A_DATE = 208,
    CRR_F_NOT_A_TEXT = 209,          /* empty, or too long */
    CRR_F_UNSUPPORTED_VERSION = 210, /* crr: 2 */
    CRR_F_RESERVED = 211,            /* belongs to a later release */
    CRR_F_CONFLICTING_KEYS = 212,
    CRR_F_TOO_MANY = 213, /* inputs, factors, rules, tiers, rows, groups too deep */
    CRR_F_UNUSED_ACCEPT = 214,
    CRR_F_CANNOT_ACCEPT = 215, /* an error, or a number that does not exist */

    /* inputs and tables */
    CRR_F_DUPLICATE_ID = 301,
    CRR_F_UNKNOWN_INPUT = 302,
    CRR_F_UNKNOWN_TABLE = 303,
    CRR_F_UNUSED_INPUT = 304,
    CRR_F_UNUSED_TABLE = 305,
    CRR_F_TWO_KEYS = 306,
    CRR_F_SPELLING_TWICE = 307, /* in a flag's yes and no */
    CRR_F_DATE_PATTERN = 308,
    CRR_F_TABLE_PATH = 309,   /* "..", absolute, a link out of the folder, no folder */
    CRR_F_TABLE_COLUMN = 310, /* a column that the file does not have, or has twice */
    CRR_F_TABLE_ROW = 311,    /* a record that the grammar rejects, too few fields */
    CRR_F_TABLE_KEY_TWICE = 312, /* two rows for one key or alias on one day */
    CRR_F_TABLE_EMPTY = 313,
    CRR_F_TABLE_KEY = 314, /* empty, longer than 255 bytes */
    CRR_F_TABLE_POINTS = 315,
    CRR_F_TABLE_PERIOD = 316,  /* not a date, or valid_from not before valid_to */
    CRR_F_COMPLETE_FROM = 317, /* missing in a dated table, given in another */
    CRR_F_UNKNOWN_LIST = 318,
    CRR_F_UNUSED_LIST = 319,
    CRR_F_LIST = 320,       /* its options, its columns, its digest */
    CRR_F_LIST_ENTRY = 321, /* warning: what is left out of an entry */
    CRR_F_LINKED = 322,     /* an input that looks at linked persons */

    /* factors */
    CRR_F_WEIGHTS_SUM = 401,
    CRR_F_WEIGHT_RANGE = 402,
    CRR_F_WEIGHT_VANISHES = 403, /* a global weight of 0 */
    CRR_F_FACTOR_KIND = 404,     /* none, or two, or it does not fit the input's type */
    CRR_F_BANDS_GAP = 405,
    CRR_F_BANDS_OVERLAP = 406,
    CRR_F_BANDS_ORDER = 407,   /* not ascending, an empty band */
    CRR_F_POINTS_RANGE = 408,  /* outside of the factor's range */
    CRR_F_SCORE_RANGE = 409,   /* points that lead outside of the score's range */
    CRR_F_INTERPOLATION = 410, /* not ascending, fewer than two points */
    CRR_F_OVERFLOW = 411,      /* the arithmetic does not fit into 63 bits */
    CRR_F_RANGE = 412,         /* [low, high] with low >= high */
    CRR_F_POLICY = 413,        /* unknown on what cannot be unknown */
    CRR_F_NO_VARIANCE = 414,   /* all points of a factor are equal (warning) */
    CRR_F_THETA_BOUNDS = 415,
    CRR_F_NOT_FROZEN = 416,   /* weight: ~, which crr ahp freeze fills in */
    CRR_F_NOT_VERIFIED = 417, /* judgements: weights were not compared (note) */
    CRR_F_COMBINE = 418,      /* what a group's way to combine its members needs */
    CRR_F_MATRIX = 419,       /* cells missing, falling, or below the inherent risk */
    CRR_F_MATRIX_TIES = 420,  /* 1 x 5 = 5 x 1 (note) */
    CRR_F_SEGMENT = 421,      /* conditions of some, strangers in weights, thresholds */
    CRR_F_TELLING = 422,      /* a confidential condition that the output would tell */
    CRR_F_SEGMENT_COVERED = 423, /* who is in it is in another one too */

    /* tiers and rules */
    CRR_F_TIER_ORDER = 501, /* not ascending, first not the low end, beyond */
    CRR_F_TIER_REACH = 502, /* a tier without from that no rule names (warning) */
    CRR_F_UNKNOWN_TIER = 503,
    CRR_F_RULE_EFFECT = 504,      /* none, or two */
    CRR_F_CONDITION = 505,        /* what is asked does not fit the input's type */
    CRR_F_CONDITION_CODE = 506,   /* a code that no table of the input knows */
    CRR_F_CONDITION_EMPTY = 507,  /* all: [], a range that holds nothing */
    CRR_F_RULE_BASIS = 508,       /* a rule without basis (warning) */
    CRR_F_IF_MISSING_FALSE = 509, /* on a direct rule or floor (warning) */
    CRR_F_IF_MISSING_CAP = 510,
    CRR_F_NAME_ALONE = 511,     /* `tier:` by a name without a date of birth */
    CRR_F_NAME_AND_BIRTH = 512, /* warning: and no rule by the name alone */
    CRR_F_GROWTH = 513, /* one more of several values may lower a rating (warning) */

    /* records */
    CRR_F_VALUE_MISSING = 601,
    CRR_F_CODE_UNKNOWN = 602,
    CRR_F_VALUE_NUMBER = 603,
    CRR_F_VALUE_DATE = 604,
    CRR_F_VALUE_FLAG = 605,
    CRR_F_VALUE_RANGE = 606, /* outside of a factor's range or of all bands */
    CRR_F_VALUE_AFTER = 607, /* a date after as_of */
    CRR_F_RULE_UNKNOWN = 608,
    CRR_F_VALUE_TEXT = 609, /* not UTF-8, or a code longer than 255 bytes */
    CRR_F_VALUE_TYPE = 610, /* a typed value that does not fit the input */
    CRR_F_AS_OF = 611, /* needed and not given, or before a table's complete_from */
    CRR_F_APPLIES_UNKNOWN = 612, /* whether a factor applies cannot be decided */
    CRR_F_NOTHING_APPLIES = 613, /* no primary factor is left */
    CRR_F_NO_SEGMENT = 614,      /* none, several, or it cannot be known */
    CRR_F_SCENARIO = 615,        /* needed and not given, or unknown */
    CRR_F_OVERRIDE_TWICE = 616,  /* two in force for one customer */
    CRR_F_LINKED_VALUE = 617,    /* a linked person's, or too many of them */
    CRR_F_KEY_TWICE = 618,       /* an earlier record has it */

    /* files of customers */
    CRR_F_CSV_UNCLOSED = 701,
    CRR_F_CSV_AFTER_QUOTE = 702,
    CRR_F_CSV_TOO_LONG = 703,
    CRR_F_CSV_FIELD_COUNT = 704, /* more or fewer fields than the header */
    CRR_F_CSV_NO_HEADER = 705,
    CRR_F_CSV_COLUMN_MISSING = 706,
    CRR_F_CSV_COLUMN_TWICE = 707,
    CRR_F_CSV_ENCODING = 708, /* UTF-16, or a NUL byte in a record */
    CRR_F_OUTPUT_COLUMN = 709,
    CRR_F_MAP = 710, /* --map with an unknown input or column */
    CRR_F_TOO_MANY_REJECTS = 711,
    CRR_F_OVERRIDE = 712,      /* a file of overrides that cannot be read */
    CRR_F_PREVIOUS = 713,      /* an earlier output that cannot be read */
    CRR_F_LINKS = 714,         /* a file of links that cannot be read */
    CRR_F_JSON_LINE = 715,     /* a line that is no object of JSON */
    CRR_F_JSON_TWICE = 716,    /* a member given twice in it */
    CRR_F_CSV_DELIMITER = 717, /* several fit */

    /* judgements */
    CRR_F_JUDGEMENT = 801,          /* zero, negative, not a number */
    CRR_F_NOT_RECIPROCAL = 802,     /* a_ij and a_ji, compared as fractions */
    CRR_F_ROUNDED_RECIPROCAL = 803, /* 0.333 against 3 (warning) */
    CRR_F_DIAGONAL = 804,
    CRR_F_SELF_COMPARISON = 805,
    CRR_F_PAIR_TWICE = 806,      /* contradicting */
    CRR_F_UNKNOWN_ELEMENT = 807, /* a name that is no child of the node */
    CRR_F_ELEMENT_MISSING = 808, /* a child that is not judged, scored or named */
    CRR_F_OUTSIDE_SCALE = 809,   /* beyond the declared scale */
    CRR_F_BEYOND_NINE = 810,     /* beyond Saaty's scale, none is declared (warning) */
    CRR_F_NOT_CONNECTED = 811,   /* comparisons that fall into parts */
    CRR_F_MATRIX_SHAPE = 812,    /* rows, columns, entries of a triangle */
    CRR_F_JUDGEMENT_FORM = 813,  /* none or two of matrix, upper, pairs, ... */
    CRR_F_NODE_UNREACHED = 814,  /* a second root, a node below nothing */
    CRR_F_NODE_CYCLE = 815,
    CRR_F_VOTING_WEIGHT = 816, /* not positive */
    CRR_F_RANDOM_INDEX = 817,  /* n beyond the table */
    CRR_F_AGGREGATION = 818,   /* arithmetic AIJ */
    CRR_F_SCALE = 819,         /* not ascending from 1 */

    /* what came of them, and weights in models */
    CRR_F_COMPLETION = 820,       /* did not converge */
    CRR_F_FROZEN_ZERO = 821,      /* a weight that vanishes at the places (warning) */
    CRR_F_EXPERT_LEFT_OUT = 822,  /* AIP: pairs do not connect (warning) */
    CRR_F_METHODS_DISAGREE = 823, /* a pair in opposite orders (warning) */
    CRR_F_INCONSISTENT = 824,     /* (warning) */
    CRR_F_NOT_TESTABLE = 825,     /* (warning) */
    CRR_F_TABLES_DISAGREE = 826,  /* the verdict depends on the table (warning) */
    CRR_F_NODE_MISFIT = 827,      /* a node that does not fit the model's factors */
    CRR_F_GROUP_UNJUDGED = 828,   /* a group without a node (note) */
    CRR_F_WEIGHT_PLACE = 829,     /* weight: that cannot be written into */
    CRR_F_WEIGHT_DIFFERS = 830,   /* from what the judgements give */
    CRR_F_WEIGHT_LAST_PLACE = 831 /* differs by less than a unit (note) */
};

#endif
