"""Proposed milestones: tables worked out by hand, and what holds for any target."""

from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logframe.facts import Facts
from logframe.profiles import Profile, propose

YEARS = range(2026, 2031)
EVEN, EARLY, LATE, AT_THE_END = Profile
ACCUMULATIONS = ("level", "cumulative", "annual")
CHANGES = ("increase", "decrease")
MAINTAINED = ("at_least", "at_most", "within")


def facts(
    baseline=None, direction="increase", accumulation="level", measure="number", tolerance=0
) -> Facts:
    return Facts(
        measure=measure,
        direction=direction,
        accumulation=accumulation,
        baseline=None if baseline is None else Decimal(baseline),
        tolerance=Decimal(tolerance),
    )


def proposed(facts, target, profile, years=YEARS) -> list[str | None]:
    """The proposal as a row of numbers, None where a year has none."""
    proposal = propose(facts, Decimal(target), years, profile)
    return [str(proposal[year]) if year in proposal else None for year in years]


def row(text: str) -> list[str | None]:
    return [None if word == "." else word for word in text.split()]


# Five years. The shares of the way are 1, 2, 3, 4, 5 of 5 (even), 5, 9, 12, 14, 15 of 15 (early)
# and 1, 3, 6, 10, 15 of 15 (late). Levels and amounts of a year go from 10 to 25 or back, sums
# from 0 to 30, whatever the baseline.
BY_HAND = {
    ("level", "increase", EVEN): "13 16 19 22 25",
    ("level", "increase", EARLY): "15 19 22 24 25",
    ("level", "increase", LATE): "11 13 16 20 25",
    ("level", "increase", AT_THE_END): ". . . . 25",
    ("level", "decrease", EVEN): "22 19 16 13 10",
    ("level", "decrease", EARLY): "20 16 13 11 10",
    ("level", "decrease", LATE): "24 22 19 15 10",
    ("level", "decrease", AT_THE_END): ". . . . 10",
    ("cumulative", "increase", EVEN): "6 12 18 24 30",
    ("cumulative", "increase", EARLY): "10 18 24 28 30",
    ("cumulative", "increase", LATE): "2 6 12 20 30",
    ("cumulative", "increase", AT_THE_END): ". . . . 30",
    # Cannot be assessed, whatever the milestones: the page says so.
    ("cumulative", "decrease", EVEN): "6 12 18 24 30",
    ("cumulative", "decrease", EARLY): "10 18 24 28 30",
    ("cumulative", "decrease", LATE): "2 6 12 20 30",
    ("cumulative", "decrease", AT_THE_END): ". . . . 30",
    ("annual", "increase", EVEN): "13 16 19 22 25",
    ("annual", "increase", EARLY): "15 19 22 24 25",
    ("annual", "increase", LATE): "11 13 16 20 25",
    ("annual", "increase", AT_THE_END): ". . . . 25",
    ("annual", "decrease", EVEN): "22 19 16 13 10",
    ("annual", "decrease", EARLY): "20 16 13 11 10",
    ("annual", "decrease", LATE): "24 22 19 15 10",
    ("annual", "decrease", AT_THE_END): ". . . . 10",
}


@pytest.mark.parametrize(("accumulation", "direction", "profile"), BY_HAND)
def test_the_way_is_spread_as_worked_out_by_hand(accumulation, direction, profile):
    baseline, target = ("10", "25") if direction == "increase" else ("25", "10")
    if accumulation == "cumulative":
        target = "30"

    found = proposed(facts(baseline, direction, accumulation), target, profile)

    assert found == row(BY_HAND[accumulation, direction, profile])


def test_the_tables_cover_every_way_to_change():
    assert set(BY_HAND) == set(product(ACCUMULATIONS, CHANGES, Profile))


@pytest.mark.parametrize("direction", MAINTAINED)
@pytest.mark.parametrize("accumulation", ACCUMULATIONS)
@pytest.mark.parametrize("baseline", [None, "4", "9"])
def test_what_is_maintained_has_the_same_number_every_year(accumulation, direction, baseline):
    indicator = facts(baseline, direction, accumulation)

    for profile in (EVEN, EARLY, LATE):
        assert proposed(indicator, "6", profile) == row("6 6 6 6 6")
    assert proposed(indicator, "6", AT_THE_END) == row(". . . . 6")


@pytest.mark.parametrize("direction", CHANGES)
@pytest.mark.parametrize("profile", Profile)
def test_a_level_without_a_baseline_has_a_proposal_for_the_last_year_only(profile, direction):
    assert proposed(facts(None, direction), "25", profile) == row(". . . . 25")


@pytest.mark.parametrize("profile", [EVEN, EARLY, LATE])
def test_amounts_without_a_baseline_are_the_same_every_year(profile):
    assert proposed(facts(accumulation="annual"), "3", profile) == row("3 3 3 3 3")


def test_amounts_without_a_baseline_and_none_before_the_end():
    assert proposed(facts(accumulation="annual"), "3", AT_THE_END) == row(". . . . 3")


def test_a_sum_needs_no_baseline():
    assert proposed(facts(accumulation="cumulative"), "30", EVEN) == row("6 12 18 24 30")


@pytest.mark.parametrize("accumulation", ACCUMULATIONS)
@pytest.mark.parametrize(
    ("baseline", "direction", "target", "expected"),
    [
        (None, "increase", "1", "0 0 0 0 1"),
        ("0", "increase", "1", "0 0 0 0 1"),
        (None, "at_least", "1", "1 1 1 1 1"),
        ("1", "at_least", "1", "1 1 1 1 1"),
    ],
)
def test_a_yes_comes_in_the_last_year_or_is_kept(
    accumulation, baseline, direction, target, expected
):
    indicator = facts(baseline, direction, accumulation, measure="yes_no")

    for profile in (EVEN, EARLY, LATE):
        assert proposed(indicator, target, profile) == row(expected)
    assert proposed(indicator, target, AT_THE_END) == row(f". . . . {target}")


@pytest.mark.parametrize(
    ("baseline", "target", "expected"),
    [(None, "0", "1 1 1 1 0"), ("1", "0", "1 1 1 1 0"), ("1", "1", "1 1 1 1 1")],
)
def test_a_yes_stays_until_the_last_year_brings_no(baseline, target, expected):
    indicator = facts(baseline, "decrease", measure="yes_no")

    assert proposed(indicator, target, EVEN) == row(expected)


# Rounding


@pytest.mark.parametrize(
    ("indicator", "target", "profile", "expected"),
    [
        pytest.param(
            facts(accumulation="cumulative"), "3", EVEN, "1 1 2 2 3", id="whole stays whole"
        ),
        pytest.param(
            facts("1", measure="scale"), "3", EVEN, "1 2 2 3 3", id="levels of a scale are whole"
        ),
        pytest.param(facts("3.8"), "4", EVEN, "3.8 3.9 3.9 4.0 4.0", id="as fine as the baseline"),
        pytest.param(facts("3"), "4.5", EVEN, "3.3 3.6 3.9 4.2 4.5", id="as fine as the target"),
        pytest.param(
            facts("33.3", measure="percentage"),
            "80",
            EVEN,
            "42.6 52.0 61.3 70.7 80.0",
            id="percentage",
        ),
        pytest.param(
            facts("0", measure="percentage"), "50", LATE, "3 10 20 33 50", id="whole percentage"
        ),
        pytest.param(facts("12.0000"), "18.0000", EVEN, "13 14 16 17 18", id="zeros at the end"),
        pytest.param(facts("-1"), "0", LATE, "-1 -1 -1 0 0", id="no minus zero"),
        pytest.param(facts("5"), "5", EARLY, "5 5 5 5 5", id="already there"),
    ],
)
def test_numbers_are_rounded_as_target_and_start_are(indicator, target, profile, expected):
    assert proposed(indicator, target, profile) == row(expected)


@pytest.mark.parametrize(
    ("baseline", "target", "expected"), [("0", "5", "3 5"), ("5", "0", "3 0"), ("-5", "0", "-3 0")]
)
def test_a_half_is_rounded_up(baseline, target, expected):
    assert proposed(facts(baseline), target, EVEN, years=range(2026, 2028)) == row(expected)


@pytest.mark.parametrize("profile", Profile)
def test_a_plan_of_one_year_has_the_target_alone(profile):
    assert proposed(facts("0"), "7", profile, years=range(2026, 2027)) == ["7"]


# What holds for any target


@st.composite
def plans(draw):
    """An indicator, its target, the years of its plan and a profile."""
    number = st.decimals(-(10**10), 10**10, places=draw(st.integers(0, 4)))
    indicator = facts(
        baseline=draw(st.none() | number),
        direction=draw(st.sampled_from(CHANGES + MAINTAINED)),
        accumulation=draw(st.sampled_from(ACCUMULATIONS)),
        measure=draw(st.sampled_from(["number", "percentage", "scale"])),
    )
    years = range(2026, 2026 + draw(st.integers(1, 10)))
    return indicator, draw(number), years, draw(st.sampled_from(Profile))


many = settings(max_examples=300, deadline=None, database=None)


def is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


@many
@given(plans())
def test_the_last_year_has_exactly_the_target(plan):
    _indicator, target, years, _profile = plan

    assert propose(*plan)[years[-1]] == target


@many
@given(plans())
def test_milestones_never_go_back(plan):
    numbers = list(propose(*plan).values())

    steps = [later - earlier for earlier, later in pairwise(numbers)]
    assert all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


@many
@given(plans())
def test_no_milestone_leaves_the_way_from_start_to_target(plan):
    indicator, target, _years, _profile = plan
    start = 0 if indicator.accumulation == "cumulative" else indicator.baseline
    start = target if start is None else start

    low, high = sorted((start, target))
    assert all(low <= number <= high for number in propose(*plan).values())


@many
@given(plans())
def test_whole_stays_whole(plan):
    indicator, target, _years, _profile = plan
    if is_whole(target) and is_whole(indicator.baseline or Decimal(0)):
        assert all(is_whole(number) for number in propose(*plan).values())


@many
@given(plans())
def test_every_proposal_can_be_stored(plan):
    for number in propose(*plan).values():
        assert number == number.quantize(Decimal("0.0001"))
        assert str(number) != "-0"


@many
@given(plans())
def test_early_is_ahead_of_even_and_even_of_late(plan):
    indicator, target, years, _profile = plan
    early, even, late = (
        propose(indicator, target, years, profile) for profile in (EARLY, EVEN, LATE)
    )

    for year in even:
        left = [abs(target - proposal[year]) for proposal in (early, even, late)]
        assert left == sorted(left)
