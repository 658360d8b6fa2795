"""Whether what is kept is what was written: the small checks of `manage.py verify`.

A check yields a sentence for each fault that it finds and changes nothing. To add one, write a
generator and name it in CHECKS.
"""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models
from django.db.models import CheckConstraint, Count, Q, UniqueConstraint
from django.db.models.functions import Coalesce

from config.sealing import lost
from logframe import history_chain
from logframe.models import Record
from logframe.models.evidence import EvidenceField
from meetings.canonical import is_canonical, sha256_of
from meetings.issuing import FOLDER
from meetings.models import Edition, IssuedFile


def records() -> list[type[Record]]:
    """Return the kinds of records of the site."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def named(row: Record) -> str:
    """Return a row as people know it, or by its number where its key leads to nothing."""
    try:
        key = "/".join("" if part is None else str(part) for part in row.natural_key())
    except ObjectDoesNotExist:
        key = f"number {row.pk}"
    return f"{row._meta.verbose_name} {key}"


# Editions


def check_editions() -> Iterator[str]:
    """Find an edition whose content is not what was issued."""
    for edition in Edition.objects.select_related("meeting").iterator():
        if sha256_of(edition.content) != edition.content_sha256:
            yield f"{named(edition)}: the content was changed, its SHA-256 is another one."
        elif not is_canonical(edition.content):
            yield f"{named(edition)}: the content is not canonical JSON."


def check_issued_files() -> Iterator[str]:
    """Find an issued file that was changed, is missing, or belongs to no edition."""
    known = set()
    for issued in IssuedFile.objects.select_related("edition__meeting").iterator():
        known.add(issued.file.name)
        try:
            with issued.file.open() as file:
                content = file.read()
        except OSError:
            yield f"{named(issued)}: the file is missing."
            continue
        if sha256_of(content) != issued.file_sha256:
            yield f"{named(issued)}: the file was changed, its SHA-256 is another one."
    for name in _files_in(FOLDER):
        if name not in known:
            yield f"{name}: the file belongs to no edition."


def _files_in(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was issued yet
        return
    yield from (f"{folder}/{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from _files_in(f"{folder}/{name}")


# People


def check_second_factors() -> Iterator[str]:
    """Find a second factor that opens nothing any more, because another SECRET_KEY sealed it."""
    for authenticator in lost():
        yield f"{authenticator} of {authenticator.user}: SECRET_KEY is not the one that sealed it."


# Records


def check_fields() -> Iterator[str]:
    """Find a row with a value that its field refuses."""
    for model in records():
        # Relations and files have checks of their own, which ask once and not for every row.
        apart = [
            field.name
            for field in model._meta.concrete_fields
            if field.is_relation or isinstance(field, models.FileField)
        ]
        for row in model._base_manager.iterator():
            try:
                row.clean_fields(exclude=apart)
            except ValidationError as refusal:
                for field, sentences in refusal.message_dict.items():
                    yield f"{named(row)}: {field}: {' '.join(sentences)}"


def check_constraints() -> Iterator[str]:
    """Find the rows that break a rule of the database, were it not kept by the database."""
    for model in records():
        for constraint in model._meta.constraints:
            for row in _breaking(model, constraint):
                yield f"{named(row)}: {constraint.get_violation_error_message()}"


def _breaking(model: type[Record], constraint) -> Iterator[Record]:
    rows = model._base_manager.all()
    match constraint:
        case CheckConstraint():
            # What a rule cannot tell, since something is empty, it lets pass: as databases do.
            holds = Coalesce(constraint.condition, True, output_field=models.BooleanField())
            yield from rows.annotate(holds=holds).filter(holds=False)
        case UniqueConstraint():
            rows = rows.filter(constraint.condition or Q())
            filled = {f"{field}__isnull": False for field in constraint.fields}
            groups = rows.filter(**filled).order_by().values(*constraint.fields)
            for group in groups.annotate(times=Count("pk")).filter(times__gt=1):
                group.pop("times")
                yield from rows.filter(**group)


def check_relations() -> Iterator[str]:
    """Find a row that points to another one which is not there."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield str(error)


def check_evidence() -> Iterator[str]:
    """Find a row whose file of evidence is missing."""
    for model in records():
        for field in model._meta.concrete_fields:
            if isinstance(field, EvidenceField):
                for row in model._base_manager.exclude(**{field.name: ""}).iterator():
                    name = getattr(row, field.name).name
                    if name and not default_storage.exists(name):
                        yield f"{named(row)}: the file {name} is missing."


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "History": history_chain.check,
    "Editions": check_editions,
    "Files of editions": check_issued_files,
    "Second factors": check_second_factors,
    "Fields of records": check_fields,
    "Rules of records": check_constraints,
    "Relations of records": check_relations,
    "Files of evidence": check_evidence,
}
