"""What a page weighs: people come on a phone or a slow line."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.utils import timezone

from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.pages import PAGES, STAFF_PAGES

pytestmark = pytest.mark.django_db

KB = 1000
PAGE, SHEET = 60 * KB, 40 * KB
# The one page that has everything, to be printed.
HEAVY = {"logframe": 150 * KB}


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.mark.parametrize(
    ("username", "name"),
    [
        (username, name)
        for username in ("officer", "manager", "focal")
        for name in PAGES
        if username != "focal" or name not in STAFF_PAGES
    ],
)
def test_a_page_is_light(username, name):
    page = signed_in(User.objects.get(username=username)).get(PAGES[name]).content

    assert len(page) <= HEAVY.get(name, PAGE)


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
