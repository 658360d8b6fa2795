"""Decisions, addressees and meetings as they stood on a day of the past, by what is dated."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from meetings.models import Decision, Meeting
from meetings.models.decisions import OPEN
from meetings.past import addressees_on, decisions_on, meetings_on, relations_on
from meetings.standing import Standing, standings
from meetings.states import Asked, asked_by_state_and_area
from tests.factories import (
    make_addressee,
    make_decision,
    make_decision_relation,
    make_follow_up,
    make_meeting,
    make_member_state,
)

pytestmark = pytest.mark.django_db

MARCH, MAY, JUNE = date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def som():
    """A meeting that adopted its report in March 2026."""
    days = {"starts_on": date(2026, 2, 25), "ends_on": date(2026, 2, 26)}
    return make_meeting(**days, report_adopted_on=MARCH, status="held")


def on(day: date, decision: Decision) -> Decision:
    """Return a decision as it stood on a day, with all that its line says."""
    return decisions_on(day).in_words().get(pk=decision.pk)


def test_a_decision_stood_where_the_follow_ups_of_the_day_say(som):
    decision = make_decision(meeting=som)
    make_follow_up(decision=decision, date=MAY, implementation="in_progress")
    make_follow_up(decision=decision, date=JUNE, implementation="completed")

    days = (MARCH, date(2026, 4, 30), MAY, date(2026, 5, 31), JUNE)

    expected = ["not_started", "not_started", "in_progress", "in_progress", "completed"]
    assert [on(day, decision).implementation for day in days] == expected
    assert [len(on(day, decision).follow_ups.all()) for day in days] == [0, 0, 1, 1, 2]
    assert [decisions_on(day).open(day).count() for day in days] == [1, 1, 1, 1, 0]


def test_of_two_follow_ups_of_one_day_the_last_counts(som):
    decision = make_decision(meeting=som)
    make_follow_up(decision=decision, date=MAY, implementation="delayed")
    make_follow_up(decision=decision, date=MAY, implementation="blocked")
    make_follow_up(decision=decision, date=JUNE)

    assert on(MAY, decision).implementation == "blocked"


@pytest.mark.parametrize(
    ("days", "first"),
    [
        ({"ends_on": MAY, "report_adopted_on": JUNE}, JUNE),
        ({"ends_on": MAY}, MAY),
        ({"starts_on": MAY}, MAY),
    ],
    ids=["adopted", "ended", "begun"],
)
def test_a_decision_is_there_from_the_day_on_which_it_was_taken(days, first):
    decision = make_decision(meeting=make_meeting(**days, status="held"))

    assert not decisions_on(first - timedelta(days=1)).exists()
    assert decisions_on(first).get() == decision


def test_a_meeting_whose_days_nobody_knows_has_decided_once_it_was_held():
    held, expected = make_meeting(status="held"), make_meeting(status="expected")
    decision = make_decision(meeting=held)
    make_decision(meeting=expected)

    assert decisions_on(MAY).get() == decision


def test_what_is_done_today_was_overdue_on_a_day_after_it_fell_due(som):
    decision = make_decision(meeting=som, due_on=MAY)
    make_follow_up(decision=decision, date=date(2026, 7, 1), implementation="completed")

    assert decision.meeting.decisions.get().falls_due_on is None
    assert on(MAY, decision).falls_due_on == MAY
    assert standings(on(MAY, decision), MAY) == [Standing.NOT_STARTED]
    assert standings(on(JUNE, decision), JUNE) == [Standing.OVERDUE]
    assert decisions_on(JUNE).overdue(JUNE).get() == decision
    assert not Decision.objects.overdue(JUNE).exists()


def test_what_is_due_at_a_meeting_falls_due_on_its_last_day(som):
    next_som = make_meeting(ends_on=JUNE)
    decision = make_decision(meeting=som, due_meeting=next_som)

    assert on(MAY, decision).falls_due_on == JUNE


def test_what_recurs_fell_due_after_what_had_been_concluded_by_the_day(som):
    decision = make_decision(meeting=som, due_on=MAY, recurrence="yearly")
    make_follow_up(decision=decision, date=JUNE, implementation="completed")

    assert on(MAY, decision).falls_due_on == date(2026, 5, 1)
    assert on(JUNE, decision).falls_due_on == date(2027, 5, 1)


def test_what_only_notes_something_was_never_due(som):
    noted = make_decision(meeting=som, kind="note", is_actionable=False)

    assert on(MAY, noted).implementation == "no_action"
    assert on(MAY, noted).falls_due_on is None
    assert not decisions_on(MAY).open(MAY).exists()


def test_news_that_came_later_was_still_awaited(som):
    decision = make_decision(meeting=som)
    make_follow_up(decision=decision, date=MARCH, next_update_on=date(2026, 4, 1))
    make_follow_up(decision=decision, date=JUNE)

    assert decisions_on(MAY).stale(MAY).get() == decision
    assert standings(on(MAY, decision), MAY) == [Standing.IN_PROGRESS, Standing.STALE]
    assert not decisions_on(JUNE).stale(JUNE).exists()
    assert decisions_on(MAY).silent_since(MARCH, MAY).get() == decision
    assert not decisions_on(JUNE).silent_since(MARCH, JUNE).exists()


def test_what_a_later_meeting_superseded_was_in_force_before(som):
    earlier = make_decision(meeting=som)
    later = make_decision(meeting=make_meeting(ends_on=JUNE, status="held"))
    make_decision_relation(decision=later, earlier=earlier, kind="supersedes")

    words = [on(day, earlier).validity for day in (MAY, JUNE)]

    assert words == ["in_force", "superseded"]
    assert [relations_on(day).count() for day in (MAY, JUNE)] == [0, 1]


def test_what_was_marked_as_elapsed_was_in_force_before_that_was_entered(som):
    decision = make_decision(meeting=som)
    decision.validity = "elapsed"
    decision.save()
    entered = zip(decision.history.order_by("history_id"), (MARCH, JUNE), strict=True)
    for version, day in entered:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        decision.history.filter(pk=version.pk).update(history_date=noon)

    assert [on(day, decision).validity for day in (MAY, JUNE)] == ["in_force", "elapsed"]


def test_what_was_entered_as_elapsed_is_not_known_to_have_been_otherwise(som):
    decision = make_decision(meeting=som, validity="elapsed")

    assert on(MAY, decision).validity == "elapsed"


def test_the_part_of_an_addressee_stood_where_its_own_follow_ups_say(som):
    decision, state = make_decision(meeting=som), make_member_state()
    secretariat = make_addressee(decision=decision)
    asked = make_addressee(decision=decision, member_state=state)
    make_follow_up(decision=decision, date=MAY, implementation="in_progress")
    make_follow_up(decision=decision, date=JUNE, addressee=asked, implementation="completed")

    def parts(day):
        rows = {row.pk: row.implementation for row in on(day, decision).addressees.all()}
        return rows[secretariat.pk], rows[asked.pk]

    assert parts(MARCH) == ("not_started", "not_started")
    assert parts(MAY) == ("in_progress", "not_started")
    assert parts(JUNE) == ("in_progress", "completed")
    assert addressees_on(MAY).filter(implementation__in=OPEN).count() == 2


def test_a_state_was_asked_for_what_it_had_not_done_by_the_day(som):
    decision, state = make_decision(meeting=som, due_on=MARCH), make_member_state()
    asked = make_addressee(decision=decision, member_state=state)
    make_follow_up(decision=decision, date=JUNE, addressee=asked, implementation="completed")

    found = [Asked.of(state, day) for day in (date(2026, 2, 1), MAY, JUNE)]

    assert [(len(one.open), len(one.others), one.overdue) for one in found] == [
        (0, 0, 0),
        (1, 0, 1),
        (0, 1, 0),
    ]
    (counted,) = asked_by_state_and_area(MAY)
    assert counted == {"area": None, "state": state.pk, "n": 1, "late": 1}
    assert list(asked_by_state_and_area(JUNE)) == []


def test_a_meeting_that_was_held_since_was_still_expected(som):
    assert meetings_on(date(2026, 1, 1)).get().status == Meeting.Status.EXPECTED
    assert meetings_on(date(2026, 1, 1)).next_to_come(date(2026, 1, 1)) == som
    assert meetings_on(MAY).get().status == Meeting.Status.HELD
    assert meetings_on(MAY).next_to_come(MAY) is None


def test_what_was_is_read_and_never_written(som):
    decision = on(MAY, make_decision(meeting=som))

    with pytest.raises(ValidationError, match="in the past is read, never written"):
        decision.save()
