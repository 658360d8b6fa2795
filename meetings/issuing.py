"""Issuing an edition: the content is frozen, its files are made and kept, all of it or nothing."""

import secrets
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.canonical import canonical, sha256_of
from meetings.models import Edition, IssuedFile, Meeting
from meetings.papers import PaperFile, content_of, make_papers

FOLDER = "editions"


class AlreadyIssuedError(ValidationError):
    """Another edition took the number meanwhile: nothing was issued."""

    def __init__(self):
        super().__init__(
            _("Somebody else issued an edition meanwhile, so nothing was done: look at it first.")
        )


def next_number(meeting: Meeting) -> int:
    """Return the number that the next edition of a meeting has."""
    last = meeting.editions.order_by("number").last()
    return last.number + 1 if last else 1


def issue(
    meeting: Meeting, by, *, on: date, order: str = Edition.Order.AGENDA, number: int | None = None
) -> Edition:
    """Freeze what the papers of a meeting say on a day, and keep every file made of it.

    `number` is the one that the person saw. Raises AlreadyIssuedError where it is taken,
    ValidationError for a day to come, PapersError where there is no plan. Whatever fails leaves
    neither a row nor a file.
    """
    if on > timezone.localdate():
        raise ValidationError(_("An edition cannot be of a day to come."))
    edition = Edition(
        meeting=meeting,
        number=next_number(meeting) if number is None else number,
        as_of=on,
        order=order,
        issued_by=by,
        content=_frozen(meeting, on),
    )
    edition.derive()  # the hash stands in the files
    files = list(files_of(edition))
    with _kept_together(edition) as folder:
        names = [
            default_storage.save(f"{folder}/{one.name}", ContentFile(one.data)) for one in files
        ]
        _write(edition, files, names)
    return edition


def files_of(edition: Edition) -> Iterable[PaperFile]:
    """Make the files of an edition of its content alone; the same release makes the same bytes."""
    return make_papers(edition.data, order=edition.order, edition=edition.printed)


def _frozen(meeting: Meeting, on: date) -> str:
    with transaction.atomic():
        return canonical(content_of(meeting, on))


@contextmanager
def _kept_together(edition: Edition):
    """Give a folder of its own for the files; take it away again where anything fails."""
    folder = f"{FOLDER}/{edition.meeting.code}/{edition.number}/{secrets.token_hex(16)}"
    try:
        yield folder
    except BaseException:
        _remove(folder)
        raise


def _write(edition: Edition, files: list[PaperFile], names: list[str]) -> None:
    with transaction.atomic():
        Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=edition.meeting_id)
        if edition.number != next_number(edition.meeting):
            raise AlreadyIssuedError
        edition.save()
        for paper, name in zip(files, names, strict=True):
            IssuedFile.objects.create(
                edition=edition, name=paper.name, file=name, file_sha256=sha256_of(paper.data)
            )


def _remove(folder: str) -> None:
    with suppress(FileNotFoundError):  # not one file was written
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)
