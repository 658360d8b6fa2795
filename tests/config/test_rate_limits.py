"""Costly things: so many a minute for each person, and then a sentence and when to go on."""

import pytest
from django.core.cache import cache

from tests.conftest import signed_in
from tests.factories import make_plan, make_user
from tests.forms import text_of

pytestmark = pytest.mark.django_db

FILE = "/meetings/?_export=csv"


@pytest.fixture(autouse=True)
def _two_a_minute(settings):
    settings.EXPENSIVE_A_MINUTE = 2
    make_plan()
    cache.clear()


def refused(client, address: str) -> list:
    """Ask five times, which is more than two in each of two minutes, and return the refusals."""
    answers = [client.get(address) for _time in range(5)]
    assert answers[0].status_code != 429
    return [answer for answer in answers if answer.status_code == 429]


@pytest.mark.parametrize("address", [FILE, "/search/?q=air", "/plans/2026-2030/iati.xml"])
def test_who_asks_too_often_is_told_when_to_go_on(officer_client, address):
    answer = refused(officer_client, address)[0]

    assert answer["Retry-After"] == "60"
    assert "more than 2 times within a minute. Wait for a minute" in text_of(answer)


def test_a_page_to_read_is_never_too_often(officer_client):
    assert refused(officer_client, "/meetings/") == []


def test_nobody_waits_for_another_person(officer_client):
    assert refused(officer_client, FILE)

    assert signed_in(make_user()).get(FILE).status_code == 200


def test_a_public_site_counts_by_address(client, settings):
    settings.LOGFRAME_PUBLIC = True

    assert refused(client, FILE)


def test_forms_of_the_admin_that_cost_much_are_counted_too(officer_client):
    address = "/admin/meetings/meeting/export/"

    answers = [officer_client.post(address).status_code for _time in range(5)]

    assert answers[0] == 200
    assert 429 in answers


def test_the_limit_can_be_taken_away(officer_client, settings):
    settings.EXPENSIVE_A_MINUTE = 0

    assert refused(officer_client, FILE) == []
