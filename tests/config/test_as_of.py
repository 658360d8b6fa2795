"""A page as of a day of the past: it says so, and its links carry the day on."""

from datetime import date
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from config.as_of import carried_on
from logframe.progress import Status
from logframe.scorecard import Scorecard
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.forms import text_of
from tests.pages import PAGES, PLAN

pytestmark = pytest.mark.django_db

LONG_AGO = "2025-12-01"
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

    found = {score.status for score in page.context["scorecard"].indicators}
    assert found <= SILENT
    assert {score.assessment.value for score in page.context["scorecard"].indicators} == {None}


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", LONG_AGO, "2026-06-15"])
@pytest.mark.parametrize("name", [n for n in PAGES if n not in ("account_login", "healthz")])
def test_every_page_can_be_asked_for_any_past_day(name, day):
    manager = signed_in(User.objects.get(username="manager"))

    assert manager.get(PAGES[name], {"as_of": day}).status_code == HTTPStatus.OK


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
    assert "Off track" not in file.content.decode()


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
