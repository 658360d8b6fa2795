"""`manage.py verify`: what was changed behind the application's back is found and named."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from config.verification import CHECKS, check_constraints, check_fields
from logframe.models import Indicator, Measurement
from meetings.issuing import issue
from meetings.models import Edition, IssuedFile
from tests.editions import make_meeting_with_papers
from tests.factories import make_indicator, make_measurement, make_meeting, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def edition(store) -> Edition:
    return issue(make_meeting_with_papers(), make_user("manager"), on=timezone.localdate())


def verify() -> str:
    """Run the command where nothing is wrong, and return what it wrote."""
    out = StringIO()
    call_command("verify", stdout=out)
    return out.getvalue()


def faults() -> list[str]:
    """Run the command where something is wrong, and return the faults that it named."""
    out = StringIO()
    with pytest.raises(CommandError, match="compare with a backup"):
        call_command("verify", stdout=out)
    return [line.strip() for line in out.getvalue().splitlines() if line.startswith("  ")]


def change_a_byte(path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_where_nothing_is_wrong_every_check_says_so(edition):
    told = verify()

    assert told.splitlines() == [f"{name}: no faults." for name in CHECKS]


def test_an_empty_database_has_no_fault(store):
    assert "Editions: no faults." in verify()


def test_a_changed_byte_in_the_content_of_an_edition_is_found(edition):
    Edition.objects.update(content=edition.content.replace("Ulaanbaatar", "Ulaanbaatas"))

    assert faults() == [
        "edition SOM-2/1: the content was changed, its SHA-256 is another one.",
    ]


def test_a_changed_hash_of_an_edition_is_found(edition):
    Edition.objects.update(content_sha256="0" * 64)

    assert faults() == ["edition SOM-2/1: the content was changed, its SHA-256 is another one."]


def test_a_changed_byte_in_every_one_of_the_files_is_found(edition, store):
    for issued in edition.files.all():
        change_a_byte(store / issued.file.name)

    assert faults() == [
        f"issued file SOM-2/1/{issued.name}: the file was changed, its SHA-256 is another one."
        for issued in edition.files.all()
    ]


def test_a_file_that_is_missing_is_found(edition, store):
    issued = edition.files.first()
    (store / issued.file.name).unlink()

    assert faults() == [f"issued file SOM-2/1/{issued.name}: the file is missing."]


def test_a_file_that_belongs_to_no_edition_is_found(edition):
    name = default_storage.save("editions/SOM-2/1/stray.docx", ContentFile(b"stray"))

    assert faults() == [f"{name}: the file belongs to no edition."]


def test_a_row_that_is_gone_leaves_its_file_to_be_found(edition):
    issued = edition.files.first()
    IssuedFile.objects.filter(pk=issued.pk)._raw_delete(IssuedFile.objects.db)

    assert faults() == [f"{issued.file.name}: the file belongs to no edition."]


def test_a_value_that_its_field_refuses_is_found(store):
    indicator = make_indicator()
    Indicator.objects.update(measure="guess")

    (fault,) = faults()
    assert fault.startswith(f"indicator 2026-2030/{indicator.code}: measure: ")


def test_a_code_that_is_no_more_is_found(store):
    make_meeting()
    connection.cursor().execute("UPDATE meetings_meeting SET code = ''")

    (fault,) = faults()
    assert fault == "meeting : code: This field cannot be blank."


def test_a_file_of_evidence_that_is_missing_is_found(store):
    value = make_measurement()
    Measurement.objects.update(evidence_file="2026/gone.pdf")

    assert faults() == [
        f"measurement 2026-2030/{value.indicator.code}/2026//1: the file 2026/gone.pdf is missing.",
    ]


@pytest.fixture
def without_check():
    """Lose a rule of the database, as a careless hand might; the test's end takes that back."""
    is_sqlite = connection.vendor == "sqlite"

    def lose(table: str, name: str) -> None:
        connection.check_constraints()  # PostgreSQL has nothing left to check then
        with connection.cursor() as cursor:
            if is_sqlite:
                cursor.execute("PRAGMA ignore_check_constraints = 1")
            else:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    yield lose
    if is_sqlite:
        connection.cursor().execute("PRAGMA ignore_check_constraints = 0")


def test_a_row_that_breaks_a_rule_which_the_database_lost_is_found(store, without_check):
    indicator = make_indicator()
    make_indicator(baseline_value=1, baseline_year=2025)
    without_check("logframe_indicator", "indicator_baseline_is_dated")
    Indicator.objects.filter(pk=indicator.pk).update(baseline_year=2025)

    assert faults() == [
        f"indicator 2026-2030/{indicator.code}: A baseline has a value and a year, or neither."
    ]


def test_rows_that_stand_twice_are_found_each(store):
    value = make_measurement()
    connection.cursor().execute("DROP INDEX measurement_once_a_year")
    value.pk = None
    Measurement.objects.bulk_create([value])

    assert faults() == 2 * [
        f"measurement 2026-2030/{value.indicator.code}/2026//1: A value for this indicator and "
        "year stands already: edit it, or correct it with a row that replaces it."
    ]


def test_the_checks_ask_no_oftener_for_more_rows(store, django_assert_max_num_queries):
    make_indicator()
    with django_assert_max_num_queries(200) as few:
        assert [*check_fields(), *check_constraints()] == []
    for _ in range(5):
        make_indicator()

    with django_assert_max_num_queries(len(few)):
        assert [*check_fields(), *check_constraints()] == []
