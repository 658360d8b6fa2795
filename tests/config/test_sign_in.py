"""Signing in, out and again: guesses, links by mail, sessions that end."""

import time
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client

from config.sessions import BEGAN, NOTED_EVERY, SEEN
from tests.config.test_people import link_in
from tests.conftest import signed_in
from tests.factories import make_user
from tests.forms import messages_of, text_of

pytestmark = pytest.mark.django_db

SIGN_IN, HOUR = "/accounts/login/", 3600
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def limits(settings):
    settings.AXES_ENABLED = True
    del settings.ACCOUNT_RATE_LIMITS
    cache.clear()


def sign_in(password="a long password", username="officer", client=None, **headers):
    return (client or Client()).post(
        SIGN_IN, {"username": username, "password": password}, **headers
    )


def guess(times: int, username="officer", address=HERE):
    for number in range(times):
        response = sign_in(f"guess {number}", username, REMOTE_ADDR=address)
    return response


# Guesses


def test_after_five_wrong_passwords_the_right_one_does_not_help_from_there(limits, officer):
    assert "do not match" in text_of(guess(4))
    assert guess(1).status_code == 429

    response = sign_in(REMOTE_ADDR=HERE)

    assert response.status_code == 429
    assert "Wait for 15 minutes" in text_of(response)


def test_the_real_person_signs_in_from_elsewhere_meanwhile(limits, officer):
    guess(30)

    assert sign_in(REMOTE_ADDR=ELSEWHERE).status_code == 302


def test_other_accounts_are_not_locked_with_it(limits, officer):
    make_user(username="colleague")
    guess(5)

    assert sign_in(username="colleague", REMOTE_ADDR=HERE).status_code == 302


def test_who_remembers_in_time_begins_anew(limits, officer):
    guess(4)
    sign_in(REMOTE_ADDR=HERE)

    assert guess(4).status_code == 200


def test_a_lock_ends_by_itself(limits, officer, settings):
    guess(5)
    settings.AXES_COOLOFF_TIME = timedelta(seconds=0)

    assert sign_in(REMOTE_ADDR=HERE).status_code == 302


def test_an_administrator_opens_a_sign_in_again(limits, officer, administrator_client):
    guess(5)
    row = administrator_client.get("/admin/axes/accessattempt/").context["cl"].queryset.get()

    administrator_client.post(f"/admin/axes/accessattempt/{row.pk}/delete/", {"post": "yes"})

    assert sign_in(REMOTE_ADDR=HERE).status_code == 302


def test_an_address_that_tries_many_accounts_is_slowed_down(limits, db):
    answers = [guess(1, username=f"person-{number}").status_code for number in range(31)]

    assert answers == [200] * 30 + [429]


@pytest.mark.parametrize(
    ("proxies", "told", "is_locked"),
    [
        (1, f"203.0.113.9, {HERE}", True),  # what the caller wrote stands before the proxy's word
        (1, ELSEWHERE, False),
        (2, f"{HERE}, 10.0.0.1", True),
        (0, ELSEWHERE, True),  # with no proxy in front the header is the caller's own invention
    ],
)
def test_the_address_is_the_one_that_the_trusted_proxy_saw(
    limits, officer, settings, proxies, told, is_locked
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    guess(5)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    address = HERE if proxies == 0 else "10.0.0.2"
    response = sign_in(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=told)

    assert (response.status_code == 429) == is_locked


# A new password


def test_a_new_password_is_set_by_a_link_and_ends_what_was_signed_in(
    client, officer, officer_client, mailoutbox
):
    type(officer).objects.update(email="officer@example.org")

    client.post("/accounts/password/reset/", {"email": "Officer@example.org"})
    assert mailoutbox[0].to == ["officer@example.org"]
    address = client.get(link_in(mailoutbox[0])).url
    new = "spring comes early"
    client.post(address, {"password1": new, "password2": new})

    assert officer_client.get("/help/").status_code == 302
    assert sign_in(new).url == "/my-work/"
    assert "Your password has been reset" in mailoutbox[1].body


def test_the_link_leads_to_this_site_whatever_host_was_asked_for(client, settings, mailoutbox):
    settings.ALLOWED_HOSTS = ["*"]
    make_user(email="officer@example.org")

    client.post(
        "/accounts/password/reset/", {"email": "officer@example.org"}, HTTP_HOST="example.com"
    )

    assert "example.com" not in mailoutbox[0].body
    assert f"{site.SITE_URL}/accounts/password/reset/" in mailoutbox[0].body


def test_nobody_learns_which_addresses_have_an_account(client, db, mailoutbox):
    make_user(email="officer@example.org")
    answers = {
        client.post("/accounts/password/reset/", {"email": address}, follow=True).content
        for address in ("officer@example.org", "nobody@example.org")
    }

    assert len(answers) == 1
    assert len(mailoutbox) == 1


def test_a_password_is_changed_by_who_knows_it_and_other_sign_ins_end(officer, mailoutbox):
    type(officer).objects.update(email="officer@example.org")
    here, elsewhere = signed_in(officer), signed_in(officer)
    new = {"new_password1": "spring comes early", "new_password2": "spring comes early"}

    refused = here.post("/accounts/password/", {"old_password": "a guess", **new})
    assert "old password was entered incorrectly" in text_of(refused)

    here.post("/accounts/password/", {"old_password": "a long password", **new})
    assert "was changed" in messages_of(here.get("/help/"))
    assert elsewhere.get("/help/").status_code == 302
    assert mailoutbox[0].to == ["officer@example.org"]


def test_who_signs_in_elsewhere_has_no_password_to_change(officer):
    officer.set_unusable_password()
    officer.save()
    client = signed_in(officer)

    assert client.get("/accounts/password/").status_code == 404
    assert "/accounts/password/" not in text_of(client.get("/accounts/2fa/"))


@pytest.mark.parametrize("address", ["signup/", "email/", "3rdparty/", "login/code/", "2fa/trust/"])
def test_nobody_makes_an_account_and_what_is_not_used_is_not_there(client, address):
    assert client.get(f"/accounts/{address}").status_code == 404


# Sessions


def at(client, **hours_ago):
    """Put back the clock of a session."""
    session = client.session
    for name, hours in hours_ago.items():
        session[{"began": BEGAN, "seen": SEEN}[name]] = int(time.time() - hours * HOUR)
    session.save()


@pytest.mark.parametrize(
    ("began", "seen", "answer"),
    [(9, 7.9, 200), (9, 8, 302), (23.9, 0, 200), (24, 0, 302)],
)
def test_a_sign_in_ends_after_eight_idle_hours_and_after_a_day(officer_client, began, seen, answer):
    at(officer_client, began=began, seen=seen)

    assert officer_client.get("/help/").status_code == answer


def test_the_hours_are_settings(officer_client, settings):
    settings.SESSION_IDLE_HOURS = 1
    at(officer_client, seen=1)

    assert officer_client.get("/help/").url == "/accounts/login/?next=/help/"


def test_a_page_that_is_read_begins_the_idle_hours_anew(officer_client):
    at(officer_client, seen=7)
    officer_client.get("/help/")

    assert time.time() - officer_client.session[SEEN] < NOTED_EVERY


def test_pages_read_one_after_the_other_do_not_write_the_session(
    officer_client, django_assert_num_queries
):
    with django_assert_num_queries(3):
        officer_client.get("/help/")


def test_signing_out_ends_the_session(officer_client):
    key = officer_client.cookies["sessionid"].value
    officer_client.post("/accounts/logout/")
    officer_client.cookies["sessionid"] = key

    assert officer_client.get("/help/").status_code == 302


def test_a_closed_account_is_out_at_once(officer, officer_client):
    officer.is_active = False
    officer.save()

    assert officer_client.get("/help/").status_code == 302
    assert "do not match" in text_of(sign_in())


def test_the_admin_has_no_sign_in_of_its_own(client, focal_client, officer_client):
    assert client.get("/admin/login/?next=/admin/").url == "/accounts/login/?next=/admin/"
    assert client.post("/admin/login/", {"username": "officer"}).url.startswith(SIGN_IN)
    assert officer_client.get("/admin/login/").url == "/admin/"
    assert focal_client.get("/admin/login/").status_code == 403
    assert officer_client.get("/admin/password_change/").url == "/accounts/password/"
