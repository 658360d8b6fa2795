"""The way of a reported row in the admin: recorded, submitted, verified, returned, corrected."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from logframe.models import Measurement, ProgressReport, ReviewState
from tests.factories import (
    close_year,
    make_indicator,
    make_measurement,
    make_member_state,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
    make_user,
)
from tests.forms import admin_url, filled, messages_of, run, save, text_of

pytestmark = pytest.mark.django_db
ADD = "/admin/logframe/measurement/add/"


def verify(client, row, **more):
    """Press the button of the page that the person sees."""
    page = client.get(admin_url(row))
    version = page.context["original"].version
    return client.post(admin_url(row, "verify"), {"seen_version": version} | more, follow=True)


def give_back(client, row, reason):
    data = {"reason": reason, "seen_version": row.version}
    return client.post(admin_url(row, "return"), data, follow=True)


# Recording


def test_the_form_begins_with_the_indicator_the_year_and_today(officer_client):
    make_plan()
    make_period(year=2026, closed_on=date(2026, 12, 31))
    reported_now = make_period(year=2027) if timezone.localdate().year > 2026 else None
    first_open = reported_now or make_period(year=2027)
    make_period(year=2030)
    indicator = make_indicator()

    form = officer_client.get(f"{ADD}?indicator={indicator.pk}").context["adminform"].form

    assert form.initial["period"] == first_open.pk
    assert form.initial["as_of"] == timezone.localdate()
    assert form.initial["indicator"] == str(indicator.pk)


def test_who_records_a_value_is_kept_and_who_edits_it_later_does_not_replace_them(
    officer, officer_client, manager_client
):
    indicator, period = make_indicator(), make_period(year=2026)
    data = filled(officer_client.get(ADD), indicator=indicator.pk, period=period.pk, value="3")
    officer_client.post(ADD, data)

    measurement = Measurement.objects.get()
    save(manager_client, measurement, value="4")

    measurement.refresh_from_db()
    assert (measurement.value, measurement.recorded_by) == (4, officer)


def test_nobody_types_how_far_a_row_is(officer_client):
    fields = officer_client.get(ADD).context["adminform"].form.fields

    assert "state" not in fields


def test_saving_and_submitting_are_one_button(officer, officer_client):
    measurement = make_measurement(value=5)

    save(officer_client, measurement, value="6", _submit_for_verification="1")

    measurement.refresh_from_db()
    assert (measurement.value, measurement.state) == (6, ReviewState.SUBMITTED)
    assert measurement.submitted_by == officer


def test_a_closed_year_takes_no_new_value_and_no_change(officer_client):
    measurement = make_measurement(value=5)
    period = close_year(measurement.period)
    data = filled(
        officer_client.get(ADD),
        indicator=make_indicator().pk,
        period=period.pk,
        value="1",
        as_of="2026-06-30",
    )

    for response in (officer_client.post(ADD, data), save(officer_client, measurement, value="6")):
        assert "2026 was closed on" in text_of(response)
    assert Measurement.objects.get().value == 5


def test_a_second_value_for_the_same_place_is_refused_on_the_page(officer_client):
    measurement = make_measurement()
    data = filled(
        officer_client.get(ADD),
        indicator=measurement.indicator_id,
        period=measurement.period_id,
        value="1",
    )

    response = officer_client.post(ADD, data)

    assert "A value for this indicator and year stands already" in text_of(response)


# Submitting and verifying


def test_many_rows_are_submitted_at_once_and_what_cannot_be_is_named(officer_client):
    draft = make_measurement()
    verified = make_measurement(indicator=make_indicator(), state="verified")

    told = messages_of(run(officer_client, "submit_rows", draft, verified))

    draft.refresh_from_db()
    assert draft.state == ReviewState.SUBMITTED
    assert "1 row was submitted." in told
    assert "2026-2030, 4.1(a)-2, 2026, 1: This is verified" in told


def test_an_officer_cannot_verify_and_does_not_see_how(officer_client):
    row = make_measurement(state="submitted")

    page = text_of(officer_client.get(admin_url(row)))
    listed = text_of(officer_client.get(admin_url(Measurement, "changelist")))
    assert "Verify" not in page
    assert "verify_rows" not in listed
    assert verify(officer_client, row).status_code == 403
    assert officer_client.get(admin_url(row, "return")).status_code == 403
    run(officer_client, "verify_rows", row)
    row.refresh_from_db()
    assert row.state == ReviewState.SUBMITTED


def test_a_manager_verifies_with_a_button(manager, manager_client):
    row = make_measurement(state="submitted")

    response = verify(manager_client, row)

    row.refresh_from_db()
    assert (row.state, row.verified_by) == (ReviewState.VERIFIED, manager)
    assert "counts from today" in messages_of(response)


def test_who_recorded_a_row_does_not_verify_it(manager, manager_client):
    own = make_measurement(state="submitted", recorded_by=manager)
    others = make_measurement(indicator=make_indicator(), state="submitted")

    assert "ask a colleague" in messages_of(verify(manager_client, own))
    told = messages_of(run(manager_client, "verify_rows", own, others))

    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.state, others.state) == (ReviewState.SUBMITTED, ReviewState.VERIFIED)
    assert "2026-2030, 4.1(a)-1, 2026, 1: Who recorded or submitted" in told
    assert "1 row was verified." in told


def test_what_changed_since_it_was_seen_is_not_verified(manager_client):
    row = make_measurement(state="submitted")

    response = verify(manager_client, row, seen_version=row.version - 1)

    row.refresh_from_db()
    assert row.state == ReviewState.SUBMITTED
    assert "was changed by somebody else" in messages_of(response)


def test_nothing_is_verified_by_opening_an_address(manager_client):
    row = make_measurement(state="submitted")

    assert manager_client.get(admin_url(row, "verify")).status_code == 405


# Returning


def test_a_row_is_returned_with_a_reason_that_its_author_reads(officer_client, manager_client):
    row = make_measurement(state="submitted")

    give_back(manager_client, row, "Which workshop is meant?")

    row.refresh_from_db()
    assert row.state == ReviewState.RETURNED
    assert "Which workshop is meant?" in text_of(officer_client.get(admin_url(row)))


def test_a_return_without_a_reason_is_refused(manager_client):
    row = make_measurement(state="submitted")

    response = give_back(manager_client, row, "  ")

    row.refresh_from_db()
    assert row.state == ReviewState.SUBMITTED
    assert "This field is required" in text_of(response)


def test_a_returned_row_is_corrected_and_submitted_again(officer_client):
    row = make_measurement(state="returned", value=5)

    save(officer_client, row, value="6", _submit_for_verification="1")

    row.refresh_from_db()
    assert (row.value, row.state) == (6, ReviewState.SUBMITTED)


# Correcting


def test_a_verified_row_is_read_only(manager_client):
    row = make_measurement(state="verified", value=5)

    page = text_of(manager_client.get(admin_url(row)))
    assert 'name="value"' not in page
    assert "deletelink" not in page
    assert manager_client.post(admin_url(row), {"value": "6"}).status_code == 403


def test_a_correction_begins_with_what_it_replaces_and_asks_why(officer, officer_client):
    state = make_member_state()
    indicator = make_indicator(by_member_state=True, state_total="sum")
    row = make_measurement(state="verified", indicator=indicator, member_state=state, value=5)
    address = f"{ADD}?replaces={row.pk}"
    assert address in text_of(officer_client.get(admin_url(row)))

    page = officer_client.get(address)
    without_reason = officer_client.post(address, filled(page, value="6"))
    officer_client.post(address, filled(page, value="6", replacement_reason="Counted twice"))

    assert "Say why this replaces what was verified" in text_of(without_reason)
    correction = Measurement.objects.get(revision=2)
    assert (correction.replaces, correction.recorded_by) == (row, officer)
    assert (correction.indicator, correction.member_state, correction.value) == (
        indicator,
        state,
        6,
    )


def test_a_row_that_was_corrected_leads_to_its_correction(officer_client):
    row = make_measurement(state="verified")
    correction = make_measurement(replaces=row)

    page = text_of(officer_client.get(admin_url(row)))

    assert admin_url(correction) in page
    assert f"?replaces={row.pk}" not in page
    assert admin_url(row) in text_of(officer_client.get(admin_url(correction)))


@pytest.mark.parametrize("key", ["", "999", "x"])
def test_a_correction_of_nothing_is_only_a_form(officer_client, key):
    assert officer_client.get(f"{ADD}?replaces={key}").status_code == 200


# Narratives take the same way


def test_a_narrative_is_recorded_submitted_and_verified(officer, officer_client, manager_client):
    address = admin_url(ProgressReport, "add")
    output, period = make_output(), make_period(year=2026)
    data = filled(
        officer_client.get(address),
        output=output.pk,
        period=period.pk,
        achievements="One\r\nTwo",
        _submit_for_verification="1",
    )
    officer_client.post(address, data)
    report = ProgressReport.objects.get()
    assert (report.recorded_by, report.state) == (officer, ReviewState.SUBMITTED)
    assert report.achievements == "One\nTwo"

    verify(manager_client, report)
    report.refresh_from_db()
    assert report.state == ReviewState.VERIFIED


def test_a_narrative_is_returned_too(manager_client):
    report = make_progress_report(state="submitted", recorded_by=make_user("officer"))

    give_back(manager_client, report, "Too long")

    assert report.returns.get().reason == "Too long"
    assert reverse("admin:logframe_progressreport_return", args=[report.pk])
