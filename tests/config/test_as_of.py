"""A page as of a day of the past: it says so, and its links carry the day on."""

import re
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from config.as_of import carried_on
from logframe.progress import Status
from logframe.scorecard import Scorecard
from logframe.scores import Reporting
from meetings.models import Addressee, Decision, Implementation
from meetings.past import addressees_on, decisions_on
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.forms import text_of
from tests.looks import looks
from tests.pages import PAGES, PERSONAL_PAGES, PLAN, STAFF_PAGES

pytestmark = pytest.mark.django_db

LONG_AGO = "2025-12-01"
# What is entered is entered today, and so is what there is to do.
# An edition is of a day of its own, which its page says, and an account of nobody's past.
OF_TODAY = {
    *STAFF_PAGES,
    *PERSONAL_PAGES,
    "meeting_papers",
    "edition",
    "edition_changes",
    "help",
    "healthz",
    *(name for name in PAGES if name.startswith("account_")),
}
READ_PAGES = [name for name in PAGES if name not in OF_TODAY]
# Definitions are those of today: one indicator was discontinued since.
SILENT = {
    Status.NOT_YET_DUE,
    Status.BASELINE_MISSING,
    Status.SETUP_INCOMPLETE,
    Status.REPORT_DUE,
    Status.DISCONTINUED,
}


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.fixture
def reader():
    return signed_in(User.objects.get(username="focal"))


def test_a_page_of_the_past_says_so_and_leads_back_to_today(reader):
    page = text_of(reader.get(f"{PLAN}?as_of=2026-07-01"))

    assert "As of 1 July 2026: what was known and verified by then." in page
    assert 'href="?">See today' in page


def test_a_value_verified_later_is_not_there_yet(reader):
    before = reader.get(f"{PLAN}indicators/4.1b-2/?as_of={LONG_AGO}").context["score"]
    now = reader.get(f"{PLAN}indicators/4.1b-2/").context["score"]

    assert before.assessment.value is None
    assert now.assessment.value == 3


def test_before_any_value_every_indicator_is_not_reported_or_not_yet_due(reader):
    page = reader.get(f"{PLAN}?as_of={LONG_AGO}")

    scores = list(page.context["scorecard"].indicators)
    assert {score.status for score in scores} <= SILENT
    assert {score.reporting for score in scores} <= {Reporting.NOT_REPORTED, Reporting.NOT_YET_DUE}
    assert {score.assessment.value for score in scores} == {None}


@pytest.mark.parametrize(
    ("name", "day"),
    looks(
        [name for name in PAGES if name not in ("account_login", "healthz")],
        ["0001-01-01", "1999-12-31", LONG_AGO, "2026-06-15"],
    ),
)
def test_every_page_can_be_asked_for_any_past_day(name, day):
    manager = signed_in(User.objects.get(username="manager"))

    assert manager.get(PAGES[name], {"as_of": day}).status_code == HTTPStatus.OK


def as_of(name: str, day: str) -> str:
    """Return the address of a page as of a day."""
    return f"{PAGES[name]}{'&' if '?' in PAGES[name] else '?'}as_of={day}"


@pytest.mark.parametrize("name", READ_PAGES)
def test_every_page_to_read_is_of_the_day_and_carries_it_on(reader, name):
    response = reader.get(as_of(name, "2026-06-15"))
    page = text_of(response)

    assert "As of 15 June 2026: what was known and verified by then." in page
    assert "always of today" not in page
    main = response.content.decode().partition("<main")[2]
    links = re.findall(r'<a\b[^>]*?\bhref="(/(?!admin/|evidence/)[^"]*)"', main)
    assert links
    assert [link for link in links if "as_of=2026-06-15" not in link] == []


# What is to be issued is of the day that is asked for.
@pytest.mark.parametrize("name", [*sorted({*STAFF_PAGES} - {"issue_edition"}), "help"])
def test_a_page_of_writing_is_always_of_today(name):
    manager = signed_in(User.objects.get(username="manager"))

    assert "This page is always of today." in text_of(manager.get(as_of(name, "2026-06-15")))


def test_yesterday_was_as_today_where_nothing_happened_since():
    yesterday = timezone.localdate() - timedelta(days=1)
    told = ("implementation", "validity", "falls_due_on")

    now = {row.pk: [getattr(row, name) for name in told] for row in Decision.objects.all()}
    then = {row.pk: [getattr(row, name) for name in told] for row in decisions_on(yesterday)}
    parts_now = dict(Addressee.objects.values_list("pk", "implementation"))
    parts_then = {row.pk: row.implementation for row in addressees_on(yesterday)}

    assert len({how for how, *_rest in now.values()}) == len(Implementation)
    assert (then, parts_then) == (now, parts_now)


def test_the_counts_of_decisions_are_those_of_the_day(reader):
    # SOM-26/I/8/3 was completed in September 2024, and nothing was asked before SOM-26 met.
    pages = [text_of(reader.get(PLAN, {"as_of": day})) for day in ("2024-08-31", "2024-09-05")]
    still_open = [int(re.search(r"(\d+)</b> decisions still", page)[1]) for page in pages]
    files = [
        reader.get(PAGES["decisions"], {"as_of": day, "_export": "csv"})
        .getvalue()
        .count(b"SOM-26/I/8/3")
        for day in ("2024-08-31", "2024-09-05")
    ]

    assert still_open[0] - still_open[1] == 1
    assert files == [1, 0]


def test_the_page_of_a_decision_tells_what_had_become_of_it(reader):
    pages = [
        text_of(reader.get("/decisions/SOM-26-I-9-4/", {"as_of": day}))
        for day in ("2024-12-19", "2024-12-20", "2025-06-27")
    ]

    words = ("No follow-up yet", "▲</span> Delayed", "✓</span> Completed")
    assert [[word in page for word in words] for page in pages] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def test_a_decision_that_was_taken_later_says_so(reader):
    page = text_of(reader.get("/decisions/SOM-26-I-5-2/", {"as_of": "2023-11-23"}))

    assert "SOM-26 had not taken this decision by 23 November 2023." in page
    assert Decision.objects.get(slug="SOM-26-I-5-2").wording not in page


def test_a_meeting_that_was_to_come_has_no_decisions_yet(reader):
    before = text_of(reader.get("/meetings/SOM-26/", {"as_of": "2023-11-01"}))
    after = text_of(reader.get("/meetings/SOM-26/", {"as_of": "2023-11-24"}))
    rows = reader.get("/meetings/", {"as_of": "2023-11-01", "body": "SOM"}).context["table"].rows

    assert "It had not taken its decisions by 1 November 2023." in before
    assert "<dd>expected</dd>" in before
    assert "SOM-26/I/5/2" in after
    counts = {str(row.record): (row.record.status, row.record.decision_count) for row in rows}
    assert counts["SOM-26"] == ("expected", 0)
    assert counts["SOM-21"] == ("held", 25)


def test_a_search_of_the_past_finds_what_was_there(reader):
    before, after = (
        reader.get("/search/", {"q": "SOM-26/I/5/2", "as_of": day}).context["findings"].total
        for day in ("2023-11-01", "2023-11-24")
    )

    assert (before, after) == (0, 1)


def test_the_trace_of_the_past_has_the_decisions_of_the_day(reader):
    before, after = (
        reader.get("/trace/", {"as_of": day}).context["trace"]
        for day in ("2023-11-01", "2023-11-24")
    )

    of_som_26 = [row for row in before.links if row.decision.code.startswith("SOM-26")]
    assert of_som_26 == []
    assert len(after.links) > len(before.links) > 0
    assert {row.decision.seen_on for row in after.links} == {date(2023, 11, 24)}


def test_what_was_verified_since_is_not_verified_yet():
    officer = signed_in(User.objects.get(username="officer"))

    page = text_of(officer.get(f"{PLAN}outputs/4.1b/", {"as_of": "2026-10-20"}))

    (waiting,) = re.findall(r"Not verified yet:.*?</p>", page)
    assert "2026 (officer)" in waiting
    assert "Not verified yet" not in text_of(officer.get(f"{PLAN}outputs/4.1b/"))


def test_history_ends_with_the_day():
    officer = signed_in(User.objects.get(username="officer"))

    now = officer.get(PAGES["indicator"], {"history": 1}).content
    before = officer.get(PAGES["indicator"], {"history": 1, "as_of": LONG_AGO}).content

    assert b'<ol class="story">' in now
    assert b'<ol class="story">' not in before
    assert b"Nothing was done to it yet." in before


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "2026-02-30", "1 March 2026", "' OR 1"]
)
def test_what_is_no_day_is_told(reader, text):
    response = reader.get(PLAN, {"as_of": text})

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "is no day: write it as 2027-03-01" in text_of(response)


def test_a_day_to_come_is_told(reader):
    response = reader.get(PLAN, {"as_of": "2999-01-01"})

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "2999-01-01 is to come" in text_of(response)


def test_today_is_no_past(reader):
    page = text_of(reader.get(PLAN, {"as_of": timezone.localdate().isoformat()}))

    assert "See today" not in page


def test_links_carry_the_day_on_but_not_into_the_admin(reader):
    page = reader.get(f"{PLAN}?as_of=2026-07-01").content.decode()

    assert f'href="{PLAN}areas/air-pollution/?as_of=2026-07-01"' in page
    assert 'href="/admin/?as_of' not in page


@pytest.mark.parametrize(
    ("link", "carried"),
    [
        (b'<a href="/help/">', b'<a href="/help/?as_of=2026-07-01">'),
        (b'<a class="x" href="/a/?b=c">', b'<a class="x" href="/a/?b=c&amp;as_of=2026-07-01">'),
        (b'<a href="/a/#top">', b'<a href="/a/?as_of=2026-07-01#top">'),
        (b'<a href="#main">', b'<a href="#main">'),
        (b'<a href="https://example.org/">', b'<a href="https://example.org/">'),
        (b'<a href="/admin/logframe/">', b'<a href="/admin/logframe/">'),
        (b'<a href="/a/?as_of=2020-01-01">', b'<a href="/a/?as_of=2020-01-01">'),
        (b'<link href="/static/x.css">', b'<link href="/static/x.css">'),
    ],
)
def test_a_link_to_another_page_asks_for_the_same_day(link, carried):
    assert carried_on(link, date(2026, 7, 1)) == carried


def test_a_list_of_the_past_is_filtered_and_exported_as_of_the_same_day(reader):
    page = text_of(reader.get(f"{PLAN}indicators/?as_of={LONG_AGO}"))
    file = reader.get(f"{PLAN}indicators/?as_of={LONG_AGO}&_export=csv")

    assert f'<input type="hidden" name="as_of" value="{LONG_AGO}">' in page
    assert f"as_of={LONG_AGO}&_export=csv" in page
    assert f'filename="indicators-{LONG_AGO}.csv"' in file["Content-Disposition"]
    assert "Off track" not in file.getvalue().decode()


def test_nothing_is_written_into_the_past():
    officer = signed_in(User.objects.get(username="officer"))

    page = officer.get(f"{PLAN}record/2026/?as_of={LONG_AGO}")

    assert "This page is always of today." in text_of(page)
    assert page.context["scorecard"].on == timezone.localdate()


def test_the_scorecard_of_the_page_is_of_the_day(reader):
    page = reader.get(f"{PLAN}logframe/?as_of=2026-07-01")
    expected = Scorecard.load(page.context["plan"], on=page.context["scorecard"].on)

    assert page.context["scorecard"].on.isoformat() == "2026-07-01"
    assert [s.status for s in page.context["scorecard"].indicators] == [
        s.status for s in expected.indicators
    ]
