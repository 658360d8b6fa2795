"""The trace between decisions and the plan: every link, and what has none on either side."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from logframe.models import Objective, Output, Plan, ThematicArea
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


@dataclass
class Trace:
    """What decisions ask of the outputs of a plan, and where one side stands alone."""

    no_decision: list[TraceRow]
    no_output: list[TraceRow]
    links: list[TraceRow]

    @classmethod
    def load(
        cls, plan: Plan, decisions: QuerySet, on: date, area: ThematicArea | None = None
    ) -> "Trace":
        """Trace the decisions to the plan, or to one area of it, as of a day, in three queries.

        An output that only other decisions ask for counts as one that none of these asks for. A
        decision that bears on an objective alone has no output that serves it.
        """
        every_link = list(_links(plan, decisions, on))
        links = [row for row in map(_row, every_link) if area in (None, row.area)]
        outputs = Output.objects.filter(plan=plan).select_related("plan", "objective__area")
        decisions = decisions.select_related("meeting", "area", "due_meeting").order_by(
            "-is_actionable", "-meeting__number", "section", "paragraph", "sequence"
        )
        if area:
            outputs = outputs.filter(objective__area=area)
            decisions = decisions.filter(area=area)
        asked_for = {link.output_id for link in every_link}
        served = {link.decision_id for link in every_link if link.output_id}
        return cls(
            no_decision=[
                TraceRow(Part.NO_DECISION, target=output)
                for output in outputs.order_by("objective__area__order", "letter")
                if output.pk not in asked_for
            ],
            no_output=[
                TraceRow(Part.NO_OUTPUT, decision=decision)
                for decision in decisions.exclude(pk__in=served)
            ],
            links=sorted(links, key=_place),
        )

    @property
    def no_output_to_act_on(self) -> int:
        """How many decisions that no output serves ask for action."""
        return sum(1 for row in self.no_output if row.decision.is_actionable)

    @property
    def direct(self) -> int:
        """How many links are direct."""
        return sum(1 for row in self.links if row.link.strength == DecisionLink.Strength.DIRECT)

    def of_part(self, part: Part) -> list[TraceRow]:
        """Return the rows of one part."""
        parts = {
            Part.NO_DECISION: self.no_decision,
            Part.NO_OUTPUT: self.no_output,
            Part.LINK: self.links,
        }
        return parts[part]


def _links(plan: Plan, decisions: QuerySet, on: date) -> QuerySet:
    """Return the links of decisions to a plan."""
    of_plan = Q(output__plan=plan) | Q(objective__plan=plan)
    links = DecisionLink.objects.filter(of_plan, decision__in=decisions.order_by().values("pk"))
    return with_decisions(links, on).select_related(
        "output__plan",
        "output__objective__area",
        "objective__area__plan",
    )


def _row(link: DecisionLink) -> TraceRow:
    return TraceRow(Part.LINK, decision=link.decision, target=link.target, link=link)


def _place(row: TraceRow) -> tuple:
    """Return the place of a link: in the order of the plan, what bears on it directly first."""
    letter = row.target.letter if isinstance(row.target, Output) else ""
    return (row.area.order, letter, row.link.strength, -row.decision.meeting.number, row.link.pk)
