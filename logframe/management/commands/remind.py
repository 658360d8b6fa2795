"""Mail everybody who has something to do a digest of it, once a day at most."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from logframe import reminders
from logframe.work import work_of


class Command(BaseCommand):
    help = (
        "Mails officers what is due, overdue and returned, and managers what waits to be verified. "
        "A second run on the same day sends nothing twice."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Print the mails; send and remember nothing."
        )
        parser.add_argument(
            "--on", metavar="DATE", help="With --dry-run: as of this day, as 2026-12-01."
        )

    def handle(self, *args, dry_run: bool, on: str | None, **options) -> None:
        if on and not dry_run:
            raise CommandError("--on only looks ahead: use it with --dry-run.")
        self.dry_run, self.on = dry_run, self.day(on)
        told = [self.remind(person) for person in reminders.people()]
        sent, failed = told.count(self.SENT), told.count(self.FAILED)
        would = "would be sent. This was a dry run" if dry_run else "sent"
        self.stdout.write(f"{sent} {'mail' if sent == 1 else 'mails'} {would}.")
        if failed:
            raise CommandError(
                f"{failed} {'mail' if failed == 1 else 'mails'} could not be sent: "
                "look at the mail settings, then run the command again."
            )

    SENT, FAILED, PASSED = "sent", "failed", "passed"

    def day(self, on: str | None) -> date:
        """Return the day that is asked for, or today."""
        try:
            return date.fromisoformat(on) if on else timezone.localdate()
        except ValueError as error:
            raise CommandError(f"{on!r} is no day: write it as 2026-12-01.") from error

    def remind(self, person) -> str:
        """Send one person the digest, or say why not; nobody without work is written to."""
        if not person.is_active:
            return self.skip(person, "is not active")
        work = work_of(person, self.on)
        if not work.asks_for_something:
            return self.PASSED
        if not person.email:
            return self.skip(person, "has no e-mail address")
        if reminders.was_reminded(person, self.on):
            return self.skip(person, "was reminded today")
        return self.send(person, reminders.digest(person, work))

    def skip(self, person, why: str) -> str:
        """Say who is passed over and why."""
        self.stdout.write(f"Skipped: {person} {why}.")
        return self.PASSED

    def send(self, person, mail) -> str:
        """Send a mail, or print it; one that cannot be sent is told and stops no other."""
        if self.dry_run:
            self.stdout.write(f"To {person.email}\nSubject: {mail.subject}\n\n{mail.body}")
            return self.SENT
        try:
            sent = reminders.send_once(mail, person, self.on)
        except reminders.NOT_SENT as error:
            self.stderr.write(f"Not sent to {person} ({person.email}): {error}")
            return self.FAILED
        if not sent:
            return self.skip(person, "was reminded today")
        self.stdout.write(f"Sent to {person} ({person.email}): {mail.subject}")
        return self.SENT
