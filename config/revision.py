"""The revision of the data: a token that every write changes, in the transaction of the write.

As long as the token is the same, a page is the same for the same person and day. The database
changes it by itself, with triggers on every table that a page could show: so no way of writing gets
past it, be it a form, the admin, an import, a command, many rows at once or the database's own
prompt. A token of its own for each write, not a number, so that a database that was restored from a
backup never repeats one for another content.

PostgreSQL changes it at the very end of a transaction, since the row of the token is locked from
then on: earlier, two that write would wait for one another, or lock each other out. The triggers
are taken away before a migration, which alters no table whose triggers have yet to fire, and made
after it, since a table that is made anew has lost them.
"""

import secrets
from collections.abc import Iterator

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from config.models import Revision
from logframe.models import Fingerprint, HistorySeal

TABLE = Revision._meta.db_table
SHOWN = ("logframe", "meetings", "auth")
NOT_SHOWN = (Fingerprint, HistorySeal)
# Written with every sign-in.
NOT_SHOWN_COLUMNS = {"last_login"}

TRIGGER = "revision"
FUNCTION = "change_revision"
ON_SQLITE = f"UPDATE {TABLE} SET token = lower(hex(randomblob(16)));"  # noqa: S608 our own names
ON_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('tracker.changed_by', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        UPDATE {TABLE} SET token = replace(gen_random_uuid()::text, '-', '');
        PERFORM set_config('tracker.changed_by', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 our own names


def current() -> str | None:
    """Return the token, or None where the database does not keep it."""
    return Revision.objects.values_list("token", flat=True).first()


def watch(using: str, **kwargs) -> None:
    """Make the triggers that are missing; connected to what happens after migrating."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TABLE not in tables or connection.vendor not in STATEMENTS:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        missing = {
            name: statement
            for model in shown_models()
            if model._meta.db_table in tables
            for name, statement in STATEMENTS[connection.vendor](model)
        }
        for name in triggers(connection, cursor):
            missing.pop(name, None)
        if missing and connection.vendor == "postgresql":
            cursor.execute(ON_POSTGRESQL)
        for statement in missing.values():
            cursor.execute(statement)
        if missing or not Revision.objects.using(using).exists():
            row = {"token": secrets.token_hex(16)}
            Revision.objects.using(using).update_or_create(pk=1, defaults=row)


def unwatch(using: str, plan: list, **kwargs) -> None:
    """Take the triggers away before tables are altered; connected to what happens before that."""
    connection = connections[using]
    if not plan or connection.vendor not in STATEMENTS:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name, table in triggers(connection, cursor).items():
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def shown_models() -> Iterator[type[models.Model]]:
    """Return all that a page could show, the tables between two and the histories included."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in SHOWN and model not in NOT_SHOWN and model._meta.managed:
            yield model


def _update(model: type[models.Model]) -> str:
    columns = [field.column for field in model._meta.concrete_fields]
    shown = [column for column in columns if column not in NOT_SHOWN_COLUMNS]
    if shown == columns:
        return "UPDATE"
    return f"UPDATE OF {', '.join(shown)}"


def _on_sqlite(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    for event in ("INSERT", "DELETE", _update(model)):
        name = f"{TRIGGER}_{table}_{event.split()[0].lower()}"
        yield name, f'CREATE TRIGGER {name} AFTER {event} ON "{table}" BEGIN {ON_SQLITE} END'


def _on_postgresql(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    name = f"{TRIGGER}_{table}"
    yield (
        name,
        f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR DELETE OR {_update(model)} "
        f'ON "{table}" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()',
    )


STATEMENTS = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
NAMES = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND tgname LIKE %s"
    ),
}


def triggers(connection: BaseDatabaseWrapper, cursor) -> dict[str, str]:
    """Return the tables of the triggers that are there, by the names of the triggers."""
    cursor.execute(NAMES[connection.vendor], [f"{TRIGGER}%"])
    return dict(cursor.fetchall())
