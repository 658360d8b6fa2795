"""The admin for meetings and decisions."""

from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from logframe.models import Output
from meetings.models import Body, Decision, Edition, FollowUp, Implementation, Meeting
from tests.conftest import signed_in
from tests.exchange import changed, confirm, export, problems, send
from tests.factories import (
    make_addressee,
    make_agenda_item,
    make_area,
    make_body,
    make_decision,
    make_decision_link,
    make_decision_relation,
    make_document,
    make_edition,
    make_follow_up,
    make_issued_file,
    make_meeting,
    make_meeting_officer,
    make_member_state,
    make_output,
    make_user,
)
from tests.forms import admin_url, filled, messages_of, run, save, text_of
from tests.looks import looks

pytestmark = pytest.mark.django_db
MODELS = {
    model: model_admin
    for model, model_admin in admin.site._registry.items()
    if model._meta.app_label == "meetings"
}


def make_one_of_each() -> None:
    make_agenda_item()
    make_document()
    make_meeting_officer()
    make_addressee()
    make_decision_link()
    make_decision_relation()
    make_follow_up()
    make_issued_file()


# Every page


def pages_of(model, model_admin) -> list[str]:
    """Return the addresses of all pages of a model."""
    record = model.objects.order_by("pk").first()
    kind = f"admin:meetings_{model._meta.model_name}"
    steps = ["import", "export"] if hasattr(model_admin, "import_action") else []
    lists = [reverse(f"{kind}_{page}") for page in ("changelist", "add", *steps)]
    return lists + [admin_url(record, page) for page in ("change", "history", "delete")]


def test_every_page_opens_or_says_that_it_is_closed(
    officer_client, manager_client, superuser, subtests
):
    make_one_of_each()
    addresses = [page for model in MODELS.items() for page in pages_of(*model)]

    for address, client in looks(addresses, (officer_client, manager_client, signed_in(superuser))):
        with subtests.test(address):
            answer = client.get(address).status_code
            assert answer == 200 or (answer == 403 and not address.endswith("/change/"))


# How often each list asks the database, whatever its length.
QUERIES = {Body: 5, Decision: 7, Edition: 6, FollowUp: 5, Meeting: 6}


def test_lists_ask_as_often_for_thirty_rows_as_for_three(superuser):
    client = signed_in(superuser)
    for rows in (3, 27):
        for _number in range(rows):
            decision = make_decision(meeting=make_meeting(), area=make_area())
            make_follow_up(decision=decision)
            make_edition(meeting=decision.meeting)
            make_body()
        asked = {}
        for model in QUERIES:
            with CaptureQueriesContext(connection) as queries:
                client.get(admin_url(model, "changelist"))
            asked[model] = len(queries)

        assert asked == QUERIES


def test_a_form_asks_as_often_for_thirty_rows_as_for_three(
    manager_client, django_assert_num_queries
):
    meeting, decision = make_meeting(), make_decision(meeting=make_meeting())
    for record in (meeting, decision):  # the content types are asked for once, ever
        manager_client.get(admin_url(record))
    for rows in (3, 27):
        for _number in range(rows):  # before the addressees, all of whom each moves on
            make_follow_up(decision=decision)
        for _number in range(rows):
            make_agenda_item(meeting=meeting, area=make_area())
            make_decision(meeting=meeting)
            make_addressee(decision=decision, member_state=make_member_state())
            make_decision_link(decision=decision, output=make_output())
        with django_assert_num_queries(18):
            manager_client.get(admin_url(meeting))
        with django_assert_num_queries(29):
            manager_client.get(admin_url(decision))


def test_every_input_of_a_row_says_what_it_is(manager_client):
    page = text_of(manager_client.get(admin_url(make_addressee().decision)))

    for label in ("What was done, row 1", "Implied, row 1", "Delete, row 1"):
        assert f'aria-label="{label}"' in page
    assert 'aria-label="Name, new row"' in page


# Meetings and what they decided


def test_a_decision_is_typed_on_the_page_of_its_meeting(officer_client):
    meeting = make_meeting()

    save(
        officer_client,
        meeting,
        **{
            "decisions-0-section": "I",
            "decisions-0-paragraph": "5",
            "decisions-0-sequence": "2",
            "decisions-0-wording": "The Meeting requested a note.",
            "decisions-0-kind": "request",
            "decisions-0-is_actionable": "on",
        },
    )

    decision = Decision.objects.get()
    assert decision.code == "SOM-1/I/5/2"
    assert decision.implementation == Implementation.NOT_STARTED


def test_what_stands_in_an_adopted_report_is_listed_and_locked(officer_client):
    decision = make_decision(wording="As adopted")
    decision.meeting.report_adopted_on = date(2026, 3, 1)
    decision.meeting.save()

    page = officer_client.get(admin_url(decision.meeting))
    assert "As adopted" in text_of(page)
    assert "decisions-0-wording" not in filled(page, **{"decisions-1-wording": None})

    make_decision(meeting=decision.meeting)
    save(officer_client, decision.meeting, city="Port")
    assert Meeting.objects.get().city == "Port"
    response = save(officer_client, decision, wording="Otherwise")
    assert "The report is adopted: its wording stays as it is." in text_of(response)


def test_the_place_of_a_decision_never_changes(officer_client):
    response = save(officer_client, make_decision(), paragraph="9")

    assert "The code SOM-1/I/1/1 is permanent" in text_of(response)


def test_a_decision_without_its_meeting_is_refused_not_an_error(officer_client):
    response = save(officer_client, make_decision(), meeting="", wording="Otherwise")

    assert response.status_code == 200
    assert "This field is required" in text_of(response)


def test_two_people_at_one_decision_are_told(officer_client, manager_client):
    decision = make_decision(note="")
    seen = filled(officer_client.get(admin_url(decision)), note="Mine")
    save(manager_client, decision, note="Theirs")

    response = officer_client.post(admin_url(decision), seen)

    assert "Yours: <q>Mine</q><br>Stored: <q>Theirs</q>" in text_of(response)


# Follow-ups


def test_a_follow_up_on_the_page_of_a_decision_moves_it_and_names_its_author(
    officer, officer_client
):
    decision = make_decision()

    save(
        officer_client,
        decision,
        **{
            "follow_ups-0-date": "2026-06-30",
            "follow_ups-0-what_was_done": "The note was sent.",
            "follow_ups-0-implementation": "completed",
            "follow_ups-0-no_evidence_reason": "It was said by telephone.",
        },
    )

    decision.refresh_from_db()
    assert decision.implementation == Implementation.COMPLETED
    assert decision.follow_ups.get().author == officer


def test_how_far_a_decision_is_cannot_be_typed(officer_client):
    decision = make_decision()

    save(officer_client, decision, implementation="completed", note="x")

    decision.refresh_from_db()
    assert (decision.implementation, decision.note) == (Implementation.NOT_STARTED, "x")


def test_a_decision_that_asks_for_nothing_offers_no_follow_up(officer_client):
    page = officer_client.get(admin_url(make_decision(is_actionable=False, kind="note")))

    assert "What was done" not in text_of(page)


def test_who_edits_a_follow_up_later_does_not_become_its_author(officer, manager_client):
    follow_up = make_follow_up(author=officer)

    save(manager_client, follow_up, what_was_done="More was done")

    follow_up.refresh_from_db()
    assert (follow_up.author, follow_up.what_was_done) == (officer, "More was done")


def test_an_officer_does_not_delete_a_follow_up_and_a_manager_does(officer_client, manager_client):
    follow_up = make_follow_up()

    assert officer_client.post(admin_url(follow_up, "delete"), {"post": "yes"}).status_code == 403
    assert "1 row was deleted." in messages_of(
        run(manager_client, "delete_selected", follow_up, post="yes")
    )
    assert Decision.objects.get().implementation == Implementation.NOT_STARTED


def test_a_follow_up_in_the_admin_can_be_about_one_who_is_addressed(officer_client):
    row = make_addressee(member_state=make_member_state())
    form = f"{admin_url(FollowUp, 'add')}?decision={row.decision_id}"

    page = officer_client.get(form)
    officer_client.post(
        form,
        filled(
            page,
            date="2026-06-30",
            what_was_done="The note was sent.",
            implementation="delayed",
            addressee=str(row.pk),
        ),
    )

    assert row.member_state.name in text_of(page)
    assert FollowUp.objects.get().addressee == row


def test_a_completing_follow_up_without_evidence_is_refused_in_the_admin(officer_client):
    decision = make_decision()

    page = save(
        officer_client,
        decision,
        **{
            "follow_ups-0-date": "2026-06-30",
            "follow_ups-0-what_was_done": "The note was sent.",
            "follow_ups-0-implementation": "completed",
        },
    )

    assert "needs evidence: give a link, or say why there is none." in text_of(page)
    assert not FollowUp.objects.exists()


# Relations


def test_an_earlier_decision_is_named_by_its_code_in_the_admin(officer_client):
    earlier, later = make_decision(), make_decision(meeting=make_meeting())
    relation = {"relations-0-kind": "supersedes", "relations-0-earlier": earlier.code}

    for _time in range(2):  # the second time nothing of it is changed
        save(officer_client, later, **relation)

    earlier.refresh_from_db()
    assert earlier.validity == "superseded"
    assert later.relations.get().version == 1


# Links


def test_an_output_is_searched_for_where_there_are_many(officer_client):
    link = make_decision_link()
    # Past all checks, which cost time.
    *_others, last = Output.objects.bulk_create(
        Output(
            plan=link.output.plan,
            objective=link.output.objective,
            letter=f"{number:02x}",
            code=f"4.1({number:02x})",
            slug=f"4.1{number:02x}",
        )
        for number in range(200)
    )

    save(officer_client, link.decision, **{"links-0-output": last.pk})

    assert last.code not in text_of(officer_client.get(admin_url(make_decision())))
    link.refresh_from_db()
    assert link.output == last


# Editions


def test_an_edition_is_read_and_never_written(superuser):
    edition = make_issued_file().edition
    client = signed_in(superuser)

    assert client.get(admin_url(Edition, "add")).status_code == 403
    assert client.post(admin_url(edition), {"number": "2"}).status_code == 403
    assert client.post(admin_url(edition, "delete"), {"post": "yes"}).status_code == 403


# Import and export


@pytest.mark.parametrize("kind", ["meeting", "decision", "followup"])
def test_an_export_that_is_imported_changes_nothing(officer_client, kind):
    meeting = make_meeting(starts_on=date(2026, 3, 1), note="=odd")
    meeting.attended_by.set([make_member_state(), make_member_state()])
    make_decision(owner=make_user("officer"), area=make_area(), due_meeting=meeting)
    make_follow_up()
    make_follow_up(what_was_done="More\nwas done")
    name = f"meetings_{kind}"
    before = export(officer_client, name)

    preview = send(officer_client, name, before)
    confirm(officer_client, name, preview)

    totals = preview.context["result"].totals
    assert (totals["new"], totals["update"]) == (0, 0), problems(preview)
    assert export(officer_client, name) == before


def test_a_file_brings_new_follow_ups_by_leaving_their_number_empty(officer, officer_client):
    make_follow_up()
    content = changed(
        export(officer_client, "meetings_followup"),
        number="",
        what_was_done="Then more was done",
        implementation="completed",
        evidence_link="https://example.org/note",
        author="",
    )

    confirm(officer_client, "meetings_followup", send(officer_client, "meetings_followup", content))

    newest = FollowUp.objects.get(number=2)
    assert newest.author == officer
    assert newest.decision.implementation == Implementation.COMPLETED


@pytest.mark.parametrize(
    ("kind", "cells", "column", "sentence"),
    [
        ("followup", {"number": "7", "author": ""}, "number", "leave the cell empty for a new one"),
        ("followup", {"decision": "SOM-1/I/9/9"}, "decision", "write one of SOM-1/I/1/1."),
        ("decision", {"implementation": "completed"}, "implementation", "is not imported"),
        ("decision", {"kind": "demand"}, "kind", "write one of request, recommend"),
        ("meeting", {"attended_by": "AAA; ZZZ"}, "attended_by", "There is no member State “ZZZ”"),
    ],
)
def test_a_cell_that_is_wrong_is_named_with_the_remedy(
    officer_client, kind, cells, column, sentence
):
    make_member_state()
    make_follow_up()
    name = f"meetings_{kind}"

    text = problems(send(officer_client, name, changed(export(officer_client, name), **cells)))

    assert f"<td>2</td><td><code>{column}</code></td>" in text
    assert sentence in text


def test_a_body_is_kept_while_it_has_meetings(superuser):
    body = make_body()
    make_meeting(body=body)

    signed_in(superuser).post(admin_url(body, "delete"), {"post": "yes"})

    assert Body.objects.filter(pk=body.pk).exists()
