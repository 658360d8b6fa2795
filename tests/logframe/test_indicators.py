"""Indicators: where they stand, how they are named, and which values they take."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from logframe.models import Measurement
from tests.factories import (
    make_area,
    make_indicator,
    make_measurement,
    make_member_state,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_scale_level,
)

pytestmark = pytest.mark.django_db


def test_an_indicator_belongs_to_the_plan_of_its_output():
    make_plan()
    output = make_output(objective=make_objective(area=make_area(plan=make_plan())))

    indicator = make_indicator(output=output)

    assert indicator.plan == output.plan


def test_an_indicator_belongs_to_the_plan_of_its_objective():
    make_plan()
    objective = make_objective(area=make_area(plan=make_plan()))

    indicator = make_indicator(objective=objective)

    assert (indicator.output, indicator.plan) == (None, objective.plan)


def test_an_indicator_that_moves_to_another_plan_goes_there_whole():
    indicator = make_indicator()
    elsewhere = make_output(objective=make_objective(area=make_area(plan=make_plan())))

    indicator.output = elsewhere
    indicator.save()
    indicator.refresh_from_db()

    assert indicator.plan == elsewhere.plan


def test_an_indicator_of_nothing_is_refused():
    indicator = make_indicator()

    indicator.output = None
    with pytest.raises(ValidationError, match="choose exactly one"):
        indicator.save()


def test_the_address_of_an_indicator_follows_from_its_code():
    indicator = make_indicator(code="4.1(a)-1")

    assert indicator.slug == "4.1a-1"


def test_an_indicator_is_proposed_until_it_is_adopted():
    indicator = make_indicator()

    assert indicator.is_proposed

    indicator.adoption = "adopted"
    indicator.save()

    assert not indicator.is_proposed


def test_a_discontinued_indicator_is_no_proposal():
    assert not make_indicator(adoption="discontinued").is_proposed


def test_a_baseline_of_zero_is_a_baseline():
    indicator = make_indicator(baseline_value=0, baseline_year=2025)

    indicator.refresh_from_db()

    assert indicator.baseline_value == Decimal(0)


def test_a_baseline_keeps_four_decimals():
    indicator = make_indicator(baseline_value="12345678901.2345", baseline_year=2025)

    indicator.refresh_from_db()

    assert indicator.baseline_value == Decimal("12345678901.2345")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("0.12345", "no more than 4 decimal places"),
        ("123456789012", "no more than 11 digits before the decimal point"),
        ("NaN", "must be a decimal number"),
        ("1,5", "must be a decimal number"),
    ],
)
def test_a_number_that_the_database_would_not_keep_exactly_is_refused(value, problem):
    with pytest.raises(ValidationError, match=problem):
        make_indicator(baseline_value=value, baseline_year=2025)


# The values that it takes


@pytest.mark.parametrize("value", [0, 1])
def test_yes_and_no_are_1_and_0(value):
    measurement = make_measurement(indicator=make_indicator(measure="yes_no"), value=value)

    assert measurement.value == value


@pytest.mark.parametrize("value", ["2", "0.5", "-1"])
def test_another_number_than_yes_or_no_is_refused(value):
    with pytest.raises(ValidationError, match="This indicator takes 1 for yes and 0 for no"):
        make_measurement(indicator=make_indicator(measure="yes_no"), value=value)


def scale(*levels):
    indicator = make_indicator(measure="scale")
    for level in levels:
        make_scale_level(indicator=indicator, level=level)
    return indicator


def test_a_level_of_the_scale_is_taken():
    assert make_measurement(indicator=scale(0, 1, 2), value=2).value == 2


@pytest.mark.parametrize("value", ["3", "1.5"])
def test_a_value_between_or_beyond_the_levels_is_refused(value):
    indicator = scale(0, 1, 2)

    with pytest.raises(ValidationError, match="takes one of its levels: 0, 1, 2"):
        make_measurement(indicator=indicator, value=value)


def test_a_scale_without_described_levels_takes_any_level():
    assert make_measurement(indicator=scale(), value=7).value == 7


@pytest.mark.parametrize("value", ["100.5", "-3"])
def test_an_odd_percentage_is_possible(value):
    measurement = make_measurement(indicator=make_indicator(measure="percentage"), value=value)

    assert measurement.value == Decimal(value)


def test_an_indicator_without_values_has_no_problem_with_any_number():
    assert make_indicator(measure="number").value_error(Decimal("-0.5")) is None


# By member State


def test_a_state_reports_where_values_are_asked_by_state():
    indicator = make_indicator(by_member_state=True, state_total="sum")

    measurement = make_measurement(indicator=indicator, member_state=make_member_state())

    assert measurement.member_state.code == "AAA"


def test_a_state_is_refused_where_values_are_not_asked_by_state():
    with pytest.raises(ValidationError, match="not reported by member State: leave it empty"):
        make_measurement(indicator=make_indicator(), member_state=make_member_state())


@pytest.mark.parametrize("state_total", ["sum", "count"])
def test_an_indicator_that_adds_up_refuses_a_value_without_a_state(state_total):
    indicator = make_indicator(by_member_state=True, state_total=state_total)

    with pytest.raises(ValidationError, match="adds up from its States: name the State"):
        make_measurement(indicator=indicator, value=1)


def test_an_indicator_with_states_beside_it_takes_both():
    indicator = make_indicator(by_member_state=True, state_total="separate")
    period = make_period(year=2026)

    make_measurement(indicator=indicator, period=period, value=3)
    make_measurement(indicator=indicator, period=period, member_state=make_member_state(), value=1)

    assert Measurement.objects.count() == 2


# Its place in lists


def test_levels_stand_in_their_order():
    indicator = scale(2, 0, 1)

    assert [level.level for level in indicator.scale_levels.all()] == [0, 1, 2]


def test_levels_go_with_their_indicator():
    indicator = scale(0, 1)

    indicator.delete()

    assert not indicator.scale_levels.model.objects.exists()
