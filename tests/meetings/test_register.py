"""The register and what is entered from it: who may, what is kept, what each list leaves out."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.asked import asked
from meetings.models import Decision, DecisionRelation, FollowUp
from meetings.views.decisions import LongListPaginator
from tests.factories import (
    make_addressee,
    make_area,
    make_body,
    make_decision,
    make_decision_link,
    make_decision_relation,
    make_follow_up,
    make_meeting,
    make_member_state,
    make_output,
)
from tests.forms import text_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NEXT_YEAR = TODAY.replace(year=TODAY.year + 1, month=1, day=15)
EVIDENCE = "https://example.org/note"


def codes(client, query: str = "", page: str = "/decisions/") -> list[str]:
    """The codes of a list, in its order."""
    return [row.record.code for row in client.get(f"{page}?{query}").context["table"].rows]


# The list


def test_at_first_the_register_shows_what_presses_most_on_top(focal_client):
    undated = make_decision()
    later, late = make_decision(due_on=TOMORROW), make_decision(due_on=YESTERDAY)
    make_decision(is_actionable=False, kind="note")
    make_decision(due_on=YESTERDAY, validity="elapsed")
    make_follow_up(decision=make_decision(), implementation="completed")

    assert codes(focal_client) == [late.code, later.code, undated.code]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("area", ["air", "water again", "water", "wind"]),
        ("wording", ["air", "water again", "water", "wind"]),
        ("implementation", ["air", "water again", "wind", "water"]),
    ],
)
def test_those_alike_stand_as_the_newest_meeting_reported_them(focal_client, column, expected):
    before, after, air, water = make_meeting(), make_meeting(), make_area(), make_area()
    named = {
        "water": make_decision(meeting=before, area=water, wording="It asked for water."),
        "water again": make_decision(meeting=after, area=water, wording="It asked for water."),
        "air": make_decision(meeting=after, area=air, wording="It asked for air."),
        "wind": make_decision(meeting=after, wording="It asked for wind."),
    }
    make_follow_up(decision=named["air"], implementation="completed")

    in_order = [named[name].code for name in expected]

    assert codes(focal_client, f"show=&sort={column}") == in_order
    assert codes(focal_client, f"show=&sort=-{column}") == in_order[::-1]


def test_what_has_no_day_comes_last_both_ways(focal_client):
    undated, late, soon = (
        make_decision(),
        make_decision(due_on=YESTERDAY),
        make_decision(due_on=TOMORROW),
    )

    assert codes(focal_client, "show=&sort=falls_due_on") == [late.code, soon.code, undated.code]
    assert codes(focal_client, "show=&sort=-falls_due_on") == [soon.code, late.code, undated.code]


@pytest.fixture
def some():
    """Decisions that differ in what the filters ask for, by a word for each."""
    som, states = make_meeting(ends_on=YESTERDAY), [make_member_state() for _ in range(2)]
    next_som = make_meeting()
    rows = {
        "late": make_decision(meeting=som, due_on=YESTERDAY),
        "soon": make_decision(meeting=som, due_on=NEXT_YEAR, kind="adopt"),
        "at_som": make_decision(meeting=som, due_meeting=next_som, wording="Asked of the donors"),
        "undated": make_decision(meeting=som, heading="Core Fund"),
        "done": make_decision(meeting=som, due_on=YESTERDAY),
        "silent": make_decision(meeting=make_meeting(ends_on=date(2020, 1, 1))),
    }
    make_follow_up(decision=rows["done"], implementation="completed")
    make_addressee(decision=rows["late"])
    make_addressee(decision=rows["soon"], member_state=states[0])
    make_addressee(decision=rows["soon"], member_state=states[1])
    make_addressee(decision=rows["at_som"], body=make_body())
    make_decision_link(decision=rows["undated"], output=make_output())
    return rows


FILTERS = {
    "due=overdue": ["late"],
    "due=next_meeting": ["late", "at_som"],
    "due=no_date": ["silent", "at_som", "undated"],
    "kind=adopt": ["soon"],
    "addressee=secretariat": ["late"],
    "addressee=member_state": ["soon"],
    "addressee=body": ["at_som"],
    "state=AAA": ["soon"],
    "output=4.1a": ["undated"],
    "implementation=completed": ["done"],
    "news=stale": ["silent"],
    "meeting=SOM-3": ["silent"],
    "text=DONORS": ["at_som"],
    "text=core fund": ["undated"],
    "text=SOM-3/I": ["silent"],
    "text=nothing of the sort": [],
    "show=open&implementation=not_started": ["late", "soon", "silent", "at_som", "undated"],
    "show=open&implementation=completed": [],
    "show=nonsense&implementation=completed": ["done"],
    "show=open&text=thing": ["late", "soon", "silent", "undated"],
    "show=": ["late", "soon", "silent", "at_som", "undated", "done"],
}


def test_a_filter_keeps_the_decisions_that_it_names(focal_client, some):
    words = {row.code: word for word, row in some.items()}

    assert {query: [words[code] for code in codes(focal_client, query)] for query in FILTERS} == (
        FILTERS
    )


def test_an_addressee_of_very_many_is_found_as_one_of_few_is(focal_client, some, monkeypatch):
    words = {row.code: word for word, row in some.items()}
    asked_of = [query for query in FILTERS if query.startswith(("addressee=", "state="))]
    monkeypatch.setattr("meetings.filters.FEW", 0)

    for query in asked_of:
        assert [words[code] for code in codes(focal_client, query)] == FILTERS[query]


def test_the_meetings_that_decided_something_are_offered_the_newest_first(focal_client):
    older, newer = make_meeting(), make_meeting()
    other = make_meeting(body=make_body(), number=30)
    for meeting in (older, newer, other):
        make_decision(meeting=meeting)
    make_meeting()

    meetings = focal_client.get("/decisions/").context["filter"].form.fields["meeting"]

    assert [code for code, _name in meetings.choices] == ["", newer.code, older.code, other.code]


def test_this_year_is_from_its_first_to_its_last_day(focal_client):
    days = (date(TODAY.year - 1, 12, 31), date(TODAY.year, 1, 1), date(TODAY.year, 12, 31))
    rows = [make_decision(due_on=day) for day in (*days, NEXT_YEAR)]

    assert codes(focal_client, "due=this_year") == [rows[1].code, rows[2].code]


def test_the_register_asks_as_often_for_sixty_decisions_as_for_three(focal_client):
    asked_for = []
    for more in (3, 57):
        for _number in range(more):
            decision = make_decision(due_on=YESTERDAY)
            make_addressee(decision=decision)
            make_follow_up(decision=decision)
        for query in ("", "?text=thing"):
            focal_client.get(f"/decisions/{query}")
            with CaptureQueriesContext(connection) as queries:
                focal_client.get(f"/decisions/{query}")
            asked_for.append(len(queries))

    assert asked_for[:2] == asked_for[2:]


def test_a_very_long_list_says_that_it_has_more(focal_client, monkeypatch):
    monkeypatch.setattr(LongListPaginator, "MOST", 3)
    for _number in range(4):
        make_decision()

    page = text_of(focal_client.get("/decisions/"))
    assert "more than 3 rows, of which these pages have the first 3" in page

    file = focal_client.get("/decisions/?_export=csv").getvalue().decode()
    assert file.count("SOM-1/I/") == 4


def test_many_that_have_a_word_are_counted_once_and_with_all_filters(focal_client, monkeypatch):
    monkeypatch.setattr(LongListPaginator, "MOST", 2)
    monkeypatch.setattr("meetings.filters.FEW", 2)
    decision = make_decision(wording="A rubber stamp", kind="adopt")
    for _number in range(3):
        make_decision(wording="A rubber stamp", kind="note")

    assert "more than 2 rows, of which" in text_of(focal_client.get("/decisions/?text=rubber"))
    assert codes(focal_client, "text=rubber&kind=adopt") == [decision.code]
    assert "1 row" in text_of(focal_client.get("/decisions/?text=rubber&kind=adopt"))


# In words


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "Requested of nobody by name; no day is given."),
        ({"kind": "welcome", "due_text": "in due course"}, "to be done by nobody by name; “in due"),
        ({"due_on": date(2026, 6, 30)}, "by 30 June 2026."),
        (
            {"due_on": date(2024, 6, 30), "due_text": "in the first half of 2024"},
            "by 30 June 2024 (“in the first half of 2024”).",
        ),
        (
            {"recurrence": "yearly", "due_on": date(2024, 6, 30), "due_text": "annually"},
            "every year, next by 30 June 2024 (“annually”).",
        ),
        ({"is_actionable": False}, "No action is asked."),
    ],
)
def test_a_row_says_in_words_what_is_asked_by_when(fields, expected):
    assert expected in asked(make_decision(**fields))


def test_a_row_says_at_which_meeting_it_is_due():
    meeting = make_meeting()
    decision = make_decision(due_meeting=meeting)
    assert "at SOM-1, whose days are not known." in asked(decision)

    meeting.ends_on = date(2026, 9, 23)
    meeting.save()

    assert "at SOM-1, 23 September 2026." in asked(Decision.objects.get())


def test_a_row_names_whom_it_asks_and_counts_many_states():
    decision = make_decision()
    make_addressee(decision=decision, is_implied=True)
    for _number in range(2):
        make_addressee(decision=decision, member_state=make_member_state())
    assert asked(decision).startswith("Requested of the Secretariat (implied), State A and State B")

    for _number in range(2):
        make_addressee(decision=decision, member_state=make_member_state())

    assert "the Secretariat (implied) and 4 member States" in asked(decision)


# A follow-up from the page


@pytest.fixture
def decision():
    return make_decision()


def page_of(decision, name="follow-up") -> str:
    return f"{decision.get_absolute_url()}{name}/"


def entry(**changes) -> dict:
    return {
        "date": "2026-06-30",
        "what_was_done": "The note was sent.",
        "implementation": "completed",
        "evidence_link": EVIDENCE,
        "next_update_on": "",
    } | changes


def test_a_follow_up_from_the_page_moves_the_decision_and_names_its_author(
    officer, officer_client, decision
):
    response = officer_client.post(page_of(decision), entry(), follow=True)

    follow_up = FollowUp.objects.get()
    assert "The follow-up was saved." in text_of(response)
    assert "The note was sent." in text_of(response)
    assert (follow_up.author, follow_up.decision.implementation) == (officer, "completed")


def test_a_follow_up_from_the_page_can_be_about_one_who_is_addressed(officer_client, decision):
    row = make_addressee(decision=decision, member_state=make_member_state())
    make_addressee(decision=decision, member_state=make_member_state())

    officer_client.post(page_of(decision), entry(implementation="delayed", addressee=row.pk))

    assert FollowUp.objects.get().addressee == row
    assert list(decision.addressees.values_list("implementation", flat=True)) == [
        "delayed",
        "not_started",
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"evidence_link": ""}, "needs evidence: give a link, or say why there is none."),
        ({"what_was_done": ""}, "This field is required."),
        ({"date": "2999-01-01"}, "its day is not in the future"),
        ({"implementation": "no_action"}, "Select a valid choice"),
        ({"addressee": "999"}, "Select a valid choice"),
    ],
)
def test_what_the_rules_refuse_is_said_and_nothing_typed_is_lost(
    officer_client, decision, changes, sentence
):
    make_addressee(decision=decision)

    page = text_of(officer_client.post(page_of(decision), entry(**changes)))

    assert sentence in page
    assert "Nothing was saved." in page
    assert changes.get("what_was_done", "The note was sent.") in page
    assert not FollowUp.objects.exists()


def test_what_saving_alone_refuses_is_said_too(officer_client, decision):
    row = make_addressee(decision=decision, member_state=make_member_state())
    make_addressee(decision=decision, member_state=make_member_state())
    make_follow_up(decision=decision, addressee=row, implementation="delayed")

    page = text_of(officer_client.post(page_of(decision), entry()))

    assert "Not completed yet by State A: conclude that part with a follow-up first." in page
    assert "The note was sent." in page
    assert FollowUp.objects.count() == 1


def test_a_decision_that_asks_for_nothing_takes_no_follow_up_from_the_page(officer_client):
    decision = make_decision(is_actionable=False)

    page = text_of(officer_client.post(page_of(decision), entry()))

    assert "This decision asks for no action" in page
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("name", ["follow-up", "relation"])
def test_a_focal_point_enters_nothing(focal_client, decision, name):
    assert focal_client.get(page_of(decision, name)).status_code == HTTPStatus.FORBIDDEN
    assert focal_client.post(page_of(decision, name), entry()).status_code == HTTPStatus.FORBIDDEN
    assert not FollowUp.objects.exists()


def test_a_focal_point_is_offered_no_button(focal_client, officer_client, decision):
    address = decision.get_absolute_url()

    assert "Add a follow-up" not in text_of(focal_client.get(address))
    assert "Add a follow-up" in text_of(officer_client.get(address))


# A relation from the page


def test_a_later_decision_supersedes_an_earlier_one_from_its_page(officer_client):
    earlier, later = make_decision(meeting=make_meeting()), make_decision(meeting=make_meeting())

    listed = text_of(officer_client.get(page_of(later, "relation")))
    officer_client.post(
        page_of(later, "relation"),
        {"kind": "supersedes", "earlier": earlier.code, "note": "Asked anew"},
    )

    assert f"Relate to {earlier.code}" in listed
    earlier.refresh_from_db()
    assert earlier.validity == "superseded"
    page = text_of(officer_client.get(earlier.get_absolute_url()))
    assert f"{later.code}</a> supersedes this one" in page
    page = text_of(officer_client.get(later.get_absolute_url()))
    assert f'supersedes <a href="{earlier.get_absolute_url()}">{earlier.code}</a>' in page


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("SOM-9/I/1/1", "There is no decision with this code."),
        ("SOM-2/I/1/1", "A decision is not related to itself."),
        ("SOM-3/I/1/1", "SOM-3/I/1/1 is the later decision: enter the relation there."),
    ],
)
def test_a_relation_that_cannot_be_is_refused(officer_client, code, sentence):
    decisions = [make_decision(meeting=make_meeting()) for _number in range(3)]

    page = text_of(
        officer_client.post(
            page_of(decisions[1], "relation"), {"kind": "repeats", "earlier": code, "note": ""}
        )
    )

    assert sentence in page
    assert not DecisionRelation.objects.exists()


def test_what_is_related_already_is_offered_no_more(officer_client):
    earlier, later = make_decision(meeting=make_meeting()), make_decision(meeting=make_meeting())
    make_decision_relation(decision=later, earlier=earlier)

    assert "None is open." in text_of(officer_client.get(page_of(later, "relation")))


# Before a meeting


@pytest.fixture
def three_meetings():
    """The meeting before the last, the last, and the next, whose days are not known."""
    return (
        make_meeting(ends_on=date(2024, 9, 1)),
        make_meeting(ends_on=date(2025, 9, 1)),
        make_meeting(),
    )


def paper(client, meeting, query=""):
    return client.get(f"/meetings/{meeting.code}/follow-up/?{query}")


def test_the_paper_has_what_the_last_meeting_asked_and_what_is_older_and_open(
    focal_client, three_meetings
):
    older, last, coming = three_meetings
    done_long_ago, done_since, still_open = (make_decision(meeting=older) for _ in range(3))
    asked_last, done_at_once = make_decision(meeting=last), make_decision(meeting=last)
    make_decision(meeting=last, is_actionable=False)
    make_decision(meeting=coming)
    for row, day in (
        (done_long_ago, date(2025, 1, 1)),
        (done_since, date(2025, 9, 2)),
        (done_at_once, date(2025, 9, 2)),
    ):
        make_follow_up(decision=row, implementation="completed", date=day)

    listed = codes(focal_client, "", f"/meetings/{coming.code}/follow-up/")

    expected = [asked_last, done_at_once, done_since, still_open]
    assert listed == [row.code for row in expected]


def test_the_paper_says_what_was_done_since_the_last_meeting(focal_client, three_meetings):
    _older, last, coming = three_meetings
    decision = make_decision(meeting=last)
    make_follow_up(decision=decision, date=date(2025, 9, 1), what_was_done="At the meeting")
    make_follow_up(decision=decision, date=date(2026, 2, 1), what_was_done="After the meeting")

    page = text_of(paper(focal_client, coming))

    assert "After the meeting" in page
    assert "At the meeting" not in page


def test_the_paper_of_a_past_meeting_leaves_out_what_came_later(focal_client, three_meetings):
    older, last, _coming = three_meetings
    decision = make_decision(meeting=older)
    make_follow_up(decision=decision, date=date(2025, 2, 1), what_was_done="Before the meeting")
    make_follow_up(decision=decision, date=date(2026, 2, 1), what_was_done="After the meeting")

    page = text_of(paper(focal_client, last))

    assert "Before the meeting" in page
    assert "After the meeting" not in page


def test_the_paper_lists_what_is_silent(focal_client, three_meetings):
    _older, last, coming = three_meetings
    silent, heard, done = (make_decision(meeting=last) for _ in range(3))
    make_follow_up(decision=silent, date=date(2025, 9, 1))
    make_follow_up(decision=heard, date=date(2025, 9, 2))
    make_follow_up(decision=done, date=date(2025, 8, 1), implementation="completed")

    response = paper(focal_client, coming)

    assert [row.code for row in response.context["silent"]] == [silent.code]
    assert codes(focal_client, "show=silent", f"/meetings/{coming.code}/follow-up/") == [
        silent.code
    ]


def test_the_first_meeting_has_nothing_to_follow(focal_client):
    page = text_of(paper(focal_client, make_meeting()))

    assert "It is the first meeting: nothing was asked before." in page
