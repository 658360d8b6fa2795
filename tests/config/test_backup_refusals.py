"""What is no whole backup of this release and this kind of database is refused, and why is said."""

import shutil

import pytest

from tests.backups import backup, refusal, rewritten

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "tracker.zip"
    with django_db_blocker.unblock():
        backup(path)
    return path


@pytest.fixture
def target(made, tmp_path):
    return shutil.copy(made, tmp_path / "tracker.zip")


def test_a_changed_manifest_is_found(target):
    target.write_bytes(target.read_bytes().replace(b'"release": "', b'"release": "9', 1))

    assert "damaged" in refusal(target) or "no whole backup" in refusal(target)


def test_half_a_file_is_refused(target):
    content = target.read_bytes()
    target.write_bytes(content[: len(content) // 2])

    assert "is no whole backup" in refusal(target)


def test_a_member_that_would_leave_its_folder_is_refused(target):
    def climb(members, manifest):
        members["media/../../climbed"] = b""
        manifest["digests"]["media/../../climbed"] = "0"

    rewritten(target, climb)
    assert "its members are not those of its manifest" in refusal(target)


def test_a_backup_of_a_newer_release_is_refused(target):
    def come_from_the_future(members, manifest):
        manifest["contents"]["migrations"].append("logframe.9999_to_come")

    rewritten(target, come_from_the_future)
    assert "does not know the migration logframe.9999_to_come" in refusal(target)


def test_a_format_to_come_is_refused(target):
    rewritten(target, lambda members, manifest: manifest.update(format=2))
    assert "newer release" in refusal(target)


def test_a_backup_of_another_kind_of_database_is_refused(target):
    rewritten(target, lambda members, manifest: manifest.update(vendor="oracle"))
    assert "goes back into the kind of database that it was made of" in refusal(target)


def test_what_is_no_backup_is_refused(tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Dear colleagues")

    assert "is no whole backup" in refusal(other)
    assert "is no whole backup" in refusal(tmp_path / "nowhere.zip")
