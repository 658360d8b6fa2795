"""The trace between decisions and the plan: every link, and what has none on either side."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from logframe.models import Objective, Output, Plan, ThematicArea
from logframe.paged_rows import PagedRows
from meetings.models import Decision, DecisionLink
from meetings.past import with_decisions


class Part(TextChoices):
    """What a row of the trace tells."""

    NO_DECISION = "no_decision", _("output that no decision asks for")
    NO_OUTPUT = "no_output", _("decision that no output serves")
    LINK = "link", _("link")


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One link with its strength and reason, or one side that has none."""

    part: Part
    decision: Decision | None = None
    target: Output | Objective | None = None
    link: DecisionLink | None = None

    @property
    def area(self) -> ThematicArea | None:
        """The area of the output or objective, or else that of the decision."""
        if isinstance(self.target, Output):
            return self.target.objective.area
        return self.target.area if self.target else self.decision.area


class TraceRows(PagedRows):
    """One part of the trace, of records that are its outputs, its decisions or its links."""

    def __init__(self, part: Part, records: QuerySet):
        self.part, self.records = part, records

    def all_rows(self) -> list[TraceRow]:
        """Return all rows of the part."""
        return [self._row(record) for record in self.records]

    def some_rows(self, keys: list[int]) -> dict[int, TraceRow]:
        """Return the rows of some records by their keys."""
        return {key: self._row(record) for key, record in self.records.in_bulk(keys).items()}

    def _row(self, record: Output | Decision | DecisionLink) -> TraceRow:
        match self.part:
            case Part.NO_DECISION:
                return TraceRow(self.part, target=record)
            case Part.NO_OUTPUT:
                return TraceRow(self.part, decision=record)
        return TraceRow(self.part, decision=record.decision, target=record.target, link=record)


class Trace:
    """What decisions ask of the outputs of a plan, or of one area of it, as of a day.

    An output that only other decisions ask for counts as one that none of these asks for. A
    decision that bears on an objective alone has no output that serves it.
    """

    def __init__(self, plan: Plan, decisions: QuerySet, on: date, area: ThematicArea | None = None):
        links = DecisionLink.objects.filter(
            Q(output__plan=plan) | Q(objective__plan=plan),
            decision__in=decisions.order_by().values("pk"),
        )
        serving = links.filter(output__isnull=False)
        outputs = plan.outputs.exclude(pk__in=serving.values("output"))
        unserved = decisions.exclude(pk__in=serving.values("decision"))
        if area:
            links = links.filter(Q(output__objective__area=area) | Q(objective__area=area))
            outputs = outputs.filter(objective__area=area)
            unserved = unserved.filter(area=area)
        self.no_decision = TraceRows(Part.NO_DECISION, _in_plan(outputs))
        self.no_output = TraceRows(Part.NO_OUTPUT, _by_report(unserved))
        self.links = TraceRows(Part.LINK, _by_place(with_decisions(links, on)))

    def no_output_to_act_on(self) -> int:
        """Count the decisions that no output serves and that ask for action."""
        return self.no_output.keys.order_by().filter(is_actionable=True).count()

    def direct(self) -> int:
        """Count the direct links."""
        return self.links.keys.order_by().filter(strength=DecisionLink.Strength.DIRECT).count()

    def of_part(self, part: Part) -> TraceRows:
        """Return the rows of one part."""
        parts = {
            Part.NO_DECISION: self.no_decision,
            Part.NO_OUTPUT: self.no_output,
            Part.LINK: self.links,
        }
        return parts[part]


def _in_plan(outputs: QuerySet) -> QuerySet:
    """Return outputs in the order of the plan."""
    return outputs.select_related("plan", "objective__area").order_by(
        "objective__area__order", "letter"
    )


def _by_report(decisions: QuerySet) -> QuerySet:
    """Return decisions that ask for action first, then those of the newest meeting."""
    return decisions.select_related("meeting", "area", "due_meeting").order_by(
        "-is_actionable", "-meeting__number", "section", "paragraph", "sequence"
    )


def _by_place(links: QuerySet) -> QuerySet:
    """Return links in the order of the plan, what bears on it directly first."""
    return links.select_related(
        "output__plan", "output__objective__area", "objective__area__plan"
    ).order_by(
        Coalesce("output__objective__area__order", "objective__area__order"),
        F("output__letter").asc(nulls_first=True),
        "strength",
        "-decision__meeting__number",
        "pk",
    )
