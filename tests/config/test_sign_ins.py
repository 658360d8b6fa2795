"""Where a person is signed in: seen, ended by the person or an administrator, and left clean."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from config.sessions import sign_ins_of
from tests.conftest import confirmed, signed_in
from tests.factories import PASSWORD, make_plan, make_user
from tests.forms import messages_of, run, text_of

pytestmark = pytest.mark.django_db

PAGE, HELP = "/accounts/sign-ins/", "/help/"


def is_in(client: Client) -> bool:
    return client.get(HELP).status_code == 200


def test_a_person_sees_the_own_sign_ins_and_their_browsers_and_no_key(officer):
    other = Client(headers={"user-agent": "Browser of the meeting room"})
    other.force_login(officer)
    signed_in(make_user())

    page = confirmed(officer).get(PAGE)

    assert len(page.context["sign_ins"]) == 2
    assert "this one" in text_of(page)
    assert not any(one.session_key in text_of(page) for one in Session.objects.all())


def test_a_person_ends_one_of_them(officer):
    here, there, third = confirmed(officer), signed_in(officer), signed_in(officer)
    key = there.session.session_key
    number = next(one.number for one in here.get(PAGE).context["sign_ins"] if one.key == key)

    here.post(PAGE, {"end": number})

    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_a_person_ends_all_but_this_one_and_nobody_elses(officer):
    here, there, colleague = confirmed(officer), signed_in(officer), signed_in(make_user())

    page = here.post(PAGE, follow=True)

    assert "1 sign-in was ended" in messages_of(page)
    assert [is_in(client) for client in (here, there, colleague)] == [True, False, True]


def test_a_new_password_leaves_no_other_sign_in(officer):
    here, there = signed_in(officer), signed_in(officer)
    new = {"new_password1": "otgfvznmwqkr", "new_password2": "otgfvznmwqkr"}

    here.post("/accounts/password/", {"old_password": PASSWORD, **new})

    assert [one.key for one in sign_ins_of(officer)] == [here.session.session_key]
    assert not is_in(there)


def test_who_found_the_browser_open_ends_nothing_without_the_password(officer):
    here, there = signed_in(officer), signed_in(officer)

    assert here.post(PAGE).url.startswith("/accounts/reauthenticate/")
    assert is_in(there)


def test_an_administrator_signs_somebody_out_everywhere(administrator, officer):
    there, other = signed_in(officer), signed_in(make_user())

    run(confirmed(administrator), "end_sign_ins", officer)

    assert [is_in(client) for client in (there, other)] == [False, True]


def test_who_proves_again_who_it_is_goes_on_under_a_new_key(officer):
    client = signed_in(officer)
    before = client.session.session_key

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_whoever_changes_an_account_gives_the_password_first(administrator, officer):
    client = signed_in(administrator)
    for address in ("/admin/auth/user/add/", f"/admin/auth/user/{officer.pk}/change/"):
        assert client.get(address).url.startswith("/accounts/reauthenticate/")

    run(client, "forget_second_factors", officer)
    assert confirmed(administrator).get("/admin/auth/user/add/").status_code == 200


def test_signing_out_clears_what_the_browser_kept(officer_client):
    assert officer_client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (HELP, "private, no-store"),
        ("/meetings/?_export=csv", "private, no-store"),
        ("/accounts/2fa/", "private, no-store"),
        ("/accounts/reauthenticate/", "private, no-store"),
        ("/my-work/", "private, no-cache"),  # a form is on it
    ],
)
def test_what_a_signed_in_person_sees_is_not_kept(officer_client, settings, address, kept):
    settings.LOGFRAME_KEEP_PAGES = False
    make_plan()

    assert officer_client.get(address)["Cache-Control"] == kept
