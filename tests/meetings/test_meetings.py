"""Bodies and their meetings: what is known of them, and which was held last."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from meetings.models import Body, Meeting
from tests.factories import (
    make_agenda_item,
    make_body,
    make_decision,
    make_document,
    make_meeting,
    make_meeting_officer,
    make_member_state,
)

pytestmark = pytest.mark.django_db


def held(day, **fields):
    return make_meeting(starts_on=day, ends_on=day, status="held", **fields)


# What is known


def test_what_is_not_known_of_a_meeting_is_empty():
    meeting = make_meeting()

    meeting.refresh_from_db()

    assert (meeting.starts_on, meeting.ends_on, meeting.dates_as_known) == (None, None, "")
    assert (meeting.place, meeting.host, meeting.report_adopted_on) == ("", "", None)
    assert not meeting.attended_by.exists()


def test_a_meeting_is_expected_until_it_was_held():
    assert make_meeting().status == "expected"


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"city": "Ulaanbaatar", "country": "Mongolia"}, "Ulaanbaatar, Mongolia"),
        ({"country": "Mongolia"}, "Mongolia"),
        ({"city": "Ulaanbaatar", "modality": "hybrid"}, "Ulaanbaatar"),
        ({"modality": "online"}, "online"),
        ({}, ""),
    ],
)
def test_the_place_is_told_as_far_as_it_is_known(fields, place):
    assert make_meeting(**fields).place == place


def test_a_meeting_remembers_who_attended():
    meeting, state = make_meeting(), make_member_state()

    meeting.attended_by.add(state)

    assert list(state.attended_meetings.all()) == [meeting]


def test_a_link_to_a_document_is_an_address():
    with pytest.raises(ValidationError, match="Enter a valid URL"):
        make_document(link="the second folder on the left")


def test_an_agenda_stands_in_its_order():
    meeting = make_meeting()
    second = make_agenda_item(meeting=meeting, order=2, number="1(a)")
    first = make_agenda_item(meeting=meeting, order=1, number="1")

    assert list(meeting.agenda.all()) == [first, second]


def test_an_agenda_item_without_a_number_is_called_by_its_title():
    assert str(make_agenda_item(number="", title="Other matters")) == "Other matters"


def test_a_document_without_a_symbol_is_called_by_its_title():
    assert str(make_document(symbol="", title="Concept note")) == "Concept note"


def test_an_office_is_named_with_who_holds_it():
    officer = make_meeting_officer(role="vice_chair", name="A Person")

    assert str(officer) == "Vice-Chair: A Person"


# Codes


def test_the_code_of_a_meeting_with_decisions_is_permanent():
    meeting = make_meeting(number=26)
    make_decision(meeting=meeting)

    meeting.code = "SOM-26-bis"
    with pytest.raises(ValidationError, match="The codes of its decisions begin with SOM-26"):
        meeting.save()

    assert Meeting.objects.get().code == "SOM-26"


def test_the_code_of_a_meeting_without_decisions_can_be_mended():
    meeting = make_meeting(number=26)

    meeting.code = "SOM-26-bis"
    meeting.save()

    assert Meeting.objects.get().code == "SOM-26-bis"


def test_a_meeting_with_decisions_can_be_edited_otherwise():
    meeting = make_meeting()
    make_decision(meeting=meeting)

    meeting.city = "Ulaanbaatar"
    meeting.save()

    assert Meeting.objects.get().city == "Ulaanbaatar"


# Which was held last


def test_the_last_meeting_is_the_one_that_ended_last():
    last = held(date(2025, 11, 20))
    held(date(2024, 11, 20))

    assert Meeting.objects.last_held(date(2026, 6, 30)) == last


def test_a_meeting_is_held_on_its_last_day_and_not_before():
    before = held(date(2024, 11, 20))
    last = make_meeting(starts_on=date(2025, 11, 20), ends_on=date(2025, 11, 21))

    assert Meeting.objects.last_held(date(2025, 11, 20)) == before
    assert Meeting.objects.last_held(date(2025, 11, 21)) == last


def test_a_meeting_that_was_cancelled_was_not_held():
    before = held(date(2024, 11, 20))
    make_meeting(starts_on=date(2025, 11, 20), ends_on=date(2025, 11, 20), status="cancelled")

    assert Meeting.objects.last_held(date(2026, 6, 30)) == before


def test_a_meeting_of_another_body_is_not_the_last():
    som = held(date(2024, 11, 20), body=make_body())
    held(date(2025, 11, 20), body=make_body())

    assert Meeting.objects.last_held(date(2026, 6, 30)) == som


def test_a_meeting_whose_days_are_not_known_is_not_the_last():
    make_meeting(status="held")

    assert Meeting.objects.last_held(date(2026, 6, 30)) is None


def test_without_a_day_the_last_meeting_is_that_before_today():
    before = held(date(2024, 11, 20))
    held(date(2999, 1, 1))

    assert Meeting.objects.last_held() == before


def test_only_the_meetings_of_the_governing_body_bind_the_programme():
    som = make_meeting(body=make_body(is_governing=True))
    make_meeting(body=make_body(is_governing=False))

    assert list(Meeting.objects.of_governing_body()) == [som]


def test_the_register_begins_with_the_newest_meeting_of_the_first_body():
    first, second = make_body(), make_body()
    other = make_meeting(body=second, number=9)
    old = make_meeting(body=first, number=1)
    new = make_meeting(body=first, number=2)

    assert list(Meeting.objects.in_order()) == [new, old, other]


def test_meetings_are_sorted_by_how_many_decisions_they_took(focal_client):
    none, two, one = make_meeting(), make_meeting(), make_meeting()
    for meeting in (two, two, one):
        make_decision(meeting=meeting)

    rows = [
        row.record for row in focal_client.get("/meetings/?sort=-decisions").context["table"].rows
    ]

    counted = [(meeting, meeting.decision_count) for meeting in rows]
    assert counted == [(two, 2), (one, 1), (none, 0)]


def test_bodies_stand_in_their_order():
    second, first = make_body(order=2), make_body(order=1)

    assert list(Body.objects.all()) == [first, second]
