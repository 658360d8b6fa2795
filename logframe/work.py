"""What a person has to do: what is due, overdue, returned, drafted, and waiting to be verified.

It is read for all reporting years that are open, of every plan, in a constant number of queries.
A value is due for each year that has begun, for every indicator that is not discontinued; a
narrative for every output that the governing body has neither merged nor phased out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext

from logframe import plan_rows
from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Milestone,
    Output,
    Plan,
    ProgressReport,
    ReportingPeriod,
    Reviewed,
    ReviewReturn,
    ReviewState,
    ThematicArea,
)

RECORD = ("logframe.add_measurement", "logframe.add_progressreport")
VERIFY = ("logframe.verify_measurement", "logframe.verify_progressreport")
GIVEN_UP = (Output.Status.MERGED, Output.Status.PHASED_OUT)


def is_staff(person: User) -> bool:
    """Whether a person reports or verifies anything."""
    return any(person.has_perm(right) for right in (*RECORD, *VERIFY))


@dataclass(kw_only=True)
class Line:
    """One thing to do about an indicator or an output in one year."""

    subject: Indicator | Output
    area: ThematicArea
    period: ReportingPeriod

    @property
    def is_narrative(self) -> bool:
        """Whether it is about the narrative on an output, not a value of an indicator."""
        return isinstance(self.subject, Output)

    @property
    def title(self) -> str:
        """What the indicator or output is called."""
        return self.subject.short_title if self.is_narrative else self.subject.title

    @property
    def url(self) -> str:
        """The address of the form."""
        plan, year, slug = self.area.plan.slug, self.period.year, self.subject.slug
        if self.is_narrative:
            return reverse("narrative", args=[plan, slug, year])
        return reverse("record_indicator", args=[plan, year, slug])

    @property
    def place(self) -> tuple:
        """Where it stands among others: due first, then in the order of the plan."""
        of_objective = not self.is_narrative and self.subject.output_id is None
        return self.period.due_on, self.area.order, not of_objective, self.subject.code


@dataclass(kw_only=True)
class Gap(Line):
    """A narrative or a value that nobody has reported yet, or a value of some member States.

    `missing` are the States that have not reported, of `states` that should; `lacks_total` says
    that the value for all together is missing.
    """

    missing: list[MemberState] = field(default_factory=list)
    states: int = 0
    lacks_total: bool = False

    @property
    def what_is_missing(self) -> str:
        """What is missing, in a few words."""
        if self.is_narrative:
            return gettext("progress report")
        total = gettext("value for all together") if self.states else gettext("value")
        return "; ".join(filter(None, (self._missing_states(), self.lacks_total and total)))

    def _missing_states(self) -> str:
        if not self.missing:
            return ""
        numbers = {"k": len(self.missing), "n": self.states}
        words = gettext("%(k)s of %(n)s States missing") % numbers
        if len(self.missing) == self.states:
            return words
        return f"{words}: {', '.join(state.code for state in self.missing)}"


@dataclass(kw_only=True)
class Entry(Line):
    """A row that was reported and is not verified yet.

    `milestone` and `last`, the value verified last, are what a verifier compares a value with.
    `needs_colleague` says that the person handled the row and may not verify it.
    """

    row: Reviewed
    milestone: Milestone | None = None
    last: Measurement | None = None
    needs_colleague: bool = False

    @property
    def key(self) -> str:
        """Which row it is, and the version in which it was seen."""
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.row.version}"

    @property
    def indicator(self) -> Indicator | None:
        """The indicator, where it is a value."""
        return None if self.is_narrative else self.subject

    @property
    def shows_unit(self) -> bool:
        """Whether the value counts things: a State that is counted only says yes."""
        is_counted = self.indicator.state_total == Indicator.StateTotal.COUNT
        return self.indicator.measure == Indicator.Measure.NUMBER and not is_counted

    @property
    def last_return(self) -> ReviewReturn | None:
        """Why it was returned last, if it was."""
        return max(self.row.returns.all(), key=lambda one: one.returned_at, default=None)

    @property
    def place(self) -> tuple:
        """Where it stands among others: the member States of an indicator in their order."""
        state = None if self.is_narrative else self.row.member_state
        return *super().place, state.order if state else 0, self.row.revision


@dataclass
class Work:
    """What one person has to do on a day, each group in the order of the plan.

    `plans_in_full` are the plans in which no area is assigned to the person, so that all is shown.
    `sees_due` is False for who verifies and has no area: nothing falls due from that person.
    `years` are those that have begun and are not closed.
    """

    on: date
    to_verify: list[Entry] = field(default_factory=list)
    returned: list[Entry] = field(default_factory=list)
    overdue: list[Gap] = field(default_factory=list)
    drafts: list[Entry] = field(default_factory=list)
    due: list[Gap] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)
    plans_in_full: list[Plan] = field(default_factory=list)
    sees_due: bool = True
    years: list[ReportingPeriod] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to do or to wait for."""
        return not (self.asks_for_something or self.to_verify or self.drafts or self.waiting)

    @property
    def verifiable(self) -> list[Entry]:
        """What waits to be verified and the person may verify."""
        return [line for line in self.to_verify if not line.needs_colleague]

    @property
    def asks_for_something(self) -> bool:
        """Whether anything is due from the person, returned or to be verified."""
        return bool(self.verifiable or self.returned or self.overdue or self.due)


def work_of(person: User, on: date) -> Work:
    """Return what a person has to do on a day."""
    return _Reader(person, on).read()


class _Reader:
    """Reads the rows of all open years, one query a table, and sorts them into groups."""

    def __init__(self, person: User, on: date):
        self.person, self.on = person, on
        self.records = any(person.has_perm(right) for right in RECORD)
        self.verifies = any(person.has_perm(right) for right in VERIFY)

    def read(self) -> Work:
        self.work = Work(on=self.on)
        self.periods = {
            period.pk: period
            for period in ReportingPeriod.objects.filter(closed_on=None).select_related("plan")
        }
        self.work.years = [
            period for period in self.periods.values() if date(period.year, 1, 1) <= self.on
        ]
        self.areas = {area.pk: area for area in self._areas()}
        self.area_of = {
            area.objective.pk: area for area in self.areas.values() if hasattr(area, "objective")
        }
        self.mine = self._areas_of_mine()
        self.states = list(MemberState.objects.order_by("order", "code"))
        of = "plan", list({area.plan_id for area in self.areas.values()})
        self.outputs = {row.pk: row for row in plan_rows.OUTPUTS.read(of)}
        self.indicators = {row.pk: row for row in plan_rows.INDICATORS.read(of)}
        self._sort_in_hand()
        if self.records:
            self._find_missing()
        self._add_comparisons()
        for lines in self._groups():
            lines.sort(key=lambda line: line.place)
        return self.work

    def _groups(self) -> Iterator[list[Line]]:
        work = self.work
        yield from (work.to_verify, work.returned, work.overdue, work.drafts, work.due)
        yield work.waiting

    # What is read

    def _areas(self):
        plans = {period.plan_id for period in self.periods.values()}
        assigned = ThematicArea.officers.through.objects.filter(
            thematicarea=OuterRef("pk"), user=self.person
        )
        areas = ThematicArea.objects.filter(plan__in=plans).select_related("plan", "objective")
        return areas.annotate(is_mine=Exists(assigned))

    def _areas_of_mine(self) -> set[int]:
        """Return the areas assigned to the person; in a plan without one, an officer has all."""
        of_plan = defaultdict(list)
        for area in self.areas.values():
            of_plan[area.plan].append(area)
        mine = {area.pk for area in self.areas.values() if area.is_mine}
        without = [plan for plan, areas in of_plan.items() if not any(a.is_mine for a in areas)]
        if not self.verifies:
            self.work.plans_in_full = without
            mine |= {area.pk for plan in without for area in of_plan[plan]}
        self.work.sees_due = bool(mine)
        return mine

    def _in_hand(self) -> Iterator[Reviewed]:
        """Return what was reported and is not verified yet, with the rows that it belongs to."""
        states = {state.pk: state for state in self.states}
        for row in self._pending(Measurement):
            row.indicator = self.indicators[row.indicator_id]
            row.member_state = states.get(row.member_state_id)
            yield row
        for row in self._pending(ProgressReport):
            row.output = self.outputs[row.output_id]
            yield row

    def _pending(self, model: type[Reviewed]) -> Iterator[Reviewed]:
        rows = model.objects.pending().filter(period__in=self.periods).order_by()
        people = ("recorded_by", "submitted_by")
        for row in rows.select_related(*people).prefetch_related("returns__returned_by"):
            row.period = self.periods[row.period_id]
            yield row

    @cached_property
    def _values(self) -> dict[tuple[int, int], set[int | None]]:
        """The member States that reported, None for all together, by indicator and year."""
        grouped = defaultdict(set)
        rows = Measurement.objects.filter(period__in=self.work.years).order_by()
        for indicator, period, state in rows.values_list("indicator", "period", "member_state"):
            grouped[indicator, period].add(state)
        return grouped

    @cached_property
    def _reports(self) -> set[tuple[int, int]]:
        """The outputs and years of which there is a narrative."""
        rows = ProgressReport.objects.filter(period__in=self.work.years).order_by()
        return set(rows.values_list("output", "period"))

    # How it is sorted

    def _sort_in_hand(self) -> None:
        """Sort what was reported and is not verified yet."""
        for row in self._in_hand():
            self._place(row)

    def _place(self, row: Reviewed) -> None:
        subject = row.indicator if isinstance(row, Measurement) else row.output
        area = self._area_of(subject)
        line = Entry(subject=subject, area=area, period=row.period, row=row)
        if row.state == ReviewState.SUBMITTED and self._may_verify(row):
            line.needs_colleague = self._needs_colleague(row)
            self.work.to_verify.append(line)
        elif area.pk in self.mine or row.recorded_by_id == self.person.pk:
            groups = {
                ReviewState.DRAFT: self.work.drafts,
                ReviewState.RETURNED: self.work.returned,
                ReviewState.SUBMITTED: self.work.waiting,
            }
            groups[row.state].append(line)

    def _may_verify(self, row: Reviewed) -> bool:
        return self.verifies and self.person.has_perm(f"logframe.verify_{row._meta.model_name}")

    def _needs_colleague(self, row: Reviewed) -> bool:
        handled = self.person.pk in (row.recorded_by_id, row.submitted_by_id)
        return handled and not settings.LOGFRAME_OWN_VERIFICATION

    def _find_missing(self) -> None:
        """Find what nobody has reported yet, in the years that have begun."""
        for period in self.work.years:
            lines = self.work.overdue if period.due_on < self.on else self.work.due
            lines += self._missing_values(period)
            lines += self._missing_reports(period)

    def _missing_values(self, period: ReportingPeriod) -> Iterator[Gap]:
        for indicator in self._of_mine(self.indicators.values(), period):
            if indicator.adoption == Indicator.Adoption.DISCONTINUED:
                continue
            reported = self._values.get((indicator.pk, period.pk), set())
            line = self._gap(indicator, period, reported)
            if line.missing or line.lacks_total:
                yield line

    def _gap(self, indicator: Indicator, period: ReportingPeriod, reported: set) -> Gap:
        states = self.states if indicator.by_member_state else []
        return Gap(
            subject=indicator,
            area=self._area_of(indicator),
            period=period,
            missing=[state for state in states if state.pk not in reported],
            states=len(states),
            lacks_total=not indicator.adds_up_from_states and None not in reported,
        )

    def _missing_reports(self, period: ReportingPeriod) -> Iterator[Gap]:
        for output in self._of_mine(self.outputs.values(), period):
            if output.status not in GIVEN_UP and (output.pk, period.pk) not in self._reports:
                yield Gap(subject=output, area=self._area_of(output), period=period)

    def _of_mine(self, subjects: Iterable, period: ReportingPeriod) -> Iterator:
        for subject in subjects:
            if subject.plan_id == period.plan_id and self._area_of(subject).pk in self.mine:
                yield subject

    def _area_of(self, subject: Indicator | Output) -> ThematicArea:
        owner = subject if subject.objective_id else self.outputs[subject.output_id]
        return self.area_of[owner.objective_id]

    # What a verifier compares with

    def _add_comparisons(self) -> None:
        lines = [line for line in self.work.to_verify if not line.is_narrative]
        for line in lines:
            place = (line.subject.pk, line.period.year)
            line.milestone = self._milestones.get(place)
            line.last = self._last_before(line)

    @cached_property
    def _milestones(self) -> dict[tuple[int, int], Milestone]:
        rows = Milestone.objects.filter(indicator__in=self._compared, set_on__lte=self.on)
        return {(row.indicator_id, row.year): row for row in rows.order_by("set_on")}

    @cached_property
    def _verified(self) -> dict[tuple, list[Measurement]]:
        grouped = defaultdict(list)
        rows = Measurement.objects.in_force(self.on).filter(indicator__in=self._compared)
        for row in rows.select_related("period").order_by("period__year"):
            grouped[row.indicator_id, row.member_state_id].append(row)
        return grouped

    @cached_property
    def _compared(self) -> set[int]:
        return {line.subject.pk for line in self.work.to_verify if not line.is_narrative}

    def _last_before(self, line: Entry) -> Measurement | None:
        rows = self._verified[line.subject.pk, line.row.member_state_id]
        return next((r for r in reversed(rows) if r.period.year <= line.period.year), None)
