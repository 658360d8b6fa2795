"""Long lists are read as of one moment, which ends with them."""

import pytest
from django.db import connection

from logframe.models import Activity
from logframe.tables import ActivityTable
from tests.factories import make_activity


@pytest.mark.django_db(transaction=True)
def test_who_does_not_read_a_list_to_its_end_hinders_nobody_afterwards():
    for _number in range(2):
        make_activity()
    rows = ActivityTable(Activity.objects.all()).as_values()
    _headings, _first = next(rows), next(rows)

    rows.close()
    make_activity()

    assert Activity.objects.count() == 3
    assert len(list(ActivityTable(Activity.objects.all()).as_values())) == 4


@pytest.mark.django_db(transaction=True)
def test_sqlite_keeps_as_much_of_the_database_after_a_long_list_as_before():
    make_activity()
    before = pages_kept()

    rows = ActivityTable(Activity.objects.all()).as_values()
    _headings, _first = next(rows), next(rows)
    meanwhile = pages_kept()
    rows.close()

    assert pages_kept() == before
    assert meanwhile != before or connection.vendor != "sqlite"


def pages_kept() -> int | None:
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA cache_size").fetchone()[0]
