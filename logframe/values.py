"""Values and milestones as the scorecard reads them: to be shown and counted, never saved.

A plan has thousands of them, and a page reads them all: as rows of models they would take longer
than everything else on it.
"""

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
from logframe.prepared import Of, Prepared, Rows

MILESTONE = ("indicator", "year", "due_on", "value", "set_on", "authority", "reason")
EVIDENCE = Measurement._meta.get_field("evidence_file")
VALUE = (
    "pk",
    "indicator",
    "period",
    "member_state",
    "value",
    "not_applicable",
    "as_of",
    "is_provisional",
    "note",
    "evidence_link",
    "evidence_file",
    "recorded_at",
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
    not_applicable: bool
    as_of: date
    is_provisional: bool
    note: str
    evidence_link: str
    evidence_file: EvidenceFile | None
    recorded_at: datetime
    recorded_by: User
    verified_at: datetime
    verified_by: User
    revision: int
    replaces: "VerifiedValue | None"
    replacement_reason: str

    state = ReviewState.VERIFIED

    def __str__(self) -> str:
        return _("not applicable") if self.value is None else f"{self.value.normalize():f}"

    def get_state_display(self) -> str:
        """Return the word for how far it is, as rows of models do."""
        return str(self.state.label)


def read_milestones(of: Of, on: date) -> list[SetMilestone]:
    """Read the milestones of indicators that were set by a day, the last of each year last."""
    return [SetMilestone(*row) for row in MILESTONES.read(of, on=on)]


def read_values(of: Of, until: datetime) -> list[VerifiedValue]:
    """Read the values of indicators recorded by a moment that were ever verified.

    The last correction of each comes last. What each belongs to is only named by its number.
    """
    values = [VerifiedValue(*row) for row in VALUES.read(of, until=until)]
    values.sort(key=attrgetter("revision"))  # which is quicker than a database, as most are first
    for value in values:
        if value.evidence_file:
            value.evidence_file = EvidenceFile(None, EVIDENCE, value.evidence_file)
    return values


def _milestones(of: Q, on: date) -> QuerySet:
    rows = Milestone.objects.filter(of, set_on__lte=on)
    return rows.order_by("year", "set_on").values_list(*MILESTONE)


def _values(of: Q, until: datetime) -> QuerySet:
    rows = Measurement.objects.verified().filter(of, recorded_at__lt=until)
    return rows.order_by().values_list(*VALUE)


MILESTONES = Rows(_milestones, Prepared, on=DateField())
VALUES = Rows(_values, Prepared, until=DateTimeField())
