"""The memory of an output: what happened to it in the plan, day by day."""

from datetime import UTC, date, datetime

import pytest

from logframe.memory import ACTIVITIES, MILESTONES, NARRATIVES, VALUES, events
from logframe.models import ReviewState
from logframe.scorecard import Scorecard
from tests.factories import (
    make_activity,
    make_indicator,
    make_measurement,
    make_member_state,
    make_milestone,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 1)


@pytest.fixture
def plan():
    plan = make_plan()
    for _ in range(5):
        make_period(plan=plan)
    return plan


@pytest.fixture
def output(plan):
    return make_output()


def verified(month, day=1):
    """Say when a row was recorded and verified."""
    return {
        "state": ReviewState.VERIFIED,
        "recorded_at": datetime(2026, month, day, tzinfo=UTC),
        "verified_at": datetime(2026, month, day, 6, tzinfo=UTC),
    }


def memory(output, on=TODAY):
    score = Scorecard.load(output.plan, on=on, include=output).areas[0].outputs[0]
    return list(events(score, list(output.activities.all()), on))


def test_a_verified_value_is_told_on_the_day_of_its_verification(output):
    indicator = make_indicator(output=output, title="Trees planted")
    make_measurement(indicator=indicator, value=12, **verified(7, 3))

    (event,) = memory(output)

    assert (event.day, event.kind, event.name) == (date(2026, 7, 3), VALUES, indicator.code)
    assert event.text == "Trees planted, 2026: 12"
    assert event.address == indicator.get_absolute_url()


def test_what_is_not_verified_is_not_told(output):
    for state in (ReviewState.DRAFT, ReviewState.SUBMITTED, ReviewState.RETURNED):
        make_measurement(indicator=make_indicator(output=output), state=state)
    make_progress_report(output=output, state=ReviewState.SUBMITTED)

    assert memory(output) == []


def test_a_correction_tells_what_it_replaced_and_why(output):
    indicator = make_indicator(output=output, title="Trees planted")
    first = make_measurement(indicator=indicator, value=12, **verified(7))
    make_measurement(replaces=first, value=10, replacement_reason="Two died", **verified(8))

    (event,) = memory(output)

    assert event.text == "Trees planted, 2026: 12 → 10, corrected"
    assert event.reason == "Two died"
    assert event.day == date(2026, 8, 1)


def test_a_correction_that_nobody_has_verified_leaves_the_value(output):
    first = make_measurement(indicator=make_indicator(output=output), value=12, **verified(7))
    make_measurement(replaces=first, value=10)

    assert [event.text for event in memory(output)] == ["Indicator 1, 2026: 12"]


def test_a_value_names_its_state_and_says_yes_and_not_applicable(output):
    state = make_member_state(name="Arcadia")
    indicator = make_indicator(
        output=output, measure="yes_no", by_member_state=True, state_total="count"
    )
    other = make_member_state(name="Utopia")
    make_measurement(indicator=indicator, member_state=state, value=1, **verified(7))
    make_measurement(
        indicator=indicator,
        member_state=other,
        value=None,
        not_applicable=True,
        note="No coast",
        **verified(7),
    )

    assert [event.text for event in memory(output)] == [
        "Indicator 1, Arcadia, 2026: yes",
        "Indicator 1, Utopia, 2026: not applicable",
    ]


def test_a_revised_milestone_is_told_old_to_new_with_authority_and_reason(output):
    indicator = make_indicator(output=output)
    make_milestone(indicator=indicator, value=10)
    words = {"authority": "SOM-28, para. 9", "reason": "Half of the money came"}
    make_milestone(indicator=indicator, value=8, set_on=date(2026, 5, 2), **words)
    make_milestone(indicator=indicator, value=6, set_on=date(2026, 9, 2), **words)

    told = [(event.day, event.kind, event.text, event.reason) for event in memory(output)]

    assert told == [
        (
            date(2026, 5, 2),
            MILESTONES,
            "Indicator 1, 2026: 10 → 8 (SOM-28, para. 9)",
            "Half of the money came",
        ),
        (
            date(2026, 9, 2),
            MILESTONES,
            "Indicator 1, 2026: 8 → 6 (SOM-28, para. 9)",
            "Half of the money came",
        ),
    ]


def test_a_narrative_begins_with_the_own_rating_and_leads_to_its_full_text(output):
    make_progress_report(
        output=output, rating="at_risk", achievements="word " * 30, **verified(10, 5)
    )

    (event,) = memory(output)

    assert (event.day, event.kind) == (date(2026, 10, 5), NARRATIVES)
    assert event.name == "Report of 2026"
    assert event.text == f"own rating: at risk. {' '.join(['word'] * 24)}…"
    assert event.address == "#report-2026"


def test_an_activity_is_told_on_its_first_day_where_that_is_known_and_past(output):
    fields = {"outputs": [output], "title": "Workshop"}
    make_activity(
        starts_on=date(2026, 6, 2), ends_on=date(2026, 6, 4), place="Port of Spain", **fields
    )
    make_activity(dates_text="in summer", **fields)
    make_activity(starts_on=date(2026, 12, 1), **fields)
    make_activity(starts_on=date(2026, 6, 2), status="cancelled", **fields)

    (event,) = memory(output)

    assert (event.day, event.kind) == (date(2026, 6, 2), ACTIVITIES)
    assert event.text == "Workshop · 2-4 June 2026 · Port of Spain"


def test_as_of_a_day_nothing_later_is_told(output):
    indicator = make_indicator(output=output)
    make_milestone(indicator=indicator, value=10)
    make_milestone(
        indicator=indicator, value=8, set_on=date(2026, 5, 2), authority="SOM", reason="Money"
    )
    first = make_measurement(indicator=indicator, value=12, **verified(7))
    make_measurement(replaces=first, value=10, **verified(8))
    make_progress_report(output=output, **verified(9))
    make_activity(outputs=[output], starts_on=date(2026, 6, 2))

    told = {day: sorted(event.text for event in memory(output, on=day)) for day in (
        date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
    )}  # fmt: skip

    revised = "Indicator 1, 2026: 10 → 8 (SOM)"
    activity = "Activity 1 · 2 June 2026"
    assert told == {
        date(2026, 5, 1): [],
        date(2026, 6, 1): [revised],
        date(2026, 7, 1): [activity, revised, "Indicator 1, 2026: 12"],
        date(2026, 8, 1): [activity, revised, "Indicator 1, 2026: 12 → 10, corrected"],
    }


def test_telling_asks_for_the_narratives_alone(output, django_assert_num_queries):
    for number in range(3):
        first = make_measurement(indicator=make_indicator(output=output), **verified(7))
        make_measurement(replaces=first, value=number, **verified(8))
    make_progress_report(output=output, **verified(9))
    score = Scorecard.load(output.plan, on=TODAY, include=output).areas[0].outputs[0]

    with django_assert_num_queries(2):
        assert len(list(events(score, [], TODAY))) == 4
