"""Milestones: set once, revised by a new row that says who and why."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from logframe.models import Milestone
from tests.factories import (
    make_indicator,
    make_milestone,
    make_period,
    make_plan,
    make_scale_level,
)

pytestmark = pytest.mark.django_db

DECIDED = {"authority": "SOM-28, para. 9", "reason": "The station opens a year later"}


@pytest.fixture
def milestone():
    return make_milestone(year=2027, value=10, set_on=date(2025, 12, 1))


def revise(milestone, **fields):
    return make_milestone(
        **{
            "indicator": milestone.indicator,
            "year": milestone.year,
            "value": 8,
            "set_on": date(2026, 3, 1),
            **DECIDED,
            **fields,
        }
    )


def test_a_first_milestone_needs_no_reason(milestone):
    assert (milestone.authority, milestone.reason) == ("", "")


@pytest.mark.parametrize("year", [2026, 2030])
def test_first_and_last_year_of_the_plan_take_a_milestone(year):
    make_plan(start_year=2026, end_year=2030)

    assert make_milestone(year=year).year == year


@pytest.mark.parametrize("year", [2025, 2031])
def test_a_milestone_outside_the_plan_is_refused(year):
    make_plan(start_year=2026, end_year=2030)

    with pytest.raises(
        ValidationError, match=f"{year} is outside the plan, which runs from 2026 to 2030"
    ):
        make_milestone(year=year)


def test_a_milestone_of_zero_is_a_milestone():
    milestone = make_milestone(value=0)

    milestone.refresh_from_db()

    assert milestone.value == Decimal(0)


def test_a_milestone_that_the_indicator_cannot_have_is_refused():
    with pytest.raises(ValidationError, match="This indicator takes 1 for yes and 0 for no"):
        make_milestone(indicator=make_indicator(measure="yes_no"), value=10)


def test_a_milestone_off_the_scale_is_refused():
    indicator = make_indicator(measure="scale")
    make_scale_level(indicator=indicator, level=0)
    make_scale_level(indicator=indicator, level=1)

    with pytest.raises(ValidationError, match="takes one of its levels: 0, 1"):
        make_milestone(indicator=indicator, value=2)


def test_a_milestone_shows_its_number_without_needless_zeros():
    assert str(make_milestone(year=2027, value="1200.5000")) == "2027: 1200.5"


# Revisions


def test_a_revision_stands_beside_the_old_milestone(milestone):
    revise(milestone, value=8)

    rows = Milestone.objects.filter(indicator=milestone.indicator, year=2027)
    assert [(row.value, row.set_on) for row in rows] == [
        (10, date(2025, 12, 1)),
        (8, date(2026, 3, 1)),
    ]


@pytest.mark.parametrize("left_out", ["authority", "reason"])
def test_a_revision_without_authority_or_reason_is_refused(milestone, left_out):
    with pytest.raises(
        ValidationError, match="A milestone for 2027 stands already: say who revised it and why"
    ):
        revise(milestone, **{left_out: ""})

    assert Milestone.objects.get() == milestone


def test_a_milestone_of_another_year_is_no_revision(milestone):
    other = revise(milestone, year=2028, authority="", reason="")

    assert other.pk


def test_a_milestone_of_another_indicator_is_no_revision(milestone):
    other = revise(milestone, indicator=make_indicator(), authority="", reason="")

    assert other.pk


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"value": 8}, id="value"),
        pytest.param({"year": 2028}, id="year"),
        pytest.param({"set_on": date(2026, 3, 1)}, id="day"),
    ],
)
def test_a_milestone_that_was_set_stays(milestone, change):
    for name, value in change.items():
        setattr(milestone, name, value)

    with pytest.raises(ValidationError, match="A milestone that was set stays: add a new row"):
        milestone.save()

    stored = Milestone.objects.get()
    assert (stored.year, stored.value, stored.set_on) == (2027, 10, date(2025, 12, 1))


def test_a_milestone_does_not_move_to_another_indicator(milestone):
    before = milestone.indicator
    milestone.indicator = make_indicator()

    with pytest.raises(ValidationError, match="A milestone that was set stays"):
        milestone.save()

    assert Milestone.objects.get().indicator == before


def test_who_set_a_milestone_can_be_added_later(milestone):
    milestone.authority = "SOM-27, para. 4"
    milestone.save()

    assert Milestone.objects.get().authority == "SOM-27, para. 4"


def test_a_closed_year_takes_no_further_milestone():
    indicator = make_indicator()
    make_period(plan=indicator.plan, year=2026, closed_on=date(2027, 2, 1))

    with pytest.raises(ValidationError, match="2026 is closed"):
        make_milestone(indicator=indicator, year=2026)
