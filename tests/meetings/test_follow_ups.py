"""Follow-ups: what was done about a decision; the newest says how far it is."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from meetings.models import Decision, FollowUp
from tests.factories import make_decision, make_follow_up

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2026, 5, 20), date(2026, 6, 20), date(2026, 7, 20)


@pytest.fixture
def decision():
    return make_decision()


def implementation(decision):
    return Decision.objects.get(pk=decision.pk).implementation


def test_a_follow_up_moves_its_decision_on(decision):
    make_follow_up(decision=decision, implementation="in_progress")

    assert implementation(decision) == "in_progress"


@pytest.mark.parametrize(
    "since", ["not_started", "in_progress", "completed", "delayed", "blocked", "not_done"]
)
def test_a_follow_up_can_report_each_implementation(decision, since):
    make_follow_up(decision=decision, implementation=since)

    assert implementation(decision) == since


def test_a_follow_up_leaves_other_decisions_alone(decision):
    other = make_decision()

    make_follow_up(decision=decision, implementation="delayed")

    assert implementation(other) == "not_started"


def test_the_newest_follow_up_counts(decision):
    make_follow_up(decision=decision, date=MAY, implementation="delayed")
    make_follow_up(decision=decision, date=JUNE, implementation="in_progress")

    assert implementation(decision) == "in_progress"


def test_an_older_follow_up_that_is_entered_late_changes_nothing(decision):
    make_follow_up(decision=decision, date=JUNE, implementation="completed")
    make_follow_up(decision=decision, date=MAY, implementation="delayed")

    assert implementation(decision) == "completed"


def test_of_one_day_the_follow_up_that_was_entered_last_counts(decision):
    first = make_follow_up(decision=decision, date=MAY, implementation="delayed")
    second = make_follow_up(decision=decision, date=MAY, implementation="in_progress")

    assert [first.number, second.number] == [1, 2]
    assert implementation(decision) == "in_progress"


def test_each_day_begins_with_number_1(decision):
    make_follow_up(decision=decision, date=MAY)

    assert make_follow_up(decision=decision, date=JUNE).number == 1


def test_each_decision_begins_with_number_1(decision):
    make_follow_up(decision=decision, date=MAY)

    assert make_follow_up(decision=make_decision(), date=MAY).number == 1


def test_the_decision_says_in_its_history_why_it_moved(decision):
    make_follow_up(decision=decision, date=MAY)

    assert decision.history.first().history_change_reason == "follow-up of 2026-05-20"


def test_a_follow_up_that_changes_nothing_leaves_the_decision_untouched(decision):
    make_follow_up(decision=decision, date=MAY, implementation="in_progress")
    make_follow_up(decision=decision, date=JUNE, implementation="in_progress")

    assert Decision.objects.get().version == 2


# Refusals


def test_a_decision_that_asks_for_nothing_takes_no_follow_up():
    decision = make_decision(is_actionable=False)

    with pytest.raises(ValidationError, match="This decision asks for no action"):
        make_follow_up(decision=decision)

    assert not FollowUp.objects.exists()
    assert implementation(decision) == "no_action"


def test_what_is_to_be_done_tomorrow_was_not_done(decision):
    with pytest.raises(ValidationError, match="its day is not in the future"):
        make_follow_up(decision=decision, date=date(2999, 1, 1))

    assert not FollowUp.objects.exists()
    assert implementation(decision) == "not_started"


def test_a_follow_up_says_what_was_done(decision):
    with pytest.raises(ValidationError, match="This field cannot be blank"):
        make_follow_up(decision=decision, what_was_done="")

    assert implementation(decision) == "not_started"


def test_the_next_update_may_be_in_the_future(decision):
    follow_up = make_follow_up(decision=decision, next_update_on=date(2999, 1, 1))

    assert follow_up.pk


def test_a_decision_with_follow_ups_is_not_deleted(decision):
    make_follow_up(decision=decision)

    with pytest.raises(ProtectedError):
        decision.delete()

    assert Decision.objects.get() == decision


# Edited, moved and deleted follow-ups


def test_an_edited_follow_up_carries_over_to_the_decision(decision):
    follow_up = make_follow_up(decision=decision, implementation="delayed")

    follow_up.implementation = "blocked"
    follow_up.save()

    assert implementation(decision) == "blocked"


def test_an_edited_follow_up_keeps_its_number(decision):
    first = make_follow_up(decision=decision, date=MAY)
    make_follow_up(decision=decision, date=MAY)

    first.what_was_done = "Something else was done"
    first.save()

    assert FollowUp.objects.get(pk=first.pk).number == 1


def test_a_completed_decision_is_open_again_once_its_follow_up_says_so(decision):
    follow_up = make_follow_up(decision=decision, implementation="completed")

    follow_up.implementation = "in_progress"
    follow_up.save()

    assert implementation(decision) == "in_progress"


def test_a_follow_up_that_gets_a_later_day_may_become_the_newest(decision):
    older = make_follow_up(decision=decision, date=MAY, implementation="delayed")
    make_follow_up(decision=decision, date=JUNE, implementation="in_progress")

    older.date = JULY
    older.save()

    assert implementation(decision) == "delayed"


def test_a_follow_up_that_moves_to_a_day_with_others_comes_after_them(decision):
    make_follow_up(decision=decision, date=JUNE, implementation="in_progress")
    moved = make_follow_up(decision=decision, date=MAY, implementation="delayed")

    moved.date = JUNE
    moved.save()

    assert FollowUp.objects.get(pk=moved.pk).number == 2
    assert implementation(decision) == "delayed"


def test_a_follow_up_that_moves_to_another_decision_takes_its_news_along(decision):
    other = make_decision()
    make_follow_up(decision=decision, date=MAY, implementation="in_progress")
    moved = make_follow_up(decision=decision, date=JUNE, implementation="completed")

    moved.decision = other
    moved.save()

    assert implementation(decision) == "in_progress"
    assert implementation(other) == "completed"


def test_a_follow_up_that_is_deleted_takes_its_news_along(decision):
    make_follow_up(decision=decision, date=MAY, implementation="in_progress")
    newest = make_follow_up(decision=decision, date=JUNE, implementation="completed")

    newest.delete()

    assert implementation(decision) == "in_progress"


def test_a_decision_whose_only_follow_up_is_deleted_has_not_started(decision):
    follow_up = make_follow_up(decision=decision, implementation="completed")

    follow_up.delete()

    assert implementation(decision) == "not_started"


def test_an_older_follow_up_that_is_deleted_changes_nothing(decision):
    older = make_follow_up(decision=decision, date=MAY, implementation="delayed")
    make_follow_up(decision=decision, date=JUNE, implementation="completed")

    older.delete()

    assert implementation(decision) == "completed"
