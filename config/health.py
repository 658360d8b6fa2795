"""What a proxy and a monitor ask: does the process live, and may it be sent people?"""

import shutil
from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse

PLAIN = "text/plain; charset=utf-8"
ROOM_TO_WORK = 100 * 1024 * 1024


@login_not_required
def healthz(request) -> HttpResponse:
    """Answer "ok" when the process runs and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type=PLAIN)


@login_not_required
def readyz(request) -> HttpResponse:
    """Answer "ready" when a save would succeed; else 503 and what is in the way, a line each."""
    obstacles = [said for look in (unmigrated, read_only, full_disk) if (said := look())]
    status = HTTPStatus.SERVICE_UNAVAILABLE if obstacles else HTTPStatus.OK
    return HttpResponse("\n".join(obstacles) or "ready", content_type=PLAIN, status=status)


@cache
def migrations_of_release() -> frozenset[tuple[str, str]]:
    """Return the migrations that this release brings; they do not change while it runs."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def unmigrated() -> str:
    """Say so where the database is older than the release."""
    missing = migrations_of_release() - set(MigrationRecorder(connection).applied_migrations())
    return "Migrations are to be applied: run manage.py migrate." if missing else ""


def read_only() -> str:
    """Say so where the database takes no writes, without writing anything."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:  # which SQLite refuses
            if connection.vendor == "postgresql":
                cursor.execute("SHOW transaction_read_only")
                return "The database is read-only." if cursor.fetchone() == ("on",) else ""
    except OperationalError as error:
        return f"The database takes no writes: {error}."
    return ""


def full_disk() -> str:
    """Say so where there is no room for evidence."""
    is_full = shutil.disk_usage(settings.DATA_DIR).free < ROOM_TO_WORK
    return "The disk is full: make room on it." if is_full else ""
