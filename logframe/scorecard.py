"""The one reader of a plan's progress: every page, table, file and paper takes its numbers here.

`Scorecard.load` reads a plan, or a part of it, as of a date in a constant number of queries and
asks `logframe.progress` what the numbers mean. Only what was verified by that date counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from operator import attrgetter

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import cached_property

from logframe import plan_rows
from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Output,
    Plan,
    ProgressReport,
    ReportingPeriod,
    ReviewState,
    ThematicArea,
)
from logframe.models.periods import newest_open
from logframe.models.review import Reviewed, end_of
from logframe.prepared import Of
from logframe.progress import Status, Summary, summarise
from logframe.scores import (
    AreaScore,
    IndicatorScore,
    Narratives,
    OutputScore,
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
    orders: dict[str, list[int]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, plan: Plan, on: date | None = None, include: Scope = None) -> "Scorecard":
        """Read the plan, or only some areas, one output or one indicator of it, in eight queries.

        `on` is the day of which it speaks, today when empty: what was verified or set later is
        not there yet. What waits for verification and the narratives are read, of all that was
        asked for, when somebody looks at the first of them.
        """
        reader = _Reader(plan, on or timezone.localdate(), include)
        reader.read()
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

    def outputs_reported_since(self, moment: datetime) -> set[int]:
        """Return the numbers of the outputs of which a narrative was verified from then on."""
        return self.reader.outputs_reported_since(moment)

    @property
    def year(self) -> int:
        """The year of the plan that the day is in, or that is nearest to it."""
        return min(max(self.on.year, self.plan.start_year), self.plan.end_year)

    @property
    def period_to_report(self) -> ReportingPeriod | None:
        """The year that people report on: the newest open one that has begun, or the next."""
        return newest_open(self.periods, self.on)

    @cached_property
    def outputs(self) -> list[OutputScore]:
        """All outputs in the order of the plan."""
        return [output for area in self.areas for output in area.outputs]

    @cached_property
    def indicators(self) -> list[IndicatorScore]:
        """All indicators in the order of the plan."""
        return [indicator for area in self.areas for indicator in area.indicators]

    @cached_property
    def by_pk(self) -> dict[int, IndicatorScore]:
        """The indicators by their number in the database."""
        return {score.indicator.id: score for score in self.indicators}

    @cached_property
    def by_status(self) -> dict[Status, list[IndicatorScore]]:
        """The indicators by where they stand, each in the order of the plan."""
        return _group(self.indicators, "status")

    def in_order(self, name: str, place: Callable[[IndicatorScore], tuple]) -> list[int]:
        """Return the numbers of all indicators in an order; a scorecard that is kept sorts once.

        `place` reads from a score what puts it into its place; `-` before the name turns it round.
        """
        if name not in self.orders:
            scores = sorted(self.indicators, key=place, reverse=name.startswith("-"))
            self.orders[name] = [score.indicator.pk for score in scores]
        return self.orders[name]

    @cached_property
    def summary(self) -> Summary:
        """Counts by status and group over all indicators."""
        return summarise(self.indicators)


def scores_of(plan: Plan, on: date, indicators: set[int]) -> dict[int, IndicatorScore]:
    """Read some indicators alone by their numbers in the database: where each stands, and why.

    Of what is reported only the verified values are read, and not the outputs that they belong to.
    """
    reader = _Reader(plan, on, indicators)
    reader.read_indicators()
    return reader.scores()


class _Reader:
    """Reads the rows of a scorecard, one query a table, and puts them together."""

    def __init__(self, plan: Plan, on: date, include: Scope | set[int]):
        self.plan = plan
        self.include, self.area = include, None
        if isinstance(include, ThematicArea):
            self.include, self.area = [include.pk], include
        self.on, self.until = on, _moment_after(on)
        self.people = plan_rows.People()

    def read(self) -> None:
        """Read what says where the plan stands on the day."""
        self.read_indicators()
        self.outputs = self._outputs()
        self.areas = self._areas()
        self._link()

    def read_indicators(self) -> None:
        """Read the indicators alone, with their milestones and what was verified up to the day."""
        self.periods = plan_rows.PERIODS.read(("plan", self.plan.pk))
        self.states = plan_rows.STATES()
        self.indicators = self._indicators()
        _give(self.indicators, "plan", {self.plan.pk: self.plan})
        self.known = {
            "indicator": _by_pk(self.indicators),
            "period": _by_pk(self.periods),
            "member_state": _by_pk(self.states),
        }
        of = self._of_indicators()
        self.milestones = read_milestones(of, self.on)
        self.values = read_values(of, self.until, self.known, self.people)

    def as_of(self, day: date) -> "_Reader":
        """Return a reader that knows of the same rows those that were there on an earlier day."""
        earlier = _Reader(self.plan, day, self.include)
        for name in ("periods", "states", "indicators", "known", "outputs", "areas", "people"):
            setattr(earlier, name, getattr(self, name))
        earlier.milestones = [row for row in self.milestones if row.set_on <= day]
        earlier.values = [row for row in self.values if row.verified_at < earlier.until]
        return earlier

    @cached_property
    def in_hand(self) -> dict[tuple[int, int], list[Measurement]]:
        """What waits for verification by indicator and year, the last correction last."""
        rows = plan_rows.IN_HAND.read(self._of_indicators(), until=self.until)
        self._name_people(rows)
        for name, owners in self.known.items():
            _give(rows, name, owners)
        return _group(rows, "indicator_id", "period.year")

    @cached_property
    def reports(self) -> dict[int, list[ProgressReport]]:
        """The narratives by output, verified or not, the last correction last."""
        rows = plan_rows.REPORTS.read(self._of_outputs(), until=self.until)
        self._name_people(rows)
        _give(rows, "period", self.known["period"])
        _give(rows, "output", _by_pk(self.outputs))
        _give(rows, "replaces", _by_pk(rows))
        return _group(rows, "output_id")

    def outputs_reported_since(self, moment: datetime) -> set[int]:
        """Return the numbers of the outputs of which a narrative was verified from then on."""
        of = self._of_outputs()
        return {pk for (pk,) in plan_rows.REPORTED.read(of, since=moment, until=self.until)}

    def _name_people(self, rows: list[Reviewed]) -> None:
        """Give every row who recorded and verified it."""
        self.people.read(pk for row in rows for pk in (row.recorded_by_id, row.verified_by_id))
        _give(rows, "recorded_by", self.people)
        _give(rows, "verified_by", self.people)

    def scores(self) -> dict[int, IndicatorScore]:
        """Put the rows of the indicators together."""
        self.milestones_of = _group(self.milestones, "indicator")
        self.values_of = _group(self.values, "indicator.id")
        return {
            indicator.id: IndicatorScore(indicator, self.on, self._years(indicator))
            for indicator in self.indicators
        }

    def scorecard(self) -> Scorecard:
        """Put the rows together."""
        scores = self.scores().values()
        # The reader keeps no score: a ring of the two would stay until somebody looks for rings.
        of_output = _group(scores, "indicator.output_id")
        of_objective = _group(scores, "indicator.objective_id")
        outputs = [
            OutputScore(output, of_output.get(output.pk, []), partial(self._narratives, output.pk))
            for output in self.outputs
        ]
        outputs_of = _group(outputs, "output.objective_id")
        areas = []
        for area in self.areas:
            objective = getattr(area, "objective", None)
            key = objective.pk if objective else None
            signs = of_objective.get(key, [])
            areas.append(AreaScore(area, objective, signs, outputs_of.get(key, [])))
        return Scorecard(self.plan, self.on, self.periods, self.states, areas, reader=self)

    def _link(self) -> None:
        """Give every row the rows that it belongs to, so that nobody asks for them again."""
        objectives = [area.objective for area in self.areas if hasattr(area, "objective")]
        for area in self.areas:
            area.plan = self.plan
        _give(self.outputs, "plan", {self.plan.pk: self.plan})
        _give(self.outputs, "objective", _by_pk(objectives))
        _give(self.indicators, "objective", _by_pk(objectives))
        _give(self.indicators, "output", _by_pk(self.outputs))

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
                return plan_rows.INDICATORS_OF_AREAS(areas=self.include)
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

    def _of_outputs(self) -> Of:
        """Tell what belongs to the outputs, once they were read."""
        if self.include is None:
            return "output__plan", self.plan.pk
        return "output", [output.pk for output in self.outputs]

    def _areas(self) -> list[ThematicArea]:
        match self.include:
            case list():
                return [self.area] if self.area else plan_rows.areas(("pk", self.include))
            case Output():
                return [self.include.objective.area]
            case Indicator():
                return [(self.include.objective or self.include.output.objective).area]
        return plan_rows.areas(("plan", self.plan.pk))

    def _narratives(self, output: int) -> Narratives:
        """Tell the narratives that count on the date, the newest revision of each, from others."""
        in_force, pending = {}, []
        for report in self.reports.get(output, ()):
            if report.state == ReviewState.VERIFIED and report.verified_at < self.until:
                in_force[report.period.year] = report
            else:
                pending.append(report)
        return in_force, pending

    def _years(self, indicator: Indicator) -> list[YearScore]:
        key = indicator.id
        in_hand = partial(self._in_hand, key)
        years = {period.year: YearScore(period, self.on, in_hand) for period in self.periods}
        for milestone in self.milestones_of.get(key, ()):
            if milestone.year in years:
                years[milestone.year].replace_milestone(milestone)
        for row in self.values_of.get(key, ()):
            years[row.period.year].rows[row.member_state and row.member_state.code] = row
        for year in years.values():
            if year.rows:
                year.value = value_of_year(indicator, year.rows)
        return list(years.values())

    def _in_hand(self, indicator: int, year: int) -> list[Measurement]:
        return self.in_hand.get((indicator, year), [])


def _moment_after(day: date) -> datetime:
    """Return the end of a day in the zone of the rows: to compare two zones takes longer."""
    return end_of(day).astimezone(UTC)


def _by_pk(rows: Iterable[Model]) -> dict[int, Model]:
    return {row.id: row for row in rows}


def _give(rows: Sequence[Model], name: str, owners: Mapping[int, Model]) -> None:
    """Give rows what they belong to; to assign it to each takes ten times as long."""
    for row in rows:
        field = row._meta.get_field(name)
        field.set_cached_value(row, owners.get(getattr(row, field.attname)))


def _group(rows: Iterable, *paths: str) -> dict:
    key, grouped = attrgetter(*paths), defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped
