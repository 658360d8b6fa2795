"""Digests by mail of what is due: one for each person who has something to do, once a day."""

from collections.abc import Iterator
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from logframe.dates import day
from logframe.models import Reminder, ReviewState
from logframe.work import RECORD, VERIFY, Entry, Gap, Line, Work

LISTED = 20
# What a mail server, the way to it, or an address that no header can carry answers with.
NOT_SENT = (SMTPException, OSError, ValueError)


def people() -> list[User]:
    """Return all who report or verify by their group, also those who have left."""
    by_group = {"backend": "django.contrib.auth.backends.ModelBackend", "is_active": None}
    found = set()
    for right in (*RECORD, *VERIFY):
        found.update(User.objects.with_perm(right, include_superusers=False, **by_group))
    return sorted(found, key=lambda person: person.username)


def digest(person: User, work: Work) -> EmailMessage:
    """Return the mail that tells a person what is due, with absolute links."""
    groups = [(name, lines) for name, lines in _groups(work) if lines]
    counts = ", ".join(f"{name.lower()} {len(lines)}" for name, lines in groups)
    intro = _("On %(day)s this waits for you in the %(site)s:") % {
        "day": day(work.on),
        "site": f"{settings.PROGRAMME_NAME} {settings.PROGRAMME_SITE_TITLE}",
    }
    blocks = [
        _("Dear %(name)s,") % {"name": person.get_full_name() or person.get_username()},
        f"{intro}\n{settings.SITE_URL}{reverse('work')}",
        *(block for name, lines in groups for block in _told(name, lines)),
    ]
    return EmailMessage(
        subject=f"{settings.PROGRAMME_NAME}: {counts}",
        body="\n\n".join(blocks) + "\n",
        to=[person.email],
    )


def _groups(work: Work) -> tuple[tuple[str, list[Line]], ...]:
    return (
        (_("To verify"), work.verifiable),
        (_("Returned"), work.returned),
        (_("Overdue"), work.overdue),
        (_("Due"), work.due),
    )


def _told(name: str, lines: list[Line]) -> Iterator[str]:
    """Tell one group of lines: how many, then each, but no more than a mail can bear."""
    yield f"{name.upper()} ({len(lines)})"
    yield from (_line(line) for line in lines[:LISTED])
    if len(lines) > LISTED:
        yield _("… and %(more)s more, at the address above.") % {"more": len(lines) - LISTED}


def _line(line: Line) -> str:
    about = [str(line.period.year)]
    if isinstance(line, Entry) and not line.is_narrative and line.row.member_state:
        about.append(str(line.row.member_state))
    words = [f"{line.subject.code} {line.title} ({', '.join(about)})", _what(line)]
    return "\n  ".join([*filter(None, words), f"{settings.SITE_URL}{line.url}"])


def _what(line: Line) -> str:
    if isinstance(line, Gap):
        due = _("due on %(day)s") % {"day": day(line.period.due_on)}
        return f"{line.what_is_missing}, {due}"
    if line.last_return and line.row.state == ReviewState.RETURNED:
        return f"{line.last_return.returned_by}: {line.last_return.reason}"
    return _("recorded by %(who)s") % {"who": line.row.recorded_by}


def was_reminded(person: User, on: date) -> bool:
    """Whether a digest was sent to a person on a day."""
    return Reminder.objects.filter(user=person, day=on).exists()


def send_once(mail: EmailMessage, person: User, on: date) -> bool:
    """Send a digest unless another run was quicker; return whether it was sent.

    What could not be sent is not remembered, so that the next run tries again.
    """
    try:
        # Remembered before it is sent: no two runs at once send it twice.
        reminder = Reminder.objects.create(user=person, day=on)
    except ValidationError:
        return False
    try:
        mail.send()
    except NOT_SENT:
        reminder.delete()
        raise
    return True
