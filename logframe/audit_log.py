"""Who did what and when, for who runs the site: one line of JSON for each event.

    {"at": "2026-11-22T21:00:00+09:00", "event": "export", "user": 7, "page": "/decisions/"}

A person is only the number of the account, and nothing of what was written is in it: the history of
a record tells that. `event` is one of

    sign_in, sign_out, sign_in_refused, sign_in_locked, sign_ins_ended, password_changed,
    person_invited, second_factor_added, second_factor_removed, second_factor_refused,
    refused, export, import, import_undone, verification, issue
"""

import json
import logging

from django.conf import settings
from django.utils import timezone

logger = logging.getLogger("audit")


def note(event: str, person=None, **facts) -> None:
    """Write one line: what happened, by whom, and facts that are no personal data."""
    line = {
        "at": timezone.localtime().isoformat(timespec="seconds"),
        "event": event,
        "user": getattr(person, "pk", person),
        **facts,
    }
    logger.info(json.dumps(line, default=str, ensure_ascii=False))


def note_refusal(request, **facts) -> None:
    """Write that a person was refused a page, or was told that it is not there."""
    person = getattr(request, "user", None)  # who asks is not known where not even the host is
    note("refused", person, page=page_of(request), method=request.method, **facts)


def page_of(request) -> str:
    """Return the address; of a file of evidence its folder, for people gave the file its name."""
    folder, _slash, _name = request.path.rpartition("/")
    return f"{folder}/" if request.path.startswith(settings.MEDIA_URL) else request.path
