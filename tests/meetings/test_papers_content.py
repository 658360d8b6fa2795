"""What the papers of a meeting say, as plain data: what was verified, as of a day."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from logframe.models import Plan
from meetings.models import Meeting
from meetings.papers import PapersError, content_of, make_papers, selection
from meetings.papers.titles import ordinal
from tests.factories import (
    make_activity,
    make_agenda_item,
    make_area,
    make_body,
    make_decision,
    make_decision_link,
    make_document,
    make_follow_up,
    make_indicator,
    make_measurement,
    make_meeting,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
)

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
IN_TIME = datetime(2026, 10, 16, tzinfo=UTC)


@pytest.fixture
def plan() -> Plan:
    plan = make_plan(is_current=True)
    make_period(plan=plan, year=2026)
    return plan


@pytest.fixture
def output(plan):
    return make_output(objective=make_objective(area=make_area(plan=plan)))


@pytest.fixture
def meetings() -> tuple[Meeting, Meeting]:
    """Two meetings of one body: the one before, and the one that the papers are for."""
    body = make_body(code="SOM", name="Senior Officials Meeting", is_governing=True)
    last = make_meeting(
        body=body, number=28, code="SOM-28", starts_on=date(2025, 9, 22), ends_on=date(2025, 9, 23)
    )
    return last, make_meeting(body=body, number=29, code="SOM-29")


@pytest.fixture
def last(meetings) -> Meeting:
    return meetings[0]


@pytest.fixture
def meeting(meetings) -> Meeting:
    return meetings[1]


def said_of(records: list[dict], code: str) -> dict:
    return next(one for one in records if one["code"] == code)


def types_in(value) -> set[type]:
    if isinstance(value, dict):
        return {type(value)}.union(*(types_in(one) for one in value.values()))
    if isinstance(value, list):
        return {type(value)}.union(*(types_in(one) for one in value))
    return {type(value)}


def test_it_is_plain_data(output, last, meeting):
    indicator = make_indicator(output=output)
    make_milestone(indicator=indicator, value=Decimal("4.50"), set_on=date(2026, 1, 30))
    make_measurement(indicator=indicator, value=Decimal("1.2500"), recorded_at=IN_TIME)
    make_decision(meeting=last)

    content = content_of(meeting, ON)

    assert types_in(content) <= {dict, list, str, int, bool, type(None)}
    assert json.loads(json.dumps(content)) == content


def test_decimals_are_texts_without_needless_zeros(output, meeting):
    indicator = make_indicator(output=output)
    make_milestone(indicator=indicator, year=2026, value=Decimal("4.50"), set_on=ON)

    (target,) = content_of(meeting, ON)["indicators"][0]["targets"]

    assert (target["value"], target["set_on"]) == ("4.5", "2026-11-22")


def test_it_names_the_meeting_in_words_and_leaves_empty_what_is_not_known(plan, meeting):
    said = content_of(meeting, ON)["meeting"]

    assert said["name"].startswith("Twenty-ninth Senior Officials Meeting (SOM) of ")
    assert (said["starts_on"], said["dates"], said["place"]) == (None, "", "")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "First"), (12, "Twelfth"), (20, "Twentieth"), (29, "Twenty-ninth"), (2026, "2026")],
)
def test_ordinals_are_spelled_out(number, words):
    assert ordinal(number) == words


def test_it_names_the_meeting_before(plan, last, meeting):
    content = content_of(meeting, ON)

    assert content["since"]["code"] == "SOM-28"
    assert content["since"]["dates"] == "22-23 September 2025"


def test_of_the_first_meeting_nothing_was_before(plan, last):
    content = content_of(last, ON)

    assert content["since"] is None
    assert content["decisions"] == []


def test_the_year_is_that_which_the_meeting_reviews(plan, meeting):
    meeting.reviews = make_period(plan=plan, year=2027)
    meeting.save()

    assert content_of(meeting, ON)["year"] == 2027


def test_without_a_plan_it_says_what_to_do(meeting):
    with pytest.raises(PapersError, match="mark one as the current plan"):
        content_of(meeting, ON)


# Only what was verified


def test_a_value_that_waits_is_told_to_staff_and_does_not_count(output, meeting):
    indicator = make_indicator(output=output)
    make_measurement(indicator=indicator, state="submitted", recorded_at=IN_TIME)

    (indicator,) = content_of(meeting, ON)["indicators"]

    assert (indicator["values"], indicator["value"]) == ([], None)
    assert indicator["waiting"] == [2026]


def test_a_narrative_that_waits_is_told_to_staff_and_left_out(output, meeting):
    make_progress_report(output=output, state="submitted", recorded_at=IN_TIME)

    (said,) = content_of(meeting, ON)["outputs"]

    assert (said["narrative"], said["narrative_waits"]) == (None, True)


def test_a_revised_milestone_stands_beside_what_it_replaced(output, meeting):
    indicator = make_indicator(output=output)
    make_milestone(indicator=indicator, year=2026, value=4, set_on=date(2026, 1, 30))
    make_milestone(
        indicator=indicator,
        year=2026,
        value=6,
        set_on=date(2026, 6, 1),
        authority="SOM-28, para. 9",
        reason="More cities took part.",
    )

    old, new = content_of(meeting, ON)["indicators"][0]["targets"]

    assert [(one["value"], one["in_force"]) for one in (old, new)] == [("4", False), ("6", True)]
    assert (new["authority"], new["reason"]) == ("SOM-28, para. 9", "More cities took part.")


def test_activities_have_their_money_as_it_is(plan, meeting):
    make_activity(plan=plan, code="A1", starts_on=ON, budget=Decimal("42000.50"))
    make_activity(plan=plan, code="A2", starts_on=ON)

    activities = content_of(meeting, ON)["activities"]

    assert [one["budget"] for one in activities] == ["42000.5", None]


def test_an_activity_is_proposed_while_it_has_a_day_to_come(plan, meeting):
    area = make_area(plan=plan)
    planned = {"area": area, "status": "planned"}
    make_activity(**planned, starts_on=date(2026, 11, 20), ends_on=ON)
    make_activity(**planned, starts_on=date(2026, 11, 21))
    make_activity(**planned, status_as_of="2026-11-01")
    make_activity(area=area, status="completed", starts_on=ON)
    content = content_of(meeting, ON)

    proposed = selection.activities_planned(content, selection.area_of(content, area.code))
    others = selection.activities_without_end(content, selection.area_of(content, area.code))

    assert [one["code"] for one in proposed] == ["A01"]
    assert [one["code"] for one in others] == ["A02", "A03"]


# Decisions


def test_it_has_all_decisions_before_the_meeting_and_marks_those_to_follow_up(plan, last, meeting):
    make_decision(meeting=last, paragraph=1)
    make_decision(meeting=last, paragraph=2, kind="note", is_actionable=False)
    make_decision(meeting=meeting)

    decisions = content_of(meeting, ON)["decisions"]

    assert [(one["code"], one["in_follow_up"]) for one in decisions] == [
        ("SOM-28/I/1/1", True),
        ("SOM-28/I/2/1", False),
    ]


def test_a_follow_up_is_news_after_the_meeting_before(plan, last, meeting):
    decision = make_decision(meeting=last)
    make_follow_up(decision=decision, date=date(2025, 9, 23), implementation="in_progress")
    make_follow_up(decision=decision, date=date(2026, 5, 20), implementation="in_progress")

    (said,) = content_of(meeting, ON)["decisions"]

    assert [one["is_news"] for one in said["follow_ups"]] == [False, True]
    assert said["silent"] is False


def test_a_follow_up_of_a_later_day_is_not_there_yet(plan, last, meeting):
    make_follow_up(decision=make_decision(meeting=last), date=date(2026, 5, 20))

    (said,) = content_of(meeting, date(2026, 5, 19))["decisions"]

    assert said["follow_ups"] == []


def test_a_link_has_its_strength_and_its_reason(output, last, meeting):
    decision = make_decision(meeting=last)
    make_decision_link(decision=decision, output=output, reason="It names the centres.")

    (link,) = content_of(meeting, ON)["decisions"][0]["links"]

    assert (link["output"], link["strength"]) == (output.code, "direct")
    assert link["reason"] == "It names the centres."


# Agenda and documents


def test_an_area_has_its_item_and_its_place_on_the_agenda(plan, meeting):
    first, second = make_area(plan=plan), make_area(plan=plan)
    make_agenda_item(meeting=meeting, number="5(a)", title="Second", area=second)
    make_agenda_item(meeting=meeting, number="5(b)", title="First", area=first)

    areas = content_of(meeting, ON)["areas"]

    assert said_of(areas, first.code)["agenda_item"] == {"number": "5(b)", "title": "First"}
    assert [area["agenda_order"] for area in areas] == [2, 1]
    assert [area["order"] for area in areas] == sorted(area["order"] for area in areas)


def test_without_an_agenda_the_last_one_says_the_order_and_no_item(plan, last, meeting):
    first, second = make_area(plan=plan), make_area(plan=plan)
    make_agenda_item(meeting=last, number="5(a)", area=second)

    areas = content_of(meeting, ON)["areas"]

    assert said_of(areas, first.code)["agenda_order"] == 2
    assert [area["agenda_item"] for area in areas] == [None, None]


def test_the_documents_of_the_meeting_have_their_symbols(plan, meeting):
    make_document(meeting=meeting, symbol="SOM(29)/3", title="Air")

    (document,) = content_of(meeting, ON)["meeting"]["documents"]

    assert (document["symbol"], document["title"]) == ("SOM(29)/3", "Air")


def test_a_plan_without_all_its_years_still_makes_papers(output, meeting):
    make_milestone(indicator=make_indicator(output=output), year=2026, value=4)

    names = [file.name for file in make_papers(content_of(meeting, ON))]

    assert len(names) == 13


def test_an_activity_and_a_decision_stand_as_they_did_on_the_day(plan, meetings):
    last, meeting = meetings
    make_activity(
        plan=plan, starts_on=date(2026, 3, 1), ends_on=date(2026, 5, 31), status="completed"
    )
    make_follow_up(decision=make_decision(meeting=last), date=date(2026, 6, 1))

    content = content_of(meeting, date(2026, 4, 1))

    assert [one["status"] for one in content["activities"]] == ["in_progress"]
    assert [one["implementation"] for one in content["decisions"]] == ["not_started"]
