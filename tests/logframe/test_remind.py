"""Reminders by mail: one digest a person and day, nothing twice, nothing lost on the way."""

from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from logframe.models import Reminder
from tests.factories import (
    make_area,
    make_indicator,
    make_measurement,
    make_objective,
    make_output,
    make_period,
    make_progress_report,
    make_reminder,
    make_user,
)

pytestmark = pytest.mark.django_db


class NoWayToAnna(EmailBackend):
    """A mail server that does not know Anna."""

    def send_messages(self, messages):
        if any("anna@example.org" in message.to for message in messages):
            raise ConnectionRefusedError("no such mailbox")
        return super().send_messages(messages)


@pytest.fixture
def output():
    """An output with the year 2026, of which nothing was reported."""
    make_period(year=2026)
    return make_output(objective=make_objective(area=make_area()))


def person(name, role="officer", **fields):
    return make_user(role, username=name, email=f"{name}@example.org", **fields)


def remind(**options) -> str:
    """Run the command and return what it told."""
    told = StringIO()
    call_command("remind", stdout=told, stderr=told, **options)
    return told.getvalue()


def recipients() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


# What stands in it


def test_an_officer_is_told_what_is_due_in_the_own_areas_with_links(output, settings):
    settings.SITE_URL = "https://tracker.example.org"
    officer = person("anna", first_name="Anna", last_name="Berg")
    output.objective.area.officers.add(officer)
    make_output(objective=make_objective(area=make_area()))
    indicator = make_indicator(output=output)

    remind()

    (message,) = mail.outbox
    assert message.to == ["anna@example.org"]
    assert "due 2" in message.subject
    assert "Dear Anna Berg," in message.body
    assert "https://tracker.example.org/my-work/" in message.body
    for form in (f"record/2026/{indicator.slug}/", f"outputs/{output.slug}/report/2026/"):
        assert f"https://tracker.example.org/plans/2026-2030/{form}" in message.body
    assert "4.2(a)" not in message.body


def test_what_was_returned_stands_there_with_the_reason(output, manager):
    person("anna")
    row = make_progress_report(output=output, state="submitted")
    row.return_to_author(manager, "Which sites are meant?")

    remind()

    assert "returned 1" in mail.outbox[0].subject
    assert "manager: Which sites are meant?" in mail.outbox[0].body


def test_a_manager_is_told_what_waits_for_verification(output):
    person("boss", "manager")
    make_progress_report(output=output, state="submitted")

    remind()

    assert recipients() == ["boss@example.org"]
    assert "to verify 1" in mail.outbox[0].subject
    assert "4.1(a) Output a (2026)" in mail.outbox[0].body


def test_a_manager_is_not_reminded_of_what_a_colleague_has_to_verify(output):
    boss = person("boss", "manager")
    make_progress_report(output=output, state="submitted", recorded_by=boss)

    remind()

    assert mail.outbox == []


def test_a_long_list_is_cut_and_says_so(output):
    person("anna")
    for _number in range(20):
        make_indicator(output=output)

    remind()

    assert "DUE (21)" in mail.outbox[0].body
    assert "… and 1 more, at the address above." in mail.outbox[0].body


# Who is written to


def test_who_has_nothing_to_do_is_not_written_to(output):
    person("anna")
    person("boss", "manager")
    make_progress_report(output=output, state="verified")

    told = remind()

    assert mail.outbox == []
    assert told == "0 mails sent.\n"


def test_a_focal_point_is_never_written_to(output):
    person("delegate", "focal")

    remind()

    assert mail.outbox == []


def test_who_has_left_and_who_has_no_address_are_passed_over_and_named(output):
    person("gone", is_active=False)
    make_user("officer", username="silent")
    person("anna")

    told = remind()

    assert recipients() == ["anna@example.org"]
    assert "Skipped: gone is not active." in told
    assert "Skipped: silent has no e-mail address." in told


# Once a day


def test_a_second_run_on_the_same_day_sends_nothing(output):
    person("anna")

    remind()
    told = remind()

    assert recipients() == ["anna@example.org"]
    assert "Skipped: anna was reminded today." in told


def test_the_next_day_brings_another_mail(output):
    anna = person("anna")
    make_reminder(user=anna, day=date(2026, 6, 30))

    remind()

    assert recipients() == ["anna@example.org"]
    assert Reminder.objects.filter(user=anna, day=timezone.localdate()).exists()


def test_a_mail_that_fails_stops_no_other_and_is_tried_again(output, settings):
    person("anna")
    person("bert")
    settings.EMAIL_BACKEND = f"{__name__}.NoWayToAnna"
    told = StringIO()

    with pytest.raises(CommandError, match="1 mail could not be sent"):
        call_command("remind", stdout=told, stderr=told)

    assert recipients() == ["bert@example.org"]
    assert "Not sent to anna (anna@example.org): no such mailbox" in told.getvalue()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    remind()
    assert recipients() == ["anna@example.org", "bert@example.org"]


def test_an_address_that_no_mail_can_carry_stops_no_other(output):
    make_user("officer", username="anna", email="anna@example.org\nBcc: all@example.org")
    person("bert")

    with pytest.raises(CommandError, match="1 mail could not be sent"):
        remind()

    assert recipients() == ["bert@example.org"]


# Looking first


def test_a_dry_run_prints_and_neither_sends_nor_remembers(output):
    person("anna")

    told = remind(dry_run=True)

    assert "To anna@example.org" in told
    assert "4.1(a) Output a (2026)" in told
    assert "1 mail would be sent. This was a dry run." in told
    assert mail.outbox == []
    assert not Reminder.objects.exists()


def test_a_dry_run_looks_ahead(output):
    person("anna")
    make_measurement(indicator=make_indicator(output=output), state="verified")

    assert "overdue 1" in remind(dry_run=True, on="2027-01-01")
    assert "due 1" in remind(dry_run=True, on="2026-12-31")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"on": "2026-12-01"}, "use it with --dry-run"),
        ({"on": "tomorrow", "dry_run": True}, "'tomorrow' is no day"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(output, options, sentence):
    person("anna")

    with pytest.raises(CommandError, match=sentence):
        remind(**options)

    assert mail.outbox == []
