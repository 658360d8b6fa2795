"""What a database holds, told so that a copy of it can be compared."""

import tomllib
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from logframe.models import HistorySeal


@dataclass(frozen=True)
class Contents:
    """The migrations a database went through, its rows by table, and the files that they name.

    `history_head` is the digest of the newest seal of the history, empty where there is none.
    """

    migrations: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    history_head: str = ""
    files: list[str] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        """How many rows there are in all tables."""
        return sum(self.rows.values())


def contents_of(connection: BaseDatabaseWrapper) -> Contents:
    """Count and list what is in a database; nothing where it has no tables yet."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))

        def column(name: str, table: str, more: str = "") -> list:
            if table not in tables:
                return []
            cursor.execute(f"SELECT {name} FROM {quoted(table)} {more}")  # noqa: S608
            return [row[0] for row in cursor.fetchall()]

        names = (column(f"DISTINCT {quoted(name)}", table) for table, name in _file_columns())
        return Contents(
            migrations=sorted(column("app || '.' || name", "django_migrations")),
            rows={table: column("count(*)", table)[0] for table in tables},
            history_head="".join(
                column("digest", HistorySeal._meta.db_table, "ORDER BY number DESC LIMIT 1")
            ),
            files=sorted({name for found in names for name in found if name}),
        )


def _file_columns() -> list[tuple[str, str]]:
    return [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]


def known_migrations() -> set[str]:
    """Return the migrations that this release brings."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {".".join(key) for key in loader.disk_migrations}


def release() -> str:
    """Return the version of the tracker that runs."""
    project = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(project)["project"]["version"]
