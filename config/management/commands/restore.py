"""Put a backup in the place of what is there, once it has proved to be whole."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from config.backup import files, restoring
from config.backup.contents import Contents, contents_of, known_migrations
from config.backup.databases import BackupError
from config.management.progress import progress_bar


class Command(BaseCommand):
    help = (
        "Checks a backup, says what it would replace, asks, and replaces the database and the "
        "files in one step. What was there is kept in a backup of its own, beside the file."
    )
    requires_system_checks = []  # it also mends a database that these cannot read

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="What `manage.py backup` wrote.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")
        parser.add_argument(
            "--discard",
            action="store_true",
            help="Keep no backup of what is there, for example because it is damaged.",
        )

    def handle(self, *args, file: Path, yes: bool, discard: bool, **options) -> None:
        progress = progress_bar(self.stdout)
        try:
            backup = files.read(file.resolve())
            restoring.check(backup, connection, progress)
            before = Contents() if discard else contents_of(connection)
            self.introduce(backup, before, discard=discard)
            if not yes:
                self.ask()
            if before.row_count:
                kept = files.make(files.name_of_new(backup.path.parent), connection, progress)
                self.stdout.write(f"What was there is kept in {kept.path}.")
            after = restoring.restore(backup, connection, before, progress)
        except BackupError as error:
            raise CommandError(f"Nothing was replaced. {error}") from error
        except (OSError, DatabaseError) as error:
            raise CommandError(
                f"The database was not replaced: {error}. If it is damaged, use --discard."
            ) from error
        self.tell(backup, after)

    def introduce(self, backup: files.Backup, before: Contents, *, discard: bool) -> None:
        """Say what is in the backup and what it would replace."""
        there = (
            "whatever is there, which is not kept"
            if discard
            else f"{before.row_count} rows and {len(before.files)} files"
        )
        self.stdout.write(
            f"The backup of {backup.made_at:%Y-%m-%d %H:%M %Z} (release {backup.release}) is "
            f"whole: {backup.contents.row_count} rows and {len(backup.media)} files.\n"
            f"In {connection.settings_dict['NAME']} they replace {there}."
        )

    def ask(self) -> None:
        """Go on only where somebody says so."""
        if not sys.stdin.isatty():
            raise BackupError("Nobody can be asked here: use --yes.")
        if input("Type yes to go on: ") != "yes":
            raise BackupError("You did not say yes.")

    def tell(self, backup: files.Backup, after: Contents) -> None:
        """Say what is there now and what is left to do."""
        self.stdout.write(
            f"Restored: {after.row_count} rows and {len(after.files)} files. "
            f"Head of the history: {after.history_head or 'none yet'}"
        )
        for name in backup.missing:
            self.stderr.write(f"The backup does not have this file: {name}")
        newer = known_migrations() - set(backup.contents.migrations)
        if newer:
            self.stdout.write(
                f"This release has {len(newer)} migrations more: run manage.py migrate now."
            )
