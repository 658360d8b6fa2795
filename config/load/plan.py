"""One part of a load: six areas with their outputs, indicators, milestones and activities."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import cycle, islice
from random import Random

from config.load.kinds import COURSES, KINDS
from config.load.rows import Rows, moment
from logframe.models import (
    Activity,
    Indicator,
    MemberState,
    Milestone,
    Objective,
    Output,
    Plan,
    ReportingPeriod,
    ScaleLevel,
    ThematicArea,
)

AREAS = ("Clean air", "Healthy soils", "Rivers and lakes", "Seas and coasts", "Wild animals", "All")
OUTPUTS = (5, 5, 5, 4, 4, 4)
INDICATORS = 87
OF_AN_OBJECTIVE = 2
WORK = ("Shared data", "Joint training", "Common methods", "Pilot sites", "Policy advice")
ACTIVITIES = 64
DONE = ("Workshop", "Study", "Exchange of experts", "Field survey", "Course")
LAST_REPORT_DUE = (11, 1)


class PlanPart:
    """The part with this number, from 0, of the plan of a load."""

    def __init__(self, plan: Plan, number: int, rows: Rows):
        self.plan, self.number, self.rows = plan, number, rows
        self.random = Random(f"plan {number}")  # noqa: S311  the same load every time
        self.states = list(MemberState.objects.order_by("order", "code"))
        self.periods = list(ReportingPeriod.objects.filter(plan=plan).order_by("year"))
        self.begun = moment(date(plan.start_year, 1, 4))

    def write(self) -> None:
        """Write all rows of the part."""
        self.areas = self.rows.add(self._areas(), self.begun)
        self.objectives = self.rows.add(self._objectives(), self.begun)
        self.outputs = self.rows.add(self._outputs(), self.begun)
        self.indicators = self.rows.add(self._indicators(), self.begun)
        self.rows.add(self._levels(), self.begun)
        self.rows.add(self._milestones(), self.begun)
        self._write_activities()

    # The structure

    def _areas(self) -> Iterator[ThematicArea]:
        for place, name in enumerate(AREAS):
            order = self.number * len(AREAS) + place + 1
            yield ThematicArea(
                plan=self.plan,
                order=order,
                section=f"4.{order}",
                code=f"A{order}",
                slug=f"area-{order}",
                name=f"{name}, part {self.number + 1}",
                is_cross_cutting=place == len(AREAS) - 1,
            )

    def _objectives(self) -> Iterator[Objective]:
        for area in self.areas:
            objective = Objective(
                area=area, statement=f"To reach by the end of the plan: {area.name.lower()}."
            )
            objective.derive()
            yield objective

    def _outputs(self) -> Iterator[Output]:
        for objective, many in zip(self.objectives, OUTPUTS, strict=True):
            for letter, work in zip("abcde", WORK[:many], strict=False):
                output = Output(
                    objective=objective,
                    letter=letter,
                    statement=f"{work} for {objective.area.name.lower()} in all member States.",
                    short_title=f"{work} on {objective.area.name.lower()}",
                )
                output.derive()
                yield output

    def _indicators(self) -> Iterator[Indicator]:
        parents = [objective for objective in self.objectives for _ in range(OF_AN_OBJECTIVE)]
        parents += islice(cycle(self.outputs), INDICATORS - len(parents))
        numbers: dict[str, int] = {}
        for place, parent in enumerate(parents):
            number = numbers[parent.code] = numbers.get(parent.code, 0) + 1
            yield self._indicator(parent, number, self.number * INDICATORS + place)

    def _indicator(self, parent: Objective | Output, number: int, place: int) -> Indicator:
        kind, course = KINDS[place % len(KINDS)], COURSES[place % len(COURSES)]
        is_output = isinstance(parent, Output)
        has_baseline = kind.baseline is not None and course.has_baseline
        indicator = Indicator(
            output=parent if is_output else None,
            objective=None if is_output else parent,
            code=f"{parent.code}-{number}" if is_output else f"{parent.code}-O{number}",
            order=number,
            title=kind.title,
            definition=f"{kind.title}, counted at the end of the year.",
            unit=kind.unit,
            measure=kind.measure,
            direction=kind.direction,
            accumulation=kind.accumulation,
            tolerance=kind.tolerance,
            baseline_value=Decimal(kind.baseline) if has_baseline else None,
            baseline_year=self.plan.start_year - 1 if has_baseline else None,
            by_member_state=bool(kind.state_total),
            state_total=kind.state_total,
            adoption=course.adoption,
        )
        indicator.derive()
        indicator.kind, indicator.course = kind, course
        return indicator

    def _levels(self) -> Iterator[ScaleLevel]:
        for indicator in self.indicators:
            for level, text in enumerate(indicator.kind.levels, start=1):
                yield ScaleLevel(indicator=indicator, level=level, text=text)

    def _milestones(self) -> Iterator[Milestone]:
        for indicator in self.indicators:
            for index in indicator.course.milestones:
                period = self.periods[index]
                is_early = indicator.course.is_due_early and period is self.periods[-1]
                yield Milestone(
                    indicator=indicator,
                    year=period.year,
                    due_on=date(period.year, *LAST_REPORT_DUE) if is_early else None,
                    value=Decimal(indicator.kind.milestones[index]),
                    set_on=self.begun.date(),
                    authority="the Meeting",
                )

    # What is done

    def _write_activities(self) -> None:
        activities = self.rows.add(
            [self._activity(place) for place in range(ACTIVITIES)], self.begun
        )
        self.rows.add_untold(
            Activity.outputs.through(activity=activity, output=output)
            for activity in activities
            for output in self.random.sample(self.outputs, 2)
        )

    def _activity(self, place: int) -> Activity:
        area = self.areas[place % len(self.areas)]
        period, kind = self.periods[place % len(self.periods)], DONE[place % len(DONE)]
        first = date(period.year, self.random.randint(1, 12), self.random.randint(1, 27))
        state = self.states[place % len(self.states)]
        budget = Decimal(self.random.randint(10, 200) * 1000)
        return Activity(
            plan=self.plan,
            code=f"L{self.number * ACTIVITIES + place + 1:05}",
            title=f"{kind} on {area.name.lower()}",
            kind=kind,
            area=area,
            starts_on=first,
            ends_on=first.replace(day=first.day + 1),
            place=f"hosted by {state.code}",
            host_state=state,
            lead="Secretariat",
            status=self.random.choice(Activity.Status.values),
            funding_source=self.random.choice(Activity.Funding.values),
            budget=budget,
            spent=budget / 2,
        )
