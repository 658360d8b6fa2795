"""What has changed between two days: statuses, values, revised targets, and silence."""

from datetime import UTC, date, datetime

import pytest

from logframe.changes import Changes
from logframe.progress import Status
from logframe.scorecard import Scorecard
from tests.factories import (
    make_indicator,
    make_measurement,
    make_milestone,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
)

pytestmark = pytest.mark.django_db

MEETING, LATER = date(2026, 6, 30), date(2027, 3, 15)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


@pytest.fixture
def plan():
    plan = make_plan()
    make_period(plan=plan, year=2026)
    return plan


def changes(plan) -> Changes:
    return Changes(Scorecard.load(plan, on=MEETING), Scorecard.load(plan, on=LATER))


def verified(indicator, value, day, **more):
    return make_measurement(
        indicator=indicator,
        value=value,
        state="verified",
        recorded_at=moment(day),
        submitted_at=moment(day),
        verified_at=moment(day),
        as_of=min(day, date(2026, 6, 1)),
        **more,
    )


def test_a_status_that_changed_is_told_with_what_it_was(plan):
    indicator = make_indicator()
    make_milestone(indicator=indicator, year=2026, value=10)
    verified(indicator, 10, date(2026, 9, 1))

    (change,) = changes(plan).statuses

    assert (change.before, change.after) == (Status.NOT_YET_DUE, Status.ACHIEVED)
    assert change.score.indicator == indicator


def test_the_poorest_news_come_first(plan):
    for value in (10, 2):
        indicator = make_indicator(baseline_value=0, baseline_year=2025)
        make_milestone(indicator=indicator, year=2026, value=10)
        verified(indicator, value, date(2026, 9, 1))

    assert [change.after for change in changes(plan).statuses] == [
        Status.NOT_ACHIEVED,
        Status.ACHIEVED,
    ]


def test_a_status_that_stayed_is_not_told(plan):
    make_indicator()

    assert changes(plan).statuses == []


def test_values_are_those_verified_after_the_day(plan):
    indicator, other = make_indicator(), make_indicator()
    verified(indicator, 3, MEETING)
    new = verified(other, 4, date(2026, 7, 1))

    assert [value.row.pk for value in changes(plan).values] == [new.pk]


def test_a_correction_counts_as_a_new_value(plan):
    indicator = make_indicator()
    first = verified(indicator, 3, date(2026, 5, 1))
    correction = verified(
        indicator, 5, date(2026, 8, 1), replaces=first, replacement_reason="Counted anew"
    )

    assert [value.row.pk for value in changes(plan).values] == [correction.pk]


def test_a_revised_target_is_told_old_and_new(plan):
    indicator = make_indicator()
    make_milestone(indicator=indicator, year=2026, value=10, set_on=date(2026, 1, 1))
    make_milestone(
        indicator=indicator,
        year=2026,
        value=8,
        set_on=date(2026, 10, 1),
        authority="The Meeting",
        reason="One partner left",
    )

    (revised,) = changes(plan).revised_targets

    assert (revised.old.value, revised.new.value) == (10, 8)
    assert revised.new.reason == "One partner left"


def test_a_target_revised_before_the_day_is_no_news(plan):
    indicator = make_indicator()
    make_milestone(indicator=indicator, year=2026, value=10, set_on=date(2026, 1, 1))
    make_milestone(
        indicator=indicator,
        year=2026,
        value=8,
        set_on=date(2026, 6, 30),
        authority="The Meeting",
        reason="One partner left",
    )

    assert changes(plan).revised_targets == []


def test_an_output_is_silent_without_a_new_value_or_narrative(plan):
    silent, counted, told = make_output(), make_output(), make_output()
    verified(make_indicator(output=counted), 4, date(2026, 7, 1))
    make_progress_report(
        output=told,
        state="verified",
        recorded_at=moment(date(2026, 7, 1)),
        verified_at=moment(date(2026, 7, 2)),
    )

    assert [score.output for score in changes(plan).silent_outputs] == [silent]
