"""Import and export by commands: all rows or none, by somebody who may, and a failure is one."""

import pytest
from django.core.management import CommandError, call_command

from logframe.formats import csv_bytes
from logframe.models import Activity, ImportRun
from logframe.uploads import read_csv, read_xlsx
from tests.exchange import changed
from tests.factories import make_activity, make_output

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(tmp_path):
    """Two activities, and the file that the command wrote of them."""
    make_activity(title="=One")
    make_activity(title="Two", outputs=[make_output()])
    path = tmp_path / "activities.csv"
    call_command("export", "activity", str(path))
    return path


def test_a_kind_is_exported_in_both_formats(exported, tmp_path):
    book = tmp_path / "activities.xlsx"

    call_command("export", "activity", str(book))

    titles = [row["title"] for row in read_csv(exported.read_bytes()).dict]
    assert titles == ["=One", "Two"]
    assert [row["title"] for row in read_xlsx(book.read_bytes()).dict] == titles


def test_a_file_is_imported_with_its_author_and_its_history(exported, officer, capsys):
    exported.write_bytes(changed(exported.read_bytes(), title="Changed"))

    call_command("import", "activity", str(exported), by="officer")

    activity = Activity.objects.get(title="Changed")
    assert activity.history.first().history_user == officer
    assert ImportRun.objects.get().imported_by == officer
    assert "Imported: 0 new, 1 changed, 1 unchanged." in capsys.readouterr().out


def test_a_dry_run_writes_nothing(exported, officer, capsys):
    exported.write_bytes(changed(exported.read_bytes(), title="Changed"))

    call_command("import", "activity", str(exported), by="officer", dry_run=True)

    assert "Would be imported: 0 new, 1 changed" in capsys.readouterr().out
    assert not Activity.objects.filter(title="Changed").exists()
    assert not ImportRun.objects.exists()


def test_one_bad_row_fails_the_command_and_writes_nothing(exported, officer):
    dataset = read_csv(exported.read_bytes())
    good, bad = (dict(zip(dataset.headers, row, strict=True)) for row in dataset)
    rows = [good | {"title": "Changed"}, bad | {"budget": "1,234"}]
    exported.write_bytes(csv_bytes(list(good), [row.values() for row in rows]))

    with pytest.raises(CommandError, match="Row 3, budget: “1,234” is not a number: write it"):
        call_command("import", "activity", str(exported), by="officer")

    assert not Activity.objects.filter(title="Changed").exists()


@pytest.mark.parametrize(
    ("arguments", "by", "sentence"),
    [
        (("colour", "x.csv"), "officer", "There is no “colour”: write one of activity, decision"),
        (("activity", "x.csv"), "nobody", "There is no active user “nobody”"),
        (("activity", "x.csv"), "focal", "focal may not add and change activities"),
        (("output", "x.csv"), "officer", "officer may not add and change outputs"),
        (("activity", "x.ods"), "officer", "ends in .csv or in .xlsx"),
        (("activity", "missing.csv"), "officer", "missing.csv cannot be read: No such file"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(officer, focal, arguments, by, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import", *arguments, by=by)


def test_a_file_that_cannot_be_read_fails_the_command(tmp_path, officer):
    path = tmp_path / "rows.csv"
    path.write_bytes("title;é".encode("cp1252"))

    with pytest.raises(CommandError, match=r"Nothing was imported. This file is not in UTF-8"):
        call_command("import", "activity", str(path), by="officer")
