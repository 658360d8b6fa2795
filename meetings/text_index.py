"""The index over the words of decisions, made by the database itself, so that finding stays quick.

Django cannot declare either: PostgreSQL has an index of letters by three that its search uses by
itself; SQLite keeps a table of them, which triggers fill. Both are made after each migration, since
a migration that makes a table anew takes its triggers along. Where the database has neither, the
register is searched row by row.
"""

import json
from functools import reduce
from itertools import combinations
from operator import or_

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from logframe.words import having_words

TABLE = "meetings_decision_text"
COLUMNS = ("code", "heading", "wording")
SHORTEST = 3  # letters; a shorter text is in no such index

_FORGET = """
    INSERT INTO meetings_decision_text(meetings_decision_text, rowid, code, heading, wording)
    VALUES ('delete', old.id, old.code, old.heading, old.wording);
"""
_LEARN = """
    INSERT INTO meetings_decision_text(rowid, code, heading, wording)
    VALUES (new.id, new.code, new.heading, new.wording);
"""
_FIND = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH"  # noqa: S608 our own names
_AMONG = "meetings_decision.id = ANY (ARRAY(SELECT unnest(%s::bigint[])))"
TRIGGERS = {
    f"{TABLE}_added": f"AFTER INSERT ON meetings_decision BEGIN {_LEARN} END",
    f"{TABLE}_deleted": f"AFTER DELETE ON meetings_decision BEGIN {_FORGET} END",
    f"{TABLE}_changed": (
        "AFTER UPDATE OF id, code, heading, wording ON meetings_decision "
        f"BEGIN {_FORGET} {_LEARN} END"
    ),
}


def make(using: str, **kwargs) -> None:
    """Make the index where it is missing; connected to what happens after migrating."""
    connection = connections[using]
    if "meetings_decision" not in connection.introspection.table_names():
        return
    steps = {"sqlite": _make_on_sqlite, "postgresql": _make_on_postgresql}
    make_it = steps.get(connection.vendor)
    if make_it is None:
        return
    try:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            make_it(cursor)
    except DatabaseError:
        # Without the module, or the right to load it, the search is slower and finds the same.
        return


def is_made(connection) -> bool:
    """Whether the table that SQLite keeps is there, with all that fills it."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        return _has_triggers(cursor)


def found(having: QuerySet, words: list[str], most: int) -> list[int] | None:
    """Return the numbers of the decisions that have all the words, where an index knows of few.

    `having` are these decisions. None where there may be more than `most`, or no index knows the
    words: by itself a database walks along the sorted list until a page is full, which is quick
    where many have the words, and takes it to the end of the list where few have.
    """
    numbers = having.order_by().values_list("pk", flat=True)
    if connection.vendor == "postgresql":
        # It uses its index by itself, and estimates how many there are.
        (plan,) = json.loads(numbers.explain(format="json"))
        known = numbers[: most + 1] if plan["Plan"]["Plan Rows"] <= most else None
    else:
        known = _known(numbers, words, most)
    return None if known is None or len(known) > most else list(known)


def _known(numbers: QuerySet, words: list[str], most: int) -> QuerySet | None:
    """Return those of the numbers that the index of SQLite knows for the words."""
    words = [word for word in words if len(word) >= SHORTEST]
    if not words or not is_made(connection):  # letters fewer than three are in no index
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"{_FIND} %s LIMIT %s", [_all_of(words), most + 1])
        known = [number for (number,) in cursor.fetchall()]
    return among(numbers, known) if len(known) <= most else None


def among(decisions: QuerySet, numbers: list[int]) -> QuerySet:
    """Return those of the decisions that have one of the numbers, which the database gave."""
    if not numbers:
        return decisions.none()
    if connection.vendor == "postgresql":
        # Of what a query of its own returns PostgreSQL expects ten rows, and sorts them: of
        # thousands it would walk along the sorted list of all until it had found a page of them.
        return decisions.filter(RawSQL(_AMONG, [numbers], output_field=BooleanField()))  # noqa: S611
    # As parameters they would be checked one by one.
    return decisions.filter(pk__in=RawSQL(",".join(map(str, numbers)), ()))  # noqa: S611


def having_two_of(words: list[str]) -> Q:
    """Tell the decisions whose wording has two of the words, each of three letters or more."""
    pairs = [" ".join(pair) for pair in combinations(words, min(len(words), 2))]
    if not is_made(connection):
        return reduce(or_, (having_words(pair, ("wording",)) for pair in pairs), Q(pk=None))
    query = " OR ".join(f"({_all_of(pair.split())})" for pair in pairs)
    if not query:
        return Q(pk=None)
    return Q(pk__in=_found(f"wording : ({query})"))


def _found(query: str) -> RawSQL:
    """Return the numbers of the decisions that the index of SQLite finds, for a query to use."""
    return RawSQL(f"{_FIND} %s", [query])  # noqa: S611 our own names


def _all_of(words: list[str]) -> str:
    """Return words as the index of SQLite is asked for them: each as it stands."""
    return " AND ".join('"' + word.replace('"', '""') + '"' for word in words)


def _has_triggers(cursor) -> bool:
    """Whether all that fills the table is there; the decisions may have other triggers besides."""
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'meetings_decision'"
    )
    return TRIGGERS.keys() <= {name for (name,) in cursor.fetchall()}


def _make_on_sqlite(cursor) -> None:
    if _has_triggers(cursor):
        return
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5({', '.join(COLUMNS)}, "
        "content='meetings_decision', content_rowid='id', tokenize='trigram')"
    )
    for name, what in TRIGGERS.items():
        cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {what}")
    cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')")  # noqa: S608 our own names


def _make_on_postgresql(cursor) -> None:
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for column in COLUMNS:
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS decision_text_{column} ON meetings_decision "
            f"USING gin ({column} gin_trgm_ops)"
        )
