"""What changed from one edition to another, read from their contents."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from logframe.progress import Status
from meetings.edition_changes import Kind, by_kind, changes
from meetings.models import Decision, Meeting
from meetings.papers import content_of
from meetings.standing import Standing
from tests.factories import (
    make_decision,
    make_follow_up,
    make_indicator,
    make_measurement,
    make_meeting,
    make_milestone,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
    make_user,
)

pytestmark = pytest.mark.django_db


def this_year() -> int:
    return timezone.localdate().year


@pytest.fixture(autouse=True)
def _beginning():
    """A plan that began this year; one meeting was held, another one is to come."""
    make_plan(start_year=this_year(), end_year=this_year() + 4)
    make_meeting(starts_on=date(2025, 9, 22), ends_on=date(2025, 9, 23), status="held")
    make_meeting()


def frozen(on=None) -> dict:
    return content_of(Meeting.objects.get(code="SOM-2"), on or timezone.localdate())


def found(before: dict, kind: Kind, after: dict | None = None) -> list:
    return by_kind(changes(before, after or frozen()))[kind]


def only(before: dict, kind: Kind):
    (change,) = found(before, kind)
    return change


def test_nothing_changed_where_nothing_was_done():
    make_measurement(indicator=make_indicator(), state="verified")
    make_decision(meeting=Meeting.objects.get(code="SOM-1"))
    before = frozen()

    kinds = {change.kind for change in changes(before, frozen())}

    assert kinds <= {Kind.SILENT}


def test_a_status_that_is_another_is_told_from_what_to_what():
    indicator = make_indicator(baseline_value=0, baseline_year=2025)
    make_period()
    make_period()
    make_milestone(indicator=indicator, year=this_year() + 1, value=10)
    before = frozen()

    make_measurement(indicator=indicator, value=10, state="verified")

    change = only(before, Kind.STATUS)
    assert (change.code, change.before, change.after) == (
        indicator.code,
        Status.NOT_YET_DUE,
        Status.ACHIEVED,
    )


def test_the_poorest_status_comes_first():
    reached, missed = (make_indicator(baseline_value=0, baseline_year=2025) for _ in range(2))
    for _ in range(2):
        make_period()
    yesterday = timezone.localdate() - timedelta(days=1)
    for indicator in (reached, missed):
        make_milestone(indicator=indicator, year=this_year(), value=10, due_on=yesterday)
        make_milestone(indicator=indicator, year=this_year() + 1, value=20)
    before = frozen()

    make_measurement(indicator=reached, value=10, state="verified")
    make_measurement(indicator=missed, value=1, state="verified")

    assert [(change.code, change.after) for change in found(before, Kind.STATUS)] == [
        (missed.code, Status.OFF_TRACK),
        (reached.code, Status.ON_TRACK),
    ]


def test_a_value_that_was_verified_since_is_told_with_its_year_and_note():
    indicator = make_indicator()
    waiting = make_measurement(indicator=indicator, value=7, state="submitted", note="Counted")
    before = frozen()
    assert found(before, Kind.VALUE) == []

    waiting.verify(make_user("manager"))

    change = only(before, Kind.VALUE)
    assert (change.part, change.before, change.after, change.reason) == (
        str(this_year()),
        "",
        "7",
        "Counted",
    )


def test_a_value_that_was_corrected_is_told_from_what_to_what():
    first = make_measurement(indicator=make_indicator(), value=12, state="verified")
    before = frozen()

    make_measurement(replaces=first, value=21, state="verified")

    change = only(before, Kind.VALUE)
    assert (change.before, change.after) == ("12", "21")


def test_a_value_that_does_not_apply_any_more_says_so():
    first = make_measurement(indicator=make_indicator(), value=12, state="verified")
    before = frozen()

    make_measurement(
        replaces=first, value=None, not_applicable=True, note="No coast", state="verified"
    )

    change = only(before, Kind.VALUE)
    assert (change.before, change.after) == ("12", "not applicable")


def test_a_revised_target_is_told_with_authority_and_reason():
    indicator = make_indicator()
    make_milestone(indicator=indicator, year=this_year(), value=40)
    make_period()
    before = frozen()

    make_milestone(
        indicator=indicator,
        year=this_year(),
        value=35,
        set_on=timezone.localdate(),
        authority="SOM-2, para. 9",
        reason="Less money",
    )

    change = only(before, Kind.TARGET)
    assert (change.part, change.before, change.after) == (
        str(this_year()),
        "40",
        "35",
    )
    assert (change.authority, change.reason) == ("SOM-2, para. 9", "Less money")


def test_targets_that_were_set_for_the_first_time_are_no_revision():
    indicator = make_indicator()
    for _ in range(2):
        make_period()
    before = frozen()

    for year, value in ((this_year(), 40), (this_year() + 1, 50)):
        make_milestone(indicator=indicator, year=year, value=value, authority="SOM-1")

    change = only(before, Kind.FIRST_TARGET)
    assert (change.before, change.after) == ("", f"{this_year()}: 40; {this_year() + 1}: 50")
    assert change.authority == "SOM-1"
    assert found(before, Kind.TARGET) == []


def test_a_target_that_was_confirmed_is_no_revision():
    indicator = make_indicator()
    make_milestone(indicator=indicator, year=this_year(), value=40)
    make_period()
    before = frozen()

    make_milestone(
        indicator=indicator,
        year=this_year(),
        value=40,
        set_on=timezone.localdate(),
        authority="SOM-2",
        reason="Yes",
    )

    assert found(before, Kind.TARGET) == []


@pytest.mark.parametrize(
    ("fields", "part", "was", "now"),
    [
        ({"title": "Experts"}, "Title", "Indicator 1", "Experts"),
        ({"unit": "persons"}, "Unit", "things", "persons"),
        ({"direction": "decrease"}, "Direction", "increase", "decrease"),
        ({"adoption": "adopted"}, "Adoption", "proposed", "adopted"),
        ({"baseline_value": 3, "baseline_year": 2025}, "Baseline", "", "3 (2025)"),
    ],
)
def test_another_definition_of_an_indicator_is_no_silent_change(fields, part, was, now):
    indicator = make_indicator()
    before = frozen()

    for name, value in fields.items():
        setattr(indicator, name, value)
    indicator.save()

    change = only(before, Kind.DEFINITION)
    assert (change.part, change.before, change.after) == (part, was, now)


def test_another_wording_of_an_output_is_told():
    output = make_output(statement="Air is measured")
    before = frozen()

    output.statement = "Air is measured everywhere"
    output.save()

    change = only(before, Kind.DEFINITION)
    assert (change.before, change.after) == ("Air is measured", "Air is measured everywhere")


def test_outputs_and_indicators_that_came_or_went_are_told():
    make_indicator()
    before = frozen()

    output = make_output()
    indicator = make_indicator(output=output)
    after = frozen()

    added = found(before, Kind.ADDED, after)
    assert [change.code for change in added] == [indicator.code, output.code]
    assert found(before, Kind.REMOVED, after) == []
    assert [change.code for change in found(after, Kind.REMOVED, before)] == [
        indicator.code,
        output.code,
    ]


def test_an_output_without_a_value_or_a_narrative_is_silent():
    silent, with_value, with_narrative = (make_output() for _ in range(3))
    indicator = make_indicator(output=with_value)
    make_indicator(output=silent)
    before = frozen()

    make_measurement(indicator=indicator, state="verified")
    make_progress_report(output=with_narrative, state="verified")

    assert [change.code for change in found(before, Kind.SILENT)] == [silent.code]


# Decisions


@pytest.fixture
def decision() -> Decision:
    return make_decision(meeting=Meeting.objects.get(code="SOM-1"))


def test_a_decision_that_was_completed_is_closed_by_what_was_done(decision):
    before = frozen()

    make_follow_up(implementation="completed", what_was_done="The report came out.")

    change = only(before, Kind.CLOSED)
    assert (change.code, change.before, change.after) == (
        decision.code,
        Standing.NOT_STARTED,
        Standing.COMPLETED,
    )
    assert change.reason == "The report came out."


def test_a_decision_that_was_superseded_is_closed_too(decision):
    before = frozen()

    decision.validity = "superseded"
    decision.save()

    assert only(before, Kind.CLOSED).after == Standing.SUPERSEDED


def test_a_decision_that_was_begun_moved_on(decision):
    before = frozen()

    make_follow_up(implementation="in_progress")

    change = only(before, Kind.MOVED)
    assert (change.before, change.after) == (Standing.NOT_STARTED, Standing.IN_PROGRESS)
    assert found(before, Kind.CLOSED) == []


def test_a_decision_that_fell_due_meanwhile_moved_on(decision):
    today = timezone.localdate()
    decision.due_on = today
    decision.save()

    before, after = frozen(on=today), frozen(on=today + timedelta(days=1))

    (change,) = found(before, Kind.MOVED, after)
    assert (change.before, change.after) == (Standing.NOT_STARTED, Standing.OVERDUE)


def test_a_decision_that_was_taken_since_is_new(decision):
    before = frozen()

    new = make_decision(meeting=decision.meeting)

    change = only(before, Kind.NEW)
    assert (change.code, change.title, change.after) == (
        new.code,
        new.wording,
        Standing.NOT_STARTED,
    )


def test_contents_of_two_plans_share_no_indicator(decision):
    make_indicator()
    before = frozen()
    after = frozen() | {"plan": before["plan"] | {"slug": "2031-2035"}, "indicators": []}

    make_follow_up(implementation="in_progress")

    assert changes(before, after) == []
    moved = after | {"decisions": frozen()["decisions"]}
    assert [change.kind for change in changes(before, moved)] == [Kind.MOVED]


def test_a_status_of_another_release_is_told_by_its_word():
    indicator = make_indicator()
    before = frozen()
    before["indicators"][0] |= {"status": "splendid", "status_text": "Splendid"}

    change = only(before, Kind.STATUS)
    assert (change.code, change.before) == (indicator.code, "Splendid")


def test_changes_stand_in_the_order_in_which_a_meeting_asks(decision):
    indicator = make_indicator(baseline_value=0, baseline_year=2025)
    make_period()
    make_period()
    make_milestone(indicator=indicator, year=this_year() + 1, value=10)
    before = frozen()

    make_follow_up(implementation="completed")
    make_measurement(indicator=indicator, value=10, state="verified")

    assert [change.kind for change in changes(before, frozen())] == [
        Kind.STATUS,
        Kind.VALUE,
        Kind.CLOSED,
    ]
