"""A database that takes no more writes, and a disk that is full: told, and nothing half-written."""

from collections import namedtuple
from http import HTTPStatus

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from config.backup.contents import contents_of
from logframe import evidence
from logframe.models import Indicator
from tests.evidence import GOOD, upload
from tests.factories import make_indicator, make_measurement
from tests.forms import admin_url, filled, text_of

pytestmark = pytest.mark.django_db


def refuse_writes():
    """Let the database refuse every write until the transaction of the test ends."""
    sqlite = connection.vendor == "sqlite"
    connection.check_constraints()  # PostgreSQL locks rows for that, which is a write
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON" if sqlite else "SET TRANSACTION READ ONLY")


@pytest.fixture
def _writes_again():
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=OFF")
            cursor.execute("PRAGMA max_page_count=1073741823")


def fill_disk():
    """Let SQLite find no room for one page more."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages}")


# The pages of a database can be counted and limited in SQLite only.
FAULTS = [refuse_writes, *([fill_disk] if connection.vendor == "sqlite" else [])]


@pytest.mark.usefixtures("_writes_again")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_save_that_the_database_does_not_take_is_answered_with_what_to_do(fault, officer_client):
    indicator = make_indicator(definition="Short")
    officer_client.raise_request_exception = False
    form = filled(officer_client.get(admin_url(indicator)), definition="Long " * 100_000)
    before = contents_of(connection)
    fault()

    response = officer_client.post(admin_url(indicator), form)

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Nothing of what you sent was saved" in text_of(response)
    assert "your browser still has what you typed" in text_of(response)
    assert contents_of(connection) == before
    assert Indicator.objects.get().definition == "Short"


@pytest.mark.usefixtures("_writes_again")
def test_a_read_only_database_is_read_on(officer_client):
    indicator = make_indicator(title="Stations")
    refuse_writes()

    assert officer_client.get(indicator.get_absolute_url()).status_code == HTTPStatus.OK


def test_a_file_for_which_there_is_no_room_is_refused_with_its_record(settings, tmp_path):
    full = namedtuple("Usage", "total used free")(100, 100, 0)
    settings.MEDIA_ROOT = tmp_path
    with pytest.MonkeyPatch.context() as disk:
        disk.setattr(evidence.shutil, "disk_usage", lambda folder: full)
        with pytest.raises(ValidationError, match="has no room for the file"):
            make_measurement(evidence_file=upload("report.pdf", GOOD["report.pdf"]))
