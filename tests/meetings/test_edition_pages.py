"""The pages of an edition: its files as they were issued, its errata, and what changed since."""

import csv
import io
import json
import zipfile
from http import HTTPStatus
from pathlib import Path
from shutil import copytree

import openpyxl
import pytest
from django.test import override_settings
from django.utils import timezone

from logframe.models import Measurement
from meetings.canonical import sha256_of
from meetings.issuing import issue
from meetings.models import Edition, Erratum, IssuedFile, Meeting
from tests.conftest import signed_in
from tests.editions import make_meeting_with_papers
from tests.factories import (
    make_decision,
    make_edition,
    make_erratum,
    make_follow_up,
    make_measurement,
    make_meeting,
    make_user,
)

pytestmark = pytest.mark.django_db

PAGE = "/meetings/SOM-2/editions/1/"


@pytest.fixture(scope="module")
def issued(rows_of_module, tmp_path_factory) -> Path:
    """The folder with the files of an edition, which is issued once."""
    folder = tmp_path_factory.mktemp("issued")
    with override_settings(MEDIA_ROOT=folder):
        chief = make_user("manager", username="chief")
        issue(make_meeting_with_papers(), chief, on=timezone.localdate())
    return folder


@pytest.fixture
def store(issued, settings, tmp_path) -> Path:
    """A copy of the files, for each test to spoil."""
    settings.MEDIA_ROOT = copytree(issued, tmp_path / "files")
    return settings.MEDIA_ROOT


@pytest.fixture
def edition(store) -> Edition:
    return Edition.objects.get()


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def rows_of(response) -> list[dict]:
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_page_says_when_by_whom_and_with_which_hashes(edition, focal_client):
    page = text_of(focal_client.get(PAGE))

    assert "by chief" in page
    assert edition.content_sha256 in page
    for issued in edition.files.all():
        assert f"{PAGE}files/{issued.name}" in page
        assert issued.file_sha256 in page


def test_every_file_is_given_as_it_was_issued(edition, focal_client):
    types = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv; charset=utf-8",
    }

    for issued in edition.files.all():
        response = focal_client.get(f"{PAGE}files/{issued.name}")

        assert sha256_of(response.content) == issued.file_sha256
        headers = response.headers
        assert headers["Content-Type"] == types[issued.name.rpartition(".")[2]]
        assert headers["Content-Disposition"] == f'attachment; filename="{issued.name}"'
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, no-store"


def test_the_content_is_given_to_the_byte(edition, focal_client):
    response = focal_client.get(f"{PAGE}content.json")

    assert sha256_of(response.content) == edition.content_sha256
    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.content)["meeting"]["code"] == "SOM-2"


def test_all_files_come_as_one(edition, focal_client):
    response = focal_client.get(f"{PAGE}files.zip")

    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert response.headers["Content-Disposition"].endswith('filename="SOM-2-edition-1.zip"')
    assert {name: sha256_of(archive.read(name)) for name in archive.namelist()} == dict(
        edition.files.values_list("name", "file_sha256")
    )
    assert focal_client.get(f"{PAGE}files.zip").content == response.content


def change_a_byte(issued: IssuedFile, store) -> None:
    path = store / issued.file.name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("address", ["files/{name}", "files.zip"])
def test_a_file_with_a_changed_byte_is_not_given_out(edition, focal_client, store, caplog, address):
    issued = edition.files.first()
    change_a_byte(issued, store)

    response = focal_client.get(PAGE + address.format(name=issued.name))

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "This is not what was issued: its SHA-256 is another one." in text_of(response)
    assert f"What was issued was changed: {issued.name} of SOM-2/1" in caplog.text


@pytest.mark.parametrize("address", ["files/{name}", "files.zip"])
def test_a_file_that_is_missing_is_told(edition, focal_client, store, caplog, address):
    issued = edition.files.first()
    (store / issued.file.name).unlink()

    response = focal_client.get(PAGE + address.format(name=issued.name))

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "it is not on the server: tell the administrator" in text_of(response)
    assert f"An issued file is missing: {issued.name} of SOM-2/1" in caplog.text


def test_a_changed_content_is_not_given_out(edition, focal_client, caplog):
    Edition.objects.update(content=edition.content.replace("Ulaanbaatar", "Ulanbaatar"))

    response = focal_client.get(f"{PAGE}content.json")

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "What was issued was changed: SOM-2/1" in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        "/meetings/SOM-2/editions/2/",
        "/meetings/SOM-1/editions/1/",
        f"{PAGE}files/nothing.docx",
        f"{PAGE}files/..%2f..%2fsettings.py",
        f"{PAGE}changes/?to=SOM-2/9",
        f"{PAGE}changes/?to=SOM-2/1",
        f"{PAGE}changes/?to=SOM-2/x",
        f"{PAGE}changes/?to=SOM-2/²",
        f"{PAGE}changes/?to=SOM-2/99999999999999999999",
        f"{PAGE}changes/?to=nonsense",
        "/meetings/SOM-2/editions/99999999999999999999/",
    ],
)
def test_what_is_no_edition_is_not_there(edition, focal_client, address):
    assert focal_client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_an_edition_without_files_has_no_archive(focal_client):
    make_meeting()
    make_edition(meeting=make_meeting())

    assert focal_client.get(f"{PAGE}files.zip").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("address", ["", "content.json", "files.zip", "changes/"])
def test_who_is_not_signed_in_is_asked_to(edition, client, address):
    assert client.get(PAGE + address).url.startswith("/accounts/login/")


# Errata

WORDS = {"place": "Paper 1, para. 3", "was": "12", "now": "21", "reason": "A typing slip"}


def test_a_manager_adds_a_correction_that_stands_beside_the_edition(edition, focal_client, store):
    manager = make_user("manager", username="editor")
    before = {path: path.read_bytes() for path in store.rglob("*.*")}

    page = signed_in(manager).post(PAGE, WORDS, follow=True)

    erratum = Erratum.objects.get()
    assert (erratum.edition, erratum.author, erratum.number) == (edition, manager, 1)
    assert "The correction stands beside the edition." in text_of(page)
    for words in WORDS.values():
        assert words in text_of(focal_client.get(PAGE))
    assert {path: path.read_bytes() for path in store.rglob("*.*")} == before
    edition.refresh_from_db()
    assert edition.version == 1


@pytest.mark.parametrize("name", WORDS)
def test_a_correction_says_everything(edition, manager_client, name):
    page = manager_client.post(PAGE, WORDS | {name: ""})

    assert list(page.context["form"].errors) == [name]
    assert not Erratum.objects.exists()


def test_a_correction_that_changes_nothing_is_refused(edition, manager_client):
    page = manager_client.post(PAGE, WORDS | {"now": "12"})

    assert "A correction changes something" in text_of(page)
    assert not Erratum.objects.exists()


def test_only_managers_correct(edition, officer_client, focal_client):
    for client in (officer_client, focal_client):
        assert "Add a correction" not in text_of(client.get(PAGE))
        assert client.post(PAGE, WORDS).status_code == HTTPStatus.FORBIDDEN

    assert not Erratum.objects.exists()


def test_a_public_site_lets_nobody_correct_who_is_not_signed_in(edition, client, settings):
    settings.LOGFRAME_PUBLIC = True

    assert client.get(PAGE).status_code == HTTPStatus.OK
    assert client.post(PAGE, WORDS).status_code == HTTPStatus.FORBIDDEN
    assert not Erratum.objects.exists()


def test_the_errata_are_a_file_of_their_own(edition, focal_client):
    make_erratum(edition=edition, was="=1+1", now="2")
    make_erratum(edition=edition)

    (first, second) = rows_of(focal_client.get(f"{PAGE}?_export=csv"))
    book = focal_client.get(f"{PAGE}?_export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active

    assert (first["Number"], first["What stands there"]) == ("1", "'=1+1")
    assert (second["Number"], second["What should stand there"]) == ("2", "21 persons")
    assert sheet.max_row == 3
    assert book.headers["Content-Disposition"].endswith('filename="errata-SOM-2-1.xlsx"')


# The admin


def test_the_admin_tells_of_an_edition_and_lets_nobody_write(edition, manager_client):
    make_erratum(edition=edition, was="12 persons")
    address = f"/admin/meetings/edition/{edition.pk}"
    version = edition.history.get().history_id

    page = manager_client.get(f"{address}/change/")
    history = manager_client.get(f"{address}/history/")
    then = manager_client.get(f"{address}/history/{version}/")

    assert "12 persons" in text_of(page)
    assert 'name="_save"' not in text_of(page)
    for shown in (page, history, then):
        assert shown.status_code == HTTPStatus.OK
        assert "Эксперт" not in text_of(shown)


# What changed


def test_since_an_edition_until_today(edition, focal_client):
    make_follow_up(implementation="completed", what_was_done="The report came out.")

    page = text_of(focal_client.get(f"{PAGE}changes/"))
    rows = rows_of(focal_client.get(f"{PAGE}changes/?_export=csv"))

    assert "1 change<" in page
    assert "The report came out." in page
    assert "None of these: Status changed, Values verified" in page
    assert [(row["Change"], row["Code"], row["Before"], row["After"]) for row in rows] == [
        ("Decisions closed", "SOM-1/I/1/1", "No follow-up yet", "Completed"),
        ("Outputs without news", "4.1(a)", "", ""),
    ]
    assert rows[0]["Page"].endswith("/decisions/SOM-1-I-1-1/")


def test_since_one_edition_until_another(edition, focal_client, manager):
    make_measurement(
        replaces=Measurement.objects.get(),
        value=21,
        state="verified",
        replacement_reason="Miscounted",
    )
    second = issue(make_meeting(), manager, on=timezone.localdate())
    make_follow_up(implementation="completed")

    rows = rows_of(focal_client.get(f"{PAGE}changes/?to={second.code}&_export=csv"))

    assert [(row["Change"], row["Before"], row["After"]) for row in rows if row["Of"]] == [
        ("Values verified", "5", "21")
    ]
    assert "Decisions closed" not in {row["Change"] for row in rows}


def test_an_edition_leads_to_those_before_and_after(edition, focal_client, manager):
    later = issue(edition.meeting, manager, on=timezone.localdate())

    first, second = (focal_client.get(one.get_absolute_url()) for one in (edition, later))

    assert f'href="{PAGE}changes/?to=SOM-2/2"' in first.content.decode()
    assert f'href="{PAGE}changes/?to=SOM-2/2"' in second.content.decode()
    assert f'href="{PAGE}changes/"' in first.content.decode()


def test_changes_are_not_told_backwards(edition, focal_client, manager):
    issue(edition.meeting, manager, on=timezone.localdate())

    answer = focal_client.get("/meetings/SOM-2/editions/2/changes/?to=SOM-2/1")

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_page_shows_the_first_of_many_changes_and_all_on_demand(edition, focal_client):
    for _ in range(25):
        make_decision(meeting=Meeting.objects.get(code="SOM-1"))

    short, long = (focal_client.get(f"{PAGE}changes/{query}") for query in ("", "?all=1"))

    assert text_of(short).count('<a href="/decisions/SOM-1-I-') == 20
    assert "Show all 25" in text_of(short)
    assert text_of(long).count('<a href="/decisions/SOM-1-I-') == 25
    assert "Show all" not in text_of(long)
