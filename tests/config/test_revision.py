"""The revision of the data: every write changes it, in the same transaction, and nothing else."""

from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction

from config import revision
from logframe.models import Indicator
from tests.conftest import signed_in
from tests.factories import make_indicator, make_plan

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_write_outside_a_transaction_changes_it():
    before = revision.current()

    make_plan()

    assert revision.current() != before


def test_every_table_that_a_page_could_show_tells_of_its_writes():
    """Of what is added, changed and deleted: PostgreSQL by one trigger, SQLite by three."""
    with connection.cursor() as cursor:
        found = Counter(revision.triggers(connection, cursor).values())

    each = {"sqlite": 3, "postgresql": 1}[connection.vendor]
    assert found == {model._meta.db_table: each for model in revision.shown_models()}


def test_what_is_taken_back_leaves_the_revision():
    indicator = make_indicator()
    before = revision.current()

    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=indicator.pk).update(tolerance=-1)

    assert revision.current() == before


def test_no_revision_comes_twice():
    indicator = make_indicator()
    found = set()
    for title in ("One", "Two", "One"):
        Indicator.objects.filter(pk=indicator.pk).update(title=title)
        found.add(revision.current())

    assert len(found) == 3


def test_who_only_signs_in_and_looks_around_changes_nothing(officer):
    indicator = make_indicator()
    before = revision.current()

    signed_in(officer).get(indicator.get_absolute_url())

    assert revision.current() == before
