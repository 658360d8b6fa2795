"""Evidence: who may have a file, and the forms that take one."""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import reverse

from logframe.models import Measurement
from logframe.models.evidence import EvidenceField
from tests.conftest import signed_in
from tests.evidence import (
    GOOD,
    kept,
    pdf,
    upload,
    with_file,
)
from tests.factories import (
    make_decision,
    make_indicator,
    make_measurement,
    make_period,
    make_user,
)
from tests.forms import admin_url, filled, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
ADD = "/admin/logframe/measurement/add/"


# Who may have it


@pytest.fixture
def files(committed):
    """The addresses of a verified file and of one that nobody has verified."""
    with committed():
        rows = [
            with_file(state="verified"),
            with_file(indicator=make_indicator(), content=pdf(b"(draft)")),
        ]
    return [row.evidence_file.url for row in rows]


def answers(client, addresses) -> list[int]:
    found = []
    for address in addresses:
        response = client.get(address)
        found.append(response.status_code)
        b"".join(response)  # read to its end, which closes the file
    return found


def test_staff_have_every_file_and_focal_points_what_is_verified(files):
    officer, manager, focal = (
        signed_in(make_user(role)) for role in ("officer", "manager", "focal")
    )

    assert answers(officer, files) == [HTTPStatus.OK, HTTPStatus.OK]
    assert answers(manager, files) == [HTTPStatus.OK, HTTPStatus.OK]
    assert answers(focal, files) == [HTTPStatus.OK, HTTPStatus.NOT_FOUND]


def test_staff_without_the_right_to_see_values_have_what_is_verified(files):
    somebody = make_user(None, is_staff=True)
    assert answers(signed_in(somebody), files) == [HTTPStatus.OK, HTTPStatus.NOT_FOUND]

    somebody.user_permissions.add(Permission.objects.get(codename="view_measurement"))
    assert answers(signed_in(somebody), files) == [HTTPStatus.OK, HTTPStatus.OK]


@pytest.mark.parametrize("public", [False, True])
def test_who_is_not_signed_in_is_asked_to_whatever_the_site_shows(client, files, settings, public):
    settings.LOGFRAME_PUBLIC = public

    for address in [*files, "/evidence/2026/nothing.pdf"]:
        response = client.get(address)
        assert response.status_code == HTTPStatus.FOUND
        assert response.url.startswith("/accounts/login/")


def test_a_file_is_a_download_that_no_browser_runs_and_no_proxy_keeps(officer_client, files):
    response = officer_client.get(files[0])

    assert response.headers["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.getvalue() == GOOD["report.pdf"]
    b"".join(response)


@pytest.mark.parametrize(
    "name",
    [
        "nothing.pdf",
        "../tracker.sqlite3",
        "..%2f..%2ftracker.sqlite3",
        "%2e%2e/%2e%2e/etc/passwd",
        "2026/../../../etc/passwd",
        "/etc/passwd",
        "..\\..\\etc\\passwd",
        "2026",
        "%00",
    ],
)
def test_no_other_file_is_reached_by_any_name(officer_client, store, files, name):
    (store.parent / "tracker.sqlite3").write_text("secret")

    response = officer_client.get(f"/evidence/{name}")

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_a_file_of_the_folder_that_no_record_has_is_not_given(officer_client, store, files):
    (store / "stray.pdf").write_bytes(pdf())

    assert officer_client.get("/evidence/stray.pdf").status_code == HTTPStatus.NOT_FOUND


def test_a_row_without_a_file_answers_to_no_name(officer_client):
    make_measurement(state="verified")

    assert officer_client.get("/evidence/").status_code == HTTPStatus.NOT_FOUND


def test_a_file_that_is_missing_on_the_server_is_a_designed_page(officer_client, store, files):
    for path in store.rglob("*.pdf"):
        path.unlink()

    response = officer_client.get(files[0])

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "it is not on the server: tell the administrator" in text_of(response)


def test_a_file_is_not_changed_over_the_web(officer_client, files):
    assert officer_client.post(files[0]).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_address_of_a_file_is_the_page_that_asks_who_may():
    row = with_file()

    assert row.evidence_file.url == reverse("evidence", args=[row.evidence_file.name])
    assert configured.STATIC_ROOT not in Path(configured.MEDIA_ROOT).parents
    assert isinstance(Measurement._meta.get_field("evidence_file"), EvidenceField)


def test_the_page_of_the_indicator_leads_to_the_verified_file(
    client, focal_client, files, settings
):
    page = Measurement.objects.first().indicator.get_absolute_url()
    assert f'<a href="{files[0]}">report.pdf</a>' in focal_client.get(page).content.decode()

    settings.LOGFRAME_PUBLIC = True
    assert files[0] not in client.get(page).content.decode()


# The form of the admin


def test_a_file_is_attached_in_the_admin(officer_client, store, committed):
    data = filled(
        officer_client.get(ADD),
        indicator=make_indicator().pk,
        period=make_period(year=2026).pk,
        value="3",
    )

    with committed():
        officer_client.post(ADD, data | {"evidence_file": upload("report.pdf", pdf())})

    assert kept(store) == ["report.pdf"]
    page = text_of(officer_client.get(admin_url(Measurement.objects.get())))
    assert Measurement.objects.get().evidence_file.url in page


def test_a_refused_file_says_why_at_its_field(officer_client, store, committed):
    measurement = make_measurement()
    data = filled(officer_client.get(admin_url(measurement)), note="Typed")

    with committed():
        response = officer_client.post(
            admin_url(measurement), data | {"evidence_file": upload("report.pdf", b"<html>")}
        )

    errors = response.context["adminform"].form.errors
    assert list(errors) == ["evidence_file"]
    assert "is not what its name says" in errors["evidence_file"][0]
    assert "Typed" in text_of(response)
    assert kept(store) == []


def test_an_empty_file_is_refused_by_the_form_too(officer_client):
    measurement = make_measurement()
    data = filled(officer_client.get(admin_url(measurement)))

    response = officer_client.post(
        admin_url(measurement), data | {"evidence_file": ContentFile(b"", "report.pdf")}
    )

    assert "The submitted file is empty." in text_of(response)


def test_a_form_that_is_shown_again_asks_for_the_file_again(officer_client, store, committed):
    measurement = make_measurement()
    data = filled(officer_client.get(admin_url(measurement)), value="")

    with committed():
        response = officer_client.post(
            admin_url(measurement), data | {"evidence_file": upload("report.pdf", pdf())}
        )

    assert "Choose the file again: a browser sends a file only once." in text_of(response)
    assert kept(store) == []


def test_who_is_second_sees_which_file_stands_and_chooses_again(officer_client, store, committed):
    with committed():
        measurement = with_file()
    seen = filled(officer_client.get(admin_url(measurement)))
    Measurement.objects.get().save()

    with committed():
        response = officer_client.post(
            admin_url(measurement), seen | {"evidence_file": upload("other.png", GOOD["photo.png"])}
        )

    text = text_of(response)
    assert "Yours: <q>other.png</q><br>Stored: <q>report.pdf</q>" in text
    assert "Choose the file again" in text
    assert kept(store) == ["report.pdf"]


def test_a_file_that_stands_stays_when_the_form_sends_none(officer_client, store, committed):
    with committed():
        measurement = with_file()

    with committed():
        officer_client.post(
            admin_url(measurement),
            filled(officer_client.get(admin_url(measurement)), value="9"),
        )

    measurement.refresh_from_db()
    assert (measurement.value, measurement.evidence_file.short_name) == (9, "report.pdf")
    assert kept(store) == ["report.pdf"]


# The other doors


def test_a_file_is_sent_where_values_are_recorded(officer_client, store, committed):
    row = make_measurement()
    slug, year = row.indicator.slug, row.period.year
    address = f"/plans/2026-2030/record/{year}/{slug}/"
    sent = {f"{slug}-value": "5", f"{slug}-as_of": "2026-06-30", f"{slug}-seen_version": "1"}

    with committed():
        officer_client.post(address, sent | {f"{slug}-evidence_file": upload("a.pdf", pdf())})
    with committed():
        refused = officer_client.post(
            address,
            sent
            | {f"{slug}-seen_version": "2", f"{slug}-evidence_file": upload("b.pdf", b"<script>")},
        )

    assert kept(store) == ["a.pdf"]
    assert Measurement.objects.get().evidence_file.short_name == "a.pdf"
    assert "value was not saved" in text_of(refused)
    assert Measurement.objects.get().version == 2


def test_a_follow_up_is_proven_by_a_file(officer_client, focal_client, store, committed):
    decision = make_decision(is_actionable=True)
    address = f"/decisions/{decision.slug}/follow-up/"
    sent = {
        "date": "2026-06-30",
        "what_was_done": "The report came out.",
        "implementation": "completed",
    }

    with committed():
        officer_client.post(address, sent | {"evidence_file": upload("a.pdf", pdf())})

    follow_up = decision.follow_ups.get()
    assert focal_client.get(follow_up.evidence_file.url).getvalue() == pdf()
    with committed():
        follow_up.delete()
    assert kept(store) == []
