"""What no page of ours asks, and somebody sends: it is told so, and is no error of the site."""

import pytest

from tests.factories import make_activity
from tests.forms import admin_url, filled, text_of

pytestmark = pytest.mark.django_db

LARGE = "9" * 30


@pytest.fixture(autouse=True)
def _as_in_production(officer_client):
    officer_client.raise_request_exception = False


@pytest.mark.parametrize("query", ["export/?unknown=1", "1/change/?_to_field=", f"?id__in={LARGE}"])
def test_an_address_that_means_nothing_is_not_understood(officer_client, query):
    make_activity(pk=1)

    response = officer_client.get(f"/admin/logframe/activity/{query}")

    assert response.status_code == 400
    assert "could not be understood" in text_of(response)


def test_a_character_that_no_database_keeps_leads_nowhere(officer_client):
    assert officer_client.get("/decisions/a%00b/").status_code in (400, 404)


@pytest.mark.parametrize(("key", "status"), [("no key", 200), (LARGE, 400)])
def test_a_choice_that_is_no_record_is_refused(officer_client, key, status):
    address = admin_url(make_activity())

    response = officer_client.post(address, filled(officer_client.get(address), outputs=[key]))

    assert response.status_code == status
    assert "not a valid value" in text_of(response) or status == 400
