"""A list on its way into a file: its headings, and its rows as they are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from logframe.formats import ROWS_AT_A_TIME, with_one_line_break
from logframe.one_moment import one_moment


@dataclass(frozen=True)
class Listing:
    """What the formats write; the rows come once, and need not fit into memory."""

    headers: list[str]
    rows: Iterator[Sequence]
    title: str = ""

    def __iter__(self) -> Iterator[Sequence]:
        return self.rows


def cells(records: QuerySet, fields: list) -> Iterator[Sequence]:
    """Yield the cells of each record.

    Where the database has all of them, no record is made: that takes longer than reading it.
    """
    paths = [field.path for field in fields]
    with one_moment():
        if all(paths):
            rows = records.prefetch_related(None).values_list(*paths)
            for row in rows.iterator(ROWS_AT_A_TIME):
                yield [with_one_line_break(cell) if isinstance(cell, str) else cell for cell in row]
        else:
            for record in records.iterator(ROWS_AT_A_TIME):
                yield [field.export(record) for field in fields]
