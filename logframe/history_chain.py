"""A history that cannot be changed unseen: who changes, removes or adds an entry is found out.

Each entry of a history gets a fingerprint, a SHA-256 of all that stands in it, in the transaction
that writes the entry: so none is without, whatever is killed when. `manage.py seal`, once an hour,
puts a seal over the fingerprints that came since the last one; it holds for that one too, so the
seals are a chain. `manage.py verify` compares entry with fingerprint and fingerprint with seal.

Why not a chain from entry to entry, written with each: every writer would hold its end from the
first save to the end of the transaction, an import for all its rows, and two who also lock rows
(a year that must stay open, the record itself) would lock each other out. Fingerprints need no
lock and cost one insert. What waits for its seal is as safe as what has it against everybody who
does not know of fingerprints. Against who does, any chain in the same database is only as good as
a copy of its head elsewhere: `seal` and `backup` print it, `verify --head` compares it.

A fingerprint covers what differs from the default of its column, so that a release may add columns.
Where a release renames or removes columns, or changes a default, `manage.py seal --accept` takes
the history as it stands, and why is kept in the chain for good. The first seal does the same with
entries from before there were fingerprints.

Django's bulk methods send no signal: after `bulk_create_with_history` call `leave_fingerprints`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby, islice
from operator import itemgetter

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models.signals import pre_delete, pre_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.signals import post_create_historical_record

from logframe.models.chain import Fingerprint, HistorySeal

BATCH = 2000
# Every save waits for it, and Django would take ten times as long to write it down.
INSERT = "INSERT INTO logframe_fingerprint (history, entry, digest) VALUES (%s, %s, %s)"
FIRST_SEAL = "The history from before the first seal."
UNSEALED = (
    "{n} entries are older than the chain: if that is an upgrade, begin it with manage.py seal."
)


def history_models() -> list[type[models.Model]]:
    """Return the tables of entries of all records of all apps."""
    recorded = (one for one in apps.get_models() if hasattr(one._meta, MANAGER))
    histories = (getattr(one, getattr(one._meta, MANAGER)).model for one in recorded)
    return sorted(histories, key=lambda model: model._meta.label_lower)


MANAGER = "simple_history_manager_attribute"


# Fingerprints


def leave_fingerprints(entries: Iterable[models.Model]) -> None:
    """Write the fingerprints of new entries of one history, in the transaction that wrote them."""
    entries = list(entries)
    if not entries:
        return
    model = type(entries[0])
    _write(model, _digests(model, [_values(entry) for entry in entries]))


def _write(model: type[models.Model], digests: Iterable[tuple[int, str]]) -> None:
    """Write the fingerprints of entries of one history."""
    history = model._meta.label_lower
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(history, key, digest) for key, digest in digests])


def _values(entry: models.Model) -> tuple:
    return tuple(getattr(entry, field.attname) for field in entry._meta.concrete_fields)


def _digests(model: type[models.Model], rows: list[tuple]) -> Iterator[tuple[int, str]]:
    """Return key and digest of each entry; the rows have all columns, in the order of the model."""
    fields = model._meta.concrete_fields
    place = fields.index(model._meta.pk)
    many = _many_of(model, [row[place] for row in rows])
    for row in rows:
        texts = {
            field.column: text
            for field, value in zip(fields, row, strict=True)
            if (text := _text(field, value)) not in ("", _default(field))
        }
        texts |= many.get(row[place], {})
        content = json.dumps([model._meta.label_lower, texts], sort_keys=True, ensure_ascii=False)
        yield row[place], hashlib.sha256(content.encode()).hexdigest()


def _many_of(model: type[models.Model], keys: list[int]) -> dict[int, dict[str, list]]:
    """Return what the entries say of relations to many, by entry and by field."""
    found = {}
    for field in getattr(model, "_history_m2m_fields", ()) if keys else ():
        rows = getattr(model, field.name).model.objects.filter(
            history_id__gte=min(keys), history_id__lte=max(keys)
        )
        target = f"{field.m2m_reverse_field_name()}_id"
        for entry, other in rows.values_list("history_id", target).order_by(target):
            found.setdefault(entry, {}).setdefault(field.name, []).append(other)
    return found


def _text(field: models.Field, value) -> str:
    """Return a value as text, the same before it is written and after it is read again."""
    value = field.to_python(value)
    if value is None:
        return ""
    if isinstance(field, models.JSONField):
        return json.dumps(value, sort_keys=True, cls=field.encoder)
    if isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def _default(field: models.Field) -> str:
    return (
        _text(field, field.default) if field.has_default() and not callable(field.default) else ""
    )


# Seals


@transaction.atomic
def seal(accepted: str = "") -> tuple[HistorySeal | None, int]:
    """Put a seal over the fingerprints that have none; return the newest and how many it covers.

    With a reason, entries that are not as the application wrote them are taken in as they stand.
    """
    last = HistorySeal.objects.last()
    number = last.number + 1 if last else 1
    if accepted or not last:
        taken_in = sum(_take_in(model) for model in history_models())
        accepted = (accepted or FIRST_SEAL) if taken_in else ""
    # The rows are claimed first: what another transaction commits from now on waits for the next.
    covered = Fingerprint.objects.filter(seal=None).update(seal_id=number)
    if not covered:
        return last, 0
    made = HistorySeal(number=number, made_at=timezone.now(), note=accepted)
    rows = Fingerprint.objects.filter(seal_id=number).order_by("pk")
    made.digest = _link(made, last, rows.values_list("history", "entry", "digest").iterator(BATCH))
    made.save(force_insert=True)
    return made, covered


def _link(made: HistorySeal, last: HistorySeal | None, fingerprints: Iterable[tuple]) -> str:
    link = hashlib.sha256(last.digest.encode() if last else b"")
    moment = made.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    link.update(json.dumps([made.number, moment, made.note]).encode())
    for history, entry, digest in fingerprints:
        link.update(f"\n{history} {entry} {digest}".encode())
    return link.hexdigest()


def _take_in(model: type[models.Model]) -> int:
    lasting = _lasting_differences(model)
    _write(model, [(key, digest) for key, digest, _left in lasting])
    return len(lasting)


# Checks


def check(head: str = "", progress: Callable[[str], None] = lambda label: None) -> Iterator[str]:
    """Return a sentence for each thing that is not as the application left it.

    `head` is the digest of a seal that was kept elsewhere: the chain must still lead through it.
    """
    sealed = HistorySeal.objects.exists()
    for model in history_models():
        progress(model._meta.label_lower)
        found = _lasting_differences(model)
        if not sealed and found and not any(left for _key, _digest, left in found):
            yield f"{_name(model)}: {UNSEALED.format(n=len(found))}"
            continue
        for key, digest, left in found:
            what = "was changed" if digest and left else "was removed" if left else "was added"
            yield f"{_name(model)}: entry {key} {what} behind the application's back."
    progress("seals")
    yield from _check_seals(head)


def _name(model: type[models.Model]) -> str:
    name = str(model._meta.verbose_name)
    return name[0].upper() + name[1:]


def _lasting_differences(model: type[models.Model]) -> list[tuple]:
    """Return the differences that are still there at a second look.

    Entries and fingerprints are read one after the other: while that is done, somebody may save a
    record, and PostgreSQL would show the one without the other.
    """
    return [one for one in _differences(model) if one in _differences(model, one[0])]


def _differences(model: type[models.Model], key: int | None = None) -> Iterator[tuple]:
    """Return (key, digest of the entry, fingerprint it left) where the two are not the same."""
    entries, left = (
        model._base_manager.order_by("pk"),
        Fingerprint.objects.filter(history=model._meta.label_lower).order_by("entry", "pk"),
    )
    if key is not None:
        entries, left = entries.filter(pk=key), left.filter(entry=key)
    columns = [field.attname for field in model._meta.concrete_fields]
    yield from _unequal(
        _read(model, entries.values_list(*columns).iterator(BATCH)),
        _last_of_each(left.values_list("entry", "digest").iterator(BATCH)),
    )


def _read(model: type[models.Model], rows: Iterator[tuple]) -> Iterator[tuple[int, str]]:
    while batch := list(islice(rows, BATCH)):
        yield from _digests(model, batch)


def _last_of_each(rows: Iterable[tuple]) -> Iterator[tuple[int, str]]:
    for _key, same in groupby(rows, key=itemgetter(0)):
        *_earlier, last = same
        yield last


def _unequal(entries: Iterator[tuple], left: Iterator[tuple]) -> Iterator[tuple[int, str, str]]:
    """Compare two lists of (key, digest) in the order of their keys."""
    entry, mark = next(entries, None), next(left, None)
    while entry or mark:
        key = min(one[0] for one in (entry, mark) if one)
        digest = entry[1] if entry and entry[0] == key else ""
        fingerprint = mark[1] if mark and mark[0] == key else ""
        if digest != fingerprint:
            yield key, digest, fingerprint
        entry = next(entries, None) if entry and entry[0] == key else entry
        mark = next(left, None) if mark and mark[0] == key else mark


def _check_seals(head: str) -> Iterator[str]:
    seals = {made.number: made for made in HistorySeal.objects.all()}
    covered = {
        number: _link(seals[number], seals.get(number - 1), (row[1:] for row in group))
        for number, group in groupby(_sealed_fingerprints(max(seals, default=0)), itemgetter(0))
        if number in seals
    }
    for place, made in enumerate(seals.values(), start=1):
        if made.number != place:
            yield f"Seals of the history: seal {place} is missing."
            return
        if covered.get(made.number) != made.digest:
            yield (
                f"Seals of the history: seal {made.number} of {made.made_at:%Y-%m-%d} is broken: "
                "fingerprints under it, or the seal itself, were changed or removed."
            )
    if head and head not in [made.digest for made in seals.values()]:
        yield f"Seals of the history: none has the digest {head}: the chain was cut or made anew."


def _sealed_fingerprints(last: int) -> Iterator[tuple]:
    rows = Fingerprint.objects.filter(seal_id__lte=last).order_by("seal_id", "pk")
    return rows.values_list("seal_id", "history", "entry", "digest").iterator(BATCH)


def head() -> HistorySeal | None:
    """Return the newest seal: its digest stands for the whole chain."""
    return HistorySeal.objects.last()


# What the application itself refuses


def keep(sender, instance: models.Model, **kwargs) -> None:
    """Refuse to change or delete what is history."""
    if kwargs["signal"] is pre_delete or not instance._state.adding:
        raise ValidationError(_("The history is kept as it is: nothing in it changes."))


def keep_author(sender, instance: models.Model, **kwargs) -> None:
    """Refuse to delete a person of whom the history tells, whose entries would name nobody."""
    entries = (model._base_manager.filter(history_user=instance) for model in history_models())
    told = next((rows for rows in entries if rows.exists()), None)
    if told is not None:
        raise models.ProtectedError(
            _("The history tells what this person did: deactivate the account instead."), set(told)
        )


def leave_fingerprint(sender, history_instance: models.Model, **kwargs) -> None:
    """Write the fingerprint of one new entry."""
    leave_fingerprints([history_instance])


def watch() -> None:
    """Begin to fingerprint entries and to refuse changes of them; asked once, at the start."""
    post_create_historical_record.connect(leave_fingerprint)
    for model in history_models():
        parts = [getattr(model, field.name).model for field in model._history_m2m_fields]
        for kept in (model, *parts):
            pre_save.connect(keep, sender=kept)
            pre_delete.connect(keep, sender=kept)
    pre_delete.connect(keep_author, sender=settings.AUTH_USER_MODEL)
    for kept in (HistorySeal, Fingerprint):
        pre_save.connect(keep, sender=kept)
        pre_delete.connect(keep, sender=kept)
