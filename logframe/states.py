"""What each member State has reported and what it has not, read from the scorecard of the plan.

A State is asked for a value where the indicator is made of the values of the States and has a
milestone for the year: what it reports besides, as its own figure beside one for all together, is
shown and not counted, and its silence is none. Only what was verified is reported; that an
indicator does not apply is an answer like any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from logframe.models import FocalPoint, Indicator, Measurement, MemberState, ThematicArea
from logframe.progress import REPORT_GRACE_DAYS, Status
from logframe.scorecard import Scorecard
from logframe.scores import AreaScore, IndicatorScore, Reporting, YearScore


def pages_open_to(person, states: Iterable[MemberState]) -> set[int]:
    """Return which of the States, by number, have a page for a person.

    The Secretariat sees all, a focal point the own one; a public site shows all to everybody.
    """
    if settings.LOGFRAME_PUBLIC or person.has_perm("logframe.view_memberstate"):
        return {state.pk for state in states}
    spoken_for = FocalPoint.objects.filter(user=person.pk, member_state__in=states)
    return set(spoken_for.values_list("member_state", flat=True))


@dataclass(frozen=True, slots=True)
class StateValue:
    """What one State has said about one indicator for one year, or that it is silent."""

    score: IndicatorScore
    year: YearScore
    row: Measurement | None

    @property
    def is_asked(self) -> bool:
        """Whether the State is to report it: the year has a milestone that its value goes into."""
        return self.score.indicator.adds_up_from_states and self.year.milestone is not None

    @property
    def silence(self) -> Status | None:
        """Whether the report is still to come, due or overdue; None where nothing is missing."""
        if self.row is not None or not self.is_asked:
            return None
        late = (self.score.on - self.year.due_on).days
        if late < 0:
            return Status.NOT_YET_DUE
        return Status.REPORT_DUE if late <= REPORT_GRACE_DAYS else Status.REPORT_OVERDUE

    @property
    def absence(self) -> str:
        """Why no number stands in its place, in a word; empty where one does."""
        if self.row is not None:
            return "" if self.row.value is not None else str(Reporting.NOT_APPLICABLE)
        if not self.is_asked:
            return _("not asked")
        is_early = self.silence == Status.NOT_YET_DUE
        return str(Reporting.NOT_YET_DUE if is_early else Reporting.NOT_REPORTED)


@dataclass(frozen=True, slots=True)
class Reported:
    """How many of the values that a State is asked for it has reported."""

    answered: int
    asked: int

    def __add__(self, other: "Reported") -> "Reported":
        return Reported(self.answered + other.answered, self.asked + other.asked)


def count(values: Iterable[StateValue]) -> Reported:
    """Count the values that were asked for and those that were reported."""
    asked = [value for value in values if value.is_asked]
    return Reported(sum(1 for value in asked if value.row is not None), len(asked))


@dataclass
class StateRecord:
    """What one State has reported over the years of the plan, as of the day of the scorecard."""

    state: MemberState
    scorecard: Scorecard

    @cached_property
    def by_area(self) -> list[tuple[ThematicArea, list[list[StateValue]]]]:
        """The indicators reported by State, each with its years so far, under their areas."""
        found = [(score.area, list(self._rows(score))) for score in self.scorecard.areas]
        return [(area, rows) for area, rows in found if rows]

    @property
    def years(self) -> range:
        """The years of the plan so far."""
        return range(self.scorecard.plan.start_year, self.scorecard.year + 1)

    @property
    def values(self) -> list[StateValue]:
        """All values of all years so far, reported or not."""
        return [value for _area, rows in self.by_area for row in rows for value in row]

    @property
    def reported(self) -> Reported:
        """How much of the current year is reported."""
        return count(value for value in self.values if value.year.year == self.scorecard.year)

    @property
    def missing(self) -> list[StateValue]:
        """What is not reported although its day is past, the oldest first."""
        silent = (Status.REPORT_DUE, Status.REPORT_OVERDUE)
        return self._silent(*silent)

    @property
    def to_come(self) -> list[StateValue]:
        """What is asked for this year and falls due on a day to come."""
        return self._silent(Status.NOT_YET_DUE)

    def _rows(self, area: AreaScore) -> Iterable[list[StateValue]]:
        for score in reported_by_state(area):
            yield [value_of(score, year, self.state) for year in self.years]

    def _silent(self, *statuses: Status) -> list[StateValue]:
        silent = [value for value in self.values if value.silence in statuses]
        return sorted(silent, key=lambda value: value.year.due_on)


@dataclass(frozen=True, slots=True)
class Cell:
    """One State in one area: what it reported for the year, and how much it hosted."""

    area: ThematicArea | None
    reported: Reported
    hosted: int

    @property
    def area_pk(self) -> int | None:
        """The number of the area in the database, or None for no one area."""
        return self.area.pk if self.area else None


@dataclass
class StateRow:
    """One State across all areas; the last cell is for what belongs to no one area."""

    state: MemberState
    cells: list[Cell] = field(default_factory=list)

    @property
    def reported(self) -> Reported:
        """What it reported in all areas."""
        return sum((cell.reported for cell in self.cells), Reported(0, 0))

    @property
    def hosted(self) -> int:
        """How many activities it hosted in all areas."""
        return sum(cell.hosted for cell in self.cells)


def matrix(scorecard: Scorecard, year: int, hosted: dict[tuple, int]) -> list[StateRow]:
    """Return States by areas: what each reported for a year and hosted, in the order of the plan.

    `hosted` counts activities by the numbers of State and area in the database.
    """
    rows = []
    for state in scorecard.states:
        cells = [
            Cell(
                area=area.area,
                reported=count(value_of(score, year, state) for score in reported_by_state(area)),
                hosted=hosted.get((state.pk, area.area.pk), 0),
            )
            for area in scorecard.areas
        ]
        elsewhere = Cell(None, Reported(0, 0), hosted.get((state.pk, None), 0))
        rows.append(StateRow(state, [*cells, elsewhere]))
    return rows


def reported_by_state(area: AreaScore) -> list[IndicatorScore]:
    """Return the indicators of an area on which the States report, without the discontinued."""
    return [
        score
        for score in area.indicators
        if score.indicator.by_member_state
        and score.indicator.adoption != Indicator.Adoption.DISCONTINUED
    ]


def value_of(score: IndicatorScore, year: int, state: MemberState) -> StateValue:
    """Return what a State has said about an indicator for a year."""
    of_year = score.in_year(year)
    return StateValue(score, of_year, of_year.rows.get(state.code))


def values_by_state(
    score: IndicatorScore, years: Iterable[int], states: Iterable[MemberState]
) -> list[tuple[MemberState, list[StateValue]]]:
    """Return what each State has said about an indicator for each of the years."""
    years = list(years)
    return [(state, [value_of(score, year, state) for year in years]) for state in states]


def year_asked(text: str, scorecard: Scorecard) -> int:
    """Return the year that an address asks for: one of the plan so far, or else the current."""
    years = range(scorecard.plan.start_year, scorecard.year + 1)
    return next((year for year in years if str(year) == text), scorecard.year)
