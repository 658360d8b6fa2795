"""Many indicators summed up: by counting their statuses, never by averaging their progress."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Protocol

from logframe.sentences import Sentence
from logframe.sentences import gettext_noop as _
from logframe.statuses import ASSESSABLE, Group, Status


class Assessed(Protocol):
    """Anything that has a status."""

    status: Status


STATUSES, GROUPS = tuple(Status), tuple(Group)
# What speaks for a whole that nobody can assess: first what somebody is to do something about.
SILENCE = (
    Status.REPORT_OVERDUE,
    Status.REPORT_DUE,
    Status.BASELINE_MISSING,
    Status.SETUP_INCOMPLETE,
    Status.NOT_YET_DUE,
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Where an output, an objective or an area stands, by the indicators under it.

    status: the one word for a heat map or a card; it never stands without `coverage`.
    statuses, groups: how many indicators are in each, with every status and group present.
    assessable, total: the n and N of "n of N assessable"; N leaves out the discontinued.
    """

    status: Status
    statuses: Mapping[Status, int]
    groups: Mapping[Group, int]
    assessable: int
    total: int

    @property
    def coverage(self) -> Sentence:
        """How much of the whole the status speaks for: "5 of 8 assessable"."""
        parts = {"n": self.assessable, "total": self.total}
        return Sentence(_("%(n)s of %(total)s assessable"), parts)

    def __str__(self) -> str:
        return f"{self.status}, {self.coverage}"


def summarise(assessments: Iterable[Assessed]) -> Summary:
    """Sum up the assessments of any number of indicators, none included."""
    return count(assessment.status for assessment in assessments)


def count(found: Iterable[Status]) -> Summary:
    """Sum up statuses, one for each indicator."""
    statuses, groups = dict.fromkeys(STATUSES, 0), dict.fromkeys(GROUPS, 0)
    for status in found:
        statuses[status] += 1
        groups[status.group] += 1
    return Summary(
        status=status_of_all({status for status, number in statuses.items() if number}),
        statuses=statuses,
        groups=groups,
        assessable=sum(groups[group] for group in ASSESSABLE),
        total=sum(statuses.values()) - statuses[Status.DISCONTINUED],
    )


def status_of_all(found: Set[Status]) -> Status:
    """The worst that any assessable indicator says; failing that, why none can say anything."""
    judged = found - {Status.DISCONTINUED}
    if not judged:
        return Status.DISCONTINUED
    groups = {status.group for status in judged}
    if Group.POOR in groups:
        return Status.OFF_TRACK
    if Group.WATCH in groups:
        return Status.AT_RISK
    if judged <= {Status.ACHIEVED, Status.ACHIEVED_LATE}:
        return Status.ACHIEVED
    if Group.GOOD in groups:
        return Status.ON_TRACK
    return next(status for status in SILENCE if status in judged)
