"""Backup and restore: one whole file or none, and what it holds comes back to the row and the bit.

What is written stands in the database for all to see, as for `manage.py backup` it must.
"""

import json
import stat
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.backup import files
from config.backup.contents import contents_of
from logframe import history_chain
from logframe.models import Indicator, Measurement
from tests.backups import backup, refusal, restore, rewritten
from tests.evidence import GOOD, upload
from tests.factories import make_indicator, make_measurement, make_member_state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def target(tmp_path) -> Path:
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept" / "tracker.zip"


def with_evidence(name="report.pdf") -> Path:
    """Record a value with a file; return where the file is."""
    measurement = make_measurement(evidence_file=upload(name, GOOD[name]))
    return Path(measurement.evidence_file.path)


# A backup


def test_a_backup_is_one_file_that_only_its_owner_reads(target):
    with_evidence()

    backup(target)

    assert list(target.parent.iterdir()) == [target]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_backup_says_what_it_holds(target):
    evidence = with_evidence()

    said = backup(target)

    manifest = json.loads(zipfile.ZipFile(target).read("manifest.json"))
    assert manifest["contents"]["rows"]["logframe_measurement"] == 1
    assert (
        "logframe.0001_initial" in manifest["contents"]["migrations"]
        or not manifest["contents"]["migrations"]
    )
    with evidence.open("rb") as content:
        assert files.copy(content) in manifest["digests"].values()
    assert manifest["contents"]["history_head"] == history_chain.head().digest
    assert history_chain.head().digest in said
    assert files.digest_of(target) in said


def test_a_backup_never_takes_the_place_of_a_file(target):
    target.write_text("precious")

    with pytest.raises(CommandError, match="is there already: choose another name"):
        backup(target)

    assert target.read_text() == "precious"


def test_a_backup_into_a_folder_is_called_by_the_time(target):
    backup(target.parent)

    (made,) = target.parent.iterdir()
    assert made.name.startswith("tracker-20")
    assert made.name.endswith(".backup.zip")


def test_what_a_stopped_backup_left_is_in_the_way_of_its_name_only(target):
    left = target.with_name(target.name + files.UNFINISHED)
    left.touch()

    with pytest.raises(CommandError, match="another backup runs, or one was stopped"):
        backup(target)

    assert not target.exists()
    assert left.exists()


def test_a_backup_that_cannot_be_written_leaves_nothing(target):
    with pytest.raises(CommandError, match="No backup was made"):
        backup(target.parent / "nowhere" / "tracker.zip")


def test_a_file_that_the_disk_has_lost_is_told(target, capsys):
    evidence = with_evidence()
    evidence.unlink()

    backup(target)

    assert f"the disk does not have it: {evidence.parent.parent.name}" in capsys.readouterr().err


def test_two_backups_of_one_second_have_two_names(target):
    backup(target.parent)
    backup(target.parent)

    assert len(list(target.parent.iterdir())) == 2


# A restore


def test_what_was_kept_comes_back(target):
    indicator = make_indicator(title="Stations in operation")
    evidence = with_evidence()
    content = evidence.read_bytes()
    backup(target)
    before = contents_of(connection)
    head = history_chain.head().digest

    indicator.title = "Stations, closed"
    indicator.save()
    make_member_state()
    evidence.unlink()
    restore(target)

    assert contents_of(connection) == before
    assert Indicator.objects.get(pk=indicator.pk).title == "Stations in operation"
    assert evidence.read_bytes() == content
    assert list(history_chain.check(head)) == []


def test_what_was_replaced_is_kept_beside_it(target):
    backup(target)
    make_measurement()
    there = contents_of(connection)

    restore(target)

    (kept,) = set(target.parent.iterdir()) - {target}
    assert Measurement.objects.count() == 0
    restore(kept)
    assert contents_of(connection) == there


def test_a_file_that_nothing_names_any_more_goes(target):
    backup(target)
    evidence = with_evidence()

    restore(target)

    assert not evidence.exists()


def test_a_file_that_was_changed_is_put_right(target):
    evidence = with_evidence()
    backup(target)
    evidence.write_bytes(b"forged")

    restore(target)

    assert evidence.read_bytes() == GOOD["report.pdf"]


def test_what_is_there_can_be_discarded(target):
    backup(target)

    restore(target, "--discard")

    assert list(target.parent.iterdir()) == [target]


def test_a_restore_asks_first(target, monkeypatch):
    backup(target)

    with pytest.raises(CommandError, match=r"Nobody can be asked here: use --yes\."):
        call_command("restore", target, stdout=StringIO())


def test_a_restore_says_what_it_replaces(target):
    with_evidence()
    backup(target)
    rows = contents_of(connection).row_count

    said = restore(target)

    assert f"is whole: {rows} rows and 1 files." in said
    assert f"they replace {rows} rows and 1 files." in said


# What is damaged


def test_rows_that_are_not_as_many_as_said_are_found(target):
    backup(target)

    def count_more(members, manifest):
        manifest["contents"]["rows"]["logframe_plan"] += 1

    rewritten(target, count_more)
    assert "are not as many as the backup says" in refusal(target)


def test_a_changed_bit_is_found(target):
    evidence = with_evidence()
    backup(target)
    content = target.read_bytes()
    place = content.index(evidence.read_bytes())
    target.write_bytes(content[:place] + b"X" + content[place + 1 :])

    assert "is damaged" in refusal(target)


def test_a_member_that_was_exchanged_is_found(target):
    with_evidence()
    backup(target)

    def exchange(members, manifest):
        members[next(name for name in members if name.startswith("media/"))] = b"other"

    rewritten(target, exchange)
    assert "was changed" in refusal(target)


def test_a_database_that_is_damaged_in_a_whole_file_is_found(target):
    backup(target)

    def damage(members, manifest):
        name = next(name for name in members if name.startswith("database."))
        members[name] = members[name][:3000]
        manifest["digests"][name] = files.hashlib.sha256(members[name]).hexdigest()

    rewritten(target, damage)
    assert refusal(target)
