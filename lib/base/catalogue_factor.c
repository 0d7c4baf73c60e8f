/* Findings about a model's factors (04xx), tiers and rules (05xx). */
#include "base/catalogue.h"
#include "base/catalogue_groups.h"

static const struct crr_finding factor_findings[] = {
    {CRR_F_WEIGHTS_SUM, CRR_SEVERITY_ERROR, "weights do not sum to the total",
        "The weights of the factors beside each other, at the root and in each group, "
        "sum to exactly `weights.total`: 1, or 100 for percent. The message says by "
        "how much they miss it.",
        "factors:\n  - {id: geography, weight: 0.5, ...}\n"
        "  - {id: industry, weight: 0.45, ...}",
        "factors:\n  - {id: geography, weight: 0.55, ...}\n"
        "  - {id: industry, weight: 0.45, ...}"},
    {CRR_F_WEIGHT_RANGE, CRR_SEVERITY_ERROR, "weight out of its range",
        "A weight is greater than 0 and less than the total; only a factor that has "
        "no factors beside it has the whole total. A factor of weight 0 does not "
        "rate: remove it.",
        "factors:\n  - {id: geography, weight: 1, ...}\n"
        "  - {id: industry, weight: 0, ...}",
        "factors:\n  - {id: geography, weight: 1, ...}"},
    {CRR_F_WEIGHT_VANISHES, CRR_SEVERITY_ERROR, "global weight of 0",
        "The weights along the way from the root are multiplied and kept to 9 decimal "
        "places. What comes out for this factor is 0, so it would not rate. Give it, "
        "or the groups above it, more weight.",
        "factors:\n  - id: geography\n    weight: 0.00001\n    factors:\n"
        "      - {id: residence, weight: 0.00001, ...}\n"
        "      - {id: nationality, weight: 0.99999, ...}\n"
        "  - {id: industry, weight: 0.99999, ...}",
        "factors:\n  - id: geography\n    weight: 0.4\n    factors:\n"
        "      - {id: residence, weight: 0.5, ...}\n"
        "      - {id: nationality, weight: 0.5, ...}\n"
        "  - {id: industry, weight: 0.6, ...}"},
    {CRR_F_FACTOR_KIND, CRR_SEVERITY_ERROR, "no single way from the input to points",
        "A factor turns its input into points in exactly one way, and the way fits "
        "the input's type: `table` for a code; `bands` for a number or a date; "
        "`age_in` with `bands` for a date; `points: {yes, no}` for a flag; `range` or "
        "`interpolate` for a number; `when` with `points: {yes, no}` for a condition; "
        "`factors` for a group.",
        "inputs: {turnover: {type: number}}\nfactors:\n"
        "  - {id: turnover, weight: 1, input: turnover, table: turnover}",
        "inputs: {turnover: {type: number}}\nfactors:\n"
        "  - {id: turnover, weight: 1, input: turnover,\n"
        "     bands: [{below: 10000, points: 0}, {points: 50}]}"},
    {CRR_F_BANDS_GAP, CRR_SEVERITY_ERROR, "gap between bands",
        "A value between two bands would have no points. A lower end that is left out "
        "is where the band before it ends. Dates and ages are whole and numbers have "
        "the input's `places`: `until: 2019-12-31` and `from: 2020-01-01` leave no "
        "gap.",
        "bands: [{below: 6, points: 5}, {at_least: 7, points: 0}]",
        "bands: [{below: 6, points: 5}, {at_least: 6, points: 0}]"},
    {CRR_F_BANDS_OVERLAP, CRR_SEVERITY_ERROR, "bands overlap",
        "A value would lie in two bands. `at_least` and `at_most` include the end, "
        "`above` and `below` exclude it; of dates `from` and `until` include it, "
        "`after` and `before` exclude it.",
        "bands: [{at_most: 6, points: 5}, {at_least: 6, points: 0}]",
        "bands: [{at_most: 6, points: 5}, {above: 6, points: 0}]"},
    {CRR_F_BANDS_ORDER, CRR_SEVERITY_ERROR, "bands not in ascending order",
        "Bands stand in ascending order, each holds at least one value, and only the "
        "last may be open upwards.",
        "bands: [{below: 24, points: 0}, {below: 6, points: 5}, {points: -3}]",
        "bands: [{below: 6, points: 5}, {below: 24, points: 0}, {points: -3}]"},
    {CRR_F_POINTS_RANGE, CRR_SEVERITY_ERROR, "points outside of the factor's range",
        "An inverted factor gives low + high - value of its `range`; the points of "
        "its table must lie in it.",
        "tables: {branch: {rows: {north: 88, south: 120}}}\nfactors:\n"
        "  - {id: branch, weight: 1, input: branch, table: branch,\n"
        "     inverted: true, range: [0, 100]}",
        "tables: {branch: {rows: {north: 88, south: 95}}}\nfactors:\n"
        "  - {id: branch, weight: 1, input: branch, table: branch,\n"
        "     inverted: true, range: [0, 100]}"},
    {CRR_F_SCORE_RANGE, CRR_SEVERITY_ERROR,
        "points that lead outside of the score's range",
        "The points of a primary factor, times `score.factor`, lie within "
        "`score.range`. Otherwise the factor alone could carry the score beyond its "
        "scale, and clamping would hide that.",
        "score: {range: [0, 100]}\n"
        "tables: {identity: {rows: {resident: 10, pep: 700}}}",
        "score: {range: [0, 100]}\n"
        "tables: {identity: {rows: {resident: 10, pep: 70}}}"},
    {CRR_F_INTERPOLATION, CRR_SEVERITY_ERROR, "points of an interpolation",
        "An interpolation needs at least two points, and their `at` ascend strictly.",
        "interpolate: [{at: 100000, points: 60}, {at: 0, points: 0}]",
        "interpolate: [{at: 0, points: 0}, {at: 100000, points: 60}]"},
    {CRR_F_OVERFLOW, CRR_SEVERITY_ERROR, "too large for exact arithmetic",
        "Every value of a rating is a whole number of one smallest unit, and must "
        "stay below 2^63. Use fewer decimal places in weights and points, smaller "
        "points, or a simpler `score.factor`.",
        "score: {factor: 123456789/987654321}", "score: {factor: 1/8}"},
    {CRR_F_RANGE, CRR_SEVERITY_ERROR, "range whose low end is not below its high end",
        "A range is written [low, high], and low is less than high.",
        "score: {range: [100, 0]}", "score: {range: [0, 100]}"},
    {CRR_F_POLICY, CRR_SEVERITY_ERROR, "policy without a meaning here",
        "`unknown` is about codes that a table does not know, so it belongs to inputs "
        "of type code and to factors with a table; `missing` belongs to factors that "
        "read an input or a condition, and the key of a record may not be missing.",
        "opened_on: {type: date, unknown: worst}",
        "opened_on: {type: date, missing: worst}"},
    {CRR_F_NO_VARIANCE, CRR_SEVERITY_WARNING,
        "factor that gives everybody the same points",
        "All points of the factor are equal, so it shifts all scores alike and tells "
        "no customers apart. Remove it and adjust the thresholds, or give different "
        "points.",
        "identity: {rows: {resident: 10, non_resident: 10}}",
        "identity: {rows: {resident: 10, non_resident: 50}}"},
    {CRR_F_THETA_BOUNDS, CRR_SEVERITY_ERROR, "bounds of the correction without 0",
        "The correction of a customer about whom nothing special is known is 0, so "
        "the bounds are [low, high] with low <= 0 <= high.",
        "correction: {combine: sum, bounds: [1, 10], ...}",
        "correction: {combine: sum, bounds: [0, 10], ...}"},
    {CRR_F_NOT_FROZEN, CRR_SEVERITY_ERROR, "a weight is not there yet",
        "`weight: ~` holds the place of a weight that comes from the model's "
        "judgements: `crr ahp freeze MODEL` derives it and writes it there. Until then "
        "the model does not rate.",
        "factors:\n  - {id: geography, weight: ~, ...}",
        "factors:\n  - {id: geography, weight: 0.55, ...}"},
    {CRR_F_NOT_VERIFIED, CRR_SEVERITY_NOTE, "weights not verified",
        "The model says which judgements its weights come from. Whether they do is not "
        "checked here, for that needs linear algebra which rating does without: `crr "
        "ahp "
        "verify MODEL` compares them.",
        "judgements: {nodes: {goal: {children: [a, b], upper: [3]}}}",
        "judgements: {nodes: {goal: {children: [a, b], upper: [3]}}}\naccept:\n"
        "  - {finding: CRR-0417, at: judgements, reason: verified when it was "
        "released}"},
    {CRR_F_COMBINE, CRR_SEVERITY_ERROR, "way to combine the members of a group",
        "`combine: weighted`, the default, gives each member a `weight`; `max` and "
        "`matrix` have no weights; `owa` has `order_weights` instead, one for each "
        "member, which do not rise and sum to the total: the highest points meet the "
        "first.",
        "- id: product\n  weight: 0.4\n  combine: owa\n  order_weights: [0.5, 0.6]\n"
        "  factors: [...]",
        "- id: product\n  weight: 0.4\n  combine: owa\n  order_weights: [0.6, 0.4]\n"
        "  factors: [...]"},
    {CRR_F_MATRIX, CRR_SEVERITY_ERROR, "risk matrix that does not hold together",
        "A matrix has two members, a scale of levels for each, and a cell of points "
        "for each pair of levels. Points never fall where a level rises: a member that "
        "lowers risk is turned round first (`inverted`). With `residual_of` no cell "
        "lies below its level's points, unless `mitigated` says why.",
        "cells: [[10, 40], [30, 20]]", "cells: [[10, 40], [30, 60]]"},
    {CRR_F_MATRIX_TIES, CRR_SEVERITY_NOTE, "cells of a matrix that tie",
        "A rare and grave risk and a frequent and light one have the same points, as "
        "1 × 5 and 5 × 1 in a product. That is often not meant: write the cells out if "
        "one of them is worse.",
        "cells: product", "cells: [[10, 30, 60], [20, 50, 80], [40, 70, 100]]"},
    {CRR_F_SEGMENT, CRR_SEVERITY_ERROR, "segments that do not fit together",
        "Every segment has `when`, so that one of them holds for a customer, or none "
        "has, and a rating names its scenario. `weights` name factors at the root of "
        "the model, `thresholds` tiers that have a `from`.",
        "segments:\n  - {id: person, when: {kind: person}, factors: [...]}\n"
        "  - {id: other, factors: [...]}",
        "segments:\n  - {id: person, when: {kind: person}, factors: [...]}\n"
        "  - {id: other, when: {not: {kind: person}}, factors: [...]}"},
    {CRR_F_TELLING, CRR_SEVERITY_ERROR, "confidential condition that the output tells",
        "Which segment rates a customer, and whether a factor at the root applies, can "
        "be seen in every output: in the weights of the others. So their conditions "
        "read no confidential input. Put the factor into a group, which is hidden as "
        "a whole.",
        "- {id: inquiry, weight: 0.2, applies: {prior_reports: {above: 0}}, ...}",
        "- {id: inquiry, weight: 0.2, input: prior_reports, ...}"},
    {CRR_F_SEGMENT_COVERED, CRR_SEVERITY_ERROR, "segment that rates nobody",
        "Exactly one segment has to hold for a customer. This one's `when` is that of "
        "another segment, or holds only where that one does, so that all its customers "
        "are rejected. Give it a condition of its own, or take its values out of the "
        "other one. Only what can be seen from the conditions alone is found: that "
        "segments overlap in some customers is told by the rejects, CRR-0614.",
        "- {id: company, when: {kind: [company, trust]}, ...}\n"
        "- {id: trust, when: {kind: trust}, ...}",
        "- {id: company, when: {kind: company}, ...}\n"
        "- {id: trust, when: {kind: trust}, ...}"},
};

static const struct crr_finding rule_findings[] = {
    {CRR_F_TIER_ORDER, CRR_SEVERITY_ERROR, "thresholds of the tiers",
        "The first `from` is the low end of `score.range`, so that every score has a "
        "tier; the others ascend strictly in the order of the list and do not exceed "
        "the high end.",
        "tiers:\n  - {id: normal, from: 0}\n  - {id: high, from: 70}\n"
        "  - {id: attention, from: 40}",
        "tiers:\n  - {id: normal, from: 0}\n  - {id: attention, from: 40}\n"
        "  - {id: high, from: 70}"},
    {CRR_F_TIER_REACH, CRR_SEVERITY_WARNING, "tier that nothing reaches",
        "A tier without `from` is reached by rules alone, and no rule leads to this "
        "one. Give it a threshold, name it in a rule, or remove it.",
        "tiers:\n  - {id: normal, from: 0}\n  - {id: prohibited}\nrules: []",
        "tiers:\n  - {id: normal, from: 0}\n  - {id: prohibited}\nrules:\n"
        "  - {id: listed, when: {listed: true}, tier: prohibited, basis: ...}"},
    {CRR_F_UNKNOWN_TIER, CRR_SEVERITY_ERROR, "unknown tier",
        "A rule names a tier that is not declared under `tiers`. Correct the name or "
        "declare the tier.",
        "rules:\n  - {id: pep, when: {pep: true}, at_least: hihg, basis: ...}",
        "rules:\n  - {id: pep, when: {pep: true}, at_least: high, basis: ...}"},
    {CRR_F_RULE_EFFECT, CRR_SEVERITY_ERROR, "rule without a single effect",
        "A rule has exactly one of `tier`, `at_least`, `at_most` and `lowest`, or "
        "`review: required` alone. Write two rules for two effects.",
        "rules:\n"
        "  - {id: pep, when: {pep: true}, at_least: high, at_most: high, basis: ...}",
        "rules:\n  - {id: pep, when: {pep: true}, at_least: high, basis: ...}"},
    {CRR_F_CONDITION, CRR_SEVERITY_ERROR, "question that does not fit the input",
        "What can be asked depends on the input's type: codes and texts are equal to "
        "a value or one of a list, or the same as another input; numbers and dates "
        "lie within ends; flags are true or false; any input is missing or present.",
        "when: {country: {at_least: 5}}   # country is a code",
        "when: {country: [CN, HK]}"},
    {CRR_F_CONDITION_CODE, CRR_SEVERITY_ERROR, "code in a condition that cannot occur",
        "Factors rate this input by a table, and no table knows the code: most often "
        "it is misspelt, and the rule would never fire. The same is reported for a "
        "code that the input itself rules out: one of its `missing_values`, or one "
        "that goes on after its `before`.",
        "tables: {identity: {rows: {resident: 10, foreign_pep: 100}}}\nrules:\n"
        "  - {id: pep, when: {identity: foreign-pep}, at_least: high, basis: ...}",
        "tables: {identity: {rows: {resident: 10, foreign_pep: 100}}}\nrules:\n"
        "  - {id: pep, when: {identity: foreign_pep}, at_least: high, basis: ...}"},
    {CRR_F_CONDITION_EMPTY, CRR_SEVERITY_ERROR, "condition that asks nothing",
        "An empty list or mapping, or ends between which no value lies, would be "
        "always true or never.",
        "when: {turnover: {at_least: 5, below: 5}}",
        "when: {turnover: {at_least: 5, below: 10}}"},
    {CRR_F_RULE_BASIS, CRR_SEVERITY_WARNING, "rule without a basis",
        "A rule overrides the score. Say in `basis` on what ground: a provision, a "
        "policy, a decision.",
        "rules:\n  - {id: listed, when: {listed: true}, tier: prohibited}",
        "rules:\n  - {id: listed, when: {listed: true}, tier: prohibited,\n"
        "     basis: company policy 4.2}"},
    {CRR_F_IF_MISSING_FALSE, CRR_SEVERITY_WARNING,
        "`if_missing: false` on a rule that lifts",
        "With `if_missing: false` a customer escapes the rule when the fields are "
        "left empty or hold unknown codes: missing data would quietly mean no risk. "
        "Use `error` or `true`, or accept the finding with the reason why it is right "
        "here.",
        "rules:\n"
        "  - {id: listed, when: {listed: true}, tier: prohibited, basis: ...,\n"
        "     if_missing: false}",
        "rules:\n"
        "  - {id: listed, when: {listed: true}, tier: prohibited, basis: ...,\n"
        "     if_missing: error}"},
    {CRR_F_IF_MISSING_CAP, CRR_SEVERITY_ERROR, "`if_missing` on a cap",
        "A cap (`at_most`, `lowest`) of unknown truth never applies, so there is "
        "nothing to choose. Remove `if_missing`.",
        "rules:\n  - {id: organ, when: {identity: state_organ}, at_most: attention,\n"
        "     if_missing: true, basis: ...}",
        "rules:\n  - {id: organ, when: {identity: state_organ}, at_most: attention,\n"
        "     basis: ...}"},
    {CRR_F_NAME_ALONE, CRR_SEVERITY_ERROR, "tier by a name alone",
        "Many people have one name: a `tier` because of it would put all of them where "
        "one of them belongs. A rule with `tier` looks for an identifier, or for a "
        "name "
        "together with the date of birth. By a name alone a rule may set a floor "
        "(`at_least`) or ask for a review.",
        "rules:\n  - {id: listed, when: {name: {name_in: sanctions}}, tier: "
        "prohibited, ...}",
        "rules:\n  - {id: listed, when: {name: {name_in: sanctions, birth_date: "
        "born_on}},\n     tier: prohibited, ...}\n"
        "  - {id: namesake, when: {name: {name_in: sanctions}}, review: required, "
        "...}"},
    {CRR_F_NAME_AND_BIRTH, CRR_SEVERITY_WARNING, "entries without a date of birth",
        "The rule finds an entry by its name and date of birth. Entries of which no "
        "full date is known are found by no rule then. Add a rule by the name alone "
        "that sets a floor or asks for a review, or accept the finding.",
        "rules:\n  - {id: listed, when: {name: {name_in: sanctions, birth_date: "
        "born_on}}, ...}",
        "rules:\n  - {id: listed, when: {name: {name_in: sanctions, birth_date: "
        "born_on}}, ...}\n"
        "  - {id: namesake, when: {name: {name_in: sanctions}}, review: required, "
        "...}"},
    {CRR_F_GROWTH, CRR_SEVERITY_WARNING, "one more value may lower the rating",
        "A customer may have several values of an input of type codes, and one more "
        "of them is never good news. Points cannot fall by it; but a cap that asks "
        "for one of the values begins to hold for a customer who has worse ones, and "
        "a floor beneath a `not` ceases to. Say what keeps the rating up, in a veto "
        "or a rule of its own, or accept the finding.",
        "rules:\n  - {id: home, when: {nationality: CN}, at_most: normal, ...}",
        "rules:\n  - {id: home, when: {residence: CN}, at_most: normal, ...}"},
};

const struct crr_finding_group crr_findings_of_factors = {
    factor_findings, sizeof factor_findings / sizeof factor_findings[0]};
const struct crr_finding_group crr_findings_of_rules = {
    rule_findings, sizeof rule_findings / sizeof rule_findings[0]};
