"""The memory of an output on its page: the plan's own events with decisions and follow-ups."""

import re
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from logframe.models import ReviewState
from tests.factories import (
    make_activity,
    make_decision,
    make_decision_link,
    make_follow_up,
    make_indicator,
    make_measurement,
    make_meeting,
    make_milestone,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
)

pytestmark = pytest.mark.django_db

LINE = re.compile(r'<li><time datetime="([\d-]+)">.*?<span class="tag">(.*?)</span> (.*?)</li>')


@pytest.fixture
def output():
    plan = make_plan()
    for _ in range(5):
        make_period(plan=plan)
    return make_output()


def verified(month):
    moment = datetime(2026, month, 1, tzinfo=UTC)
    return {"state": ReviewState.VERIFIED, "recorded_at": moment, "verified_at": moment}


def decide(output, day, **fields):
    """Make a decision of a meeting that ended on a day, which bears on the output."""
    decision = make_decision(meeting=make_meeting(ends_on=day), **fields)
    make_decision_link(decision=decision, output=output)
    return decision


def lines(client, output, query=""):
    """The lines of the page: day, kind and the rest without markup."""
    page = client.get(f"{output.get_absolute_url()}{query}").content.decode()
    found = LINE.findall(page)
    return [(day, kind, re.sub(r"<[^>]+>", "", text).strip()) for day, kind, text in found]


@pytest.fixture
def full(output):
    """An output to which one thing of each kind happened."""
    indicator = make_indicator(output=output, title="Trees planted")
    make_milestone(indicator=indicator, value=10)
    make_milestone(
        indicator=indicator, value=8, set_on=date(2026, 2, 1), authority="SOM", reason="Money"
    )
    make_measurement(indicator=indicator, value=5, **verified(6))
    make_progress_report(output=output, **verified(7))
    make_activity(outputs=[output], starts_on=date(2026, 3, 1))
    decision = decide(output, date(2026, 1, 15))
    make_follow_up(decision=decision, date=date(2026, 4, 1), what_was_done="A letter was sent")
    return output


def test_all_that_happened_stands_in_one_line_the_newest_first(focal_client, full):
    assert lines(focal_client, full) == [
        ("2026-07-01", "narrative", "Report of 2026 Something was achieved"),
        ("2026-06-01", "value", "4.1(a)-1 Trees planted, 2026: 5"),
        ("2026-04-01", "follow-up", "SOM-1/I/1/1 A letter was sent (in progress)"),
        ("2026-03-01", "activity", "A01 Activity 1 · 1 March 2026"),
        ("2026-02-01", "milestone", "4.1(a)-1 Trees planted, 2026: 10 → 8 (SOM) Money"),
        (
            "2026-01-15",
            "decision",
            "SOM-1/I/1/1 The Meeting requested the Secretariat to do thing 1.",
        ),
    ]


def test_the_line_can_be_narrowed_to_one_kind(focal_client, full):
    for slug, kind in {
        "values": "value",
        "narratives": "narrative",
        "decisions": "decision",
        "follow-ups": "follow-up",
        "activities": "activity",
        "milestones": "milestone",
    }.items():
        assert [found for _, found, _ in lines(focal_client, full, f"?show={slug}")] == [kind]


def test_an_unknown_kind_shows_all(focal_client, full):
    assert len(lines(focal_client, full, "?show=gossip")) == 6


def test_as_of_a_day_nothing_later_is_in_the_line(focal_client, full):
    told = lines(focal_client, full, "?as_of=2026-03-01")

    assert [day for day, _, _ in told] == ["2026-03-01", "2026-02-01", "2026-01-15"]
    assert lines(focal_client, full, "?as_of=2025-06-01") == []


def test_links_that_narrow_a_page_of_the_past_stay_in_the_past(focal_client, full):
    page = focal_client.get(f"{full.get_absolute_url()}?as_of=2026-03-01").content.decode()

    assert 'href="?as_of=2026-03-01&amp;show=decisions#memory"' in page


def test_a_decision_of_a_meeting_to_come_or_of_an_unknown_day_is_not_in_the_line(
    focal_client, output
):
    decide(output, timezone.localdate() + timedelta(days=1))
    decide(output, None)

    assert lines(focal_client, output) == []


def test_a_decision_that_bears_on_another_output_is_not_in_the_line(focal_client, output):
    make_follow_up(decision=decide(make_output(), date(2026, 1, 15)))

    assert lines(focal_client, output) == []


def test_drafts_are_not_in_the_line_of_anybody(manager_client, output):
    make_measurement(indicator=make_indicator(output=output), state=ReviewState.SUBMITTED)
    make_progress_report(output=output, state=ReviewState.RETURNED)

    assert lines(manager_client, output) == []


def test_the_newest_forty_stand_on_the_page_and_all_on_demand(focal_client, output):
    for number in range(45):
        day = date(2026, 1, 1) + timedelta(days=number)
        make_activity(outputs=[output], starts_on=day)

    newest = lines(focal_client, output)

    assert len(newest) == 40
    assert newest[0][0] == "2026-02-14"
    assert len(lines(focal_client, output, "?all=1")) == 45
    page = focal_client.get(output.get_absolute_url())
    assert "Show all 45" in page.content.decode()


@pytest.mark.parametrize("many", [1, 10])
def test_the_page_asks_as_often_for_ten_times_the_rows(
    focal_client, output, many, django_assert_num_queries
):
    for _ in range(many):
        make_follow_up(decision=decide(output, date(2026, 1, 15)))
        first = make_measurement(indicator=make_indicator(output=output), **verified(6))
        make_measurement(replaces=first, **verified(7))
        make_activity(outputs=[output], starts_on=date(2026, 3, 1))

    with django_assert_num_queries(16):
        assert focal_client.get(output.get_absolute_url()).status_code == HTTPStatus.OK
