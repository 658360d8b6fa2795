"""The audit log: one line of JSON for each event, with the number of the account and no name."""

import json
import logging

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from logframe.models import Activity
from tests.config.test_sign_in import sign_in
from tests.conftest import signed_in
from tests.evidence import pdf, upload
from tests.factories import (
    make_activity,
    make_edition,
    make_focal_point,
    make_measurement,
    make_member_state,
    make_plan,
    make_user,
)
from tests.forms import admin_url
from tests.totp import code_of

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def events(caplog):
    """Return a way to read the events that were noted since the last reading."""
    caplog.set_level(logging.INFO, logger="audit")

    def read() -> list[dict]:
        lines = [json.loads(record.message) for record in caplog.records if record.name == "audit"]
        caplog.clear()
        return [{k: v for k, v in line.items() if k != "at"} for line in lines if line.pop("at")]

    return read


def test_a_sign_in_and_a_sign_out_are_noted(events, officer):
    client = Client()
    sign_in(client=client)
    client.post("/accounts/logout/")

    assert events() == [
        {"event": "sign_in", "user": officer.pk, "by": ["password"]},
        {"event": "sign_out", "user": officer.pk},
    ]


@pytest.mark.parametrize("username", ["officer", "my secret typed into the wrong field"])
def test_a_wrong_password_is_noted_without_what_was_typed(events, officer, username, caplog):
    sign_in("a guess", username)

    text = caplog.text
    number = officer.pk if username == "officer" else None
    assert events() == [{"event": "sign_in_refused", "user": number}]
    assert username not in text
    assert "a guess" not in text


def test_a_wrong_code_is_noted_at_the_sign_in_and_at_a_proof(events, officer):
    TOTP.activate(officer, SECRET)
    half_way, inside = Client(), signed_in(officer)
    sign_in(client=half_way)
    events()

    half_way.post("/accounts/2fa/authenticate/", {"code": "no code"})
    inside.post("/accounts/2fa/reauthenticate/", {"code": "no code"})

    assert events() == 2 * [{"event": "second_factor_refused", "user": officer.pk}]


def test_who_signed_in_with_a_code_is_noted_with_it(events, officer):
    TOTP.activate(officer, SECRET)
    client = Client()
    sign_in(client=client)

    client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})

    assert {"event": "sign_in", "user": officer.pk, "by": ["password", "mfa"]} in events()


def test_what_is_no_request_and_what_comes_too_often_are_noted(events, officer, settings):
    settings.EXPENSIVE_A_MINUTE = 1
    client = signed_in(officer)
    cache.clear()
    for _time in range(3):  # one more than one in each of two minutes
        client.get("/search/")
    client.post("/admin/auth/user/", HTTP_HOST="another site")

    assert {"too often", "not understood"} <= {event.get("why") for event in events()}


def test_a_lock_is_noted(events, officer, settings):
    settings.AXES_ENABLED = True
    for _guess in range(5):
        sign_in("a guess")

    assert {"event": "sign_in_locked", "user": officer.pk} in events()


def test_a_page_that_is_refused_is_noted(events, officer):
    signed_in(officer).get("/admin/logframe/plan/add/?note=private")

    assert events()[-1] == {
        "event": "refused",
        "user": officer.pk,
        "page": "/admin/logframe/plan/add/",
        "method": "GET",
    }


def test_what_is_told_not_to_be_there_is_noted_too(events, officer):
    make_plan()
    state, person = make_member_state(), make_focal_point(member_state=make_member_state()).user
    address = f"/plans/2026-2030/member-states/{state.code}/"

    assert signed_in(person).get(address).status_code == 404
    assert events()[-1] == {
        "event": "refused",
        "user": person.pk,
        "page": address,
        "method": "GET",
    }


def test_a_form_without_its_token_is_noted(events, officer):
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "officer"})

    assert events() == [
        {
            "event": "refused",
            "user": None,
            "page": "/accounts/login/",
            "method": "POST",
            "why": "csrf",
        }
    ]


def test_a_file_that_leaves_is_noted_and_a_page_is_not(events, officer_client, officer):
    make_plan()
    events()
    officer_client.get("/decisions/")
    officer_client.get("/decisions/?_export=csv&text=words")

    assert events() == [
        {"event": "export", "user": officer.pk, "page": "/decisions/", "type": "text/csv"}
    ]


def test_a_file_of_evidence_is_noted_without_the_name_that_people_gave_it(
    events, officer, store, committed
):
    with committed():
        value = make_measurement(evidence_file=upload("Letter of Mr X.pdf", pdf()))
    client = signed_in(officer)
    events()

    client.get(value.evidence_file.url).close()

    (noted,) = events()
    assert noted["event"] == "export"
    assert noted["page"] == value.evidence_file.url.rpartition("/")[0] + "/"


def test_an_export_and_an_import_of_the_admin_are_noted(events, officer_client, officer):
    make_activity(title="Workshop")
    address = admin_url(Activity, "changelist")
    file = officer_client.post(f"{address}export/", {"format": "0", "resource": ""}).content
    exported = events()[-1]
    upload = SimpleUploadedFile("rows.csv", file.replace(b"Workshop", b"Two workshops"))
    preview = officer_client.post(f"{address}import/", {"import_file": upload, "resource": ""})
    events()
    confirm = preview.context["confirm_form"].initial
    officer_client.post(f"{address}process_import/", confirm)

    assert (exported["event"], exported["page"]) == ("export", f"{address}export/")
    (noted,) = events()
    assert (noted["event"], noted["user"]) == ("import", officer.pk)
    assert noted["records"] == "logframe.activity"


def test_an_edition_that_is_issued_is_noted(events, manager):
    edition = make_edition(issued_by=manager)

    assert events() == [{"event": "issue", "user": manager.pk, "edition": edition.code}]


def test_a_verification_is_noted(events, manager):
    row = make_measurement(state="submitted", submitted_by=make_user())
    events()

    row.verify(manager)

    assert events() == [
        {
            "event": "verification",
            "user": manager.pk,
            "record": "logframe.measurement",
            "pk": row.pk,
        }
    ]
