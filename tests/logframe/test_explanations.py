"""The sentence that says why an indicator has its status."""

from datetime import date
from decimal import Decimal

import pytest

from logframe.progress import Facts, Milestone, assess
from tests.logframe.progress_cases import CASES

LAST_DAY_OF_2026 = date(2026, 12, 31)
LAST_DAY_OF_2027 = date(2027, 12, 31)


def explain(kind, milestones, values, on=LAST_DAY_OF_2026, **kwargs):
    """The reason given for an indicator that starts at 0 and is due at the end of each year."""
    direction, accumulation = kind.split()
    explanation = assess(
        Facts(
            direction=direction,
            accumulation=accumulation,
            milestones=tuple(
                Milestone(year, date(year, 12, 31), Decimal(value))
                for year, value in enumerate(milestones.split(), start=2026)
            ),
            values={year: Decimal(value) for year, value in enumerate(values.split(), start=2026)},
            **{"measure": "number", "baseline": Decimal(0), **kwargs},
        ),
        on=on,
    ).explanation
    return str(explanation)


def test_rule_1_says_that_nobody_judges_any_more():
    assert explain("increase level", "20 40", "10", discontinued=True) == (
        "As of 31 December 2026 the status is Discontinued by rule 1: "
        "the indicator was discontinued and is no longer judged."
    )


@pytest.mark.parametrize(
    ("kind", "milestones", "baseline", "gap"),
    [
        ("increase level", "", 0, "no milestone is in force"),
        (
            "increase level",
            "45 60",
            50,
            "the milestone of 45 due on 31 December 2026 is on the wrong side "
            "of the baseline of 50",
        ),
        (
            "decrease level",
            "45 60",
            50,
            "the target of 60 due on 31 December 2027 is on the wrong side of the baseline of 50",
        ),
        (
            "increase cumulative",
            "5 0",
            0,
            "the target of 0 due on 31 December 2027 is not above 0, where every sum starts",
        ),
        (
            "decrease cumulative",
            "5 3",
            0,
            "what adds up over the years can only be set to increase",
        ),
        (
            "decrease annual",
            "5 3",
            0,
            "what starts afresh each year cannot be set to decrease, but to stay at most",
        ),
        ("increase annual", "0 0", 0, "every milestone is 0"),
    ],
)
def test_rule_2_says_what_to_repair(kind, milestones, baseline, gap):
    assert explain(kind, milestones, "5", baseline=Decimal(baseline)) == (
        f"As of 31 December 2026 the status is Set-up incomplete by rule 2: {gap}."
    )


@pytest.mark.parametrize(
    ("values", "so_far"), [("15", "the value of 15 for 2026"), ("", "no value")]
)
def test_rule_3_says_what_falls_due_first(values, so_far):
    assert explain("increase level", "20 40", values, on=date(2026, 9, 2)) == (
        "As of 2 September 2026 the status is Not yet due by rule 3: the milestone of 20 due on "
        f"31 December 2026 is the first to fall due, and so far there is {so_far}."
    )


@pytest.mark.parametrize(
    ("kind", "on", "reason"),
    [
        (
            "increase level",
            date(2026, 12, 31),
            "31 December 2026 the status is Report due by rule 4: the milestone of 20 due on "
            "31 December 2026 has no value for 2026 or later, 0 days after it fell due",
        ),
        (
            "increase level",
            date(2027, 1, 1),
            "1 January 2027 the status is Report due by rule 4: the milestone of 20 due on "
            "31 December 2026 has no value for 2026 or later, 1 day after it fell due",
        ),
        (
            "at_least level",
            date(2027, 1, 30),
            "30 January 2027 the status is Report due by rule 4: the milestone of at least 20 due "
            "on 31 December 2026 has no value for 2026 or later, 30 days after it fell due",
        ),
        (
            "increase annual",
            date(2027, 1, 31),
            "31 January 2027 the status is Report overdue by rule 4: the milestone of 20 due on "
            "31 December 2026 has no value for 2026, 31 days after it fell due",
        ),
    ],
)
def test_rule_4_counts_the_days_of_silence(kind, on, reason):
    assert explain(kind, "20 40", "", on=on) == f"As of {reason}, with 30 days to report in."


def test_rule_5_says_whether_the_target_was_met_in_time():
    assert explain("increase cumulative", "10 20", "25") == (
        "As of 31 December 2026 the status is Achieved by rule 5: the total of 25 up to 2026 "
        "meets the target of 20 due on 31 December 2027, in time."
    )
    assert explain("increase level", "10 20", "10 15 20", on=date(2028, 3, 1)) == (
        "As of 1 March 2028 the status is Achieved late by rule 5: the value of 20 for 2028 "
        "meets the target of 20 due on 31 December 2027, which was not met by then."
    )


def test_rule_6_says_that_the_baseline_is_missing():
    assert explain("increase level", "40 80", "40", baseline=None) == (
        "As of 31 December 2026 the status is Baseline missing by rule 6: the value of 40 for 2026 "
        "does not meet the target of 80 due on 31 December 2027, "
        "and how far it has come cannot be told without a baseline."
    )


def test_rule_7_sets_the_progress_against_60_per_cent():
    after = date(2028, 2, 1)

    assert explain("increase level", "50 100", "50 60", on=after) == (
        "As of 1 February 2028 the status is Partly achieved by rule 7: the value of 60 for 2027 "
        "is 60 % of the way from the baseline of 0 to the target of 100 due on 31 December 2027 "
        "(partly achieved from 60 %)."
    )
    assert explain("increase annual", "50 100", "50 59.999", on=after) == (
        "As of 1 February 2028 the status is Not achieved by rule 7: the value of 59.999 for 2027 "
        "is 59.999 % of the target of 100 due on 31 December 2027 (partly achieved from 60 %)."
    )
    assert explain("at_most level", "5 5", "5 6", on=after) == (
        "As of 1 February 2028 the status is Not achieved by rule 7: the value of 6 for 2027 "
        "does not meet the target of at most 5 due on 31 December 2027, "
        "and there is no percentage to set against the 60 % of partly achieved."
    )


def test_rule_8_names_baseline_loss_and_tolerance():
    facts = {"baseline": Decimal(50), "tolerance": Decimal("0.5"), "measure": "percentage"}

    assert explain("increase level", "52 60", "48", **facts) == (
        "As of 31 December 2026 the status is Regressing by rule 8: the value of 48 % for 2026 is "
        "worse than the baseline of 50 % by 2 percentage points, "
        "more than the tolerance of 0.5 percentage points."
    )


def test_rule_9_sets_a_miss_against_5_per_cent():
    assert explain("at_least level", "95 95", "95") == (
        "As of 31 December 2026 the status is On track by rule 9: the value of 95 for 2026 meets "
        "the milestone of at least 95 due on 31 December 2026, "
        "where a miss of up to 5 % of it (4.75) would be at risk."
    )
    assert explain("at_least level", "95 95", "91", measure="percentage") == (
        "As of 31 December 2026 the status is At risk by rule 9: the value of 91 % for 2026 misses "
        "the milestone of at least 95 % due on 31 December 2026 by 4 percentage points, "
        "no more than 5 % of it (4.75 percentage points)."
    )
    assert explain("within level", "50 50", "60", tolerance=Decimal(2)) == (
        "As of 31 December 2026 the status is Off track by rule 9: the value of 60 for 2026 misses "
        "the milestone of 50 give or take 2 due on 31 December 2026 by 8, "
        "more than 5 % of it (2.5)."
    )


def test_rule_10_says_that_there_is_no_ratio():
    assert explain("increase level", "0 1", "0", measure="yes_no") == (
        "As of 31 December 2026 the status is On track by rule 10: the value of no (0) for 2026 "
        "meets the milestone of no (0) due on 31 December 2026, "
        "for which no ratio can be worked out."
    )
    assert explain("increase annual", "0 10", "-1") == (
        "As of 31 December 2026 the status is At risk by rule 10: the value of -1 for 2026 "
        "does not meet the milestone of 0 due on 31 December 2026, "
        "for which no ratio can be worked out."
    )


def test_rule_11_names_both_marks():
    assert explain("decrease level", "80 60", "81.0001", baseline=Decimal(100)) == (
        "As of 31 December 2026 the status is At risk by rule 11: the value of 81.0001 for 2026 "
        "gives a ratio of 0.949995 against the way from the baseline of 100 to the milestone of 80 "
        "due on 31 December 2026 (on track from 0.95, at risk from 0.60)."
    )
    assert explain("increase cumulative", "10 20 30", "5 6", on=LAST_DAY_OF_2027) == (
        "As of 31 December 2027 the status is Off track by rule 11: the total of 11 up to 2027 "
        "gives a ratio of 0.55 against the milestone of 20 "
        "due on 31 December 2027 (on track from 0.95, at risk from 0.60)."
    )


def test_a_ratio_is_not_rounded_up_to_a_mark_that_it_misses():
    assert "a ratio of 0.599995 against" in explain("increase level", "20 40", "11.9999")


def test_the_value_and_not_the_rounding_of_it_is_named():
    tiny = explain("increase level", "0.00000001 1", "0.0000000094")
    share = explain("at_least level", "95 95", "94.875", measure="percentage")

    assert "the value of 0.0000000094 for 2026 gives a ratio of 0.94 against" in tiny
    assert "the value of 94.875 % for 2026" in share
    assert "by 0.125 percentage points" in share


def test_only_percentages_differ_in_points():
    assert "by 1, more than 5 % of it (0.15)" in explain(
        "at_least level", "3 3", "2", measure="scale"
    )


def test_an_annual_value_is_named_with_its_own_year():
    assert "the value of 6 for 2026 gives a ratio of 0.6" in explain(
        "increase annual", "10 20", "6 20", on=date(2027, 6, 30)
    )


def test_a_yes_is_spelt_out():
    assert "the value of yes (1) for 2026" in explain(
        "at_least level", "1 1", "1", measure="yes_no"
    )


def test_a_yes_no_that_is_neither_stays_a_number():
    assert "the total of 3 up to 2026" in explain(
        "increase cumulative", "3 5", "3", measure="yes_no"
    )


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_an_explanation_is_one_sentence(case):
    sentence = str(assess(case.facts, on=case.on).explanation)

    assert sentence.startswith("As of ")
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert "None" not in sentence
    assert "-0 " not in sentence
