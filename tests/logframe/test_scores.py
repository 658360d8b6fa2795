"""What the values of one year come to, by the way in which the States add up."""

from decimal import Decimal

import pytest

from logframe.scores import value_of_year
from tests.factories import make_indicator, make_measurement, make_member_state, make_period

pytestmark = pytest.mark.django_db


def reported(indicator, period, **by_state):
    """Report a value for each State (None: does not apply) and return the rows by State."""
    rows = {}
    for code, value in by_state.items():
        given = {"value": value} if value is not None else {"not_applicable": True, "note": "No"}
        state = None if code == "together" else make_member_state(code=code, name=f"State {code}")
        row = make_measurement(indicator=indicator, period=period, member_state=state, **given)
        row.refresh_from_db()
        rows[state and state.code] = row
    return rows


@pytest.fixture
def period():
    return make_period(year=2026)


@pytest.fixture
def adding(period):
    return make_indicator(by_member_state=True, state_total="sum")


@pytest.fixture
def counting(period):
    return make_indicator(by_member_state=True, state_total="count")


def test_a_year_without_rows_has_no_value():
    assert value_of_year(make_indicator(), {}) is None


def test_the_value_for_all_together_is_the_value(period):
    indicator = make_indicator()

    assert value_of_year(indicator, reported(indicator, period, together=7)) == 7


def test_zero_for_all_together_is_a_value(period):
    indicator = make_indicator()

    value = value_of_year(indicator, reported(indicator, period, together=0))

    assert value is not None
    assert value == 0


def test_what_does_not_apply_is_no_value(period):
    indicator = make_indicator()

    assert value_of_year(indicator, reported(indicator, period, together=None)) is None


# The sum of the States


def test_the_values_of_the_states_add_up(adding, period):
    assert value_of_year(adding, reported(adding, period, AAA=3, BBB=4, CCC=5)) == 12


def test_a_tenth_and_two_tenths_are_three_tenths(adding, period):
    rows = reported(adding, period, AAA="0.1", BBB="0.2")

    assert value_of_year(adding, rows) == Decimal("0.3")


def test_a_state_that_has_not_reported_adds_nothing(adding, period):
    make_member_state(code="CCC")

    assert value_of_year(adding, reported(adding, period, AAA=3, BBB=4)) == 7


def test_a_state_to_which_it_does_not_apply_adds_nothing(adding, period):
    assert value_of_year(adding, reported(adding, period, AAA=3, BBB=None)) == 3


def test_a_sum_that_applies_to_no_state_has_no_value(adding, period):
    assert value_of_year(adding, reported(adding, period, AAA=None, BBB=None)) is None


def test_states_that_all_report_zero_add_up_to_zero(adding, period):
    value = value_of_year(adding, reported(adding, period, AAA=0, BBB=0))

    assert value is not None
    assert value == 0


def test_a_negative_value_is_taken_off(adding, period):
    assert value_of_year(adding, reported(adding, period, AAA=3, BBB=-4)) == -1


# The number of States


def test_the_states_that_report_yes_are_counted(counting, period):
    assert value_of_year(counting, reported(counting, period, AAA=1, BBB=0, CCC=1)) == 2


def test_a_state_counts_once_however_much_it_reports(counting, period):
    assert value_of_year(counting, reported(counting, period, AAA=5, BBB=1)) == 2


def test_less_than_one_is_not_yes(counting, period):
    assert value_of_year(counting, reported(counting, period, AAA="0.9", BBB=1)) == 1


def test_states_that_all_report_no_count_zero(counting, period):
    value = value_of_year(counting, reported(counting, period, AAA=0, BBB=0))

    assert value is not None
    assert value == 0


def test_a_state_to_which_it_does_not_apply_is_not_counted(counting, period):
    assert value_of_year(counting, reported(counting, period, AAA=None, BBB=1)) == 1


def test_a_count_that_applies_to_no_state_has_no_value(counting, period):
    assert value_of_year(counting, reported(counting, period, AAA=None)) is None


# The States beside the whole


def test_states_beside_the_whole_change_nothing_of_it(period):
    indicator = make_indicator(by_member_state=True, state_total="separate")

    rows = reported(indicator, period, together=10, AAA=3, BBB=4)

    assert value_of_year(indicator, rows) == 10


def test_states_alone_make_no_value_of_the_whole(period):
    indicator = make_indicator(by_member_state=True, state_total="separate")

    assert value_of_year(indicator, reported(indicator, period, AAA=3, BBB=4)) is None
