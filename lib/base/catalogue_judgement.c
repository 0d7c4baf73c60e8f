/* Findings about judgements, and about the weights that come of them (08xx). */
#include "base/catalogue.h"
#include "base/catalogue_groups.h"

static const struct crr_finding judgement_findings[] = {
    {CRR_F_JUDGEMENT, CRR_SEVERITY_ERROR, "not a judgement",
        "A judgement, or a score, is a number above 0, as a decimal or a fraction: 3, "
        "1/3, 1.41. It says how many times more important the first of two things is. "
        "Where nobody judged stands ~.",
        "upper: [3, 0, -2]", "upper: [3, ~, 1/2]"},
    {CRR_F_NOT_RECIPROCAL, CRR_SEVERITY_ERROR, "not reciprocal",
        "If a is 3 times as important as b, b is 1/3 as important as a. The two "
        "entries "
        "across the diagonal are compared as exact fractions. One of them is wrong; "
        "`upper` asks for one of them only.",
        "matrix: [[1, 3], [1/4, 1]]", "matrix: [[1, 3], [1/3, 1]]"},
    {CRR_F_ROUNDED_RECIPROCAL, CRR_SEVERITY_WARNING, "reciprocal only as printed",
        "The two entries across the diagonal are no reciprocals, but may be if a "
        "decimal was rounded. The one that is at least 1 is used. Write the other one "
        "as "
        "a fraction.",
        "matrix: [[1, 3], [0.333, 1]]", "matrix: [[1, 3], [1/3, 1]]"},
    {CRR_F_DIAGONAL, CRR_SEVERITY_ERROR, "diagonal is not 1",
        "What is compared with itself is as important as itself.",
        "matrix: [[2, 3], [1/3, 1]]", "matrix: [[1, 3], [1/3, 1]]"},
    {CRR_F_SELF_COMPARISON, CRR_SEVERITY_ERROR, "compared with itself",
        "A pair names two different children.", "pairs: {cash/cash: 3}",
        "pairs: {cash/trade: 3}"},
    {CRR_F_PAIR_TWICE, CRR_SEVERITY_ERROR, "a pair is judged twice",
        "The same pair has two judgements that contradict each other, perhaps once in "
        "each direction. Only the expert knows which is meant.",
        "pairs: {cash/trade: 3, trade/cash: 3}", "pairs: {cash/trade: 3}"},
    {CRR_F_UNKNOWN_ELEMENT, CRR_SEVERITY_ERROR, "unknown name",
        "Judgements and scores name children of their node, spelled as there. The rows "
        "of a sheet have the names of its columns, in their order.",
        "children: [cash, trade]\npairs: {cash/trad: 3}",
        "children: [cash, trade]\npairs: {cash/trade: 3}"},
    {CRR_F_ELEMENT_MISSING, CRR_SEVERITY_ERROR, "a child is left out",
        "Every child has a score, every column of a sheet a name.",
        "children: [cash, trade]\nscores: {cash: 3}",
        "children: [cash, trade]\nscores: {cash: 3, trade: 5}"},
    {CRR_F_OUTSIDE_SCALE, CRR_SEVERITY_ERROR, "beyond the declared scale",
        "The judgement is greater than the scale's last value, or less than its "
        "reciprocal. Values between the steps are allowed.",
        "scale: [1, 3, 5]\nnodes: {goal: {children: [a, b], upper: [7]}}",
        "scale: [1, 3, 5, 7]\nnodes: {goal: {children: [a, b], upper: [7]}}"},
    {CRR_F_BEYOND_NINE, CRR_SEVERITY_WARNING, "beyond Saaty's scale",
        "No scale is declared, so Saaty's applies, which ends at 9. A misplaced point "
        "looks like this; if the value is meant, declare a `scale` that reaches it.",
        "upper: [12]", "upper: [2]"},
    {CRR_F_NOT_CONNECTED, CRR_SEVERITY_ERROR, "judgements that fall apart",
        "No way of judged pairs leads from one part of the children to another one, so "
        "nothing says how they compare, and no weights follow. The message names the "
        "parts: judge one pair between them. Under `aggregate: priorities` this holds "
        "for every expert, unless `unconnected: leave_out` stands.",
        "children: [a, b, c, d]\npairs: {a/b: 3, c/d: 2}",
        "children: [a, b, c, d]\npairs: {a/b: 3, b/c: 1, c/d: 2}"},
    {CRR_F_MATRIX_SHAPE, CRR_SEVERITY_ERROR, "wrong number of judgements",
        "A matrix has a row and a column for each child; `upper` the n(n-1)/2 entries "
        "above the diagonal; a sheet one row for each column of names, all of the same "
        "length.",
        "children: [a, b, c]\nupper: [3, 5]", "children: [a, b, c]\nupper: [3, 5, 2]"},
    {CRR_F_JUDGEMENT_FORM, CRR_SEVERITY_ERROR, "none or two forms of judgements",
        "A node has exactly one of `matrix`, `upper`, `pairs`, `scores` and `experts`, "
        "an expert exactly one of the first three.",
        "goal: {children: [a, b]}", "goal: {children: [a, b], upper: [3]}"},
    {CRR_F_NODE_UNREACHED, CRR_SEVERITY_ERROR, "a second root",
        "One node is nobody's child, the root. Another one that no node names as a "
        "child would have no part in any weight.",
        "goal: {children: [a, b], upper: [3]}\nc: {children: [x, y], upper: [2]}",
        "goal: {children: [a, c], upper: [3]}\nc: {children: [x, y], upper: [2]}"},
    {CRR_F_NODE_CYCLE, CRR_SEVERITY_ERROR, "a node below itself",
        "A hierarchy leads downwards: a node cannot be weighed by itself.",
        "goal: {children: [a, b], upper: [3]}\na: {children: [goal, c], upper: [2]}",
        "goal: {children: [a, b], upper: [3]}\na: {children: [c, d], upper: [2]}"},
    {CRR_F_VOTING_WEIGHT, CRR_SEVERITY_ERROR, "not a voting weight",
        "An expert's share is above 0; the shares of a node are divided by their sum. "
        "An expert without a voice is left out.",
        "- {name: A, weight: 0, upper: [3]}", "- {name: A, weight: 0.5, upper: [3]}"},
    {CRR_F_RANDOM_INDEX, CRR_SEVERITY_ERROR, "beyond the random index",
        "The table of random indices does not reach this number of children, so that "
        "no consistency ratio follows. Put the children into groups, or take a table "
        "that reaches it: `exact` goes to 100.",
        "random_index: saaty-1980 # to 15", "random_index: exact"},
    {CRR_F_AGGREGATION, CRR_SEVERITY_ERROR, "judgements are not averaged",
        "The arithmetic mean of judgements is not reciprocal: of 3 and 1/3 it is 5/3 "
        "in "
        "both directions, so that each would be more important than the other (Aczél, "
        "Saaty 1983). `judgements` takes the geometric mean; priorities may be "
        "averaged "
        "in both ways.",
        "aggregate: judgements_arithmetic", "aggregate: judgements"},
    {CRR_F_SCALE, CRR_SEVERITY_ERROR, "not a scale",
        "A scale is a list of values that begins with 1 and rises; their reciprocals "
        "belong to it.",
        "scale: [3, 1, 5]", "scale: [1, 3, 5]"},
    {CRR_F_COMPLETION, CRR_SEVERITY_ERROR, "no convergence",
        "The completion of missing judgements, or the eigenvector, could not be "
        "computed to the precision that is demanded. There is no result rather than a "
        "doubtful one. Judge more pairs, or look for judgements of extreme size.",
        NULL, NULL},
    {CRR_F_FROZEN_ZERO, CRR_SEVERITY_WARNING, "a weight vanishes",
        "With this number of decimal places the weight is 0, and a factor of weight 0 "
        "does not rate. Nothing is frozen. Give more `places`, or leave the child out.",
        "places: 1\nnodes: {goal: {children: [a, b], scores: {a: 98, b: 2}}}",
        "places: 2\nnodes: {goal: {children: [a, b], scores: {a: 98, b: 2}}}"},
    {CRR_F_EXPERT_LEFT_OUT, CRR_SEVERITY_WARNING, "an expert is left out",
        "The expert's own pairs do not connect the children, so that no weights of "
        "this "
        "expert exist; `unconnected: leave_out` says that the others decide.",
        "aggregate: priorities\nunconnected: leave_out\nnodes:\n  goal:\n"
        "    children: [a, b, c]\n    experts:\n      - {name: A, upper: [3, ~, ~]}\n"
        "      - {name: B, upper: [3, 5, 2]}",
        "aggregate: priorities\nunconnected: leave_out\nnodes:\n  goal:\n"
        "    children: [a, b, c]\n    experts:\n      - {name: A, upper: [3, 5, ~]}\n"
        "      - {name: B, upper: [3, 5, 2]}"},
    {CRR_F_METHODS_DISAGREE, CRR_SEVERITY_WARNING, "the methods disagree",
        "The geometric mean puts one child above another, the eigenvector below. Their "
        "order follows from the method, not from the judgements alone; look at the "
        "judgements about these two.",
        NULL, NULL},
    {CRR_F_INCONSISTENT, CRR_SEVERITY_WARNING, "inconsistent judgements",
        "The consistency ratio is above the limit: the judgements contradict each "
        "other "
        "too much for their weights to be trusted. `crr ahp hints` shows which of them "
        "contradict the rest; the expert decides what to change.",
        "children: [a, b, c]\nupper: [3, 1/5, 3]",
        "children: [a, b, c]\nupper: [3, 8, 3]"},
    {CRR_F_NOT_TESTABLE, CRR_SEVERITY_WARNING, "nothing to test",
        "There are as many judgements as weights need and none beyond, so that they "
        "cannot contradict each other, and nothing tells whether they are careful. "
        "Judge more pairs.",
        "children: [a, b, c]\nupper: [3, 6, ~]",
        "children: [a, b, c]\nupper: [3, 6, 2]"},
    {CRR_F_TABLES_DISAGREE, CRR_SEVERITY_WARNING, "the verdict depends on the table",
        "Under another table of random indices the verdict would be the other one. "
        "The table was chosen before the judgements, and should stay; say in the "
        "report "
        "that the case is close.",
        NULL, NULL},
    {CRR_F_NODE_MISFIT, CRR_SEVERITY_ERROR, "a node does not fit the model",
        "The root is `goal` or a group of factors. From the node of a group the ways "
        "lead to all members of the group and to nothing else; a child that is no "
        "member is a node itself.",
        "factors: [{id: a, ...}, {id: b, ...}]\njudgements:\n  nodes:\n"
        "    goal: {children: [a, c], upper: [3]}",
        "factors: [{id: a, ...}, {id: b, ...}]\njudgements:\n  nodes:\n"
        "    goal: {children: [a, b], upper: [3]}"},
    {CRR_F_GROUP_UNJUDGED, CRR_SEVERITY_NOTE, "a group without judgements",
        "No node has the name of this group of factors, so that its weights stay as "
        "they are written, and nothing is verified.",
        "factors: [{id: a, factors: [{id: x, ...}, {id: y, ...}], ...}, {id: b, ...}]\n"
        "judgements:\n  nodes:\n    goal: {children: [a, b], upper: [3]}",
        "factors: [{id: a, factors: [{id: x, ...}, {id: y, ...}], ...}, {id: b, ...}]\n"
        "judgements:\n  nodes:\n    goal: {children: [a, b], upper: [3]}\n"
        "    a: {children: [x, y], upper: [2]}"},
    {CRR_F_WEIGHT_PLACE, CRR_SEVERITY_ERROR, "no place for the weight",
        "A frozen weight is written over the value of `weight`, which must stand on "
        "one "
        "line: a number, or ~ where there is none yet.",
        "- {id: a, input: x, table: t}", "- {id: a, weight: ~, input: x, table: t}"},
    {CRR_F_WEIGHT_DIFFERS, CRR_SEVERITY_ERROR,
        "a weight that the judgements do not give",
        "The model's weight is not what freezing its judgements gives: one of the two "
        "was changed afterwards. `crr ahp freeze` writes the derived weights; whoever "
        "approved the model has to know.",
        NULL, NULL},
    {CRR_F_WEIGHT_LAST_PLACE, CRR_SEVERITY_NOTE, "a weight differs in the last place",
        "The model's weight and the derived one are less than a unit of the last place "
        "apart, and the weights sum exactly: another rounding of the same judgements. "
        "It "
        "is accepted.",
        NULL, NULL},
};

const struct crr_finding_group crr_findings_of_judgements = {
    judgement_findings, sizeof judgement_findings / sizeof judgement_findings[0]};
