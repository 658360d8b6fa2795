"""The one file of a backup: the copy of the database, the files it names, and what to expect.

It is a ZIP, so that anybody can look into it. `manifest.json` has the SHA-256 of every other
member, and the comment of the ZIP that of the manifest: not a bit can change unnoticed.
"""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path, PurePosixPath

from django.core.files.storage import default_storage
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from config.backup.contents import Contents, known_migrations, release
from config.backup.databases import BackupError, database_of

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media/"
CHUNK = 1024 * 1024
UNFINISHED = ".unfinished"


def no_progress(done: int, total: int, what: str) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Backup:
    """A file of a backup and what its manifest says."""

    path: Path
    made_at: datetime
    release: str
    vendor: str
    contents: Contents
    digests: dict[str, str]

    @property
    def media(self) -> list[str]:
        """The names of the files of evidence and of editions."""
        return [name.removeprefix(MEDIA) for name in self.digests if name.startswith(MEDIA)]

    @property
    def missing(self) -> list[str]:
        """The files that a row named and the disk did not have."""
        return sorted(set(self.contents.files) - set(self.media))


def name_of_new(folder: Path) -> Path:
    """Return how a backup made now is called: by the time, and a number where that is taken."""
    stem = f"tracker-{timezone.localtime():%Y%m%d-%H%M%S}"
    endings = chain([""], (f"-{number}" for number in count(2)))
    paths = (folder / f"{stem}{ending}.backup.zip" for ending in endings)
    return next(path for path in paths if not path.exists())


def make(path: Path, connection: BaseDatabaseWrapper, progress: Callable = no_progress) -> Backup:
    """Write a backup. The name is taken only by a whole one, and never from another file.

    The database comes first, the files that it names second: a file never changes under its name.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    if path.exists():
        raise BackupError(f"{path} is there already: choose another name.")
    try:
        # Everything unpublished is in it: nobody else on this computer may read it.
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise BackupError(
            f"{unfinished} is there: another backup runs, or one was stopped half-way. "
            "In that case remove the file."
        ) from error
    try:
        with os.fdopen(opened, "wb") as target:
            _write(target, connection, path.parent, progress)
            target.flush()
            os.fsync(target.fileno())
        made = read(unfinished)
        unfinished.rename(path)
        _keep_name(path.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return Backup(**{**vars(made), "path": path})


def _keep_name(folder: Path) -> None:
    """Have the name of a new file on the disk, too, when the power fails."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _write(target, connection: BaseDatabaseWrapper, beside: Path, progress: Callable) -> None:
    database = database_of(connection)
    digests = {}
    with (
        tempfile.TemporaryDirectory(prefix=".backup-", dir=beside) as folder,
        database.copied(Path(folder), progress) as (copied, contents),
        zipfile.ZipFile(target, "w") as archive,
    ):
        packed = zipfile.ZIP_DEFLATED if connection.vendor == "sqlite" else zipfile.ZIP_STORED
        with copied.open("rb") as content:
            digests[database.member] = _add(archive, content, database.member, packed)
        for number, name in enumerate(contents.files, start=1):
            with suppress(FileNotFoundError), default_storage.open(name) as content:
                digests[MEDIA + name] = _add(archive, content, MEDIA + name)
            progress(number, len(contents.files), "files")
        manifest = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "release": release(),
            "vendor": connection.vendor,
            "contents": asdict(contents),
            "digests": digests,
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
        archive.writestr(MANIFEST, text)
        archive.comment = hashlib.sha256(text).hexdigest().encode()


def _add(archive: zipfile.ZipFile, content, member: str, packed=zipfile.ZIP_STORED) -> str:
    """Copy an opened file into the ZIP; return its SHA-256."""
    entry = zipfile.ZipInfo(member, date_time=timezone.localtime().timetuple()[:6])
    entry.compress_type = packed
    with archive.open(entry, "w", force_zip64=True) as target:
        return copy(content, target)


def copy(source, target=None) -> str:
    """Copy what is left in an opened file, or only read it; return its SHA-256."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target:
            target.write(chunk)
    return digest.hexdigest()


def read(path: Path) -> Backup:
    """Return what a file of a backup says of itself; its other members are not looked at."""
    try:
        with zipfile.ZipFile(path) as archive:
            text = archive.read(MANIFEST)
            told = archive.comment.decode(errors="replace")
            members = sorted(archive.namelist())
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise BackupError(f"{path} is no whole backup: {error}") from error
    if hashlib.sha256(text).hexdigest() != told:
        raise BackupError(f"{path} is damaged: its manifest does not fit its checksum.")
    said = json.loads(text)
    if said["format"] != FORMAT:
        raise BackupError(f"{path} was made by a newer release: use that one to restore it.")
    if sorted([*said["digests"], MANIFEST]) != members or not all(map(_is_inside, members)):
        raise BackupError(f"{path} is damaged: its members are not those of its manifest.")
    return Backup(
        path=path,
        made_at=datetime.fromisoformat(said["made_at"]),
        release=said["release"],
        vendor=said["vendor"],
        contents=Contents(**said["contents"]),
        digests=said["digests"],
    )


def _is_inside(member: str) -> bool:
    """Whether a member would be unpacked inside of the folder meant for it."""
    parts = PurePosixPath(member).parts
    return not PurePosixPath(member).is_absolute() and ".." not in parts and "\\" not in member


def check(backup: Backup, progress: Callable = no_progress) -> None:
    """Read every member and compare it with its SHA-256."""
    try:
        with zipfile.ZipFile(backup.path) as archive:
            for number, (member, digest) in enumerate(backup.digests.items(), start=1):
                with archive.open(member) as content:
                    if copy(content) != digest:
                        raise BackupError(f"{backup.path} is damaged: {member} was changed.")
                progress(number, len(backup.digests), "members checked")
    except zipfile.BadZipFile as error:
        raise BackupError(f"{backup.path} is damaged: {error}") from error


def check_release(backup: Backup) -> None:
    """Refuse a backup that this release does not understand."""
    unknown = sorted(set(backup.contents.migrations) - known_migrations())
    if unknown:
        raise BackupError(
            f"The backup was made by a newer release ({backup.release}): this one does not know "
            f"the migration {unknown[0]}. Install that release, then restore."
        )


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a whole file, as `sha256sum` prints it."""
    with path.open("rb") as content:
        return copy(content)
