"""The narrative on an output: written beside its figures, submitted, locked, corrected."""

from datetime import date
from http import HTTPStatus

import pytest
from django.urls import reverse

from logframe.models import ProgressReport
from tests.factories import (
    close_year,
    make_decision,
    make_decision_link,
    make_indicator,
    make_measurement,
    make_milestone,
    make_output,
    make_period,
    make_progress_report,
    make_user,
)
from tests.forms import admin_url, filled, messages_of, text_of

pytestmark = pytest.mark.django_db

WORDS = {
    "achievements": "A workshop was held.\r\n\r\n- twelve persons\r\n- three States",
    "challenges": "Permits took long.",
    "next_steps": "Hold another.",
    "rating": "on_track",
    "rating_reason": "",
}


@pytest.fixture
def period():
    return make_period(year=2026)


@pytest.fixture
def output(period):
    """An output with the year 2026, and nothing reported."""
    return make_output()


@pytest.fixture
def at_risk(output, period):
    """The output whose one indicator has 7 of the 10 that were due at the end of October."""
    period.due_on = date(2026, 10, 31)
    period.save()
    indicator = make_indicator(output=output, accumulation="cumulative")
    make_milestone(indicator=indicator, value=10)
    make_milestone(indicator=indicator, year=2030, value=50)
    make_measurement(indicator=indicator, value=7, state="verified")
    return output


def address(output, query="", year=2026) -> str:
    return reverse("narrative", args=[output.plan.slug, output.slug, year]) + query


def send(client, output, button, query="", seen=0, **words):
    data = {**WORDS, "seen_version": seen, **words, button: "yes"}
    return client.post(address(output, query), data, follow=True)


def report() -> ProgressReport:
    return ProgressReport.objects.get()


def newest() -> ProgressReport:
    return ProgressReport.objects.order_by("revision").last()


def has_form(page) -> bool:
    return 'name="achievements"' in page.content.decode()


# Who may


def test_the_output_leads_staff_to_the_report_of_the_year(officer_client, focal_client, output):
    page = text_of(officer_client.get(output.get_absolute_url()))

    assert f'href="{address(output)}">Write the report of 2026<' in page
    assert address(output) not in text_of(focal_client.get(output.get_absolute_url()))


@pytest.mark.parametrize("public", [False, True])
def test_who_does_not_report_is_refused(client, focal_client, output, settings, public):
    settings.LOGFRAME_PUBLIC = public

    assert client.get(address(output)).url.startswith(reverse("account_login"))
    assert client.post(address(output), WORDS).url.startswith(reverse("account_login"))
    assert focal_client.get(address(output)).status_code == HTTPStatus.FORBIDDEN
    assert focal_client.post(address(output), WORDS).status_code == HTTPStatus.FORBIDDEN
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize("year", [2027, 2031])
def test_a_year_without_a_reporting_period_is_a_missing_page(officer_client, output, year):
    assert officer_client.get(address(output, year=year)).status_code == HTTPStatus.NOT_FOUND


# Writing


def test_an_officer_saves_a_draft(officer, officer_client, output, period):
    page = send(officer_client, output, "save")

    row = report()
    assert (row.output, row.period, row.state) == (output, period, "draft")
    assert (row.recorded_by, row.rating, row.challenges) == (
        officer,
        "on_track",
        "Permits took long.",
    )
    assert row.achievements == "A workshop was held.\n\n- twelve persons\n- three States"
    assert "It was saved, and is not submitted yet." in messages_of(page)
    assert has_form(page)


def test_an_officer_saves_and_submits_in_one_step(officer, officer_client, output):
    page = send(officer_client, output, "submit")

    assert (report().state, report().submitted_by) == ("submitted", officer)
    assert page.redirect_chain[-1][0] == reverse("work")
    assert "The report on 4.1(a) for 2026 was submitted" in messages_of(page)


def test_a_draft_is_taken_up_again(officer_client, output):
    row = make_progress_report(output=output, challenges="None yet")

    assert "None yet" in text_of(officer_client.get(address(output)))
    send(officer_client, output, "save", seen=row.version)

    assert (report().challenges, report().recorded_by) == ("Permits took long.", row.recorded_by)


def test_an_unchanged_draft_is_submitted_without_another_version_of_its_words(
    officer_client, output
):
    send(officer_client, output, "save")
    send(officer_client, output, "submit", seen=1)

    assert report().state == "submitted"
    assert report().history.count() == 2


def test_nothing_entered_is_nothing_saved(officer_client, output):
    page = send(officer_client, output, "submit", **dict.fromkeys(WORDS, ""))

    assert "Nothing was entered, so nothing was saved." in messages_of(page)
    assert not ProgressReport.objects.exists()


def test_a_wrong_entry_is_said_beside_it_and_nothing_is_lost(officer_client, output):
    page = send(officer_client, output, "save", rating="splendid")

    assert "Select a valid choice" in text_of(page)
    assert "Permits took long." in text_of(page)
    assert not ProgressReport.objects.exists()


def test_a_returned_report_shows_why_and_is_submitted_again(officer_client, manager, output):
    row = make_progress_report(output=output, state="submitted")
    row.return_to_author(manager, "Which sites are meant?")

    page = officer_client.get(address(output))
    assert "Which sites are meant?" in text_of(page)
    send(officer_client, output, "submit", seen=row.version)

    assert report().state == "submitted"


def test_paragraphs_and_lists_are_shown_as_typed(officer_client, focal_client, output):
    send(officer_client, output, "submit")
    report().verify(make_user("manager"))

    for client, page in ((officer_client, address(output)), (focal_client, "")):
        shown = client.get(page or output.get_absolute_url()).content.decode()
        assert "<p>A workshop was held.</p>" in shown
        assert "<ul><li>twelve persons</li><li>three States</li></ul>" in shown


# What stands beside it


def test_the_figures_and_the_decisions_stand_beside_the_text(officer_client, at_risk):
    decision = make_decision()
    make_decision_link(decision=decision, output=at_risk)

    page = text_of(officer_client.get(address(at_risk)))

    assert "milestone 10" in page
    assert "At risk" in page
    assert decision.wording in page
    assert reverse("record_indicator", args=[at_risk.plan.slug, 2026, "4.1a-1"]) in page


def test_what_waits_is_shown_as_if_it_were_verified(officer_client, at_risk):
    value = at_risk.indicators.get().measurements.get()
    make_measurement(replaces=value, value=10, state="submitted")

    page = text_of(officer_client.get(address(at_risk)))

    assert "if all reported values are verified" in page
    assert "and, once all reported values are verified:" in page
    assert "Achieved" in page


# The rating beside the figures


def test_a_rating_that_differs_asks_for_a_reason_before_it_is_submitted(officer_client, at_risk):
    page = send(officer_client, at_risk, "submit")

    assert report().state == "draft"
    assert "your rating says something else than the figures" in messages_of(page)
    assert "Say why, or submit it as it is." in text_of(page)

    send(officer_client, at_risk, "submit", seen=1, warned="yes")
    assert report().state == "submitted"


def test_a_rating_that_differs_with_a_reason_is_submitted_at_once(officer_client, at_risk):
    send(officer_client, at_risk, "submit", rating_reason="One site reported late")

    assert report().state == "submitted"


@pytest.mark.parametrize("rating", ["at_risk", ""])
def test_a_rating_that_does_not_differ_is_submitted_at_once(officer_client, at_risk, rating):
    send(officer_client, at_risk, "submit", rating=rating)

    assert report().state == "submitted"


# Locked


def test_what_waits_to_be_verified_is_shown_and_says_who_waits(
    officer, officer_client, manager_client, output
):
    row = make_progress_report(output=output, state="submitted", recorded_by=officer)

    page = officer_client.get(address(output))
    assert not has_form(page)
    assert "officer submitted it on" in text_of(page)
    assert row.achievements in text_of(page)
    assert admin_url(row) not in text_of(page)
    assert admin_url(row) in text_of(manager_client.get(address(output)))


def test_what_is_sent_to_a_locked_report_is_refused_and_not_lost(officer_client, output):
    make_progress_report(output=output, state="submitted")

    page = send(officer_client, output, "save", seen=1)

    assert "What waits to be verified is not changed" in text_of(page)
    assert "Permits took long." in text_of(page)
    assert report().challenges == ""


def test_what_is_sent_to_a_verified_report_is_refused_and_not_lost(officer_client, output):
    make_progress_report(output=output, state="verified")

    page = send(officer_client, output, "save", seen=1)

    assert "A verified row is never edited" in text_of(page)
    assert "Permits took long." in text_of(page)
    assert report().challenges == ""


def test_a_closed_year_shows_the_report_and_refuses_another(officer_client, output, period):
    make_progress_report(output=output)
    close_year(period)

    page = officer_client.get(address(output))
    assert not has_form(page)
    assert "2026 was closed on" in text_of(page)
    refused = send(officer_client, output, "submit", seen=1)
    assert "2026 was closed on" in text_of(refused)
    assert "Permits took long." in text_of(refused)
    assert (report().state, report().challenges) == ("draft", "")


def test_a_closed_year_without_a_report_says_so(officer_client, output, period):
    close_year(period)

    assert "No report was written." in text_of(officer_client.get(address(output)))


# Correcting


def test_a_verified_report_is_corrected_by_another_that_says_why(officer_client, output):
    first = make_progress_report(output=output, state="verified", rating="on_track")

    page = officer_client.get(address(output))
    assert not has_form(page)
    assert f'href="{address(output, "?correct=1")}"' in text_of(page)
    assert first.achievements in text_of(officer_client.get(address(output, "?correct=1")))

    without = send(officer_client, output, "save", "?correct=1")
    assert "Say why this replaces what was verified." in text_of(without)
    send(
        officer_client, output, "submit", "?correct=1", replacement_reason="A workshop was missing"
    )

    row = newest()
    assert (row.replaces, row.revision, row.state) == (first, 2, "submitted")
    assert row.replacement_reason == "A workshop was missing"


def test_a_draft_of_a_correction_is_taken_up_and_says_what_stands(officer_client, output):
    first = make_progress_report(output=output, state="verified")
    make_progress_report(replaces=first, challenges="Not finished")

    page = text_of(officer_client.get(address(output)))

    assert "This is a correction. Until it is verified, the report stands" in page
    assert "Not finished" in page
    send(officer_client, output, "save", seen=1, replacement_reason="Another reason")
    assert newest().replacement_reason == "Another reason"


# Two people


def test_the_second_of_two_editors_sees_both_versions_and_chooses(officer_client, output):
    row = make_progress_report(output=output, challenges="Rain")
    row.challenges = "Snow"
    row.save()

    page = send(officer_client, output, "save", seen=1)
    assert report().challenges == "Snow"
    assert "<q>Permits took long.</q>" in text_of(page)
    assert "<q>Snow</q>" in text_of(page)

    send(officer_client, output, "save", seen=2)
    assert report().challenges == "Permits took long."


def test_the_second_who_writes_a_first_report_meets_the_other_one(officer_client, output):
    make_progress_report(output=output, challenges="Rain")

    page = send(officer_client, output, "save", seen=0)

    assert report().challenges == "Rain"
    assert "<q>Rain</q>" in text_of(page)
    assert "Permits took long." in text_of(page)


def test_a_second_correction_meets_the_first(officer_client, output):
    first = make_progress_report(output=output, state="verified")
    make_progress_report(replaces=first, challenges="Rain")

    page = send(officer_client, output, "save", "?correct=1", replacement_reason="Me too")

    assert newest().challenges == "Rain"
    assert "<q>Rain</q>" in text_of(page)


def test_a_form_without_its_version_is_refused(officer_client, output):
    make_progress_report(output=output, challenges="Rain")

    page = send(officer_client, output, "save", seen="")

    assert "The form does not say which version of the record it shows" in text_of(page)
    assert report().challenges == "Rain"


# The other door


def test_the_admin_has_the_same_form_and_its_help(officer_client, output):
    row = make_progress_report(output=output)

    page = officer_client.get(admin_url(row))
    assert "a blank line begins a paragraph" in text_of(page)
    officer_client.post(admin_url(row), filled(page, challenges="From the admin"))

    assert "From the admin" in text_of(officer_client.get(address(output)))
