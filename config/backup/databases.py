"""The database itself, copied into one file while people work, and replaced from such a file.

Both kinds of database replace in one transaction: who works meanwhile sees what was or what is
new, never a part of it, and whatever goes wrong, or is killed, leaves what was.
"""

import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from config import revision
from config.backup.contents import Contents, contents_of

PAGES_AT_ONCE = 2000
SECONDS_FOR_OTHERS = 30


class BackupError(Exception):
    """Why a backup cannot be made or put back, in a sentence that says the remedy."""


class Database(Protocol):
    """One kind of database."""

    member: str

    def copied(self, folder: Path, progress: Callable) -> Iterator[tuple[Path, Contents]]:
        """Copy the state of one moment into a folder; tell what is in the copy."""

    def check(self, copy: Path, expected: Contents) -> None:
        """Raise BackupError where a copy is damaged or holds something else than it should."""

    def replace(self, copy: Path, expected: Contents) -> None:
        """Put a copy in the place of the database, or change nothing and raise BackupError."""


def database_of(connection: BaseDatabaseWrapper) -> Database:
    """Return how the database behind a connection is copied and replaced."""
    return {"sqlite": Sqlite, "postgresql": Postgres}[connection.vendor](connection)


def compare(found: Contents, expected: Contents) -> None:
    """Raise BackupError unless a database holds what the backup says."""
    tables = sorted(found.rows.items() ^ expected.rows.items())
    if tables:
        raise BackupError(f"The rows of {tables[0][0]} are not as many as the backup says.")
    if found.migrations != expected.migrations or found.history_head != expected.history_head:
        raise BackupError("Migrations or history are not those that the backup names.")


class Sqlite:
    """A file of SQLite: copied and replaced by SQLite's own backup, page by page."""

    member = "database.sqlite3"

    def __init__(self, connection: BaseDatabaseWrapper):
        self.connection = connection

    def _opened(self) -> sqlite3.Connection:
        """Open the database a second time, with the same options as the application."""
        return self.connection.get_new_connection(self.connection.get_connection_params())

    @contextmanager
    def copied(self, folder: Path, progress: Callable) -> Iterator[tuple[Path, Contents]]:
        """Copy in a transaction that reads: writers go on, and their writes are not in it."""
        copy = folder / self.member
        try:
            self._copy(copy, progress)
        except sqlite3.Error as error:
            raise BackupError(f"The database could not be copied: {error}.") from error
        yield copy, _contents_of_file(copy)

    def _copy(self, copy: Path, progress: Callable) -> None:
        with closing(self._opened()) as source, closing(sqlite3.connect(copy)) as target:
            source.isolation_level = None
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(
                target,
                pages=PAGES_AT_ONCE,
                progress=lambda _status, left, total: progress(total - left, total, "pages"),
            )
            target.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file

    def check(self, copy: Path, expected: Contents) -> None:
        """Let SQLite look at every page and every reference, and count."""
        try:
            with closing(sqlite3.connect(copy)) as opened:
                damages = opened.execute("PRAGMA integrity_check").fetchall()
                orphans = opened.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The database in the backup is damaged: {error}.") from error
        if damages != [("ok",)] or orphans:
            raise BackupError("The database in the backup is damaged: take an older backup.")
        compare(_contents_of_file(copy), expected)

    def replace(self, copy: Path, expected: Contents) -> None:
        """Write the pages of the copy over those of the database, in one transaction.

        The file stays the same one, so that who has it open goes on with the new rows.
        """
        self.connection.close()
        latest = time.monotonic() + SECONDS_FOR_OTHERS

        def give_up(status: int, left: int, total: int) -> None:
            if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > latest:
                raise TimeoutError("others write all the time")

        try:
            with closing(sqlite3.connect(copy)) as source, closing(self._opened()) as target:
                source.backup(target, progress=give_up)
        except (sqlite3.Error, DatabaseError, TimeoutError) as error:
            raise BackupError(
                f"The database could not be replaced and is as it was: {error}. "
                "Stop the application, then run the command again."
            ) from error


def _contents_of_file(copy: Path) -> Contents:
    options = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(copy)}
    with closing(ConnectionHandler({"default": options})["default"]) as connection:
        return contents_of(connection)


class Postgres:
    """A database of PostgreSQL: copied by pg_dump, replaced by psql, both of Debian's client."""

    member = "database.dump"

    def __init__(self, connection: BaseDatabaseWrapper):
        self.connection = connection

    @contextmanager
    def copied(self, folder: Path, progress: Callable) -> Iterator[tuple[Path, Contents]]:
        """Let pg_dump write the moment that this transaction sees, and count in the same."""
        copy = folder / self.member
        progress(0, 1, "databases")
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={copy}")
            contents = contents_of(self.connection)
        progress(1, 1, "databases")
        yield copy, contents

    def check(self, copy: Path, expected: Contents) -> None:
        """Let pg_restore read the table of contents; the rows are counted while replacing."""
        self._run("pg_restore", "--list", str(copy), connect=False)

    def replace(self, copy: Path, expected: Contents) -> None:
        """Drop the tables, make them anew, fill them and count them, in one transaction."""
        before, dump, after = (copy.with_name(f"{n}.sql") for n in ("before", "dump", "after"))
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={dump}", str(copy),
                  connect=False)  # fmt: skip
        quoted = self.connection.ops.quote_name
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
            tables = [quoted(name) for name in self.connection.introspection.table_names(cursor)]
        self.connection.close()
        drop = f"DROP TABLE {', '.join(tables)} CASCADE;" if tables else ""
        drop += f"\nDROP FUNCTION IF EXISTS {revision.FUNCTION}();"
        patience = f"SET lock_timeout = '{SECONDS_FOR_OTHERS}s';"
        before.write_text(f"SET client_min_messages = error;\n{patience}\n{drop}\n")
        counts = "\n".join(
            f"IF (SELECT count(*) FROM {quoted(schema)}.{quoted(table)}) <> {rows} THEN "  # noqa: S608
            f"RAISE EXCEPTION 'The rows of {table} are not as many as the backup says'; END IF;"
            for table, rows in expected.rows.items()
        )
        after.write_text(f"DO $counts$ BEGIN\n{counts}\nEND $counts$;\n")
        files = [f"--file={file}" for file in (before, dump, after)]
        self._run(
            "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction",
            "--output=/dev/null", *files,
        )  # fmt: skip

    def _run(self, program: str, *arguments: str, connect: bool = True) -> None:
        """Run a program of PostgreSQL; the password goes through its environment."""
        client, environment = self.connection.client.settings_to_cmd_args_env(
            self.connection.settings_dict, []
        )
        command = [program, *arguments] if not connect else [program, *client[1:-1], *arguments]
        if connect:
            command.append(f"--dbname={client[-1]}")
        try:
            subprocess.run(  # noqa: S603
                command,
                env=os.environ | (environment or {}),
                check=True,
                capture_output=True,
                text=True,
            )
        except FileNotFoundError as error:
            raise BackupError(
                f"{program} is not installed: install Debian's package postgresql-client."
            ) from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.strip().splitlines() or ["it says no more"]
            raise BackupError(f"{program} failed: {said[0]}") from error
