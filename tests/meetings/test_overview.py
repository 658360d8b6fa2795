"""What the overview of the plan says of decisions: on the cards of the areas, and in its lists."""

import re
from datetime import date
from html import unescape

import pytest

from logframe.scorecard import Scorecard
from meetings.templatetags.decisions import area_cards, decisions_due_next, open_decisions
from meetings.templatetags.since import closing_lines, since_last_meeting
from tests.factories import (
    make_area,
    make_decision,
    make_follow_up,
    make_indicator,
    make_meeting,
    make_objective,
    make_output,
)

pytestmark = pytest.mark.django_db

HELD, ON = date(2026, 3, 1), date(2026, 7, 1)


@pytest.fixture
def area():
    return make_objective(area=make_area(name="<i>air"), summary="<i>clean").area


@pytest.fixture
def meeting():
    return make_meeting(status="held", starts_on=HELD, ends_on=HELD)


def read(html: str) -> list[str]:
    """Return what a reader sees, with a line for each paragraph and each item of a list."""
    assert "<i>" not in html
    lines = re.sub(r"</?(?:h3|p|li|ul)\b[^>]*>", "\n", html)
    texts = (" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines.splitlines())
    return [unescape(text) for text in texts if text]


def test_a_card_tells_what_is_open_in_its_area(area, meeting):
    make_indicator(output=make_output(objective=area.objective))
    make_decision(meeting=meeting, area=area, due_on=date(2026, 5, 1))
    make_decision(meeting=meeting, area=area)
    make_decision(meeting=meeting)

    cards = area_cards(Scorecard.load(area.plan, on=ON).areas, open_decisions(ON))

    assert read(cards) == [
        "4.1 <i>air",
        "<i>clean",
        "1 not assessable",
        "0 of 1 assessable 2 decisions open, 1 overdue 1 output",
    ]


def test_a_card_of_an_area_without_anything_says_so(area):
    *_, foot = read(area_cards(Scorecard.load(area.plan, on=ON).areas, open_decisions(ON)))

    assert foot == "0 of 0 assessable 0 decisions open 0 outputs"


def test_decisions_with_a_day_stand_in_its_order_and_a_long_one_is_cut(meeting):
    wording = "<i>The Meeting " + "word " * 20
    make_decision(meeting=meeting, due_on=date(2026, 12, 1), wording="<i>Later")
    make_decision(meeting=meeting, due_on=date(2026, 5, 1), wording=wording)
    make_decision(meeting=meeting)

    assert read(decisions_due_next(ON)) == [
        f"1 May 2026 ■ Overdue SOM-1/I/2/1 <i>The Meeting {'word ' * 12}…",
        "1 December 2026 ○ No follow-up yet SOM-1/I/1/1 <i>Later",
    ]


def test_without_a_decision_with_a_day_nothing_is_due(meeting):
    assert read(decisions_due_next(ON)) == ["Nothing is due."]


def test_what_was_closed_since_the_meeting_is_listed(area, meeting):
    done = make_decision(meeting=meeting)
    make_follow_up(decision=done, implementation="completed", date=date(2026, 6, 1))
    make_follow_up(decision=make_decision(meeting=meeting), date=date(2026, 6, 2))

    since = since_last_meeting(Scorecard.load(area.plan, on=ON))

    assert read(closing_lines(since.closed)) == ["1 June 2026 SOM-1/I/1/1 completed"]
    assert read(closing_lines([])) == ["None."]
