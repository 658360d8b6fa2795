"""The command papers: a folder with all files, or nothing."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.papers.files import file_names
from tests.factories import make_area, make_body, make_decision, make_meeting, make_plan
from tests.papers import content, parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _meeting():
    make_area(plan=make_plan(is_current=True), name="Rivers", slug="rivers")
    body = make_body(code="SOM", is_governing=True)
    last = make_meeting(body=body, number=28, code="SOM-28", ends_on=date(2025, 9, 23))
    make_meeting(body=body, number=29, code="SOM-29")
    make_decision(meeting=last)


def papers(*arguments: str) -> str:
    """Run the command and return what it says."""
    said = StringIO()
    call_command("papers", *arguments, stdout=said)
    return said.getvalue()


def test_it_writes_every_file_and_an_archive_of_all(tmp_path):
    folder = tmp_path / "deep" / "papers"

    said = papers("SOM-29", "--to", str(folder))

    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    archive = files.pop("SOM-29-papers.zip")
    assert sorted(files) == sorted(file_names(content()))
    assert parts(archive) == files
    assert said.startswith(f"14 files were written to {folder} in ")


def test_what_is_there_already_is_left_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(CommandError, match="is there already and was left as it is"):
        papers("SOM-29", "--to", str(tmp_path))

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_meeting_that_is_none_is_told_with_those_there_are(tmp_path):
    with pytest.raises(CommandError, match=r"There is no meeting SOM-99\. .* SOM-29, SOM-28"):
        papers("SOM-99", "--to", str(tmp_path / "papers"))

    assert list(tmp_path.iterdir()) == []


def test_an_unknown_order_is_refused(tmp_path):
    with pytest.raises(CommandError, match="invalid choice"):
        papers("SOM-29", "--order", "alphabet", "--to", str(tmp_path / "papers"))


def test_nothing_half_written_is_left_behind(tmp_path, monkeypatch):
    written = []
    write_bytes = Path.write_bytes

    def full_after_three(path, data):
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        written.append(path)
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", full_after_three)
    with pytest.raises(CommandError, match=r"Nothing was written to .*: No space left on device"):
        papers("SOM-29", "--to", str(tmp_path / "papers"))

    assert len(written) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="Nothing was written to"):
        papers("SOM-29", "--to", str(tmp_path / "file" / "papers"))
