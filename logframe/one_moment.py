"""Reading for long as of one moment, while others write."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

BEGIN = {
    "sqlite": "BEGIN DEFERRED",  # what the settings have instead would lock out who writes
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}


# A long file reads most of the database, and each page of it once: to keep many is of no use.
FEW_PAGES = -2000  # KB


@contextmanager
def one_moment() -> Iterator[None]:
    """See the database as it is at the first question, whatever others write until the last.

    Nobody waits for it, and nothing can be written in it. In a transaction, that is what holds.
    """
    if connection.in_atomic_block:
        yield
        return
    with _few_pages_kept():
        _tell(BEGIN[connection.vendor])
        try:
            yield
        finally:
            _tell("ROLLBACK")


@contextmanager
def _few_pages_kept() -> Iterator[None]:
    """Let SQLite, which keeps pages of the database in this process, keep few of them meanwhile."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (kept,) = cursor.execute("PRAGMA cache_size").fetchone()
    _tell(f"PRAGMA cache_size={FEW_PAGES}")
    try:
        yield
    finally:
        _tell(f"PRAGMA cache_size={kept}")


def _tell(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
