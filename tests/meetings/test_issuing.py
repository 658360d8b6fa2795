"""Issuing: what the papers say is frozen with all files made of it, or nothing is."""

import io
import json
from datetime import date, datetime, timedelta
from http import HTTPStatus
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.utils import timezone
from docx import Document

from logframe.models import Indicator, Plan
from meetings.canonical import canonical, sha256_of
from meetings.issuing import AlreadyIssuedError, files_of, issue
from meetings.models import Decision, Edition, IssuedFile, Meeting
from meetings.papers import PapersError, content_of
from tests.editions import make_meeting_with_papers
from tests.factories import (
    make_edition,
    make_erratum,
    make_follow_up,
    make_indicator,
    make_measurement,
    make_progress_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture(scope="module")
def made(rows_of_module) -> Meeting:
    return make_meeting_with_papers()


@pytest.fixture
def meeting(made, store) -> Meeting:
    return Meeting.objects.get(pk=made.pk)


def kept(store) -> list:
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def today() -> date:
    return timezone.localdate()


def test_an_edition_freezes_what_the_papers_say_on_the_day(meeting, manager):
    edition = issue(meeting, manager, on=today(), order="plan")

    stored = Edition.objects.get()
    assert stored == edition
    assert stored.content == canonical(content_of(meeting, today()))
    assert (stored.as_of, stored.order, stored.issued_by) == (today(), "plan", manager)
    assert stored.content_sha256 == sha256_of(stored.content)


def test_every_file_is_kept_with_its_hash(meeting, manager, store):
    edition = issue(meeting, manager, on=today())

    made = {paper.name: paper.data for paper in files_of(edition)}
    assert len(made) > 3
    assert {name.rpartition(".")[2] for name in made} == {"docx", "xlsx", "csv"}
    assert kept(store) == sorted(made)
    for issued in edition.files.all():
        with issued.file.open() as file:
            content = file.read()
        assert content == made[issued.name]
        assert issued.file_sha256 == sha256_of(content)


def test_the_next_edition_has_the_next_number_and_files_of_its_own(meeting, manager, store):
    first, second = (issue(meeting, manager, on=today()) for _ in range(2))

    assert [first.number, second.number] == [1, 2]
    assert len(kept(store)) == first.files.count() + second.files.count()


def test_an_edition_made_again_is_the_same_to_the_byte_after_100_edits(meeting, manager, store):
    edition = issue(meeting, manager, on=today())
    frozen = edition.content
    issued = {path.name: path.read_bytes() for path in store.rglob("*.*")}
    assert {paper.name: paper.data for paper in files_of(edition)} == issued

    indicator, decision = Indicator.objects.get(), Decision.objects.get()
    for number in range(48):
        indicator.title = f"Another title {number}"
        indicator.save()
        decision.note = f"Another note {number}"
        decision.save()
    Plan.objects.get().save()
    make_progress_report(state="verified")
    make_follow_up(implementation="completed")
    meeting.city = "Seoul"
    meeting.save()

    again = Edition.objects.get()
    assert again.content == frozen != canonical(content_of(meeting, today()))
    assert {paper.name: paper.data for paper in files_of(again)} == issued
    assert {path.name: path.read_bytes() for path in store.rglob("*.*")} == issued


def test_two_editions_of_the_same_data_have_the_same_content(meeting, manager):
    first, second = (issue(meeting, manager, on=today()) for _ in range(2))

    assert first.content == second.content
    assert first.content_sha256 == second.content_sha256


def test_a_later_edition_says_what_was_corrected_in_the_one_before(meeting, manager):
    first = issue(meeting, manager, on=today())
    make_erratum(edition=first, place="Paper 1, para. 2", was="12", now="21", reason="A slip")

    second = issue(meeting, manager, on=today())

    assert first.data["errata"] == []
    assert second.data["errata"] == [
        {
            "on": today().isoformat(),
            "edition": 1,
            "place": "Paper 1, para. 2",
            "was": "12",
            "now": "21",
            "reason": "A slip",
        }
    ]
    assert "Paper 1, para. 2" in words_of(files_of(second), ".docx")
    assert "Paper 1, para. 2" not in words_of(files_of(first), ".docx")


def words_of(papers, ending) -> str:
    """The words of the first paper of a kind."""
    paper = next(paper for paper in papers if paper.name.endswith(ending))
    document = Document(io.BytesIO(paper.data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_an_edition_of_a_past_day_has_what_was_verified_by_then(meeting, manager):
    yesterday = issue(meeting, manager, on=today() - timedelta(days=1))
    now = issue(meeting, manager, on=today())

    values = [edition.data["indicators"][0]["values"] for edition in (yesterday, now)]
    assert [len(found) for found in values] == [0, 1]


def test_an_edition_of_a_day_to_come_is_refused(meeting, manager, store):
    with pytest.raises(ValidationError, match="a day to come"):
        issue(meeting, manager, on=today() + timedelta(days=1))

    assert not Edition.objects.exists()
    assert kept(store) == []


def test_without_a_plan_nothing_is_issued(meeting, manager, store):
    Plan.objects.update(is_current=False)

    with pytest.raises(PapersError, match="mark one as the current plan"):
        issue(meeting, manager, on=today())

    assert not Edition.objects.exists()
    assert kept(store) == []


def test_who_is_overtaken_issues_nothing(meeting, manager, store):
    issue(meeting, manager, on=today(), number=1)
    before = kept(store)

    with pytest.raises(AlreadyIssuedError, match="so nothing was done"):
        issue(meeting, manager, on=today(), number=1)

    assert Edition.objects.count() == 1
    assert kept(store) == before


def test_a_disk_that_is_full_leaves_neither_a_row_nor_a_file(meeting, manager, store, monkeypatch):
    write, written = FileSystemStorage._save, []

    def until_full(storage, name, content):
        if len(written) == 3:
            (store / name).write_bytes(b"half")
            raise OSError(28, "No space left on device")
        written.append(name)
        return write(storage, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", until_full)
    with pytest.raises(OSError, match="No space left"):
        issue(meeting, manager, on=today())

    assert len(written) == 3
    assert not Edition.objects.exists()
    assert not IssuedFile.objects.exists()
    assert kept(store) == []


def test_a_row_that_the_database_refuses_leaves_no_file(meeting, manager, store):
    # Whatever the database refuses: here a person whom nobody has saved.
    nobody = type(manager)(username="nobody")

    with pytest.raises((ValidationError, ValueError)):
        issue(meeting, nobody, on=today())

    assert not Edition.objects.exists()
    assert kept(store) == []


# By the command


def papers(*arguments) -> str:
    out = StringIO()
    call_command("papers", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_makes_the_files_of_an_edition_again(meeting, manager, store, tmp_path):
    edition = issue(meeting, manager, on=today(), order="plan")
    Indicator.objects.update(title="Another title")

    told = papers("SOM-2", "--edition", 1, "--to", tmp_path / "again")

    assert "They are those of edition 1, to the byte." in told
    made = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert made.pop("SOM-2-papers.zip")
    assert {name: sha256_of(data) for name, data in made.items()} == dict(
        edition.files.values_list("name", "file_sha256")
    )


def test_the_command_says_which_files_are_not_as_they_were_issued(meeting, manager, tmp_path):
    issue(meeting, manager, on=today())
    IssuedFile.objects.filter(name="SOM-2-data-dictionary.csv").update(file_sha256="0" * 64)

    with pytest.raises(CommandError, match=r"Not as .*: SOM-2-data-dictionary"):
        papers("SOM-2", "--edition", 1, "--to", tmp_path / "again")


def test_the_command_says_which_editions_there_are(meeting, manager, tmp_path):
    with pytest.raises(CommandError, match="SOM-2 has no edition 7"):
        papers("SOM-2", "--edition", 7, "--to", tmp_path / "again")

    assert not (tmp_path / "again").exists()


# The page


ADDRESS = "/meetings/SOM-2/papers/issue/"


def form_of(response) -> dict:
    """What the form of the page sends, as the browser would."""
    form = response.context["form"]
    names = ("as_of", "seen_number", "seen_missing")
    return {name: form[name].value() for name in names} | {"order": "agenda"}


def test_the_page_says_what_is_missing_first(meeting, manager_client):
    make_measurement(indicator=make_indicator(title="Waiting"), state="submitted")

    page = manager_client.get(ADDRESS)

    found = {str(lack): len(gaps) for lack, gaps in page.context["gaps"].items()}
    assert found["Reported, not verified yet"] == found["No narrative"] == 1
    assert f"Issue although {sum(found.values())} points are missing" in page.content.decode()


def test_a_manager_issues_an_edition_and_sees_it(meeting, manager_client, manager, store):
    page = manager_client.get(ADDRESS)

    answer = manager_client.post(ADDRESS, form_of(page) | {"although": "on"}, follow=True)

    edition = Edition.objects.get()
    assert answer.redirect_chain == [("/meetings/SOM-2/editions/1/", HTTPStatus.FOUND)]
    assert "Edition SOM-2/1 is issued." in answer.content.decode()
    assert (edition.issued_by, edition.as_of, edition.order) == (manager, today(), "agenda")
    assert len(kept(store)) == edition.files.count() > 3
    assert edition.history.get().history_user == manager


def test_without_the_tick_nothing_is_issued(meeting, manager_client, store):
    page = manager_client.get(ADDRESS)

    answer = manager_client.post(ADDRESS, form_of(page))

    assert "Tick this to issue all the same." in answer.content.decode()
    assert not Edition.objects.exists()
    assert kept(store) == []


def test_more_that_is_missing_than_was_seen_is_told_first(meeting, manager_client):
    page = manager_client.get(ADDRESS)
    make_measurement(indicator=make_indicator(), state="submitted")
    sent = form_of(page) | {"although": "on"}

    answer = manager_client.post(ADDRESS, sent)

    assert "More is missing than when you opened the page" in answer.content.decode()
    assert not Edition.objects.exists()
    manager_client.post(ADDRESS, form_of(answer) | {"although": "on"})
    assert Edition.objects.count() == 1


def test_a_second_press_issues_no_second_edition(meeting, manager_client):
    sent = form_of(manager_client.get(ADDRESS)) | {"although": "on"}
    manager_client.post(ADDRESS, sent)

    answer = manager_client.post(ADDRESS, sent)

    assert "Somebody else issued an edition meanwhile" in answer.content.decode()
    assert Edition.objects.count() == 1


def test_the_edition_is_of_the_day_of_the_page(meeting, manager_client):
    day = today() - timedelta(days=1)
    page = manager_client.get(f"{ADDRESS}?as_of={day}")

    manager_client.post(ADDRESS, form_of(page) | {"although": "on"})

    assert Edition.objects.get().as_of == day
    assert json.loads(Edition.objects.get().content)["as_of"] == day.isoformat()


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": "9999-01-01"},
        {"as_of": "2026-02-30"},
        {"as_of": ""},
        {"seen_number": ""},
        {"seen_number": "x"},
        {"seen_missing": ""},
        {"order": "backwards"},
    ],
)
def test_a_form_that_is_not_the_page_s_issues_nothing(meeting, manager_client, wrong):
    sent = form_of(manager_client.get(ADDRESS)) | {"although": "on"} | wrong

    answer = manager_client.post(ADDRESS, sent)

    assert answer.status_code == HTTPStatus.OK
    assert answer.context["form"].errors
    assert not Edition.objects.exists()


def test_only_managers_issue(meeting, officer_client, focal_client):
    for client in (officer_client, focal_client):
        assert client.get(ADDRESS).status_code == HTTPStatus.FORBIDDEN
        assert client.post(ADDRESS, {}).status_code == HTTPStatus.FORBIDDEN

    assert not Edition.objects.exists()


def test_a_meeting_that_is_none_has_no_edition(manager_client):
    address = "/meetings/SOM-99/papers/issue/"

    assert manager_client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_without_a_plan_the_page_says_what_to_do(meeting, manager_client):
    Plan.objects.update(is_current=False)

    response = manager_client.get(ADDRESS)

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "mark one as the current plan" in response.content.decode()


def test_what_its_files_print_of_an_edition_is_its_number_day_and_hash():
    edition = make_edition(issued_at=timezone.make_aware(datetime(2026, 7, 1, 23, 30)))

    assert edition.printed == {
        "number": 1,
        "issued_on": "2026-07-01",
        "sha256": edition.content_sha256,
    }
