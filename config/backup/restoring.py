"""A backup put in the place of what is there: checked first, then all of it or nothing."""

import os
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.backends.base.base import BaseDatabaseWrapper

from config.backup import files
from config.backup.contents import Contents, contents_of
from config.backup.databases import BackupError, database_of
from config.backup.files import MEDIA, Backup, no_progress


def check(
    backup: Backup, connection: BaseDatabaseWrapper, progress: Callable = no_progress
) -> None:
    """Refuse a backup that is damaged, of another kind of database, or of a newer release."""
    if backup.vendor != connection.vendor:
        raise BackupError(
            f"The backup is of {backup.vendor}, and DATABASE_URL names {connection.vendor}: a "
            "backup goes back into the kind of database that it was made of, and no other."
        )
    files.check(backup, progress)
    files.check_release(backup)


def restore(
    backup: Backup,
    connection: BaseDatabaseWrapper,
    before: Contents,
    progress: Callable = no_progress,
) -> Contents:
    """Put the backup in the place of what is there, and return what is there then.

    Files first: whenever it is stopped, the rows that stand then find the files they name. Those
    that only the rows from `before` name go at the end.
    """
    database = database_of(connection)
    with (
        tempfile.TemporaryDirectory(prefix=".restore-", dir=backup.path.parent) as folder,
        zipfile.ZipFile(backup.path) as archive,
    ):
        copy = Path(archive.extract(database.member, folder))
        database.check(copy, backup.contents)
        for number, name in enumerate(backup.media, start=1):
            _put_back(archive, name, backup.digests[MEDIA + name])
            progress(number, len(backup.media), "files")
        os.sync()  # no row may outlive a power cut whose file does not
        database.replace(copy, backup.contents)
    after = contents_of(connection)
    for name in set(before.files) - set(after.files):
        _discard(name)
    return after


def _put_back(archive: zipfile.ZipFile, name: str, digest: str) -> None:
    """Write a file, unless it is there already; one that is damaged or half-written goes first."""
    with suppress(FileNotFoundError), default_storage.open(name) as content:
        if files.copy(content) == digest:
            return
    default_storage.delete(name)
    with archive.open(MEDIA + name) as source:
        default_storage.save(name, File(source))


def _discard(name: str) -> None:
    """Take a file and its folder away."""
    with suppress(OSError):  # it is gone, or somebody else's file is in the folder, too
        default_storage.delete(name)
        default_storage.delete(name.rpartition("/")[0])
