"""The floors under the benchmarks of speed: what the machine itself takes for the same bytes.

A page is held against a bare view behind the same middleware and sign-in, a file against sqlite3
and csv.writer, what is written against executemany.
"""

import csv
import io
import sqlite3
from collections.abc import Sequence

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from logframe.models import Measurement


def bare(request: HttpRequest, size: int) -> HttpResponse:
    """Answer with so many bytes, and nothing else."""
    return HttpResponse(b"x" * size, content_type="text/html; charset=utf-8")


urlpatterns = [path("bare/<int:size>/", bare, name="bare"), path("", include("config.urls"))]


class RawRows:
    """The rows of a file in a table of sqlite3, to be written as CSV without any of our code."""

    def __init__(self, rows: Sequence[Sequence[str]]):
        columns = [f"c{number}" for number in range(len(rows[0]))]
        places = ", ".join("?" * len(columns))
        self.database = sqlite3.connect(":memory:")
        self.database.execute(f"CREATE TABLE found ({', '.join(columns)})")
        self.database.executemany(f"INSERT INTO found VALUES ({places})", rows)

    def write(self) -> str:
        """Return the rows as CSV."""
        out = io.StringIO()
        csv.writer(out).writerows(self.database.execute("SELECT * FROM found"))
        return out.getvalue()


def insert_raw(rows: Sequence[Measurement]) -> None:
    """Write the rows past Django: executemany with all columns but the number."""
    fields = [field for field in Measurement._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Measurement._meta.db_table} ({columns}) VALUES ({places})", values
        )
