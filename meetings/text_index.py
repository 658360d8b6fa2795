"""The index over the words of decisions, made by the database itself, so that finding stays quick.

Django can declare neither without a field that every decision would carry along: PostgreSQL keeps
all words of a decision in small letters in a column of its own, with an index of its letters by
three; SQLite keeps a table of them, which triggers fill. Both are made after each migration, since
a migration that makes a table anew takes its triggers along. Where the database has no index, the
register is searched row by row.
"""

import json
from functools import reduce
from itertools import combinations
from operator import and_, or_

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from logframe.words import having_words, words_of

TABLE = "meetings_decision_text"
COLUMNS = ("wording", "code", "heading")  # where a word mostly is, it is looked for first
SHORTEST = 3  # letters; a shorter text is in no such index
# So many that an index knows are sorted sooner than all the others are walked along.
FEW = {"sqlite": 3_000, "postgresql": 5_000}

_FORGET = """
    INSERT INTO meetings_decision_text(meetings_decision_text, rowid, code, heading, wording)
    VALUES ('delete', old.id, old.code, old.heading, old.wording);
"""
_LEARN = """
    INSERT INTO meetings_decision_text(rowid, code, heading, wording)
    VALUES (new.id, new.code, new.heading, new.wording);
"""
_FIND = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH"  # noqa: S608 our own names
_HAS = "meetings_decision.all_words LIKE lower(%s)"
_AMONG = "meetings_decision.id = ANY (ARRAY(SELECT unnest(%s::bigint[])))"
_ADD_WORDS = """
    ALTER TABLE meetings_decision ADD COLUMN all_words text
    GENERATED ALWAYS AS (lower(wording || ' ' || code || ' ' || heading)) STORED
"""
_REMOVE_WORDS = "ALTER TABLE IF EXISTS meetings_decision DROP COLUMN IF EXISTS all_words"
TRIGGERS = {
    f"{TABLE}_added": f"AFTER INSERT ON meetings_decision BEGIN {_LEARN} END",
    f"{TABLE}_deleted": f"AFTER DELETE ON meetings_decision BEGIN {_FORGET} END",
    f"{TABLE}_changed": (
        "AFTER UPDATE OF id, code, heading, wording ON meetings_decision "
        f"BEGIN {_FORGET} {_LEARN} END"
    ),
}


def make(using: str, **kwargs) -> None:
    """Make what is missing; connected to what happens after migrating."""
    connection = connections[using]
    if "meetings_decision" not in connection.introspection.table_names():
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            _keep_words(connection, cursor)
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


def take_away(using: str, plan: list, **kwargs) -> None:
    """Let PostgreSQL keep no words while a migration alters what they are made of."""
    connection = connections[using]
    alters = any(migration.app_label == "meetings" for migration, _is_backwards in plan)
    if connection.vendor == "postgresql" and alters:
        with connection.cursor() as cursor:
            cursor.execute(_REMOVE_WORDS)


def is_made(connection) -> bool:
    """Whether the table that SQLite keeps is there, with all that fills it."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        return _has_triggers(cursor)


def having(text: str) -> Q:
    """Tell the decisions that have all the words, capital letters like small ones."""
    if connection.vendor == "postgresql":
        return reduce(and_, map(_has, words_of(text)), Q())
    return having_words(text, COLUMNS)


def found(decisions: QuerySet, text: str) -> tuple[QuerySet | None, int | None]:
    """Return those of the decisions that have all the words, if an index knows that few have them.

    None where there may be more, or no index knows the words. With them it returns how many there
    are at least, where that is known.
    """
    if connection.vendor != "postgresql":
        return _known(decisions, text)
    # It uses its index by itself, and estimates how many it would read: they may be many where few
    # are left by the other filters.
    known = decisions.model.objects.filter(having(text)).order_by().values_list("pk")
    (plan,) = json.loads(known.explain(format="json"))
    few = plan["Plan"]["Plan Rows"] <= FEW["postgresql"]
    return decisions.filter(having(text)) if few else None, None


def _known(decisions: QuerySet, text: str) -> tuple[QuerySet | None, int | None]:
    """Return those of the decisions that the index of SQLite knows for the words."""
    words = words_of(text)
    indexed = [word for word in words if len(word) >= SHORTEST]
    if not indexed or not is_made(connection):
        return None, None
    few = FEW["sqlite"] // min(len(indexed), 2)  # to look for several takes twice as long
    with connection.cursor() as cursor:
        cursor.execute(f"{_FIND} %s LIMIT %s", [_all_of(indexed), few + 1])
        known = [number for (number,) in cursor.fetchall()]
    # Words of English letters it finds as a search row by row does.
    knows_all = indexed == words and text.isascii()
    if len(known) > few:
        return None, len(known) if knows_all and not decisions.query.where else None
    return among(decisions if knows_all else decisions.filter(having(text)), known), None


def among(decisions: QuerySet, numbers: list[int]) -> QuerySet:
    """Return those of the decisions that have one of the numbers, which the database gave."""
    if not numbers:
        return decisions.none()
    if connection.vendor == "postgresql":
        # Of what a query of its own returns PostgreSQL expects ten rows, and sorts them: of
        # thousands it would walk along the sorted list of all until it had found a page of them.
        return decisions.filter(_condition(_AMONG, numbers))
    # As parameters they would be checked one by one.
    return decisions.filter(pk__in=RawSQL(",".join(map(str, numbers)), ()))  # noqa: S611


def having_two_of(words: list[str]) -> Q:
    """Tell the decisions that have two of the words, each of three letters or more."""
    pairs = [" ".join(pair) for pair in combinations(words, min(len(words), 2))]
    if not is_made(connection):
        return reduce(or_, map(having, pairs), Q(pk=None))
    query = " OR ".join(f"({_all_of(pair.split())})" for pair in pairs)
    return Q(pk__in=_found(query)) if query else Q(pk=None)


def _has(word: str) -> RawSQL:
    """Tell the decisions with a word, as the index of PostgreSQL is asked for it."""
    return _condition(_HAS, f"%{connection.ops.prep_for_like_query(word)}%")


def _condition(sql: str, value) -> Q:
    return Q(RawSQL(sql, [value], output_field=BooleanField()))  # noqa: S611 our own names


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


def _keep_words(connection, cursor) -> None:
    # Of a table with triggers that have yet to fire nothing is altered, not even what is there.
    columns = connection.introspection.get_table_description(cursor, "meetings_decision")
    if "all_words" not in [column.name for column in columns]:
        cursor.execute(_ADD_WORDS)


def _make_on_postgresql(cursor) -> None:
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    cursor.execute(
        "CREATE INDEX IF NOT EXISTS decision_all_words ON meetings_decision "
        "USING gin (all_words gin_trgm_ops)"
    )
