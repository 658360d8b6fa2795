"""Rows of a list as plain tuples, part by part: to make a record of each takes much longer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from logframe.formats import ROWS_AT_A_TIME


def parts_of(rows: QuerySet) -> Iterator[list[tuple]]:
    """Yield the rows some at a time, since there may be more than fit into memory.

    The rows of a page come at once.
    """
    found = iter(rows) if rows.query.is_sliced else rows.iterator(ROWS_AT_A_TIME)
    while part := list(islice(found, ROWS_AT_A_TIME)):
        yield part


def keys_of(rows: Iterable[tuple]) -> RawSQL:
    """Return the keys of rows that begin with them, for `__in`.

    They are numbers of the database itself; as parameters they would be checked one by one, thrice.
    """
    return RawSQL(",".join(str(row[0]) for row in rows), ())  # noqa: S611


def by_key(pairs: Iterable[tuple]) -> dict[int, list]:
    """Return what belongs to each key."""
    grouped = defaultdict(list)
    for key, row in pairs:
        grouped[key].append(row)
    return grouped
