"""What has changed between two days: statuses and why, values, revised targets, and silence."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from logframe.models import Measurement, Milestone
from logframe.models.review import end_of
from logframe.progress import Group, Status
from logframe.scorecard import Scorecard
from logframe.scores import IndicatorScore, OutputScore

# What a reader wants to know first.
GRAVITY = (
    Group.POOR,
    Group.WATCH,
    Group.NOT_ASSESSABLE,
    Group.GOOD,
    Group.CLOSED,
    Group.NOT_YET_DUE,
)


@dataclass(frozen=True)
class StatusChange:
    """An indicator whose status is another than it was; the score says why."""

    before: Status
    score: IndicatorScore

    @property
    def after(self) -> Status:
        """The status since."""
        return self.score.status


@dataclass(frozen=True)
class NewValue:
    """A value that was verified, with the one that it corrects."""

    row: Measurement
    score: IndicatorScore

    @property
    def day(self) -> date:
        """The day on which it was verified."""
        return timezone.localdate(self.row.verified_at)


@dataclass(frozen=True)
class RevisedTarget:
    """A milestone that replaced another: old and new, on whose authority and why."""

    old: Milestone
    new: Milestone
    score: IndicatorScore


@dataclass
class Changes:
    """What has changed in a plan from one day to another.

    Both scorecards are of the same plan, `before` as of the earlier day.
    """

    before: Scorecard
    after: Scorecard

    @cached_property
    def statuses(self) -> list[StatusChange]:
        """The indicators whose status is another, the poorest first."""
        known = self.before.by_pk
        changed = [
            StatusChange(known[pk].status, score)
            for pk, score in self.after.by_pk.items()
            if pk in known and known[pk].status != score.status
        ]
        return sorted(changed, key=lambda change: GRAVITY.index(change.after.group))

    @cached_property
    def values(self) -> list[NewValue]:
        """The values verified since that count, the newest first."""
        found = [
            NewValue(row, score)
            for score in self.after.indicators
            for year in score.years
            for row in year.rows.values()
            if self._is_new(row.verified_at)
        ]
        return sorted(found, key=lambda value: value.row.verified_at, reverse=True)

    @cached_property
    def revised_targets(self) -> list[RevisedTarget]:
        """The milestones set since in the place of others, in the order of the plan."""
        return [
            RevisedTarget(year.replaced_milestones[-1], year.milestone, score)
            for score in self.after.indicators
            for year in score.years
            if year.replaced_milestones and year.milestone.set_on > self.before.on
        ]

    @cached_property
    def silent_outputs(self) -> list[OutputScore]:
        """The outputs of which no value and no narrative was verified since."""
        heard = {value.score.indicator.output_id for value in self.values}
        heard |= self.after.outputs_reported_since(self._begun)
        return [score for score in self.after.outputs if score.output.pk not in heard]

    def _is_new(self, moment: datetime) -> bool:
        return moment >= self._begun

    @cached_property
    def _begun(self) -> datetime:
        """The moment at which the earlier day was over."""
        return end_of(self.before.on)
