"""What changed from one edition to another, or to today: read from their contents alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe.changes import GRAVITY
from logframe.progress import Status
from meetings.standing import Standing


class Kind(Enum):
    """What can change, in the order in which a meeting asks, in the words of the overview."""

    STATUS = _("Status changed")
    VALUE = _("Values verified")
    TARGET = _("Targets revised")
    FIRST_TARGET = _("Targets set for the first time")
    DEFINITION = _("Definitions changed")
    CLOSED = _("Decisions closed")
    MOVED = _("Decisions moved on")
    NEW = _("New decisions")
    ADDED = _("Outputs and indicators added")
    REMOVED = _("Outputs and indicators removed")
    SILENT = _("Outputs without news")

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Change:
    """One change: of what, from what to what, on whose authority and why.

    `before` and `after` are statuses where a status changed, and texts otherwise; an empty text
    where nothing stood, or stands. `part` says of which year, State or field.
    """

    kind: Kind
    code: str
    title: str
    url: str
    part: str = ""
    before: object = ""
    after: object = ""
    authority: str = ""
    reason: str = ""

    @property
    def shows_statuses(self) -> bool:
        """Whether what changed is a status, of an indicator or of a decision."""
        return isinstance(self.after, Status | Standing)


COLUMNS = (
    _("Change"),
    _("Code"),
    _("Title"),
    _("Of"),
    _("Before"),
    _("After"),
    _("Authority"),
    _("Reason"),
    _("Page"),
)
# What makes an indicator another one, with the word for it.
DEFINED_BY: tuple[tuple[str, Callable[[dict], str]], ...] = (
    (_("Title"), lambda one: one["title"]),
    (_("Definition"), lambda one: one["definition"]),
    (_("Unit"), lambda one: one["unit"]),
    (_("Measure"), lambda one: one["measure_text"]),
    (_("Direction"), lambda one: one["direction_text"]),
    (_("Accumulation"), lambda one: one["accumulation_text"]),
    (_("Adoption"), lambda one: one["adoption_text"]),
    (_("Baseline"), lambda one: _baseline(one["baseline"])),
)


def changes(before: dict, after: dict) -> list[Change]:
    """Return what changed from one content to a later one: kind by kind, the poorest status first.

    Two contents of different plans have no indicator or output in common.
    """
    found = [*_of_decisions(before, after)]
    if before["plan"]["slug"] == after["plan"]["slug"]:
        found += [*_of_indicators(before, after), *_of_outputs(before, after)]
    return sorted(found, key=_place)


def _place(change: Change) -> tuple[int, int]:
    """Return the place of a change; of those with the same, the order of the plan decides."""
    is_status = change.kind is Kind.STATUS and isinstance(change.after, Status)
    gravity = GRAVITY.index(change.after.group) if is_status else len(GRAVITY)
    return list(Kind).index(change.kind), gravity


def by_kind(found: list[Change]) -> dict[Kind, list[Change]]:
    """Return the changes grouped; a kind without any has an empty group."""
    return {kind: [change for change in found if change.kind is kind] for kind in Kind}


def as_rows(found: list[Change], site_url: str) -> Iterator[list[str]]:
    """Return the changes as rows of a file."""
    for one in found:
        texts = [one.kind, one.code, one.title, one.part, one.before, one.after]
        yield [*map(str, texts), one.authority, one.reason, site_url + one.url]


# Indicators


def _of_indicators(before: dict, after: dict) -> Iterator[Change]:
    known = _by_code(before["indicators"])
    for one in after["indicators"]:
        old = known.get(one["code"])
        if old is None:
            yield Change(Kind.ADDED, one["code"], one["title"], one["url"])
            continue
        if old["status"] != one["status"]:
            yield _changed(Kind.STATUS, one, before=_status(old), after=_status(one))
        yield from _values(old, one)
        yield from _targets(old, one)
        yield from _definition(old, one)
    yield from _gone(before["indicators"], after["indicators"], "title")


def _values(old: dict, new: dict) -> Iterator[Change]:
    """Tell the values that are new or another, and those that count no more."""
    was = {(row["year"], row["member_state"]): row for row in old["values"]}
    now = {(row["year"], row["member_state"]): row for row in new["values"]}
    for key in sorted(was.keys() | now.keys(), key=lambda key: (key[0], key[1] or "")):
        pair = was.get(key), now.get(key)
        texts = [_value(row) for row in pair]
        if texts[0] != texts[1]:
            year, state = key
            yield _changed(
                Kind.VALUE,
                new,
                part=f"{year} {state}" if state else str(year),
                before=texts[0],
                after=texts[1],
                reason=pair[1]["note"] if pair[1] else "",
            )


def _value(row: dict | None) -> str:
    if row is None:
        return ""
    return gettext("not applicable") if row["not_applicable"] else row["text"]


def _targets(old: dict, new: dict) -> Iterator[Change]:
    """Tell each target in force that is another, and in one line those set for the first time."""
    was = {row["year"]: row for row in old["targets"] if row["in_force"]}
    now = [row for row in new["targets"] if row["in_force"]]
    for row in now:
        before = was.get(row["year"])
        if before and before["value"] != row["value"]:
            yield _changed(
                Kind.TARGET,
                new,
                part=str(row["year"]),
                before=before["text"],
                after=row["text"],
                authority=row["authority"],
                reason=row["reason"],
            )
    if first := [row for row in now if row["year"] not in was]:
        told = "; ".join(f"{row['year']}: {row['text']}" for row in first)
        yield _changed(Kind.FIRST_TARGET, new, after=told, authority=first[-1]["authority"])


def _definition(old: dict, new: dict) -> Iterator[Change]:
    for label, read in DEFINED_BY:
        if read(old) != read(new):
            yield _changed(Kind.DEFINITION, new, part=str(label), before=read(old), after=read(new))


def _baseline(baseline: dict) -> str:
    return f"{baseline['text']} ({baseline['year']})" if baseline["year"] else ""


# Outputs


def _of_outputs(before: dict, after: dict) -> Iterator[Change]:
    known = _by_code(before["outputs"])
    heard_of = _outputs_with_new_values(before, after)
    for one in after["outputs"]:
        old = known.get(one["code"])
        if old is None:
            yield _of_output(Kind.ADDED, one)
        elif one["code"] not in heard_of and old["narrative"] == one["narrative"]:
            yield _of_output(Kind.SILENT, one)
        if old is not None and old["statement"] != one["statement"]:
            words = {"before": old["statement"], "after": one["statement"]}
            yield _of_output(Kind.DEFINITION, one, part=gettext("Statement"), **words)
    yield from _gone(before["outputs"], after["outputs"], "short_title")


def _outputs_with_new_values(before: dict, after: dict) -> set[str]:
    known = _by_code(before["indicators"])
    return {
        one["output"]
        for one in after["indicators"]
        if one["code"] in known and any(_values(known[one["code"]], one))
    }


def _of_output(kind: Kind, one: dict, **words) -> Change:
    return Change(kind, one["code"], one["short_title"], one["url"], **words)


# Decisions


def _of_decisions(before: dict, after: dict) -> Iterator[Change]:
    known = _by_code(before["decisions"])
    for one in after["decisions"]:
        old = known.get(one["code"])
        if old is None:
            yield _of_decision(Kind.NEW, one, after=_standing(one))
        elif old["open"] and not one["open"]:
            yield _of_decision(Kind.CLOSED, one, before=_standing(old), after=_standing(one))
        elif old["standing"] != one["standing"]:
            yield _of_decision(Kind.MOVED, one, before=_standing(old), after=_standing(one))


def _of_decision(kind: Kind, one: dict, **words) -> Change:
    """Return the change with what the newest follow-up says of it."""
    done = [row["done"] for row in one["follow_ups"] if row["about"] is None]
    reason = done[-1] if done and kind is not Kind.NEW else ""
    return Change(kind, one["code"], one["wording"], one["url"], reason=reason, **words)


# What they share


def _changed(kind: Kind, one: dict, **words) -> Change:
    return Change(kind, one["code"], one["title"], one["url"], **words)


def _gone(before: list[dict], after: list[dict], title: str) -> Iterator[Change]:
    codes = _by_code(after)
    for old in before:
        if old["code"] not in codes:
            yield Change(Kind.REMOVED, old["code"], old[title], old["url"])


def _by_code(rows: list[dict]) -> dict[str, dict]:
    return {row["code"]: row for row in rows}


def _status(one: dict) -> Status | str:
    """Return the status; the word of another release where this one has no such status."""
    try:
        return Status(one["status"])
    except ValueError:
        return one["status_text"]


def _standing(one: dict) -> Standing | str:
    try:
        return Standing(one["standing"])
    except ValueError:
        return one["standing_text"]
