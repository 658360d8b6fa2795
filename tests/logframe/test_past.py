"""Activities as they stood on a day of the past, by their own days and their history."""

from datetime import UTC, date, datetime

import pytest

from logframe.models import Activity
from logframe.past import activities_on
from tests.factories import make_activity

pytestmark = pytest.mark.django_db

MARCH, MAY, JUNE = date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1)


def enter(activity: Activity, *days: date) -> None:
    """Say on which days the versions of an activity were entered."""
    for version, day in zip(activity.history.order_by("history_id"), days, strict=False):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        activity.history.filter(pk=version.pk).update(history_date=noon)


def statuses(*days: date) -> list[str]:
    """Return the status of the one activity on each of the days; nothing where it is not there."""
    found = [activities_on(Activity.objects.all(), day).first() for day in days]
    return [activity.status if activity else "" for activity in found]


def test_an_activity_without_days_is_there_once_it_was_entered():
    enter(make_activity(status="planned"), MAY)

    assert statuses(MARCH, MAY) == ["", "planned"]


def test_an_activity_is_there_once_it_began_whenever_it_was_entered():
    make_activity(status="completed", starts_on=MAY, ends_on=JUNE)

    assert statuses(MARCH, MAY, JUNE) == ["", "in_progress", "completed"]


def test_an_activity_is_there_from_the_day_of_which_its_source_tells():
    make_activity(status="in_progress", status_as_of="2026-05-01")

    assert statuses(MARCH, MAY) == ["", "in_progress"]


def test_words_that_are_no_day_tell_nothing():
    make_activity(status="in_progress", status_as_of="as known")

    assert statuses(MAY) == [""]


def test_what_had_not_begun_was_planned():
    enter(make_activity(status="completed", starts_on=JUNE), MARCH)

    assert statuses(MAY, JUNE) == ["planned", "completed"]


def test_how_far_it_was_is_what_had_been_entered_by_then():
    activity = make_activity(status="planned", status_text="to be agreed")
    activity.status, activity.status_text = "cancelled", "not agreed"
    activity.save()
    enter(activity, MARCH, JUNE)

    seen = activities_on(Activity.objects.all(), MAY).get()

    assert (seen.status, seen.status_text) == ("planned", "to be agreed")
    assert statuses(MAY, JUNE) == ["planned", "cancelled"]
    assert not activities_on(Activity.objects.all(), MAY).filter(status="cancelled").exists()
