"""A database of its own for a benchmark, on the server of DATABASE_URL; without it: SQLite."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg


@contextmanager
def own_database(folder: str | Path) -> Iterator[str]:
    """Make an empty database, return its address for DATABASE_URL, and remove it at the end."""
    url, name = os.environ.get("DATABASE_URL", ""), f"tracker_{uuid4().hex}"
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder}/{name}.sqlite3"
        return
    _do(url, f"CREATE DATABASE {name}")
    try:
        yield f"{url.rpartition('/')[0]}/{name}"
    finally:
        _do(url, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def own_demonstration(folder: str | Path) -> Iterator[str]:
    """Make a database for the demonstration, which `manage.py demo` fills.

    On SQLite it is a copy of the file that DEMONSTRATION names, where it names one: to migrate and
    to load take longer than most of what is proved with the demonstration.
    """
    with own_database(folder) as url:
        made = os.environ.get("DEMONSTRATION")
        if made and url.startswith("sqlite"):
            place = url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(place)) as copy:
                source.backup(copy)
        yield url


def _do(url: str, statement: str) -> None:
    """Do something on the server, which may have been started anew since the last time."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)
