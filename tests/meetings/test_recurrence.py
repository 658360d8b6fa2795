"""What recurs falls due again: each month, quarter, half-year, year, two years, or each meeting."""

from datetime import date, timedelta

import pytest

from meetings.models import Decision
from meetings.recurrence import next_turn
from meetings.standing import Standing, standing, standing_of_addressee
from tests.factories import (
    make_addressee,
    make_body,
    make_decision,
    make_follow_up,
    make_meeting,
)

pytestmark = pytest.mark.django_db

MAY, JULY = date(2026, 5, 20), date(2026, 7, 20)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("decided", "meeting_day", "concluded", "expected"),
    [
        (None, None, None, None),
        (None, date(2023, 11, 24), None, date(2024, 12, 31)),
        (date(2024, 6, 30), date(2023, 11, 24), None, date(2024, 6, 30)),
        (date(2024, 6, 30), None, date(2024, 5, 1), date(2025, 6, 30)),
        (date(2024, 6, 30), None, date(2026, 12, 31), date(2027, 6, 30)),
        (date(2024, 6, 30), None, date(2023, 12, 1), date(2024, 6, 30)),
        (None, date(2023, 11, 24), date(2026, 9, 24), date(2027, 12, 31)),
        (None, None, date(2026, 9, 24), date(2027, 12, 31)),
        (date(2024, 2, 29), None, date(2024, 2, 1), date(2025, 2, 28)),
        (date(2024, 2, 29), None, date(2027, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_turn_follows_the_year_in_which_the_last_was_concluded(
    decided, meeting_day, concluded, expected
):
    assert next_turn(decided, meeting_day, concluded) == expected


@pytest.mark.parametrize(
    ("recurrence", "decided", "concluded", "expected"),
    [
        # Held on 24 November 2023: first due at the end of the turn after it.
        ("monthly", None, None, date(2023, 12, 31)),
        ("quarterly", None, None, date(2024, 3, 31)),
        ("half_yearly", None, None, date(2024, 6, 30)),
        ("every_two_years", None, None, date(2025, 12, 31)),
        # The last day of a month stays the last; another day stays where it is.
        ("quarterly", None, date(2024, 1, 1), date(2024, 6, 30)),
        ("quarterly", None, date(2023, 12, 31), date(2024, 3, 31)),
        ("quarterly", date(2024, 2, 10), date(2024, 4, 1), date(2024, 8, 10)),
        ("monthly", date(2024, 1, 30), date(2024, 1, 2), date(2024, 2, 29)),
        ("half_yearly", None, date(2024, 6, 30), date(2024, 12, 31)),
        ("half_yearly", None, date(2024, 7, 1), date(2025, 6, 30)),
        # A turn of two years begins with the year in which it falls due.
        ("every_two_years", date(2025, 6, 30), date(2024, 12, 31), date(2025, 6, 30)),
        ("every_two_years", date(2025, 6, 30), date(2026, 12, 31), date(2027, 6, 30)),
        ("every_two_years", date(2025, 6, 30), date(2027, 1, 1), date(2029, 6, 30)),
    ],
)
def test_a_turn_is_as_long_as_the_words_say(recurrence, decided, concluded, expected):
    assert next_turn(decided, date(2023, 11, 24), concluded, recurrence) == expected


@pytest.mark.parametrize(
    ("recurrence", "again"),
    [
        ("monthly", date(2026, 6, 1)),
        ("quarterly", date(2026, 7, 1)),
        ("half_yearly", date(2026, 7, 1)),
        ("yearly", date(2027, 1, 1)),
        ("every_two_years", date(2028, 1, 1)),
    ],
)
def test_what_recurs_is_open_again_when_its_next_turn_begins(recurrence, again):
    decision = make_decision(recurrence=recurrence, due_on=date(2026, 5, 31))
    make_follow_up(decision=decision, date=MAY, implementation="completed")
    decision = fresh(decision)

    assert standing(decision, again - timedelta(days=1)) == Standing.COMPLETED
    assert standing(decision, again) == Standing.DUE_AGAIN
    assert not Decision.objects.open(again - timedelta(days=1)).exists()
    assert list(Decision.objects.open(again)) == [decision]


@pytest.fixture
def yearly_meetings():
    """The meetings of 2025 to 2028 of one body, the last without its days yet."""
    body = make_body()
    days = [date(2025, 9, 23), date(2026, 9, 24), date(2027, 9, 22), None]
    return [make_meeting(body=body, ends_on=day) for day in days]


def test_what_is_due_at_every_meeting_falls_due_at_the_next(yearly_meetings):
    decision = make_decision(meeting=yearly_meetings[0], recurrence="every_meeting")
    assert decision.falls_due_on == date(2026, 9, 24)

    make_follow_up(decision=decision, date=MAY, implementation="completed")
    assert fresh(decision).falls_due_on == date(2027, 9, 22)
    assert standing(fresh(decision), date(2026, 12, 31)) == Standing.COMPLETED
    assert standing(fresh(decision), date(2027, 1, 1)) == Standing.DUE_AGAIN
    assert standing(fresh(decision), date(2027, 9, 23)) == Standing.OVERDUE


def test_what_is_due_at_every_meeting_follows_the_meetings(yearly_meetings):
    first, second, third, fourth = yearly_meetings
    decision = make_decision(meeting=second, recurrence="every_meeting")
    assert decision.falls_due_on == date(2027, 9, 22)

    third.status = "cancelled"
    third.save()
    assert fresh(decision).falls_due_on is None

    fourth.ends_on = date(2028, 9, 20)
    fourth.save()
    assert fresh(decision).falls_due_on == date(2028, 9, 20)

    fourth.delete()
    assert fresh(decision).falls_due_on is None

    make_meeting(body=first.body, number=9, ends_on=date(2028, 10, 4))
    assert fresh(decision).falls_due_on == date(2028, 10, 4)


def test_the_meetings_of_another_body_change_nothing(yearly_meetings):
    decision = make_decision(meeting=yearly_meetings[2], recurrence="every_meeting")
    make_meeting(number=9, ends_on=date(2028, 9, 20))

    assert fresh(decision).falls_due_on is None


def test_what_recurs_is_done_for_this_year_and_open_again_in_the_next():
    decision = make_decision(recurrence="yearly", due_on=date(2025, 6, 30))
    make_follow_up(decision=decision, date=MAY, implementation="completed")
    decision = fresh(decision)

    assert decision.falls_due_on == date(2027, 6, 30)
    words = {
        date(2026, 12, 31): Standing.COMPLETED,
        date(2027, 1, 1): Standing.DUE_AGAIN,
        date(2027, 6, 30): Standing.DUE_AGAIN,
        date(2027, 7, 1): Standing.OVERDUE,
    }
    assert {day: standing(decision, day) for day in words} == words
    assert not Decision.objects.open(date(2026, 12, 31)).exists()
    assert Decision.objects.open(date(2027, 1, 1)).exists()
    assert Decision.objects.overdue(date(2027, 7, 1)).exists()


def test_each_completion_moves_what_recurs_by_a_year():
    decision = make_decision(recurrence="yearly", due_on=date(2024, 6, 30))
    make_follow_up(decision=decision, date=date(2024, 6, 1), implementation="completed")
    assert fresh(decision).falls_due_on == date(2025, 6, 30)

    last = make_follow_up(decision=decision, date=date(2025, 6, 1), implementation="completed")
    assert fresh(decision).falls_due_on == date(2026, 6, 30)

    last.delete()
    assert fresh(decision).falls_due_on == date(2025, 6, 30)


def test_a_part_that_was_done_is_due_again_with_the_whole():
    decision = make_decision(recurrence="yearly", due_on=date(2026, 6, 30))
    row = make_addressee(decision=decision)
    make_follow_up(decision=decision, date=MAY, implementation="completed")

    decision, row = fresh(decision), fresh(row)
    assert standing_of_addressee(row, decision, JULY) == Standing.COMPLETED
    assert standing_of_addressee(row, decision, date(2027, 1, 1)) == Standing.DUE_AGAIN


def test_what_recurs_and_is_superseded_falls_due_no_more():
    decision = make_decision(recurrence="yearly", due_on=date(2026, 6, 30))
    decision.validity = "superseded"
    decision.save()

    assert decision.falls_due_on is None
