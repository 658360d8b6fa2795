"""Odd values: told beside the last one that counts, never refused."""

from decimal import Decimal

import pytest

from logframe.models import Indicator
from logframe.oddities import last_before, oddities
from tests.factories import make_indicator, make_measurement, make_member_state, make_period

LEAPS = "More than 50 % away from the last value"
FALLS = "a running total does not fall"
OUTSIDE = "A percentage outside 0 to 100."


@pytest.mark.parametrize(
    ("measure", "accumulation", "value", "last", "told"),
    [
        ("number", "level", 12, None, ""),
        ("number", "level", 12, 12, ""),
        ("number", "level", 15, 10, ""),
        ("number", "level", 16, 10, LEAPS),
        ("number", "level", 5, 10, ""),
        ("number", "level", 4, 10, LEAPS),
        ("number", "level", 0, 0, ""),
        ("number", "level", 1, 0, LEAPS),
        ("number", "level", -16, -10, LEAPS),
        ("number", "annual", 40, 10, LEAPS),
        ("number", "cumulative", 9, 10, FALLS),
        ("number", "cumulative", 10, 10, ""),
        ("number", "cumulative", 16, 10, LEAPS),
        ("percentage", "level", 0, None, ""),
        ("percentage", "level", 100, None, ""),
        ("percentage", "level", "100.1", None, OUTSIDE),
        ("percentage", "level", "-0.1", None, OUTSIDE),
        ("percentage", "level", 120, 100, OUTSIDE),
        ("yes_no", "level", 1, 0, ""),
        ("scale", "level", 4, 1, ""),
    ],
)
def test_an_odd_value_is_told_and_a_usual_one_is_not(measure, accumulation, value, last, told):
    indicator = Indicator(measure=measure, accumulation=accumulation)
    last = None if last is None else Decimal(last)

    found = " ".join(oddities(indicator, Decimal(value), last))

    assert told in found
    assert bool(found) == bool(told)


def test_the_last_value_stands_in_the_sentence_in_its_unit():
    indicator = Indicator(measure="percentage", accumulation="level")

    assert oddities(indicator, Decimal(90), Decimal(40)) == [
        "More than 50 % away from the last value, 40 %."
    ]


@pytest.mark.django_db
def test_the_last_value_is_verified_of_an_earlier_year_and_of_the_same_state():
    make_period(year=2026)
    years = [make_period(year=year) for year in (2027, 2028)]
    indicator = make_indicator(by_member_state=True, state_total="sum")
    one, other = make_member_state(), make_member_state()
    first = {"indicator": indicator, "period": years[0]}
    make_measurement(**first, member_state=one, value=7, state="verified")
    make_measurement(**first, member_state=other, value=9, state="submitted")
    later = [
        make_measurement(indicator=indicator, period=years[1], member_state=state)
        for state in (one, other)
    ]

    assert [last_before(row) for row in later] == [7, None]
