"""Loading records from a folder of YAML files, beside what staff entered and never over it.

A file is what `manage.py dumpdata --natural-primary --natural-foreign --format yaml` writes: a list
of records, each a model and its fields, without numbers of the database. A field that a record
leaves out is not known: the loader does not touch it, whatever stands there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.base import DeserializedObject
from django.db import models, transaction

RECORDS_FOLDER = settings.BASE_DIR / "fixtures" / "records"
# In the history of a row it says that the loader wrote it, and not a person.
RECORDS_REASON = "loaded from the project's records"
LONGEST_SHOWN = 70
# The same safe loader in C, several times as fast, where PyYAML comes with it.
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Progress = Callable[[int, int], None]


class RecordsError(Exception):
    """Records that cannot be loaded; the message names the file, the record and the field."""


@dataclass
class LoadReport:
    """What a load did, one sentence a row."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        """Whether every row stands as it stood before."""
        return not self.created and not self.updated


@dataclass(frozen=True)
class Entry:
    """One record of a file."""

    file: str
    number: int
    model: type[models.Model]
    fields: dict

    @property
    def key(self) -> tuple:
        """The key that people use, taken from the fields as they are written."""
        return tuple(self._part(path) for path in self.model.natural_key_fields)

    @property
    def label(self) -> str:
        """What the record is called in sentences, as `decision SOM-26/I/5/2`."""
        return f"{self.model._meta.verbose_name} {shown(self.key)}"

    @property
    def row(self) -> tuple:
        """Model and key together: the one row that the record is about."""
        return self.model, self.key

    def references(self):
        """Yield the rows that the record refers to."""
        for name, value in self.fields.items():
            one = self.model._meta.get_field(name)
            keys = value if one.many_to_many and isinstance(value, list) else [value]
            for key in keys if one.related_model else ():
                if isinstance(key, list):
                    yield name, one.related_model, hashable(key)

    def problem(self, message: str, name: str = "") -> RecordsError:
        """Return the error that says where the record stands and what is wrong with it."""
        where = f"{self.file}, record {self.number} ({self.label})"
        return RecordsError(f"{where}, field {name}: {message}" if name else f"{where}: {message}")

    def _part(self, path: str):
        name, _, rest = path.partition("__")
        one = self.model._meta.get_field(name)
        value = hashable(self.fields.get(name, one.get_default()))
        keys = getattr(one.related_model, "natural_key_fields", (rest,))
        if not rest or not isinstance(value, tuple) or len(value) != len(keys):
            return value
        return value[keys.index(rest)]


def load_folder(
    folder: Path,
    *,
    overwrite: bool = False,
    dry_run: bool = False,
    reason: str = RECORDS_REASON,
    progress: Progress | None = None,
) -> LoadReport:
    """Load all records of a folder, in the order of the file names, or none of them.

    Rows that a person changed stay as they are unless `overwrite`; rows that a person deleted or
    gave another key are not created again unless `overwrite`. `reason` goes into the history of
    every row written; rows whose last entry has it, or that of the records, count as written by
    the loader.
    `progress` is called with the number of records done and of all. Raises RecordsError.
    """
    entries = read_folder(folder)
    loader = Loader(reason=reason, overwrite=overwrite)
    with transaction.atomic():
        for done, entry in enumerate(entries, start=1):
            loader.load(entry)
            if progress:
                progress(done, len(entries))
        if dry_run:
            transaction.set_rollback(True)
    return loader.report


def read_folder(folder: Path) -> list[Entry]:
    """Return the records of all files, each at most once."""
    entries = [entry for path in sorted(folder.glob("*.yaml")) for entry in read_file(path)]
    if not entries:
        raise RecordsError(f"There are no records in {folder}.")
    first = {}
    for entry in entries:
        if (other := first.setdefault(entry.row, entry)) is not entry:
            raise entry.problem(f"stands already in {other.file}, record {other.number}.")
    return entries


def read_file(path: Path) -> list[Entry]:
    """Return the records of one file."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RecordsError(f"{path.name} is not YAML in UTF-8: {error}") from error
    if not isinstance(content, list):
        raise RecordsError(f"{path.name} is not a list of records.")
    return [read_entry(path.name, number, item) for number, item in enumerate(content, start=1)]


def read_entry(file: str, number: int, item) -> Entry:
    """Return one record of a file, its model and its fields being known ones."""
    where = f"{file}, record {number}"
    if not isinstance(item, dict) or set(item) != {"model", "fields"}:
        raise RecordsError(f"{where}: a record has a model and fields, and nothing else.")
    try:
        model = apps.get_model(item["model"])
        model.natural_key_fields  # noqa: B018
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise RecordsError(f"{where}: there are no records {item['model']!r}.") from error
    if not isinstance(item["fields"], dict):
        raise RecordsError(f"{where}: the fields of a record are names with values.")
    known = {one.name for one in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    for name in item["fields"]:
        if name not in known:
            raise RecordsError(f"{where} ({item['model']}): there is no field {name!r}.")
    entry = Entry(file, number, model, item["fields"])
    for path, part in zip(model.natural_key_fields, entry.key, strict=True):
        name = path.partition("__")[0]
        if part is None and not model._meta.get_field(name).null:
            raise entry.problem("is missing, and the key of the record needs it.", name)
    return entry


class Loader:
    """Writes records one after the other and keeps the report."""

    def __init__(self, *, reason: str, overwrite: bool):
        self.reason = reason
        self.overwrite = overwrite
        self._our_reasons = {reason, RECORDS_REASON}
        self.report = LoadReport()
        self._left_out = set()
        self._old_keys = {}
        self._numbers = {}

    def load(self, entry: Entry) -> None:
        """Create, update or leave the row of a record."""
        if any((model, key) in self._left_out for _, model, key in entry.references()):
            self._leave_out(entry, "what it refers to was deleted or renamed by staff.")
            return
        parsed = self._read(entry)
        once = parsed.object.pk or self._number_of_old(parsed.object)
        stored = entry.model._base_manager.filter(pk=once).first() if once else None
        if stored is not None and (parsed.object.pk or self.overwrite):
            self._meet(entry, parsed, stored)
        elif stored is not None:
            self._leave_out(entry, f"staff renamed it to {shown(stored.natural_key())}.")
        elif once and not self.overwrite:
            self._leave_out(entry, "staff deleted it.")
        else:
            self._write(entry, parsed, parsed.object)
            again = ": again, after staff had deleted it" if once else ""
            self.report.created.append(f"{entry.label}{again}.")

    def _read(self, entry: Entry) -> DeserializedObject:
        """Return the row that a record describes, with the number of the row that has its key."""
        row, many = entry.model(), {}
        try:
            for name, value in entry.fields.items():
                one = entry.model._meta.get_field(name)
                if one.many_to_many:
                    many[name] = [self._number_of(one.related_model, key) for key in value]
                elif one.related_model:
                    setattr(row, one.attname, self._number_of(one.related_model, value))
                else:
                    setattr(row, name, one.to_python(value))
            stored = entry.model._default_manager.filter(**lookups(entry.model, entry.key))
            row.pk = stored.values_list("pk", flat=True).first()
        except (ObjectDoesNotExist, ValidationError, TypeError, ValueError) as error:
            raise guilty_field(entry, error) from error
        return DeserializedObject(row, many)

    def _number_of(self, model: type[models.Model], key):
        """Return the number of the row that a record refers to by its key, asked for once."""
        if not isinstance(key, list):
            return model._meta.pk.to_python(key)
        row = model, hashable(key)
        if row not in self._numbers:
            self._numbers[row] = model._default_manager.get_by_natural_key(*key).pk
        return self._numbers[row]

    def _meet(self, entry: Entry, parsed, stored) -> None:
        """Update a row that stands already, unless it is the same or a person changed it."""
        found = differences(parsed, stored, entry.fields)
        is_ours = self._is_ours(stored)
        if found and (is_ours or self.overwrite):
            self._write(entry, parsed, stored)
            self._numbers.clear()  # the keys of others may follow from what was written
            self.report.updated.append(f"{entry.label}: {told(entry.model, found, old_first=True)}")
            return
        if not is_ours:
            found = self._changed_since_ours(stored) | found
        if found:
            self.report.kept.append(
                f"{entry.label}, as staff changed it (ours -> theirs): {told(entry.model, found)}"
            )
        else:
            self.report.unchanged.append(f"{entry.label}.")

    def _leave_out(self, entry: Entry, why: str) -> None:
        """Leave a record alone, and with it those that refer to it where it has no row."""
        if not entry.model._default_manager.filter(**lookups(entry.model, entry.key)).exists():
            self._left_out.add(entry.row)
        self.report.kept.append(f"{entry.label} is left alone: {why}")

    def _is_ours(self, stored) -> bool:
        """Whether the loader wrote the row last, and not a person."""
        last = stored.history.first()
        return last is not None and last.history_change_reason in self._our_reasons

    def _changed_since_ours(self, stored) -> dict[str, tuple]:
        """Return ours and theirs of the fields that people changed since the loader wrote last."""
        ours = stored.history.filter(history_change_reason__in=self._our_reasons).first()
        names = [one.name for one in stored._meta.concrete_fields if one.name != "version"]
        values = [(name, value_of(ours or stored, name), value_of(stored, name)) for name in names]
        return {name: (before, after) for name, before, after in values if before != after}

    def _number_of_old(self, row):
        """Return the number of the row that once had this key, or None where none ever had it."""
        model = type(row)
        if model not in self._old_keys:
            self._old_keys[model] = old_keys(model)
        known = self._old_keys[model]
        return known.get(row.natural_key()) if known else None

    def _write(self, entry: Entry, parsed, row) -> None:
        """Save the named fields of a record into a row, through the checks that all saves pass."""
        named = [name for name in entry.fields if name not in parsed.m2m_data]
        given = {name: value_of(parsed.object, name) for name in named}
        for name in named:
            attribute = row._meta.get_field(name).attname
            setattr(row, attribute, getattr(parsed.object, attribute))
        row._change_reason = self.reason
        try:
            row.save()
        except ValidationError as error:
            raise entry.problem(*first_message(error)) from error
        for name, keys in parsed.m2m_data.items():
            getattr(row, name).set(keys)
        for name, value in given.items():
            if value_of(row, name) != value:
                raise entry.problem(f"follows from other fields: {value_of(row, name)!r}.", name)


def guilty_field(entry: Entry, error: Exception) -> RecordsError:
    """Return the error that names the field because of which a record cannot be read."""
    for name, model, key in entry.references():
        if not model._default_manager.filter(**lookups(model, key)).exists():
            return entry.problem(f"there is no {model._meta.verbose_name} {shown(key)}.", name)
    for name, value in entry.fields.items():
        try:
            entry.model._meta.get_field(name).to_python(value)
        except (ValidationError, TypeError, ValueError) as wrong:
            return entry.problem(first_message(wrong)[0], name)
    return entry.problem(str(error))


def lookups(model: type[models.Model], key: tuple) -> dict:
    """Return the filter that finds the row of a key."""
    names = getattr(model, "natural_key_fields", (getattr(model, "USERNAME_FIELD", "pk"),))
    return dict(zip(names, key, strict=False))


def first_message(error: Exception) -> tuple[str, str]:
    """Return what a check found wrong and the field, or no field where it is about several."""
    if not isinstance(error, ValidationError):
        return str(error), ""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages), ""
    name, messages = next(iter(error.message_dict.items()))
    return " ".join(messages), "" if name == "__all__" else name


def old_keys(model: type[models.Model]) -> dict[tuple, int]:
    """Return the keys that rows ever had, as far as what they belonged to is left, with numbers."""
    keys = {}
    for entry in model.history.order_by("history_date", "history_id"):
        try:
            keys[entry.instance.natural_key()] = entry.instance.pk
        except ObjectDoesNotExist:
            continue  # what it belonged to is gone as well, which is found there
    return keys


def differences(parsed, stored, names) -> dict[str, tuple]:
    """Return ours and theirs of the fields in which the record and the stored row differ."""
    found = {}
    for name in names:
        if stored._meta.get_field(name).many_to_many:
            ours = set(parsed.m2m_data.get(name, ()))
            theirs = set(getattr(stored, name).values_list("pk", flat=True))
        else:
            ours, theirs = value_of(parsed.object, name), value_of(stored, name)
        if ours != theirs:
            found[name] = ours, theirs
    return found


def value_of(row, name: str):
    """Return the value of a field as the database has it: a relation is the other row's number."""
    return getattr(row, row._meta.get_field(name).attname)


def told(model: type[models.Model], found: dict[str, tuple], *, old_first: bool = False) -> str:
    """Return the differences as `field: ours -> theirs`, or `field: old -> new`."""
    parts = []
    for name, (ours, theirs) in found.items():
        pair = (theirs, ours) if old_first else (ours, theirs)
        one = model._meta.get_field(name)
        before, after = from_where_they_differ(*(people_say(one, value) for value in pair))
        parts.append(f"{name}: {shown(before)} -> {shown(after)}")
    return "; ".join(parts)


def from_where_they_differ(first, second):
    """Return two values, long texts without what both begin with, so that cut short they differ."""
    if not (isinstance(first, str) and isinstance(second, str)):
        return first, second
    pairs = enumerate(zip(first, second, strict=False))
    place = next((at for at, (one, other) in pairs if one != other), min(len(first), len(second)))
    start = place - LONGEST_SHOWN // 3
    if start <= 0 or max(len(first), len(second)) <= LONGEST_SHOWN:
        return first, second
    return f"… {first[start:]}", f"… {second[start:]}"


def people_say(one: models.Field, value):
    """Return the value of a field as people say it: rows by their names, not their numbers."""
    if one.related_model and value:
        rows = one.related_model._base_manager.filter(
            pk__in=value if isinstance(value, set) else [value]
        )
        return [str(row) for row in rows]
    return value


def hashable(value):
    """Return a value of a file as part of a key."""
    if isinstance(value, list):
        return tuple(hashable(part) for part in value)
    return str(value) if isinstance(value, dict | set) else value


def shown(value) -> str:
    """Return a value for a sentence, cut short where it is long."""
    if isinstance(value, list | tuple | set):
        text = ", ".join(str(part) for part in value if part is not None)
    else:
        text = "" if value is None else str(value)
    if not text:
        return "(empty)"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()} …"
