"""The second factor: set up, asked for, required of managers and administrators, and forgotten."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from tests.config.test_sign_in import sign_in
from tests.conftest import confirmed, signed_in
from tests.factories import make_user
from tests.forms import messages_of, run, text_of
from tests.production import production_settings
from tests.totp import STEP, code_of

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
APP, CODE, CODES = "/accounts/2fa/app/", "/accounts/2fa/authenticate/", "/accounts/2fa/codes/"


@pytest.fixture(autouse=True)
def _no_code_was_used():
    cache.clear()


def set_up(person):
    TOTP.activate(person, SECRET)


@pytest.fixture
def half_way(officer):
    """A browser in which the password was right and the code is still to come."""
    set_up(officer)
    client = Client()
    assert sign_in(client=client).url == CODE
    return client


def test_the_second_factor_is_set_up_with_the_password_and_a_code(officer):
    assert signed_in(officer).get(APP).url.startswith("/accounts/reauthenticate/")
    client = confirmed(officer)
    page = client.get(APP)
    assert "data:image/svg+xml;base64," in text_of(page)
    secret = page.context["form"].secret
    assert "Incorrect code" in text_of(client.post(APP, {"code": "000000"}))

    response = client.post(APP, {"code": code_of(secret)})

    assert response.url == CODES
    codes = client.get(CODES).context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] not in text_of(client.get(CODES))


def test_nothing_is_open_before_the_code(half_way):
    for page in ("/help/", "/admin/", "/my-work/"):
        assert half_way.get(page).url.endswith(f"/login/?next={page}")


def test_the_code_opens_the_page_that_was_asked_for(officer):
    set_up(officer)
    client = Client()
    data = {"username": "officer", "password": "a long password"}
    client.post("/accounts/login/?next=/help/", data)

    assert client.post(CODE, {"code": code_of(SECRET)}).url == "/help/"
    assert client.get("/help/").status_code == 200


def test_a_code_is_good_while_it_is_shown(half_way, settings):
    settings.MFA_TOTP_TOLERANCE = production_settings()["MFA_TOTP_TOLERANCE"]
    old = code_of(SECRET, time.time() - STEP)

    assert "Incorrect code" in text_of(half_way.post(CODE, {"code": old}))


def test_a_code_is_good_once(officer, half_way):
    code = code_of(SECRET)
    assert half_way.post(CODE, {"code": code}).status_code == 302

    again = Client()
    sign_in(client=again)
    assert "Incorrect code" in text_of(again.post(CODE, {"code": code}))


def test_a_recovery_code_is_good_once(officer, half_way):
    code = RecoveryCodes.activate(officer).get_unused_codes()[0]

    assert half_way.post(CODE, {"code": code}).url == "/my-work/"
    again = Client()
    sign_in(client=again)
    assert "Incorrect code" in text_of(again.post(CODE, {"code": code}))


def test_codes_are_not_guessed(half_way, settings):
    del settings.ACCOUNT_RATE_LIMITS
    for _guess in range(5):
        half_way.post(CODE, {"code": "000000"})

    assert "Too many" in text_of(half_way.post(CODE, {"code": code_of(SECRET)}))


def test_an_officer_may_remove_it(officer):
    set_up(officer)

    client = confirmed(officer)

    assert client.get("/accounts/2fa/app/remove/").status_code == 200
    client.post("/accounts/2fa/app/remove/")
    assert not Authenticator.objects.exists()


# Where it is required


@pytest.mark.parametrize(
    ("role", "is_led_there"),
    [
        ("officer", False),
        ("focal", False),
        ("manager", True),
        ("administrator", True),
        ("superuser", True),
    ],
)
def test_managers_and_administrators_set_it_up_before_anything_else(settings, role, is_led_there):
    settings.MFA_REQUIRED = True
    client = signed_in(make_user(role))

    for page in ("/help/", "/admin/", "/accounts/password/"):
        assert (getattr(client.get(page), "url", "") == APP) == is_led_there


def test_an_office_asks_everybody_for_it_by_a_setting(settings, officer):
    settings.MFA_REQUIRED = settings.MFA_OF_EVERYBODY = True

    assert signed_in(officer).get("/help/").url == APP


def test_who_has_it_goes_on(settings, manager):
    settings.MFA_REQUIRED = True
    set_up(manager)

    assert signed_in(manager).get("/help/").status_code == 200


def test_on_the_way_to_it_one_can_set_it_up_and_sign_out(settings, manager):
    settings.MFA_REQUIRED = True
    client = confirmed(manager)

    assert client.get(APP).status_code == 200
    assert client.post("/accounts/logout/").url == "/accounts/login/"


def test_a_manager_does_not_remove_what_is_required(settings, manager):
    settings.MFA_REQUIRED = True
    set_up(manager)
    client = confirmed(manager)

    assert "so it stays" in text_of(client.get("/accounts/2fa/app/remove/"))
    client.post("/accounts/2fa/app/remove/")
    assert Authenticator.objects.exists()


def test_an_administrator_forgets_that_of_a_lost_phone(administrator, manager):
    set_up(manager)

    response = run(confirmed(administrator), "forget_second_factors", manager)

    assert "1 second factor was forgotten." in messages_of(response)
    assert sign_in(username="manager").url == "/my-work/"


def test_a_manager_forgets_that_of_no_other_manager(manager):
    other = make_user("manager")
    set_up(other)

    run(confirmed(manager), "forget_second_factors", other)

    assert Authenticator.objects.exists()
