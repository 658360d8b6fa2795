"""The history of a record as a story for people: who did what to it, when and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext

from logframe import dates
from logframe.formats import number_text
from logframe.models import Record, Reviewed
from logframe.models.review import end_of

LONG, EXCERPT = 160, 120  # characters that a value may have on one line, and that are shown then
ADDED, DELETED = "+", "-"
# What an entry tells in words of its own, or what means nothing to people.
TOLD_OTHERWISE = {"id", "version", "author", "content", "replaces", "replacement_reason"} | {
    f"{step}_{part}" for step in ("recorded", "submitted", "verified") for part in ("by", "at")
}


@dataclass(frozen=True)
class Change:
    """One field before and after, in words; an empty text where nothing stood or stands."""

    label: str
    old: str
    new: str

    @property
    def is_long(self) -> bool:
        """Whether it is too much for one line."""
        return len(self.old) > LONG or len(self.new) > LONG

    @property
    def excerpts(self) -> tuple[str, str]:
        """The two texts where they begin to differ, in few words."""
        pairs = zip(self.old, self.new, strict=False)
        same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
        start = max(same - EXCERPT // 4, 0)
        lead = "… " if start else ""
        return tuple(
            Truncator(lead + text[start:]).chars(EXCERPT) if text else ""
            for text in (self.old, self.new)
        )


@dataclass(frozen=True)
class Entry:
    """Something that somebody did to a record.

    `what` names the row where it is not the record itself, `address` leads to it in the admin
    while it stands, and `version_address` to what the row was then. Of what is new, the changes
    are what was filled in.
    """

    when: datetime
    who: str
    did: str
    what: str
    why: str
    is_new: bool
    changes: list[Change]
    address: str
    version_address: str


@dataclass(frozen=True)
class Strand:
    """The rows of one kind in a story: the record itself, or what belongs to it.

    `lookup` finds them among the past versions; `to` is the field by which they belong to the
    record. A reported value is told together with those that corrected it.
    """

    model: type[Record]
    lookup: dict
    own_pk: int | None = None
    to: str = ""

    def rows(self) -> QuerySet:
        """Return the past versions of the rows, those of deleted rows included."""
        versions = self.model.history
        return versions.filter(id__in=versions.filter(**self.lookup).values("id"))

    def newest(self, number: int, on: date | None) -> QuerySet:
        """Return the last versions of a day, each with the number of the one before it."""
        before = self._last_before("id")
        if issubclass(self.model, Reviewed):
            before = Coalesce(before, self._last_before("replaces_id"))
        rows = self.rows().select_related("history_user").annotate(before=before)
        if on:
            rows = rows.filter(history_date__lt=end_of(on))
        return rows.order_by("-history_date", "-history_id")[:number]

    def _last_before(self, path: str) -> Subquery:
        earlier = self.model.history.filter(
            id=OuterRef(path), history_id__lt=OuterRef("history_id")
        )
        return Subquery(earlier.order_by("-history_id").values("history_id")[:1])

    @cached_property
    def fields(self) -> list[models.Field]:
        """The fields that an entry tells of."""
        silent = TOLD_OTHERWISE | {*self.model.derived_fields, self.to}
        return [field for field in self.model._meta.concrete_fields if field.name not in silent]

    @cached_property
    def naming(self) -> list[models.Field]:
        """The fields by which people tell the rows apart."""
        names = self.model.story_name or dict.fromkeys(
            path.split("__")[0] for path in self.model.natural_key_fields
        )
        fields = [self.model._meta.get_field(name) for name in names if name != "pk"]
        return [field for field in fields if field.editable and field.name != self.to]

    @cached_property
    def many(self) -> dict[models.Field, models.Manager]:
        """The fields that hold several records, with where their past is kept."""
        versions = self.model.history.model
        return {field: getattr(versions, field.name) for field in versions._history_m2m_fields}


class Story:
    """All that was done to a record and to what belongs to it, the newest first.

    It tells of those kinds of rows that the reader may open in the admin, and nothing to others;
    `on` is the day up to which it tells, all days when empty.
    """

    def __init__(self, record: Record, reader, on: date | None = None):
        self.on = on
        strands = [_own_strand(record), *(_part(record, name) for name in record.story_parts)]
        self.strands = [
            strand
            for strand in strands
            if _may_open(reader, type(record)) and _may_open(reader, strand.model)
        ]

    def count(self) -> int:
        """Return how many past versions there are."""
        return sum(strand.rows().count() for strand in self.strands)

    def __getitem__(self, part: slice) -> list[Entry]:
        """Return the entries of some past versions, of which the newest has the place 0."""
        return self.newest(part.stop, start=part.start or 0)[0]

    def newest(self, number: int, start: int = 0) -> tuple[list[Entry], bool]:
        """Return the entries of the last versions, and whether there are earlier ones."""
        versions = [
            (strand, row) for strand in self.strands for row in strand.newest(number + 1, self.on)
        ]
        versions.sort(key=lambda one: (one[1].history_date, one[1].history_id), reverse=True)
        gone = {(strand.model, row.id) for strand, row in versions if row.history_type == DELETED}
        telling = _Telling(versions[start:number], gone)
        return list(telling.entries()), len(versions) > number


def _may_open(reader, model: type[Record]) -> bool:
    right = f"{model._meta.app_label}.view_{model._meta.model_name}"
    return reader.is_staff and reader.has_perm(right)


def _own_strand(record: Record) -> Strand:
    if not isinstance(record, Reviewed):
        return Strand(type(record), {"id": record.pk}, own_pk=record.pk)
    place = Strand(type(record), {}).naming
    lookup = {field.attname: getattr(record, field.attname) for field in place}
    return Strand(type(record), lookup, own_pk=record.pk)


def _part(record: Record, name: str) -> Strand:
    relation = record._meta.get_field(name)
    field = relation.field
    return Strand(relation.related_model, {field.attname: record.pk}, to=field.name)


class _Telling:
    """Past versions with all that it takes to tell them, read together.

    `gone` are the rows that do not stand any more.
    """

    def __init__(self, versions: list[tuple[Strand, models.Model]], gone: set[tuple[type, int]]):
        self.versions, self.gone = versions, gone
        self.before = self._read_before()
        self.many = self._read_many()
        self.differences = [self._differences(strand, row) for strand, row in versions]
        self.names = self._read_names()

    def entries(self) -> Iterator[Entry]:
        """Tell the versions, but for those that say nothing."""
        for (strand, row), differences in zip(self.versions, self.differences, strict=True):
            did = self._did(strand, row)
            why = self._why(row, did)
            if differences or did != gettext("changed"):
                is_gone = (strand.model, row.id) in self.gone
                yield Entry(
                    when=row.history_date,
                    who=self._who(strand, row),
                    did=did,
                    what="" if row.id == strand.own_pk else self._name(strand, row),
                    why=why,
                    is_new=self._before(strand, row) is None,
                    changes=[self._change(*difference) for difference in differences],
                    address="" if is_gone else _address(strand.model, "change", row.id),
                    version_address=_address(
                        strand.model, "simple_history", row.id, row.history_id
                    ),
                )

    # Reading

    def _read_before(self) -> dict[tuple[type, int], models.Model]:
        found = {(strand.model, row.history_id): row for strand, row in self.versions}
        missing = defaultdict(set)
        for strand, row in self.versions:
            if row.before and (strand.model, row.before) not in found:
                missing[strand.model].add(row.before)
        for model, keys in missing.items():
            rows = model.history.filter(history_id__in=keys)
            found |= {(model, row.history_id): row for row in rows}
        return found

    def _read_many(self) -> dict[tuple[models.Field, int], set[int]]:
        found = defaultdict(set)
        for strand in {strand.model: strand for strand, _row in self.versions}.values():
            keys = [key for model, key in self.before if model is strand.model]
            for field, past in strand.many.items():
                target = f"{field.m2m_reverse_field_name()}_id"
                pairs = past.filter(history_id__in=keys).values_list("history_id", target)
                for key, pk in pairs:
                    found[field, key].add(pk)
        return found

    def _read_names(self) -> dict[tuple[type, int], str]:
        wanted = defaultdict(set)
        for strand, row in self.versions:
            wanted[get_user_model()].add(_handled_by(row, self._before(strand, row)))
            for field in strand.naming:
                if field.is_relation:
                    wanted[field.related_model].add(getattr(row, field.attname))
        for differences in self.differences:
            for field, *values in differences:
                if field.is_relation:
                    wanted[field.related_model].update(*map(_keys, values))
        return {
            (model, pk): str(record)
            for model, keys in wanted.items()
            for pk, record in model._base_manager.in_bulk(keys - {None}).items()
        }

    # Comparing

    def _before(self, strand: Strand, row) -> models.Model | None:
        return self.before.get((strand.model, row.before))

    def _differences(self, strand: Strand, row) -> list[tuple]:
        if row.history_type == DELETED:
            return []
        before = self._before(strand, row)
        hidden = {"state"} if before else {field.name for field in strand.naming if strand.to}
        pairs = [
            (field, self._value(field, before), self._value(field, row))
            for field in (*strand.fields, *strand.many)
            if field.name not in hidden
        ]
        return [
            (field, old, new)
            for field, old, new in pairs
            if old != new and not (before is None and _is_default(field, new))
        ]

    def _value(self, field: models.Field, row):
        if row is None:
            return None
        if field.many_to_many:
            return frozenset(self.many.get((field, row.history_id), ()))
        return getattr(row, field.attname)

    # Telling

    def _did(self, strand: Strand, row) -> str:
        before = self._before(strand, row)
        if row.history_type == DELETED:
            return gettext("deleted")
        if row.history_type == ADDED:
            return gettext("corrected") if before else gettext("recorded")
        if before and _state(before) != _state(row):
            return str(dict(strand.model._meta.get_field("state").flatchoices)[row.state])
        if before and _is_closed(before) != _is_closed(row):
            return gettext("closed") if _is_closed(row) else gettext("reopened")
        return gettext("changed")

    def _why(self, row, did: str) -> str:
        # The reason in the history begins with the step, which is told already.
        reason = (row.history_change_reason or "").removeprefix(did).removeprefix(":").strip()
        if row.history_type == ADDED and getattr(row, "replaces_id", None):
            return " ".join(filter(None, (row.replacement_reason, reason)))
        return reason

    def _who(self, strand: Strand, row) -> str:
        by = _handled_by(row, self._before(strand, row))
        named = self.names.get((get_user_model(), by), gettext("the system"))
        return str(row.history_user or named)

    def _name(self, strand: Strand, row) -> str:
        parts = [self._said(field, getattr(row, field.attname)) for field in strand.naming]
        name = f"{strand.model._meta.verbose_name} {', '.join(filter(None, parts))}".strip()
        is_correction = getattr(row, "revision", 1) > 1 and row.history_type != ADDED
        return gettext("%(name)s (correction)") % {"name": name} if is_correction else name

    def _change(self, field: models.Field, old, new) -> Change:
        label = str(capfirst(field.verbose_name))
        return Change(label=label, old=self._said(field, old), new=self._said(field, new))

    def _said(self, field: models.Field, value) -> str:
        if field.is_relation:
            unknown = gettext("(deleted)")
            names = (self.names.get((field.related_model, pk), unknown) for pk in _keys(value))
            return ", ".join(sorted(names))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value or ""))
        return _in_words(value)


def _handled_by(row, before) -> int | None:
    """Return who a version itself names: nobody need be signed in where a program writes."""
    names = ("recorded_by_id", "author_id") if row.history_type == ADDED else ()
    if before and row.history_type != ADDED and _state(before) != _state(row):
        names = (f"{row.state}_by_id",)
    return next(filter(None, (getattr(row, name, None) for name in names)), None)


def _state(row) -> str | None:
    return getattr(row, "state", None)


def _is_closed(row) -> bool:
    return getattr(row, "closed_on", None) is not None


def _keys(value) -> Iterable[int]:
    if value is None:
        return ()
    return value if isinstance(value, frozenset) else (value,)


def _is_default(field: models.Field, value) -> bool:
    given = field.has_default() and not callable(field.default)
    return value in (None, "", frozenset()) or (given and value == field.default)


def _in_words(value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case Decimal():
            return number_text(value)
        case datetime():
            return f"{dates.day(value)} {date_format(timezone.localtime(value), 'H:i')}"
        case date():
            return dates.day(value)
        case _:
            return str(value)


def history_address(record: Record) -> str:
    """Return the page of the admin that tells all of a record's history."""
    return _address(type(record), "history", record.pk)


def _address(model: type[Record], page: str, *args: int) -> str:
    """Return the address of a page of the admin, or nothing where a kind of row has none."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
