"""One number from the keyboard to the file: typed, submitted, verified, read by a focal point."""

import csv
import io
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from logframe.models import Indicator, Measurement, MemberState
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.forms import admin_url, filled
from tests.pages import PLAN

pytestmark = pytest.mark.django_db

CODE, PAGE = "4.1(b)-3", f"{PLAN}indicators/4.1b-3/"
FILE = f"{PLAN}indicators/?_export=csv"


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


def somebody(username):
    return signed_in(User.objects.get(username=username))


def in_file(client) -> str:
    text = client.get(FILE).getvalue().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return next(row["Value"] for row in rows if row["Code"] == CODE)


def test_a_value_typed_by_an_officer_reaches_page_and_file_once_it_is_verified():
    officer, manager, focal = (somebody(name) for name in ("officer", "manager", "focal"))
    indicator = Indicator.objects.get(code=CODE)
    form = f"{reverse('admin:logframe_measurement_add')}?indicator={indicator.pk}"

    saved = officer.post(
        form,
        filled(
            officer.get(form),
            period=str(indicator.plan.periods.get(year=2026).pk),
            member_state=str(MemberState.objects.get(code="MNG").pk),
            value="41",
            as_of="2026-10-31",
            _submit_for_verification="1",
        ),
        follow=True,
    )
    value = Measurement.objects.get(indicator=indicator)

    assert saved.status_code == HTTPStatus.OK
    assert (value.state, value.recorded_by.username) == ("submitted", "officer")
    assert in_file(focal) == ""
    assert "not reported" in focal.get(PAGE).content.decode()

    change = manager.get(admin_url(value))
    verify = reverse("admin:logframe_measurement_verify", args=[value.pk])
    seen_version = change.context["original"].version
    manager.post(verify, {"seen_version": seen_version})
    value.refresh_from_db()

    assert (value.state, value.verified_by.username) == ("verified", "manager")
    assert in_file(focal) == in_file(officer) == "41"
    page = focal.get(PAGE).content.decode()
    assert "41 persons" in page
    assert "verified by manager" in page


def test_what_an_officer_recorded_the_officer_does_not_verify():
    officer = somebody("officer")
    value = Measurement.objects.filter(state="submitted", recorded_by__username="officer").first()

    refused = officer.post(
        reverse("admin:logframe_measurement_verify", args=[value.pk]),
        {"seen_version": value.version},
    )

    assert refused.status_code == HTTPStatus.FORBIDDEN
    value.refresh_from_db()
    assert value.state == "submitted"
