"""Earlier open decisions that a new one resembles: who is shown them, and what one click says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from meetings import relations, text_index
from meetings.models import Decision, DecisionRelation
from tests.factories import (
    make_body,
    make_decision,
    make_decision_relation,
    make_follow_up,
    make_meeting,
)
from tests.forms import admin_url, text_of

pytestmark = pytest.mark.django_db

RIVERS = "The Meeting requested the Secretariat to write a concept note on clean rivers."
AGAIN = "The Meeting requested the Secretariat to write a new concept note on clean rivers."
SEMINAR = "The Meeting welcomed the offer of a member State to host a seminar on forests."


@pytest.fixture
def earlier():
    """An open decision on rivers, and one on forests, of the first meeting."""
    first = make_meeting()
    make_decision(meeting=first, wording=SEMINAR)
    return make_decision(meeting=first, wording=RIVERS)


@pytest.fixture
def later(earlier):
    """A decision of the next meeting in nearly the same words as the one on rivers."""
    return make_decision(meeting=make_meeting(), wording=AGAIN)


def named(decision: Decision) -> list[str]:
    return [one.decision.code for one in relations.alike(decision)]


def test_a_decision_names_the_earlier_open_one_that_it_resembles(earlier, later):
    (found,) = relations.alike(later)

    assert found.decision == earlier
    assert found.reason == "shares “clean rivers”, “concept note”"


def test_what_is_done_related_later_or_of_another_body_is_not_named(earlier, later):
    make_decision(meeting=make_meeting(body=make_body()), wording=RIVERS)
    make_decision(meeting=make_meeting(number=9), wording=RIVERS)
    make_decision(meeting=later.meeting, wording=RIVERS)
    assert named(later) == [earlier.code]

    relation = make_decision_relation(decision=later, earlier=earlier, kind="repeats")
    assert named(later) == []

    relation.delete()
    make_follow_up(decision=earlier, implementation="completed")
    assert named(later) == []


@pytest.mark.parametrize("is_indexed", [True, False])
def test_among_very_many_those_are_compared_that_share_two_words(
    earlier, later, monkeypatch, is_indexed
):
    monkeypatch.setattr(relations, "COMPARED", 2)
    if not is_indexed:
        monkeypatch.setattr(text_index, "is_made", lambda connection: False)
    for _number in range(3):
        make_decision(meeting=earlier.meeting, wording=SEMINAR)

    assert named(later) == [earlier.code]


def test_the_page_asks_for_a_repetition_with_one_click(officer_client, earlier, later):
    page = officer_client.get(later.get_absolute_url()).content.decode()
    assert f"It repeats {earlier.code}</button>" in page

    address = f"{later.get_absolute_url()}relation/"
    response = officer_client.post(address, {"earlier": earlier.code, "kind": "repeats"})

    assert response.url == later.get_absolute_url()
    relation = DecisionRelation.objects.get()
    assert (relation.decision, relation.kind, relation.earlier) == (later, "repeats", earlier)
    assert 'id="alike"' not in officer_client.get(later.get_absolute_url()).content.decode()


def test_one_click_supersedes(officer_client, earlier, later):
    address = f"{later.get_absolute_url()}relation/"

    officer_client.post(address, {"earlier": earlier.code, "kind": "supersedes"})

    earlier.refresh_from_db()
    assert earlier.validity == "superseded"


def test_who_may_relate_nothing_is_shown_nothing(focal_client, earlier, later):
    assert "Resembles" not in text_of(focal_client.get(later.get_absolute_url()))
    assert "resembles" not in text_of(focal_client.get(later.meeting.get_absolute_url()))


def test_what_asks_for_no_action_resembles_nothing(officer_client, earlier, later):
    later.is_actionable = False
    later.save()

    assert "Resembles" not in text_of(officer_client.get(later.get_absolute_url()))


def test_the_meeting_says_how_many_of_its_decisions_resemble_earlier_ones(
    officer_client, earlier, later
):
    make_decision(meeting=later.meeting, wording="The Meeting requested a budget.")

    page = text_of(officer_client.get(later.meeting.get_absolute_url()))

    assert "1 of them resembles an earlier decision that is open." in page
    assert f'<a href="{later.get_absolute_url()}#alike">{later.code}</a></p>' in page
    assert "resembles" not in text_of(officer_client.get(earlier.meeting.get_absolute_url()))

    make_decision_relation(decision=later, earlier=earlier, kind="repeats")
    assert "resembles" not in text_of(officer_client.get(later.meeting.get_absolute_url()))


def test_the_admin_leads_to_what_it_resembles(officer_client, earlier, later):
    page = officer_client.get(admin_url(later)).content.decode()

    assert f'<a href="{later.get_absolute_url()}#alike">{escape(earlier.code)}</a>' in page


@pytest.mark.parametrize("of_meeting", [False, True])
def test_a_page_asks_as_often_for_many_that_are_alike_as_for_one(
    officer_client, earlier, later, of_meeting
):
    address = (later.meeting if of_meeting else later).get_absolute_url()
    asked_for = []
    for _time in range(2):
        officer_client.get(address)
        with CaptureQueriesContext(connection) as queries:
            officer_client.get(address)
        asked_for.append(len(queries))
        for _number in range(3):
            make_decision(meeting=earlier.meeting, wording=RIVERS)
            make_decision(meeting=later.meeting, wording=AGAIN)

    assert asked_for[0] == asked_for[1]
