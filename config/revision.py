"""The revision of the data: a token that every write changes, in the transaction of the write.

As long as the token is the same, a page is the same for the same person and day. It is changed
below all ways of writing (form, admin, import, command, bulk): by a look at each statement on its
way to the database. A token of its own for each write, not a number, so that a database that was
restored from a backup never repeats one for another content.

The row of the token is locked before any other row of a transaction, so that two that write wait
for one another in one order, on PostgreSQL as SQLite has it anyway.
"""

import re
import secrets

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from config.models import Revision

WRITE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+["`]?(\w+)', re.IGNORECASE)
LOCK = re.compile(r"\bFOR (?:NO KEY )?UPDATE\b")
TABLE = Revision._meta.db_table
# Written with every visit or before the token has its table, and shown on no page.
NOT_SHOWN = {TABLE, "django_session", "django_admin_log", "django_migrations"}
SIGNED_IN = 'UPDATE "auth_user" SET "last_login" ='


def current() -> str | None:
    """Return the token, or None while nothing was written."""
    return Revision.objects.values_list("token", flat=True).first()


def watch(connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Look at every statement of a connection from now on."""
    connection.knows_revision = False  # another database may be behind it than before
    if change_with_every_write not in connection.execute_wrappers:
        connection.execute_wrappers.append(change_with_every_write)


def change_with_every_write(execute, sql, params, many, context):
    """Change the token before a statement writes or locks; both are done, or neither."""
    connection = context["connection"]
    if not (_is_shown(sql) and _has_table(connection)):
        return execute(sql, params, many, context)
    if connection.in_atomic_block:
        _change(connection)
        return execute(sql, params, many, context)
    with transaction.atomic(using=connection.alias):
        _change(connection)
        return execute(sql, params, many, context)


def _is_shown(sql: str) -> bool:
    write = WRITE.match(sql)
    if write is None:
        return LOCK.search(sql) is not None
    return write[1] not in NOT_SHOWN and not sql.startswith(SIGNED_IN)


def _has_table(connection: BaseDatabaseWrapper) -> bool:
    """Whether the token has its table; while the database is being migrated it may have none."""
    if not connection.knows_revision:
        connection.knows_revision = TABLE in connection.introspection.table_names()
    return connection.knows_revision


def _change(connection: BaseDatabaseWrapper) -> None:
    Revision.objects.using(connection.alias).bulk_create(
        [Revision(pk=1, token=secrets.token_hex(16))],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["token"],
    )
