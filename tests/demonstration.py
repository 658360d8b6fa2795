"""The demonstration data for tests that want a full plan: in the database while a module runs.

A test module that uses them:

    @pytest.fixture(scope="module", autouse=True)
    def _demonstration(django_db_setup, django_db_blocker):
        with demonstration_loaded(django_db_blocker):
            yield

Each test still asks for `db`; what it writes is taken back after it, the data after the module.
"""

import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction

from config import demonstration
from meetings.canonical import canonical
from meetings.models import Meeting
from meetings.papers import content_of
from tests.factories import make_edition, make_erratum, make_issued_file

# The rows as they were loaded first, by their models: putting them back takes a tenth of the time.
_rows = []
# Where the workers of a run leave them to each other, as conftest.py says; None where there is one.
left_by_workers: Path | None = None


def load_demonstration() -> None:
    """Load the real records and the demonstration data into the empty database of the tests."""
    if not _rows and left_by_workers and left_by_workers.exists():
        _rows.extend(pickle.loads(left_by_workers.read_bytes()))
    if _rows:
        _put_back()
        return
    demonstration.load()
    _issue_an_edition()
    _rows.extend(rows for model in _models() if (rows := list(model._base_manager.all())))
    if left_by_workers:
        _leave_to_workers(left_by_workers)


@contextmanager
def taken_back() -> Iterator[None]:
    """Keep in the database what is written, and take it back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def demonstration_loaded(django_db_blocker) -> Iterator[None]:
    """Keep the demonstration data in the database, and take them back at the end."""
    with django_db_blocker.unblock(), taken_back():
        load_demonstration()
        yield


def _issue_an_edition() -> None:
    """Issue what the last meeting would have had before it, and name one file without making it."""
    meeting = Meeting.objects.last_held()
    edition = make_edition(
        meeting=meeting,
        as_of=meeting.ends_on,
        issued_by=User.objects.get(username="manager"),
        content=canonical(content_of(meeting, meeting.ends_on)),
    )
    make_issued_file(edition=edition)
    make_erratum(edition=edition, author=edition.issued_by)


def _models() -> list:
    """All models with rows of the demonstration, the tables between two of them included."""
    ours = ("logframe", "meetings")
    models = apps.get_models(include_auto_created=True)
    return [User, User.groups.through, *(one for one in models if one._meta.app_label in ours)]


def _put_back() -> None:
    models = [type(rows[0]) for rows in _rows]
    for model, rows in zip(models, _rows, strict=True):
        model._base_manager.bulk_create(rows)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def _leave_to_workers(place: Path) -> None:
    """Leave the rows to the other worker, who finds all of them or none."""
    mine = place.with_suffix(f".{os.getpid()}")
    mine.write_bytes(pickle.dumps(_rows))
    mine.replace(place)
