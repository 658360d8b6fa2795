"""Keep everything in one file, while people work."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from config.backup import files
from config.backup.databases import BackupError
from config.management.progress import progress_bar
from logframe import history_chain


class Command(BaseCommand):
    help = (
        "Writes the database and the files of evidence and editions into one file, with a "
        "checksum of each, while people work. `manage.py restore` puts it back."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=settings.DATA_DIR / "backups",
            help="A file that is not there yet, or a folder: there it is called by the time.",
        )

    def handle(self, *args, file: Path, **options) -> None:
        if file == settings.DATA_DIR / "backups":
            file.mkdir(parents=True, exist_ok=True)
        path = files.name_of_new(file) if file.is_dir() else file
        try:
            history_chain.seal()
        except DatabaseError as error:
            self.stderr.write(f"The history could not be sealed before: {error}")
        try:
            backup = files.make(path.resolve(), connection, progress_bar(self.stdout))
        except BackupError as error:
            raise CommandError(str(error)) from error
        except (OSError, DatabaseError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        contents = backup.contents
        self.stdout.write(
            f"{backup.path}: {contents.row_count} rows of {len(contents.rows)} tables, "
            f"{len(backup.media)} files, {backup.path.stat().st_size} bytes."
        )
        self.stdout.write(f"SHA-256: {files.digest_of(backup.path)}")
        self.stdout.write(f"Head of the history: {contents.history_head or 'none yet'}")
        for name in backup.missing:
            self.stderr.write(f"Not in it, because the disk does not have it: {name}")
