"""Queries that are asked all the time: Django writes their SQL once, and not for each page.

To build a query and to write its SQL takes Django as long as the database takes to answer it, and a
page asks ten of them or twenty.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from threading import local

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Expression,
    Field,
    Func,
    Model,
    Q,
    QuerySet,
)
from django.db.models.base import ModelState
from django.db.models.sql.compiler import SQLCompiler

# So many rows are put together at a time: many more would not stay near the processor.
ROWS_AT_A_TIME = 2000
# So many values of a column are remembered with what they were converted to.
VALUES_KNOWN = 10_000


class Place(Expression):
    """The place of a value that differs from one time to the next."""

    def __init__(self, name: str, kind: Field):
        super().__init__(output_field=kind)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, list["Place"]]:
        """Leave the place empty until the query is asked."""
        return "%s", [self]


class Numbers(Field):
    """Any number of numbers in one place."""

    def get_db_prep_value(self, value: list[int], connection, prepared: bool = False):
        """Return what `Among` is given: a list, or on SQLite, which has none, one as JSON."""
        return json.dumps(value) if connection.vendor == "sqlite" else value


class Among(Func):
    """Whether a field has one of the numbers; `__in` writes each into the SQL."""

    output_field = BooleanField()

    def as_sqlite(self, compiler, connection, **context) -> tuple:
        """Let SQLite read them from a list in JSON."""
        listed = {
            "template": "%(expressions)s))",
            "arg_joiner": " IN (SELECT value FROM json_each(",
        }
        return self.as_sql(compiler, connection, **context | listed)

    def as_postgresql(self, compiler, connection, **context) -> tuple:
        """Let PostgreSQL look into an array."""
        array = {"template": "%(expressions)s)", "arg_joiner": " = ANY("}
        return self.as_sql(compiler, connection, **context | array)


class Prepared:
    """A query of `values_list` whose SQL stays.

    `build` takes the values that it is asked with by name and returns the query; `places` tells
    which kinds of values they are. None of them may change the SQL: there is no None, and many
    numbers are `Numbers` that a field is `Among`. What a column holds is converted once for all
    who ask, so it is nothing that could be changed, like a list.
    """

    def __init__(self, build: Callable[..., QuerySet], **places: Field):
        self.build, self.places = build, places
        self.of_this_thread = local()

    @cached_property
    def query(self) -> QuerySet:
        """The query with empty places."""
        return self.build(**{name: Place(name, kind) for name, kind in self.places.items()})

    def __call__(self, **values) -> list:
        """Ask, and return all rows."""
        return [row for part in self.parts(**values) for row in zip(*part, strict=True)]

    def parts(self, **values) -> Iterator[list[Sequence]]:
        """Ask, and return the columns of some rows at a time, to be put together at once."""
        connection = connections[router.db_for_read(self.query.model)]
        written = self._written_for(connection)
        given = {
            name: kind.get_db_prep_value(values[name], connection)
            for name, kind in self.places.items()
        }
        params = [given[p.name] if isinstance(p, Place) else p for p in written.params]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            while rows := cursor.fetchmany(ROWS_AT_A_TIME):
                yield written.columns_of(rows)

    def _written_for(self, connection: BaseDatabaseWrapper) -> "Written":
        # Like its connection, what was written for a thread is gone with it.
        written = self.of_this_thread.__dict__.get(connection.alias)
        if written is None or written.connection is not connection:
            written = Written(self.query.query.get_compiler(connection=connection))
            setattr(self.of_this_thread, connection.alias, written)
        return written


class Written:
    """A query as SQL for one connection, and what makes values of what the database answers."""

    def __init__(self, compiler: SQLCompiler):
        self.connection = compiler.connection
        self.sql, self.params = compiler.as_sql()
        expressions = [selected[0] for selected in compiler.select]
        self.width = len(expressions)  # without what it is sorted by
        self.convert = {
            place: self._converter(*converters)
            for place, converters in compiler.get_converters(expressions).items()
        }

    def _converter(self, converters: list[Callable], expression: Expression) -> Callable:
        # Thousands of rows have the same few days, and so have they when they are read again.
        @lru_cache(maxsize=VALUES_KNOWN)
        def convert(value):
            for converter in converters:
                value = converter(value, expression, self.connection)
            return value

        return convert

    def columns_of(self, rows: list[tuple]) -> list[Sequence]:
        """Return the columns of rows with what their fields make of the values of the database."""
        columns = list(zip(*rows, strict=True))[: self.width]
        for place, convert in self.convert.items():
            columns[place] = list(map(convert, columns[place]))
        return columns


class PreparedRecords(Prepared):
    """A query of records whose SQL stays."""

    def __init__(self, build: Callable[..., QuerySet], **places: Field):
        super().__init__(lambda **values: _all_fields(build(**values)), **places)

    def __call__(self, **values) -> list:
        """Ask, and return all records."""
        return records_of(self.query.model, super().__call__(**values))


def _all_fields(records: QuerySet) -> QuerySet:
    return records.values_list(*fields_of(records.model))


def records_of(model: type[Model], rows: Iterable[Iterable]) -> list[Model]:
    """Make records as unpickling does; a model's own way asks of each field whether it is there.

    That takes ten times as long, and a page reads a hundred records.
    """
    alias, names = router.db_for_read(model), fields_of(model)
    records = []
    for row in rows:
        record = model.__new__(model)
        record._state = ModelState()
        record._state.adding, record._state.db = False, alias
        record.__dict__.update(zip(names, row, strict=True))
        records.append(record)
    return records


# What rows belong to: the way from a row to it, and its number in the database, or the numbers of
# many.
Of = tuple[str, int | list[int]]


class Rows:
    """A query of rows that belong to something, which is prepared for each way to it.

    `build` takes what they belong to, and whatever else is in `places`.
    """

    def __init__(self, build: Callable[..., QuerySet], kind=PreparedRecords, **places: Field):
        self.build, self.kind, self.places = build, kind, places
        self.prepared: dict[tuple, Prepared] = {}

    def read(self, of: Of, **values) -> list:
        """Return the rows that belong to it."""
        return [] if of[1] == [] else self._prepared(of)(number=of[1], **values)

    def parts(self, of: Of, **values) -> Iterator[list[Sequence]]:
        """Return the columns of the rows that belong to it, some rows at a time."""
        return self._prepared(of).parts(number=of[1], **values)

    def _prepared(self, of: Of) -> Prepared:
        way, for_one = of[0], isinstance(of[1], int)
        if (way, for_one) not in self.prepared:
            self.prepared[way, for_one] = self._prepare(way, for_one=for_one)
        return self.prepared[way, for_one]

    def _prepare(self, way: str, *, for_one: bool) -> Prepared:
        def build(number, **values) -> QuerySet:
            belongs = Q(**{way: number}) if for_one else Q(Among(way, number))
            return self.build(belongs, **values)

        kind = BigIntegerField() if for_one else Numbers()
        return self.kind(build, number=kind, **self.places)


def fields_of(model: type[Model]) -> list[str]:
    """Return the names of the fields that a record is made of."""
    return [field.attname for field in model._meta.concrete_fields]
