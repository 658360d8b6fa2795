"""Decisions: their permanent code and wording, when they are due, and where they stand."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from logframe.progress import Group
from meetings.models import Decision
from meetings.models.decisions import OPEN, Implementation
from meetings.standing import Standing, standing
from tests.factories import (
    make_addressee,
    make_body,
    make_decision,
    make_decision_link,
    make_decision_relation,
    make_follow_up,
    make_meeting,
    make_member_state,
    make_objective,
    make_output,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 30)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def followed_up(implementation, **fields):
    """Make a decision that a follow-up has brought to an implementation."""
    decision = make_decision(**fields)
    make_follow_up(decision=decision, implementation=implementation)
    decision.refresh_from_db()
    return decision


# Code and wording


def test_the_code_is_the_place_in_the_report():
    decision = make_decision(
        meeting=make_meeting(number=26, code="SOM-26"), section="I", paragraph=5, sequence=2
    )

    assert (decision.code, decision.slug) == ("SOM-26/I/5/2", "SOM-26-I-5-2")


@pytest.mark.parametrize(
    "change",
    [{"section": "II"}, {"paragraph": 6}, {"sequence": 3}],
    ids=lambda change: next(iter(change)),
)
def test_the_code_is_permanent(change):
    decision = make_decision(section="I", paragraph=5, sequence=2)
    for name, value in change.items():
        setattr(decision, name, value)

    with pytest.raises(ValidationError, match="The code SOM-1/I/5/2 is permanent"):
        decision.save()

    assert Decision.objects.get().code == "SOM-1/I/5/2"


def test_a_decision_does_not_move_to_another_meeting():
    decision = make_decision(meeting=make_meeting())

    decision.meeting = make_meeting()
    with pytest.raises(ValidationError, match="The code SOM-1/I/1/1 is permanent"):
        decision.save()

    assert Decision.objects.get().meeting.code == "SOM-1"


def test_the_wording_is_locked_once_the_report_is_adopted():
    decision = make_decision(
        meeting=make_meeting(report_adopted_on=date(2026, 3, 1)), wording="The Meeting agreed."
    )

    decision.wording = "The Meeting took note."
    with pytest.raises(ValidationError, match="The report is adopted: its wording stays as it is"):
        decision.save()

    assert Decision.objects.get().wording == "The Meeting agreed."


def test_the_wording_of_a_draft_report_can_be_mended():
    decision = make_decision(wording="The Meting agreed.")

    decision.wording = "The Meeting agreed."
    decision.save()

    assert Decision.objects.get().wording == "The Meeting agreed."


def test_a_decision_of_an_adopted_report_can_be_edited_otherwise():
    decision = make_decision(meeting=make_meeting(report_adopted_on=date(2026, 3, 1)))

    decision.note = "Asked again at the next meeting"
    decision.save()

    assert Decision.objects.get().note == "Asked again at the next meeting"


def test_decisions_stand_in_the_order_of_the_report():
    meeting = make_meeting()
    third = make_decision(meeting=meeting, section="I", paragraph=10, sequence=1)
    second = make_decision(meeting=meeting, section="I", paragraph=9, sequence=2)
    first = make_decision(meeting=meeting, section="I", paragraph=9, sequence=1)

    assert list(Decision.objects.in_report_order()) == [first, second, third]


# Implementation


def test_a_decision_that_asks_for_action_begins_as_not_started():
    assert make_decision(is_actionable=True).implementation == "not_started"


def test_a_decision_that_asks_for_nothing_has_nothing_to_implement():
    assert make_decision(is_actionable=False, kind="note").implementation == "no_action"


def test_a_decision_that_is_found_to_ask_for_action_starts_to_be_followed():
    decision = make_decision(is_actionable=False)

    decision.is_actionable = True
    decision.save()

    assert Decision.objects.get().implementation == "not_started"


def test_a_decision_is_not_completed_without_a_follow_up():
    decision = make_decision()

    decision.implementation = "completed"
    with pytest.raises(ValidationError, match="completed by a follow-up that says what was done"):
        decision.save()

    assert Decision.objects.get().implementation == "not_started"


def test_a_new_decision_is_not_completed_at_once():
    with pytest.raises(ValidationError, match="completed by a follow-up that says what was done"):
        make_decision(implementation="completed")

    assert not Decision.objects.exists()


def test_a_follow_up_that_completes_nothing_does_not_complete_a_decision():
    decision = followed_up("in_progress")

    decision.implementation = "completed"
    with pytest.raises(ValidationError, match="completed by a follow-up that says what was done"):
        decision.save()

    assert Decision.objects.get().implementation == "in_progress"


def test_a_completed_decision_can_be_edited():
    decision = followed_up("completed")

    decision.note = "Well done"
    decision.save()

    stored = Decision.objects.get()
    assert (stored.implementation, stored.note) == ("completed", "Well done")


def test_validity_and_implementation_are_two_things():
    decision = followed_up("in_progress")

    decision.validity = "superseded"
    decision.save()

    assert Decision.objects.get().implementation == "in_progress"


# When it is due


def test_a_decision_without_a_day_is_never_due():
    assert make_decision(due_text="in due course").due_day is None


def test_a_decision_is_due_on_its_own_day():
    assert make_decision(due_on=DAY).due_day == DAY


def test_a_decision_is_due_on_the_last_day_of_the_meeting():
    meeting = make_meeting(starts_on=BEFORE, ends_on=DAY)

    assert make_decision(due_meeting=meeting).due_day == DAY


def test_its_own_day_goes_before_that_of_the_meeting():
    meeting = make_meeting(starts_on=AFTER, ends_on=AFTER)

    assert make_decision(due_on=DAY, due_meeting=meeting).due_day == DAY


def test_a_meeting_without_days_makes_nothing_due():
    assert make_decision(due_meeting=make_meeting()).due_day is None


@pytest.mark.parametrize(
    ("due_on", "is_overdue"), [(BEFORE, True), (DAY, False), (AFTER, False), (None, False)]
)
def test_an_open_decision_is_overdue_from_the_day_after(due_on, is_overdue):
    decision = make_decision(due_on=due_on)

    assert decision.is_overdue(DAY) is is_overdue


@pytest.mark.parametrize("implementation", ["not_started", "in_progress", "delayed", "blocked"])
def test_what_somebody_still_has_to_do_becomes_overdue(implementation):
    assert followed_up(implementation, due_on=BEFORE).is_overdue(DAY)


@pytest.mark.parametrize("implementation", ["completed", "not_done"])
def test_what_was_concluded_is_never_overdue(implementation):
    assert not followed_up(implementation, due_on=BEFORE).is_overdue(DAY)


def test_a_decision_that_asks_for_nothing_is_never_overdue():
    decision = make_decision(is_actionable=False, kind="welcome", due_on=BEFORE)

    assert not decision.is_overdue(DAY)
    assert not Decision.objects.overdue(DAY).exists()


@pytest.mark.parametrize("kind", ["note", "commend"])
@pytest.mark.parametrize("due", ["due_on", "due_meeting", "recurrence"])
def test_what_notes_or_commends_never_falls_due(kind, due):
    days = {"due_on": BEFORE, "due_meeting": make_meeting(ends_on=BEFORE), "recurrence": "yearly"}

    with pytest.raises(ValidationError, match="never falls due: leave day, meeting and recurrence"):
        make_decision(kind=kind, **{due: days[due]})

    decision = make_decision(kind=kind, due_text="by yesterday")
    assert not decision.is_overdue(DAY)
    assert list(Decision.objects.open()) == [decision]
    assert not Decision.objects.overdue(DAY).exists()


@pytest.mark.parametrize("validity", ["superseded", "elapsed"])
def test_what_is_out_of_force_is_neither_open_nor_overdue(validity):
    decision = make_decision(due_on=BEFORE, validity=validity)

    assert not decision.is_open_on(DAY)
    assert not Decision.objects.open(DAY).exists()
    assert not decision.is_overdue(DAY)


def test_without_a_day_the_register_tells_what_is_overdue_today():
    late = make_decision(due_on=date(2000, 1, 1))
    make_decision(due_on=date(2999, 1, 1))

    assert list(Decision.objects.overdue()) == [late]


DAYS = st.sampled_from([None, BEFORE, DAY, AFTER])
COMBINATIONS = st.lists(
    st.tuples(
        st.sampled_from(Decision.Validity.values),
        st.sampled_from(Implementation.values),
        DAYS,
        st.sampled_from(["no meeting", None, BEFORE, DAY, AFTER]),
    ),
    min_size=1,
    max_size=30,
    unique=True,
)


@settings(max_examples=50, deadline=None, database=None)
@given(combinations=COMBINATIONS, on=st.sampled_from([BEFORE, DAY, AFTER]))
def test_page_and_database_agree_on_what_is_open_and_overdue(combinations, on):
    with transaction.atomic():
        store(combinations)
        rows = list(Decision.objects.select_related("due_meeting"))

        overdue = {row for row in rows if row.is_overdue(on)}
        assert overdue == set(Decision.objects.overdue(on))
        assert overdue == {row for row in rows if standing(row, on) == Standing.OVERDUE}
        assert {row for row in rows if row.is_open_on(on)} == set(Decision.objects.open(on))
        assert len(rows) == len(combinations)
        transaction.set_rollback(True)


def store(combinations):
    """Store one decision a combination, past the checks: follow-ups would lead to each of them."""
    meeting = make_meeting()
    due_at = {"no meeting": None}
    for _validity, _implementation, _due_on, last_day in combinations:
        if last_day not in due_at:
            due_at[last_day] = make_meeting(ends_on=last_day)
    rows = [
        Decision(
            meeting=meeting,
            section="I",
            paragraph=number,
            sequence=1,
            wording="The Meeting requested something.",
            kind="request",
            validity=validity,
            implementation=implementation,
            is_actionable=implementation != Implementation.NO_ACTION,
            due_on=due_on,
            due_meeting=due_at[last_day],
        )
        for number, (validity, implementation, due_on, last_day) in enumerate(combinations, start=1)
    ]
    for row in rows:
        row.derive()
    Decision.objects.bulk_create(rows)


# Where it stands


@pytest.mark.parametrize(
    ("implementation", "slug"),
    [
        ("not_started", "not_started"),
        ("in_progress", "in_progress"),
        ("delayed", "delayed"),
        ("blocked", "blocked"),
        ("not_done", "not_done"),
        ("completed", "completed"),
    ],
)
def test_a_decision_that_is_not_late_stands_where_its_follow_up_says(implementation, slug):
    assert standing(followed_up(implementation, due_on=DAY), DAY).value == slug


@pytest.mark.parametrize("implementation", OPEN)
def test_late_goes_before_what_was_reported(implementation):
    assert standing(followed_up(implementation, due_on=BEFORE), DAY) == Standing.OVERDUE


def test_a_decision_that_is_late_at_a_meeting_is_overdue():
    decision = make_decision(due_meeting=make_meeting(ends_on=BEFORE))

    assert standing(decision, DAY) == Standing.OVERDUE


@pytest.mark.parametrize("validity", ["superseded", "elapsed"])
@pytest.mark.parametrize("implementation", [*OPEN, "not_done"])
def test_what_is_out_of_force_stands_as_that(validity, implementation):
    decision = followed_up(implementation, due_on=BEFORE, validity=validity)

    assert standing(decision, DAY) == Standing(validity)


@pytest.mark.parametrize("validity", ["in_force", "superseded", "elapsed"])
def test_what_was_completed_stays_completed(validity):
    decision = followed_up("completed", due_on=BEFORE, validity=validity)

    assert standing(decision, DAY) == Standing.COMPLETED


@pytest.mark.parametrize("validity", ["in_force", "superseded", "elapsed"])
def test_what_asks_for_no_action_stands_as_that(validity):
    decision = make_decision(is_actionable=False, due_on=BEFORE, validity=validity)

    assert standing(decision, DAY) == Standing.NO_ACTION


@pytest.mark.parametrize("implementation", Implementation.values)
@pytest.mark.parametrize("validity", Decision.Validity.values)
def test_every_decision_stands_somewhere(implementation, validity):
    decision = Decision(implementation=implementation, validity=validity)

    assert standing(decision, DAY).group in Group


def test_each_standing_has_a_word_of_its_own():
    words = [str(one) for one in Standing]

    assert len(set(words)) == len(words)


# Addressees, links and relations


def test_all_member_states_are_one_row_each():
    decision = make_decision()

    for _ in range(3):
        make_addressee(decision=decision, member_state=make_member_state())

    assert [row.who for row in decision.addressees.all()] == ["State A", "State B", "State C"]


def test_an_addressee_is_called_by_the_name_that_fits():
    body = make_body(name="Science and Policy Committee")

    assert make_addressee().who == "Secretariat"
    assert make_addressee(body=body).who == "Science and Policy Committee"
    assert make_addressee(name="The donors").who == "The donors"


def test_an_addressee_begins_as_not_started():
    assert make_addressee().implementation == "not_started"


def test_a_link_leads_to_an_output_or_to_an_objective():
    output, objective = make_output(), make_objective()

    assert make_decision_link(output=output).target == output
    assert make_decision_link(objective=objective).target == objective


def test_a_relation_is_read_from_the_later_to_the_earlier_decision():
    earlier, later = make_decision(), make_decision()

    relation = make_decision_relation(decision=later, earlier=earlier, kind="supersedes")

    assert [row.earlier for row in later.relations.all()] == [earlier]
    assert [row.decision for row in earlier.later_relations.all()] == [later]
    assert str(relation) == "supersedes"


def make_full_decision():
    decision = make_decision(due_meeting=make_meeting(ends_on=DAY))
    make_addressee(decision=decision, member_state=make_member_state())
    make_addressee(decision=decision, body=make_body())
    make_decision_link(decision=decision, output=make_output())
    make_decision_link(decision=decision, objective=make_objective())


def read_register():
    return [
        (
            str(row.meeting),
            row.due_day,
            len([one.who for one in row.addressees.all()]),
            len([link.target.get_absolute_url() for link in row.links.all()]),
        )
        for row in Decision.objects.for_register().in_report_order()
    ]


def test_the_register_asks_the_database_no_more_for_more_decisions(django_assert_num_queries):
    make_full_decision()
    with CaptureQueriesContext(connection) as for_one:
        assert read_register() == [("SOM-1", DAY, 2, 2)]

    make_full_decision()
    make_full_decision()

    with django_assert_num_queries(len(for_one)):
        assert len(read_register()) == 3


def test_a_decision_of_an_adopted_report_is_not_deleted():
    decision = make_decision(meeting=make_meeting(report_adopted_on=date(2026, 11, 1)))

    with pytest.raises(ValidationError, match="The report is adopted"):
        decision.delete()

    assert Decision.objects.count() == 1
