"""What a scorecard is made of: areas, outputs and indicators with their years, as of a date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logframe.models import (
    Indicator,
    Measurement,
    Objective,
    Output,
    ProgressReport,
    ReportingPeriod,
    ThematicArea,
)
from logframe.progress import (
    REPORT_GRACE_DAYS,
    Assessment,
    Facts,
    Status,
    Summary,
    assess,
    summarise,
)
from logframe.progress import Milestone as DatedMilestone
from logframe.sentences import Sentence
from logframe.summary import STATUSES, status_of_all
from logframe.values import SetMilestone, VerifiedValue

StateTotal = Indicator.StateTotal
GRACE = timedelta(days=REPORT_GRACE_DAYS)


class Reporting(Enum):
    """Whether a year has a value, and if not, why: four things that are never confused."""

    REPORTED = "reported", _("reported")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_REPORTED = "not_reported", _("not reported")
    NOT_YET_DUE = "not_yet_due", _("not yet due")

    def __new__(cls, slug: str, word: str):
        """Keep the slug as the value and the word beside it."""
        reporting = object.__new__(cls)
        reporting._value_ = slug
        reporting.word = word
        return reporting

    def __str__(self) -> str:
        return str(self.word)


class Gap(Enum):
    """What is missing before an indicator can speak, or be believed."""

    MILESTONE = _("no milestone")
    BASELINE = _("no baseline")
    REPORT = _("no report")
    EVIDENCE = _("no evidence")

    def __str__(self) -> str:
        return str(self.value)


# The verified narratives of an output by year, and those that nobody has verified yet.
Narratives = tuple[dict[int, ProgressReport], list[ProgressReport]]


@dataclass(slots=True)
class YearScore:
    """One indicator in one year: its milestone with those it replaced, and what was reported.

    `rows` are the values in force by member State code (None: for all together). `value` is None
    where nothing counts.
    """

    period: ReportingPeriod
    on: date
    in_hand: Callable[[int], list[Measurement]] = field(repr=False)
    milestone: SetMilestone | None = None
    replaced_milestones: Sequence[SetMilestone] = ()
    rows: dict[str | None, VerifiedValue] = field(default_factory=dict)
    value: Decimal | None = None

    @property
    def pending(self) -> list[Measurement]:
        """What was reported and nobody has verified yet."""
        return self.in_hand(self.year)

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.period.year

    @property
    def due_on(self) -> date:
        """The day on which the year's milestone falls due."""
        return (self.milestone and self.milestone.due_on) or self.period.due_on

    @property
    def as_of(self) -> date | None:
        """The newest day that the year's values describe."""
        return max([row.as_of for row in self.rows.values()], default=None)

    @property
    def reporting(self) -> Reporting:
        """Whether the year has a value, and if not, why."""
        if self.value is not None:
            return Reporting.REPORTED
        if self.rows and all(row.not_applicable for row in self.rows.values()):
            return Reporting.NOT_APPLICABLE
        has_fallen_due = self.milestone is not None and self.due_on <= self.on
        return Reporting.NOT_REPORTED if has_fallen_due else Reporting.NOT_YET_DUE

    @property
    def is_provisional(self) -> bool:
        """Whether any value of the year is provisional."""
        return any(row.is_provisional for row in self.rows.values())

    @property
    def states_reported(self) -> int:
        """How many member States have reported the year."""
        return sum(1 for code in self.rows if code is not None)

    @property
    def has_evidence(self) -> bool:
        """Whether every value of the year names its evidence."""
        return all(row.evidence_link or row.evidence_file for row in self.rows.values())

    def replace_milestone(self, milestone: SetMilestone) -> None:
        """Take a milestone that was set after the one that is there, if one is."""
        if self.milestone:
            self.replaced_milestones = [*self.replaced_milestones, self.milestone]
        self.milestone = milestone

    def if_verified(self, indicator: Indicator) -> "YearScore":
        """Return the year as it would be if all that was reported for it were verified."""
        if not self.pending:
            return self
        reported = {row.member_state and row.member_state.code: row for row in self.pending}
        rows = self.rows | reported
        return replace(self, rows=rows, value=value_of_year(indicator, rows), in_hand=_nothing)


@dataclass
class IndicatorScore:
    """One indicator as of a date: its years, what they mean and why."""

    indicator: Indicator
    on: date
    years: list[YearScore]
    closings: dict[date, Assessment] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def facts(self) -> Facts:
        """The verified facts from which progress is worked out."""
        indicator = self.indicator
        milestones, values, reported_on = [], {}, {}
        for score in self.years:
            year = score.period.year
            if score.milestone:
                milestones.append(DatedMilestone(year, score.due_on, score.milestone.value))
            if score.value is not None:
                values[year], reported_on[year] = score.value, score.as_of
        return Facts(
            measure=indicator.measure,
            direction=indicator.direction,
            accumulation=indicator.accumulation,
            baseline=indicator.baseline_value,
            milestones=tuple(milestones),
            values=values,
            reported_on=reported_on,
            tolerance=indicator.tolerance,
            discontinued=indicator.adoption == Indicator.Adoption.DISCONTINUED,
        )

    @cached_property
    def assessment(self) -> Assessment:
        """Where the indicator stands on the date, and why."""
        return assess(self.facts, self.on)

    @property
    def status(self) -> Status:
        """The status on the date."""
        return self.assessment.status

    @property
    def status_rank(self) -> int:
        """The place of the status in the list of all, from achieved to discontinued."""
        return STATUSES.index(self.status)

    @property
    def url(self) -> str:
        """The address of the indicator's page."""
        return self.indicator.get_absolute_url()

    @property
    def area(self) -> ThematicArea:
        """The area that the indicator belongs to."""
        objective = self.indicator.objective or self.indicator.output.objective
        return objective.area

    @property
    def parent(self) -> Output | Objective:
        """The output or objective whose sign it is."""
        return self.indicator.output or self.indicator.objective

    @property
    def reporting(self) -> Reporting:
        """Whether the milestone due has a value, and if not, why."""
        if self.status in (Status.REPORT_DUE, Status.REPORT_OVERDUE):
            return Reporting.NOT_REPORTED
        if self.assessment.value is not None:
            return Reporting.REPORTED
        return self.due.reporting if self.due else Reporting.NOT_YET_DUE

    def in_year(self, year: int) -> YearScore:
        """Return what is known about one year of the plan."""
        return next(score for score in self.years if score.year == year)

    def assessment_in(self, year: int) -> Assessment:
        """Return where it stood at the end of a year: by its reporting day and the grace to report.

        The current year stands as of the scorecard's date. A year to come is not yet due, unless
        nothing can ever be said.
        """
        if self._is_to_come(year):
            return self._not_yet_due(self.in_year(year))
        return self._at_the_end_of(year)

    def status_in(self, year: int) -> Status:
        """Return the status at the end of a year."""
        return Status.NOT_YET_DUE if self._is_to_come(year) else self._at_the_end_of(year).status

    def _at_the_end_of(self, year: int) -> Assessment:
        closing = self.in_year(year).period.due_on + GRACE
        if self.on <= closing:
            return self.assessment
        if closing not in self.closings:
            self.closings[closing] = assess(self.facts, closing)
        return self.closings[closing]

    def _is_to_come(self, year: int) -> bool:
        """Whether the year is to come, and something can be said of it then."""
        if year <= self.on.year:
            return False
        return bool(self.facts.milestones) and not self.facts.discontinued

    def _not_yet_due(self, score: YearScore) -> Assessment:
        explanation = Sentence(
            gettext_noop("As of %(on)s nothing of %(year)s has fallen due; it does on %(due)s."),
            {"on": self.on, "year": score.year, "due": score.due_on},
        )
        return Assessment(Status.NOT_YET_DUE, None, None, None, tell=lambda: explanation)

    @property
    def due(self) -> YearScore | None:
        """The year of the milestone that fell due last, if any has."""
        milestone = self.assessment.milestone
        return self.in_year(milestone.year) if milestone else None

    @property
    def years_that_count(self) -> list[YearScore]:
        """The years whose values or milestone the status rests on."""
        return [score for score in self.years if score.rows or score is self.due]

    @property
    def latest(self) -> YearScore | None:
        """The last year that has a value."""
        return next((s for s in reversed(self.years) if s.value is not None), None)

    @property
    def target(self) -> YearScore | None:
        """The last year that has a milestone."""
        return next((score for score in reversed(self.years) if score.milestone), None)

    @property
    def pending(self) -> list[Measurement]:
        """What was reported and nobody has verified yet."""
        return [row for score in self.years for row in score.pending]

    def if_verified(self) -> "IndicatorScore":
        """Return where the indicator would stand if all that was reported were verified."""
        years = [score.if_verified(self.indicator) for score in self.years]
        return IndicatorScore(indicator=self.indicator, on=self.on, years=years)

    @property
    def gaps(self) -> list[Gap]:
        """What is missing before the indicator can speak, or be believed."""
        if self.status == Status.DISCONTINUED:
            return []
        facts = self.facts
        found = {
            Gap.MILESTONE: not facts.milestones,
            Gap.BASELINE: facts.changes_level and facts.baseline is None,
            Gap.REPORT: self.status in (Status.REPORT_DUE, Status.REPORT_OVERDUE),
            Gap.EVIDENCE: any(s.rows and not s.has_evidence for s in self.years),
        }
        return [gap for gap, is_found in found.items() if is_found]


@dataclass
class OutputScore:
    """One output as of a date: its indicators summed up, and the officers' narratives by year."""

    output: Output
    indicators: list[IndicatorScore]
    narratives: Callable[[], Narratives] = field(repr=False)

    @cached_property
    def summary(self) -> Summary:
        """Counts by status and group, and the one word that speaks for the output."""
        return summarise(self.indicators)

    def status_in(self, year: int) -> Status:
        """Return the one word for the output at the end of a year."""
        return status_of_all({score.status_in(year) for score in self.indicators})

    def if_verified(self) -> "OutputScore":
        """Return where the output would stand if all values that were reported were verified."""
        return replace(self, indicators=[score.if_verified() for score in self.indicators])

    @property
    def reports(self) -> dict[int, ProgressReport]:
        """The verified narratives by year."""
        return self.narratives()[0]

    @property
    def pending_reports(self) -> list[ProgressReport]:
        """The narratives that nobody has verified yet."""
        return self.narratives()[1]

    @property
    def report_year(self) -> int | None:
        """The last year of which there is a verified narrative."""
        return max(self.reports, default=None)

    @property
    def report(self) -> ProgressReport | None:
        """The newest verified narrative, with the officer's own rating."""
        return self.reports.get(self.report_year)


@dataclass
class AreaScore:
    """One thematic area as of a date: the indicators of its objective, and its outputs."""

    area: ThematicArea
    objective: Objective | None
    objective_indicators: list[IndicatorScore]
    outputs: list[OutputScore]

    @cached_property
    def indicators(self) -> list[IndicatorScore]:
        """All indicators of the area, those of the objective first."""
        of_outputs = [indicator for output in self.outputs for indicator in output.indicators]
        return self.objective_indicators + of_outputs

    @cached_property
    def summary(self) -> Summary:
        """Counts by status and group, and the one word that speaks for the area."""
        return summarise(self.indicators)

    @cached_property
    def last_update(self) -> date | None:
        """The day on which a value of the area was last verified."""
        verified = [
            row.verified_at
            for score in self.indicators
            for year in score.years
            for row in year.rows.values()
        ]
        return timezone.localdate(max(verified)) if verified else None


def _nothing(year: int) -> list[Measurement]:
    return []


def value_of_year(indicator: Indicator, rows: dict[str | None, VerifiedValue]) -> Decimal | None:
    """Return what the rows of one year come to, by the way in which the States add up.

    sum: all values added. count: how many States report 1 or more. Otherwise the value that was
    reported for all together. None where there is no value at all.
    """
    if not indicator.adds_up_from_states:
        return rows[None].value if None in rows else None
    values = [row.value for row in rows.values() if row.value is not None]
    if not values:
        return None
    if indicator.state_total == StateTotal.COUNT:
        return Decimal(sum(1 for value in values if value >= 1))
    return sum(values, Decimal(0))
