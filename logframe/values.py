"""Values and milestones as the scorecard reads them: to be shown and counted, never saved.

A plan has thousands of them, and a page reads them all: as rows of models they would take longer
than everything else on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import repeat
from operator import attrgetter

from django.contrib.auth.models import User
from django.db.models import DateField, DateTimeField, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Milestone,
    ReportingPeriod,
    ReviewState,
)
from logframe.models.evidence import EvidenceFile
from logframe.plan_rows import People
from logframe.prepared import Of, Prepared, Rows

MILESTONE = ("indicator", "year", "due_on", "value", "set_on", "authority", "reason")
EVIDENCE = Measurement._meta.get_field("evidence_file")
VALUE = (
    "pk",
    "indicator",
    "period",
    "member_state",
    "value",
    "as_of",
    "is_provisional",
    "recorded_by",
    "verified_at",
    "verified_by",
    "revision",
    "replaces",
    "replacement_reason",
)
BACKING = ("note", "evidence_link", "evidence_file")


@dataclass(slots=True)
class SetMilestone:
    """What is asked of an indicator for a year, with who set it, when and why."""

    indicator: int
    year: int
    due_on: date | None
    value: Decimal
    set_on: date
    authority: str
    reason: str


@dataclass(slots=True)
class Backing:
    """What backs a value: a note, and evidence as a link or a file."""

    note: str = ""
    evidence_link: str = ""
    evidence_file: EvidenceFile | None = None


NOT_KNOWN = Backing()


class Backings:
    """Who and what backs the values of indicators.

    What does is read, of all of them, when somebody asks for the first.
    """

    def __init__(self, of: Of, until: datetime, people: People):
        self.of, self.until, self.people = of, until, people

    @cached_property
    def by_value(self) -> dict[int, Backing]:
        """What backs each value, by the value's number in the database."""
        found = {}
        for keys, notes, links, files in BACKINGS.parts(self.of, until=self.until):
            backings = map(Backing, notes, links, map(_evidence_file, files))
            found.update(zip(keys, backings, strict=True))
        return found


@dataclass(slots=True)
class VerifiedValue:
    """A value that was verified; what backs it is read when somebody asks."""

    pk: int
    indicator: Indicator
    period: ReportingPeriod
    member_state: MemberState | None
    value: Decimal | None
    as_of: date
    is_provisional: bool
    recorded_by_id: int
    verified_at: datetime
    verified_by_id: int
    revision: int
    replaces: "VerifiedValue | None"
    replacement_reason: str
    backings: Backings = field(repr=False)

    state = ReviewState.VERIFIED

    def __str__(self) -> str:
        return _("not applicable") if self.not_applicable else f"{self.value.normalize():f}"

    @property
    def recorded_by(self) -> User:
        """Who recorded the value."""
        return self.backings.people[self.recorded_by_id]

    @property
    def verified_by(self) -> User:
        """Who verified it."""
        return self.backings.people[self.verified_by_id]

    @property
    def backing(self) -> Backing:
        """What backs the value; nothing where it was deleted since it was read."""
        return self.backings.by_value.get(self.pk, NOT_KNOWN)

    @property
    def note(self) -> str:
        """What the person who recorded it says about it."""
        return self.backing.note

    @property
    def evidence_link(self) -> str:
        """The address of the evidence, empty where there is none."""
        return self.backing.evidence_link

    @property
    def evidence_file(self) -> EvidenceFile | None:
        """The evidence as a file that was uploaded, if any was."""
        return self.backing.evidence_file

    @property
    def not_applicable(self) -> bool:
        """Whether nothing can be reported: then, and only then, there is no number."""
        return self.value is None

    def get_state_display(self) -> str:
        """Return the word for how far it is, as rows of models do."""
        return str(self.state.label)


def read_milestones(of: Of, on: date) -> list[SetMilestone]:
    """Read the milestones of indicators that were set by a day, the last of each year last."""
    parts = MILESTONES.parts(of, on=on)
    return [milestone for part in parts for milestone in map(SetMilestone, *part)]


def read_values(
    of: Of, until: datetime, known: Mapping[str, Mapping], people: People
) -> list[VerifiedValue]:
    """Read the values of indicators that were verified before a moment, the last correction last.

    `known` are the rows that they belong to: by the name of the field, and their numbers in the
    database.
    """
    values, handled_by, backings = [], set(), repeat(Backings(of, until, people))
    for part in VALUES.parts(of, until=until):
        columns = dict(zip(VALUE, part, strict=True))
        handled_by.update(columns["recorded_by"], columns["verified_by"])
        columns["verified_at"] = map(_moment, columns["verified_at"])
        for name, rows in known.items():
            columns[name] = map(rows.get, columns[name])
        values += map(VerifiedValue, *columns.values(), backings)
    people.read(handled_by)
    values.sort(key=attrgetter("revision"))  # which is quicker than a database, as most are first
    _tell_replaced(values)
    return values


def _tell_replaced(values: list[VerifiedValue]) -> None:
    """Put what each value replaces into the place of its number."""
    corrections = [value for value in values if value.replaces]
    replaced = {correction.replaces for correction in corrections}
    value_of = {value.pk: value for value in values if value.pk in replaced} if replaced else {}
    for correction in corrections:
        correction.replaces = value_of.get(correction.replaces)


def _milestones(of: Q, on: date) -> QuerySet:
    rows = Milestone.objects.filter(of, set_on__lte=on)
    return rows.order_by("year", "set_on").values_list(*MILESTONE)


def _verified(of: Q, until: datetime) -> QuerySet:
    return Measurement.objects.verified().filter(of, verified_at__lt=until).order_by()


def _values(of: Q, until: datetime) -> QuerySet:
    # As text: psycopg takes longer for these moments, of which few differ, than for all the rest.
    moment = Cast("verified_at", TextField())
    columns = (moment if name == "verified_at" else name for name in VALUE)
    return _verified(of, until).values_list(*columns)


@lru_cache(maxsize=10_000)
def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _evidence_file(name: str) -> EvidenceFile | None:
    return EvidenceFile(None, EVIDENCE, name) if name else None


MILESTONES = Rows(_milestones, Prepared, on=DateField())
VALUES = Rows(_values, Prepared, until=DateTimeField())
BACKINGS = Rows(
    lambda of, until: _verified(of, until).values_list("pk", *BACKING),
    Prepared,
    until=DateTimeField(),
)
