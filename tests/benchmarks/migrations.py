"""Every migration back and forward again, on the demonstration: does each one go both ways?

    python -m tests.benchmarks.migrations

From the newest release on, one migration of ours after the other is taken back, with the rows that
are there; after each step all migrations are applied again, as an upgrade of that older database.
What stands in the tables that the step left alone must still be there. On PostgreSQL with
DATABASE_URL. Ends with an error where a migration cannot be taken back or applied again.
"""

import os
import sys
import tempfile
from io import StringIO

import django

from tests.benchmarks.own_database import own_database

OURS = ("logframe", "meetings")


def migrate(*target: str) -> None:
    """Migrate an app to a state, or everything to the newest."""
    from django.core.management import call_command

    call_command("migrate", *target, verbosity=0, interactive=False)


def steps() -> list[tuple[str, str, str]]:
    """Return (app, migration, the one before it or zero), the newest first."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    ours = [(one.app_label, one.name) for one, _backwards in plan if one.app_label in OURS]
    before, found = dict.fromkeys(OURS, "zero"), []
    for app, name in ours:
        found.append((app, name, before[app]))
        before[app] = name
    return found[::-1]


def run() -> None:
    """Load the demonstration, and take every step back and forward."""
    from django.core.management import call_command
    from django.db import connection

    from config.backup.contents import contents_of

    call_command("demo", "--no-serve", stdout=StringIO())
    for app, name, before in steps():
        if before == "zero":
            continue  # nothing would be left with which the older steps could be tried
        migrate(app, before)
        left = contents_of(connection).rows
        migrate()
        again = contents_of(connection).rows
        lost = {table for table, rows in left.items() if rows > again.get(table, 0)}
        if lost:
            raise SystemExit(f"{app}.{name}: rows were lost on the way forward: {lost}")
        sys.stdout.write(f"{connection.vendor}: {app}.{name}: back and forward\n")
    migrate(OURS[1], "zero")
    migrate(OURS[0], "zero")
    migrate()
    call_command("load_records", stdout=StringIO())
    sys.stdout.write(f"{connection.vendor}: all taken back, all applied, records loaded\n")


def main() -> int:
    """Make the database, migrate in it, and remove it."""
    with tempfile.TemporaryDirectory() as folder, own_database(folder) as url:
        os.environ |= {
            "DATABASE_URL": url,
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        django.setup()
        run()
        django.db.connections.close_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
