"""Values and milestones as the scorecard reads them: to be shown and counted, never saved.

A plan has thousands of them, and a page reads them all: as rows of models they would take longer
than everything else on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter

from django.contrib.auth.models import User
from django.db.models import DateField, DateTimeField, Q, QuerySet
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
    "note",
    "evidence_link",
    "evidence_file",
    "recorded_by",
    "verified_at",
    "verified_by",
    "revision",
    "replaces",
    "replacement_reason",
)


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
class VerifiedValue:
    """A value that was verified, with all that belongs to it."""

    pk: int
    indicator: Indicator
    period: ReportingPeriod
    member_state: MemberState | None
    value: Decimal | None
    as_of: date
    is_provisional: bool
    note: str
    evidence_link: str
    evidence_file: EvidenceFile | None
    recorded_by: User
    verified_at: datetime
    verified_by: User
    revision: int
    replaces: "VerifiedValue | None"
    replacement_reason: str

    state = ReviewState.VERIFIED

    def __str__(self) -> str:
        return _("not applicable") if self.not_applicable else f"{self.value.normalize():f}"

    @property
    def not_applicable(self) -> bool:
        """Whether nothing can be reported: then, and only then, there is no number."""
        return self.value is None

    def get_state_display(self) -> str:
        """Return the word for how far it is, as rows of models do."""
        return str(self.state.label)


def read_milestones(of: Of, on: date) -> list[SetMilestone]:
    """Read the milestones of indicators that were set by a day, the last of each year last."""
    return list(map(SetMilestone, *MILESTONES.columns(of, on=on)))


def read_values(
    of: Of, until: datetime, known: Mapping[str, Mapping], people: People
) -> list[VerifiedValue]:
    """Read the values of indicators that were verified before a moment, the last correction last.

    `known` are the rows that they belong to: by the name of the field, and their numbers in the
    database.
    """
    columns = dict(zip(VALUE, VALUES.columns(of, until=until), strict=True))
    people.read([*columns["recorded_by"], *columns["verified_by"]])
    for name, rows in (known | {"recorded_by": people, "verified_by": people}).items():
        columns[name] = map(rows.get, columns[name])
    values = list(map(VerifiedValue, *columns.values()))
    values.sort(key=attrgetter("revision"))  # which is quicker than a database, as most are first
    value_of = {value.pk: value for value in values}
    for value in values:
        if value.evidence_file:
            value.evidence_file = EvidenceFile(None, EVIDENCE, value.evidence_file)
        if value.replaces:
            value.replaces = value_of.get(value.replaces)
    return values


def _milestones(of: Q, on: date) -> QuerySet:
    rows = Milestone.objects.filter(of, set_on__lte=on)
    return rows.order_by("year", "set_on").values_list(*MILESTONE)


def _values(of: Q, until: datetime) -> QuerySet:
    rows = Measurement.objects.verified().filter(of, verified_at__lt=until)
    return rows.order_by().values_list(*VALUE)


MILESTONES = Rows(_milestones, Prepared, on=DateField())
VALUES = Rows(_values, Prepared, until=DateTimeField())
