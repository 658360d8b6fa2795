"""Ten times the data: no page, and nothing that is saved, asks more queries than before."""

import re
from datetime import timedelta
from functools import cache
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from logframe.models import (
    Activity,
    Fingerprint,
    Indicator,
    Measurement,
    Milestone,
    Plan,
    ReviewReturn,
    ScaleLevel,
)
from logframe.scorecard import Scorecard
from meetings.models import Addressee, AgendaItem, Decision, DecisionLink, Document, FollowUp
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.looks import EVERY_LOOK
from tests.pages import MANAGER_PAGES, PAGES, QUERIES, STAFF_PAGES
from tests.saves import SAVES

pytestmark = pytest.mark.django_db

TIMES = 10
# The pages that everybody opens, and the tables that grow with the years.
MAIN = (
    "plan",
    "area",
    "output",
    "indicator",
    "indicators",
    "activities",
    "meeting",
    "meetings",
    "decision",
    "decisions",
)
LARGE = {
    model._meta.db_table
    for model in (Milestone, Measurement, Decision, Addressee, DecisionLink, FollowUp)
} | {model.history.model._meta.db_table for model in (Indicator, Measurement, Decision, FollowUp)}
ALIASED = re.compile(r'"(\w+)" ([A-Z]\d+)\b')
WALKED = {
    "sqlite": re.compile(r"^SCAN (\w+)$"),  # an index that is walked in its order is named behind
    "postgresql": re.compile(r"Seq Scan on (\w+)"),
}
# What makes all papers of a meeting, as the page of its papers does.
WITH_PAPERS = () if EVERY_LOOK else ("issue_edition", "edition_changes")
OF_THE_PAST = [name for name in QUERIES if name not in STAFF_PAGES] if EVERY_LOOK else MAIN
# What stands on a row today is put together from what is dated.
MORE_FOR_THE_PAST = 10


def anew(row: dict, number: int) -> dict:
    """Give a row a code and an address of its own."""
    return {name: f"{row[name]}x{number}" for name in ("code", "slug") if name in row}


def further(name: str):
    """Return a way to give a row the next free number."""
    return lambda row, number, new: {name: row[name] + 1000 * number}


def of(model, name: str):
    """Return a way to give a row to the copy of its parent."""
    return lambda row, number, new: {name: new[model][row[name]]}


# What is copied, parents first, and what differs in a copy. Of one decision, one indicator and one
# meeting there is ten times as much too.
COPIED = (
    (Indicator, lambda row, number, new: anew(row, number)),
    (ScaleLevel, of(Indicator, "indicator_id")),
    (Milestone, of(Indicator, "indicator_id")),
    (Measurement, of(Indicator, "indicator_id")),
    (Milestone, lambda row, number, new: {"set_on": row["set_on"] - timedelta(days=number)}),
    (ReviewReturn, lambda row, number, new: {}),
    (Activity, lambda row, number, new: anew(row, number)),
    (Activity.outputs.through, of(Activity, "activity_id")),
    (
        Decision,
        lambda row, number, new: (
            anew(row, number) | {"paragraph": row["paragraph"] + 1000 * number}
        ),
    ),
    (Addressee, of(Decision, "decision_id")),
    (DecisionLink, of(Decision, "decision_id")),
    (FollowUp, of(Decision, "decision_id")),
    (FollowUp, further("number")),
    (AgendaItem, further("order")),
    (Document, further("order")),
    *(
        (model.history.model, lambda row, number, new: {})
        for model in (Plan, Indicator, Milestone, Measurement, Activity, Decision, FollowUp)
    ),
)


def multiply(times: int) -> None:
    """Copy the rows past all checks, which cost time."""
    originals = {model: list(rows_of(model)) for model, _change in COPIED}
    for number in range(1, times):
        new = {}
        for model, change in COPIED:
            key = model._meta.pk.attname
            rows = [
                model(**row | {key: None} | change(row, number, new)) for row in originals[model]
            ]
            model._base_manager.bulk_create(rows)
            pairs = zip(originals[model], rows, strict=True)
            new.setdefault(model, {row[key]: copy.pk for row, copy in pairs})
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the server does by itself once this much was written


def rows_of(model):
    """Return the rows to copy: of what was corrected, the first version."""
    rows = (
        model._base_manager.filter(replaces=None) if model is Measurement else model._base_manager
    )
    return rows.values()


@pytest.fixture(scope="module", autouse=True)
def _ten_times_the_demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        multiply(TIMES)
        yield


def test_the_scorecard_asks_as_often_for_ten_times_the_plan(django_assert_num_queries):
    plan = Plan.objects.current()

    with django_assert_num_queries(8):
        scorecard = Scorecard.load(plan, on=timezone.localdate())
        statuses = [score.status for score in scorecard.indicators]

    assert len(statuses) == 73 * TIMES


@cache
def asked_by(name: str) -> list[str]:
    """Return what a page asks the database."""
    role = "manager" if name in MANAGER_PAGES else "officer"
    someone = signed_in(User.objects.get(username=role))

    with CaptureQueriesContext(connection) as queries:
        response = someone.get(PAGES[name])

    assert response.status_code == HTTPStatus.OK
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("name", [name for name in QUERIES if name not in WITH_PAPERS])
def test_a_page_asks_no_oftener_for_ten_times_the_data(name):
    assert len(asked_by(name)) <= QUERIES[name]


@pytest.mark.parametrize("name", MAIN)
def test_a_page_walks_through_no_large_table(name):
    walked = {table for sql in asked_by(name) for table in walked_through(sql)}

    assert walked & LARGE == set()


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
def test_what_is_saved_asks_no_oftener_and_walks_through_no_large_table(save):
    act = save(signed_in(User.objects.get(username="manager")))
    entries = Fingerprint.objects.count()

    with CaptureQueriesContext(connection) as queries:
        act()

    walked = {table for query in queries for table in walked_through(query["sql"])}
    assert Fingerprint.objects.count() > entries  # of the history: it was saved
    assert len(queries) <= SAVES[save]
    assert walked & LARGE == set()


@pytest.mark.parametrize("name", OF_THE_PAST)
def test_a_page_of_the_past_asks_few_queries_more(name, django_assert_max_num_queries):
    someone = signed_in(User.objects.get(username="officer"))

    with django_assert_max_num_queries(QUERIES[name] + MORE_FOR_THE_PAST):
        response = someone.get(PAGES[name], {"as_of": "2026-06-15"})

    assert response.status_code == HTTPStatus.OK


def walked_through(sql: str) -> set[str]:
    """Return the tables that the database reads from end to end for a query.

    PostgreSQL is told to avoid it: few rows are read so even where there is an index.
    """
    if not sql.startswith(("SELECT", "UPDATE", "DELETE")):
        return set()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        lines = [row[-1] for row in cursor.fetchall()]
    tables = {alias: table for table, alias in ALIASED.findall(sql)}
    found = [WALKED[connection.vendor].search(line) for line in lines]
    return {tables.get(walked[1], walked[1]) for walked in found if walked}
