"""Every page as each of the three roles sees it: whom it lets in, what it asks, says and weighs.

People come on a phone or a slow line.
"""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from logframe.models import Activity, Indicator, Plan
from meetings.models import Decision, Meeting
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.pages import MANAGER_PAGES, PAGES, QUERIES, STAFF_PAGES

pytestmark = pytest.mark.django_db

ROLES = ("officer", "manager", "focal")
CLOSED = {
    *(("focal", name) for name in STAFF_PAGES),
    *(("officer", name) for name in MANAGER_PAGES),
}
KB = 1000
PAGE, SHEET = 60 * KB, 40 * KB
# The one page that has everything, to be printed.
HEAVY = {"logframe": 150 * KB}


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@dataclass(frozen=True)
class Visit:
    """What a page answered, and how often it asked the database for that."""

    status: int
    content: bytes
    asked: int


def visited(client, address: str) -> Visit:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    return Visit(response.status_code, response.content, len(queries))


def versions() -> list:
    return [
        list(model.objects.order_by("pk").values_list("pk", "version"))
        for model in (Plan, Indicator, Decision, Meeting, Activity)
    ]


@pytest.fixture(scope="module")
def versions_before(_demonstration) -> list:
    return versions()


@pytest.fixture(scope="module")
def visits(versions_before) -> dict[tuple[str, str], Visit]:
    """The visit of everybody to every page, by the role and the name of the page."""
    people = {role: signed_in(User.objects.get(username=role)) for role in ROLES}
    return {
        (role, name): visited(client, address)
        for role, client in people.items()
        for name, address in PAGES.items()
    }


def test_every_role_sees_every_page_but_those_where_others_write(visits):
    answers = {place: visit.status for place, visit in visits.items()}

    assert answers == {
        place: HTTPStatus.FORBIDDEN if place in CLOSED else HTTPStatus.OK for place in visits
    }
    assert len(visits) == 3 * len(PAGES) > 120


def test_a_page_asks_a_known_number_of_queries(visits, subtests):
    for name, known in QUERIES.items():
        with subtests.test(name):
            role = "manager" if name in MANAGER_PAGES else "officer"
            assert visits[role, name].asked == known


def test_nothing_is_written_when_a_page_is_read(visits, versions_before):
    assert versions() == versions_before


def test_every_page_says_that_the_data_are_a_demonstration(visits):
    notice = Plan.objects.current().notice

    silent = {
        (role, name)
        for (role, name), visit in visits.items()
        if notice not in visit.content.decode()
    }

    assert silent == {(role, "healthz") for role in ROLES}


def test_every_page_is_light(visits):
    weights = {place: len(visit.content) for place, visit in visits.items()}

    too_heavy = {
        (role, name): weight
        for (role, name), weight in weights.items()
        if weight > HEAVY.get(name, PAGE)
    }
    assert too_heavy == {}


@pytest.mark.parametrize("name", ["plan", "logframe", "member-state"])
def test_a_page_that_shows_all_years_is_light_in_the_last_one(monkeypatch, name):
    officer = signed_in(User.objects.get(username="officer"))
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2030, 11, 28))

    page = officer.get(PAGES[name]).content

    assert b"As of 28 November 2030" in page
    assert len(page) <= HEAVY.get(name, PAGE)


def test_the_sheet_is_light():
    with open(finders.find("logframe/tracker.css"), "rb") as sheet:
        assert len(sheet.read()) <= SHEET
