"""The one reader of a plan's progress: every page, table, file and paper takes its numbers here.

`Scorecard.load` reads a plan, or a part of it, as of a date in a constant number of queries and
asks `logframe.progress` what the numbers mean. Only what was verified by that date counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from operator import attrgetter

from django.utils import timezone

from logframe import plan_rows
from logframe.models import (
    Indicator,
    MemberState,
    Output,
    Plan,
    ReportingPeriod,
    ReviewState,
    ThematicArea,
)
from logframe.models.periods import newest_open
from logframe.models.review import end_of
from logframe.prepared import Of
from logframe.progress import Summary, summarise
from logframe.scores import (
    AreaScore,
    IndicatorScore,
    OutputScore,
    Reporting,
    YearScore,
    value_of_year,
)
from logframe.values import read_milestones, read_values

# A list names areas by their numbers in the database.
Scope = list[int] | ThematicArea | Output | Indicator | None


@dataclass
class Scorecard:
    """A plan, or the part of it that was asked for, as of a date."""

    plan: Plan
    on: date
    periods: list[ReportingPeriod]
    states: list[MemberState]
    areas: list[AreaScore]
    reader: "_Reader" = field(repr=False)

    @classmethod
    def load(
        cls,
        plan: Plan,
        on: date | None = None,
        include: Scope = None,
        *,
        values_only: bool = False,
    ) -> "Scorecard":
        """Read the plan, or only some areas, one output or one indicator of it, in ten queries.

        `on` is the day of which it speaks, today when empty: what was verified or set later is
        not there yet. Of what is reported there are only the verified values with `values_only`,
        without what waits for verification and without narratives.
        """
        reader = _Reader(plan, on or timezone.localdate(), include)
        reader.read(values_only=values_only)
        return reader.scorecard()

    @classmethod
    @lru_cache(maxsize=2)
    def kept(cls, plan: Plan, on: date, language: str, revision: str) -> "Scorecard":
        """Return the whole plan as it is under a revision of the data, read once in a process.

        It is shared by all who look: nothing of it is to be changed.
        """
        return cls.load(plan, on)

    def as_of(self, day: date) -> "Scorecard":
        """Return the same part of the plan as of an earlier day, from the rows that were read."""
        return self.reader.as_of(day).scorecard()

    @property
    def year(self) -> int:
        """The year of the plan that the day is in, or that is nearest to it."""
        return min(max(self.on.year, self.plan.start_year), self.plan.end_year)

    @property
    def period_to_report(self) -> ReportingPeriod | None:
        """The year that people report on: the newest open one that has begun, or the next."""
        return newest_open(self.periods, self.on)

    @property
    def outputs(self) -> Iterator[OutputScore]:
        """All outputs in the order of the plan."""
        for area in self.areas:
            yield from area.outputs

    @property
    def indicators(self) -> Iterator[IndicatorScore]:
        """All indicators in the order of the plan."""
        for area in self.areas:
            yield from area.indicators

    @cached_property
    def by_pk(self) -> dict[int, IndicatorScore]:
        """The indicators by their number in the database."""
        return {score.indicator.pk: score for score in self.indicators}

    @cached_property
    def summary(self) -> Summary:
        """Counts by status and group over all indicators."""
        return summarise(self.indicators)


def scores_of(plan: Plan, on: date, indicators: set[int]) -> dict[int, IndicatorScore]:
    """Read some indicators alone by their numbers in the database: where each stands, and why.

    Of what is reported only the verified values are read, and not the outputs that they belong to.
    """
    reader = _Reader(plan, on, indicators)
    reader.read_verified()
    return reader.scores()


class _Reader:
    """Reads the rows of a scorecard, one query a table, and puts them together."""

    def __init__(self, plan: Plan, on: date, include: Scope | set[int]):
        self.plan = plan
        self.include, self.area = include, None
        if isinstance(include, ThematicArea):
            self.include, self.area = [include.pk], include
        self.on, self.until = on, _moment_after(on)
        self.in_hand, self.reports = [], []

    def read(self, *, values_only: bool) -> None:
        """Read all rows up to the day."""
        self._read_indicators()
        outputs = self._outputs()
        # Sorted here: to sort joined rows Django compares every column of both tables.
        self.areas = sorted(self._areas(), key=attrgetter("order"))
        self.outputs = _group(outputs, "objective_id")
        if not values_only:
            self.in_hand = plan_rows.IN_HAND.read(self._of_indicators(), until=self.until)
            self.reports = plan_rows.REPORTS.read(self._of_outputs(outputs), until=self.until)
        self._link(outputs)
        self._name_people()

    def read_verified(self) -> None:
        """Read the indicators alone, with what was verified up to the day."""
        self._read_indicators()
        self._name_people()

    def _read_indicators(self) -> None:
        self.periods = plan_rows.PERIODS.read(("plan", self.plan.pk))
        self.period_of = {period.pk: period for period in self.periods}
        self.states = plan_rows.STATES()
        self.state_of = {state.pk: state for state in self.states}
        self.indicators = self._indicators()
        self.milestones = read_milestones(self._of_indicators(), self.on)
        self.values = read_values(self._of_indicators(), self.until)
        for indicator in self.indicators:
            indicator.plan = self.plan
        self._link_values()

    def as_of(self, day: date) -> "_Reader":
        """Return a reader that knows of the same rows those that were there on an earlier day."""
        earlier = copy(self)
        earlier.on, earlier.until = day, _moment_after(day)
        earlier.milestones = [row for row in self.milestones if row.set_on <= day]
        for name in ("values", "in_hand", "reports"):
            rows = [row for row in getattr(self, name) if row.recorded_at < earlier.until]
            setattr(earlier, name, rows)
        return earlier

    def scores(self) -> dict[int, IndicatorScore]:
        """Put the rows of the indicators together."""
        self.milestones_of = _group(self.milestones, "indicator", "year")
        self.rows_of = _group([*self.values, *self.in_hand], "indicator.pk", "period.year")
        return {
            indicator.pk: IndicatorScore(indicator, self.on, self._years(indicator))
            for indicator in self.indicators
        }

    def scorecard(self) -> Scorecard:
        """Put the rows together."""
        scores = self.scores().values()
        self.of_output = _group(scores, "indicator.output_id")
        self.of_objective = _group(scores, "indicator.objective_id")
        self.reports_of = _group(self.reports, "output_id")
        return Scorecard(
            plan=self.plan,
            on=self.on,
            periods=self.periods,
            states=self.states,
            areas=[self._area(area) for area in self.areas],
            reader=self,
        )

    def _link(self, outputs: list[Output]) -> None:
        """Give every row the rows that it belongs to, so that nobody asks for them again."""
        objective_of, output_of = {}, {output.pk: output for output in outputs}
        for area in self.areas:
            area.plan = self.plan
            if objective := getattr(area, "objective", None):
                objective_of[objective.pk] = objective
        for output in outputs:
            output.plan, output.objective = self.plan, objective_of[output.objective_id]
        indicator_of = {indicator.pk: indicator for indicator in self.indicators}
        for indicator in self.indicators:
            indicator.output = output_of.get(indicator.output_id)
            indicator.objective = objective_of.get(indicator.objective_id)
        for row in self.in_hand:
            row.indicator = indicator_of[row.indicator_id]
            row.period = self.period_of[row.period_id]
            row.member_state = self.state_of.get(row.member_state_id)
        report_of = {report.pk: report for report in self.reports}
        for report in self.reports:
            report.output = output_of[report.output_id]
            report.period = self.period_of[report.period_id]
            if report.replaces_id in report_of:
                report.replaces = report_of[report.replaces_id]

    def _link_values(self) -> None:
        indicator_of = {indicator.pk: indicator for indicator in self.indicators}
        value_of = {value.pk: value for value in self.values}
        for value in self.values:
            value.indicator = indicator_of[value.indicator]
            value.period = self.period_of[value.period]
            value.member_state = self.state_of.get(value.member_state)
            value.replaces = value_of.get(value.replaces)

    def _name_people(self) -> None:
        """Give every row who recorded and verified it: few people, so each is read once."""
        rows = [*self.in_hand, *self.reports]
        people = {row.recorded_by_id for row in rows} | {row.verified_by_id for row in rows}
        people |= {value.recorded_by for value in self.values}
        people |= {value.verified_by for value in self.values}
        found = plan_rows.PEOPLE.read(("pk", list(people - {None})))
        by_pk = {person.pk: person for person in found}
        for row in rows:
            row.recorded_by = by_pk[row.recorded_by_id]
            row.verified_by = by_pk.get(row.verified_by_id)
        for value in self.values:
            value.recorded_by = by_pk[value.recorded_by]
            value.verified_by = by_pk[value.verified_by]

    # What a page has read already stays: an area, an output or an indicator with what they are of.

    def _indicators(self) -> list[Indicator]:
        match self.include:
            case None:
                of = "plan", self.plan.pk
            case Output():
                of = "output", self.include.pk
            case Indicator():
                return [self.include]
            case list():
                of = ("output__objective__area", "objective__area"), self.include
            case set():
                of = "pk", list(self.include)
        return plan_rows.INDICATORS.read(of)

    def _of_indicators(self) -> Of:
        """Tell what belongs to the indicators, once they were read."""
        match self.include:
            case None:
                return "indicator__plan", self.plan.pk
            case Output():
                return "indicator__output", self.include.pk
            case Indicator():
                return "indicator", self.include.pk
        return "indicator", [indicator.pk for indicator in self.indicators]

    def _outputs(self) -> list[Output]:
        match self.include:
            case None:
                of = "plan", self.plan.pk
            case Output():
                return [self.include]
            case Indicator():
                return [self.include.output] if self.include.output else []
            case list():
                of = "objective__area", self.include
        return plan_rows.OUTPUTS.read(of)

    def _of_outputs(self, outputs: list[Output]) -> Of:
        """Tell what belongs to the outputs, once they were read."""
        if self.include is None:
            return "output__plan", self.plan.pk
        return "output", [output.pk for output in outputs]

    def _areas(self) -> Iterable[ThematicArea]:
        areas = self.plan.areas.select_related("objective").order_by()
        match self.include:
            case list():
                return [self.area] if self.area else areas.filter(pk__in=self.include)
            case Output():
                return [self.include.objective.area]
            case Indicator():
                return [(self.include.objective or self.include.output.objective).area]
        return areas

    def _area(self, area: ThematicArea) -> AreaScore:
        objective = getattr(area, "objective", None)
        key = objective.pk if objective else None
        return AreaScore(
            area=area,
            objective=objective,
            objective_indicators=self.of_objective.get(key, []),
            outputs=[self._output(output) for output in self.outputs.get(key, ())],
        )

    def _output(self, output: Output) -> OutputScore:
        in_force, pending = self._sort_out(
            self.reports_of.get(output.pk, ()), key=lambda report: report.period.year
        )
        return OutputScore(
            output=output,
            indicators=self.of_output.get(output.pk, []),
            reports=in_force,
            pending_reports=pending,
        )

    def _years(self, indicator: Indicator) -> list[YearScore]:
        pk, milestones, rows = indicator.pk, self.milestones_of, self.rows_of
        years = [(period, (pk, period.year)) for period in self.periods]
        return [
            self._year(indicator, period, milestones.get(year, []), rows.get(year, []))
            for period, year in years
        ]

    def _year(self, indicator, period, milestones, rows) -> YearScore:
        if not milestones and not rows:
            return YearScore(period)
        in_force, pending = self._sort_out(
            rows, key=lambda row: row.member_state and row.member_state.code
        )
        score = YearScore(
            period=period,
            milestone=milestones[-1] if milestones else None,
            replaced_milestones=milestones[:-1],
            rows=in_force,
            pending=pending,
            value=value_of_year(indicator, in_force),
        )
        score.reporting = self._reporting(score)
        return score

    def _reporting(self, score: YearScore) -> Reporting:
        if score.value is not None:
            return Reporting.REPORTED
        if score.rows and all(row.not_applicable for row in score.rows.values()):
            return Reporting.NOT_APPLICABLE
        has_fallen_due = score.milestone is not None and score.due_on <= self.on
        return Reporting.NOT_REPORTED if has_fallen_due else Reporting.NOT_YET_DUE

    def _sort_out(self, rows: Iterable, key) -> tuple[dict, list]:
        """Tell the rows that count on the date, the newest revision of each, from the pending."""
        in_force, pending = {}, []
        for row in rows:
            if row.state == ReviewState.VERIFIED and row.verified_at < self.until:
                in_force[key(row)] = row
            else:
                pending.append(row)
        return in_force, pending


def _moment_after(day: date) -> datetime:
    """Return the end of a day in the zone of the rows: to compare two zones takes longer."""
    return end_of(day).astimezone(UTC)


def _group(rows: Iterable, *paths: str) -> dict:
    key, grouped = attrgetter(*paths), defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped
