"""What no page of ours asks, and somebody sends: it is told so, and is no error of the site."""

import pytest

from tests.factories import make_activity
from tests.forms import admin_url, filled, text_of

pytestmark = pytest.mark.django_db

LARGE = "9" * 30


@pytest.fixture(autouse=True)
def _as_in_production(officer_client, administrator_client):
    officer_client.raise_request_exception = False
    administrator_client.raise_request_exception = False


@pytest.mark.parametrize("query", ["export/?unknown=1", "1/change/?_to_field="])
def test_an_address_that_means_nothing_is_not_understood(officer_client, query):
    make_activity(pk=1)

    response = officer_client.get(f"/admin/logframe/activity/{query}")

    assert response.status_code == 400
    assert "could not be understood" in text_of(response)


@pytest.mark.parametrize("address", ["/decisions/a%00b/", f"/admin/auth/user/?id__in={LARGE}"])
def test_what_only_some_databases_can_look_for_is_no_error_in_others(administrator_client, address):
    assert administrator_client.get(address).status_code in (200, 400, 404)


@pytest.mark.parametrize("key", ["no key", LARGE])
def test_a_choice_that_is_no_record_changes_nothing(officer_client, key):
    activity = make_activity()
    address = admin_url(activity)

    response = officer_client.post(address, filled(officer_client.get(address), outputs=[key]))

    assert response.status_code in (200, 400)
    activity.refresh_from_db()
    assert activity.version == 1
