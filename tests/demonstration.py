"""The demonstration data for tests that want a full plan: in the database while a module runs.

A test module that uses them:

    @pytest.fixture(scope="module", autouse=True)
    def _demonstration(django_db_setup, django_db_blocker):
        with demonstration_loaded(django_db_blocker):
            yield

Each test still asks for `db`; what it writes is taken back after it, the data after the module.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction

from config import demonstration
from meetings.canonical import canonical
from meetings.models import Meeting
from meetings.papers import content_of
from tests.factories import make_edition, make_erratum, make_issued_file

# The rows as they were loaded first: putting them back takes a tenth of the time.
_rows = {}


def load_demonstration() -> None:
    """Load the real records and the demonstration data into the empty database of the tests."""
    if _rows:
        _put_back()
        return
    demonstration.load()
    _issue_an_edition()
    _rows.update({model: list(model._base_manager.all()) for model in _models()})


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
    for model, rows in _rows.items():
        model._base_manager.bulk_create(rows)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(_rows)):
            cursor.execute(sql)
