"""Days and spans of days, as papers write them."""

from datetime import UTC, date, datetime

import pytest

from logframe.dates import day, span
from tests.factories import make_activity, make_meeting


def test_a_day_is_written_without_a_leading_zero():
    assert day(date(2027, 3, 5)) == "5 March 2027"


def test_a_moment_falls_on_the_day_that_it_is_at_the_office(settings):
    settings.TIME_ZONE = "Asia/Seoul"

    assert day(datetime(2026, 11, 22, 15, 30, tzinfo=UTC)) == "23 November 2026"


def test_an_unknown_day_is_empty():
    assert day(None) == ""


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        pytest.param(date(2023, 11, 23), date(2023, 11, 24), "23-24 November 2023", id="month"),
        pytest.param(date(2024, 2, 28), date(2024, 3, 1), "28 February - 1 March 2024", id="year"),
        pytest.param(
            date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 - 1 January 2026", id="no-year"
        ),
        pytest.param(
            date(2025, 5, 1), date(2026, 5, 1), "1 May 2025 - 1 May 2026", id="month-of-two-years"
        ),
        pytest.param(date(2026, 6, 30), date(2026, 6, 30), "30 June 2026", id="one-day"),
        pytest.param(date(2026, 6, 30), None, "30 June 2026", id="last-not-known"),
        pytest.param(None, None, "", id="nothing-known"),
    ],
)
def test_a_span_does_not_say_twice_what_both_days_share(first, last, text):
    assert span(first, last) == text


def test_words_stand_where_the_days_are_not_known():
    assert span(None, None, "spring of 1998") == "spring of 1998"


def test_known_days_go_before_words():
    first, last = date(2023, 11, 23), date(2023, 11, 24)

    assert span(first, last, "November 2023") == "23-24 November 2023"


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_activity, make_meeting])
def test_meetings_and_activities_show_their_days_or_the_words_for_them(make):
    known = make(starts_on=date(2023, 11, 23), ends_on=date(2023, 11, 24), dates_text="November")
    unknown = make(dates_text="spring of 1998")

    assert known.dates_as_known == "23-24 November 2023"
    assert unknown.dates_as_known == "spring of 1998"
