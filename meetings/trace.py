"""The trace between decisions and the plan: every link, and what has none on either side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, F, Model, Q, QuerySet, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableListData

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


class TraceRows(TableListData):
    """The rows of one part: a query, of which a page reads the rows that it shows.

    `apart` tells which of them are counted besides: those that ask for action, or are direct.
    """

    def __init__(self, part: Part, found: QuerySet, row: Callable[[Model], TraceRow], apart: Q):
        self.part, self.found, self.row, self.apart = part, found, row, apart

    @property
    def data(self) -> list[TraceRow]:
        """All rows."""
        return list(map(self.row, self.found))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are in all, and how many apart."""
        apart = Count("pk", filter=self.apart)
        return self.found.order_by().aggregate(all=Count("pk"), apart=apart)

    def __len__(self) -> int:
        return self.counts["all"]

    def __getitem__(self, part: slice) -> list[TraceRow]:
        return list(map(self.row, self.found[part]))

    def order_by(self, aliases) -> None:
        """Sort by columns; `-` before the name of one turns it round."""
        places = SORTED_BY[self.part]
        chosen = [
            places[alias.lstrip("-")].desc(nulls_last=True)
            if alias.startswith("-")
            else places[alias].asc(nulls_first=True)
            for alias in aliases
            if alias.lstrip("-") in places
        ]
        self.found = self.found.order_by(*chosen, *self.found.query.order_by)


# What a column of a part is sorted by.
SORTED_BY = {
    Part.NO_DECISION: {"target": F("code"), "area": F("objective__area__order")},
    Part.NO_OUTPUT: {"decision": F("code"), "wording": F("wording"), "area": F("area__order")},
    Part.LINK: {
        "target": Coalesce("output__code", "objective__code"),
        "strength": F("strength"),
        "reason": F("reason"),
        "decision": F("decision__code"),
        "wording": F("decision__wording"),
    },
}


@dataclass
class Trace:
    """What decisions ask of the outputs of a plan, and where one side stands alone."""

    no_decision: TraceRows
    no_output: TraceRows
    links: TraceRows

    @classmethod
    def load(
        cls, plan: Plan, decisions: QuerySet, on: date, area: ThematicArea | None = None
    ) -> "Trace":
        """Trace the decisions to the plan, or to one area of it, as of a day.

        An output that only other decisions ask for counts as one that none of these asks for. A
        decision that bears on an objective alone has no output that serves it.
        """
        links = _links(plan, decisions, on)
        of_outputs = links.filter(output__isnull=False)
        outputs = Output.objects.filter(plan=plan).exclude(pk__in=of_outputs.values("output"))
        decisions = decisions.exclude(pk__in=of_outputs.values("decision"))
        if area:
            of_area = Q(output__objective__area=area) | Q(objective__area=area)
            links, outputs = links.filter(of_area), outputs.filter(objective__area=area)
            decisions = decisions.filter(area=area)
        return cls(
            no_decision=TraceRows(
                Part.NO_DECISION,
                outputs.select_related("plan", "objective__area").order_by(
                    "objective__area__order", "letter"
                ),
                lambda output: TraceRow(Part.NO_DECISION, target=output),
                apart=Q(pk=None),
            ),
            no_output=TraceRows(
                Part.NO_OUTPUT,
                decisions.select_related("meeting", "area", "due_meeting").order_by(
                    "-is_actionable", "-meeting__number", "section", "paragraph", "sequence"
                ),
                lambda decision: TraceRow(Part.NO_OUTPUT, decision=decision),
                apart=Q(is_actionable=True),
            ),
            links=TraceRows(
                Part.LINK,
                links.order_by(*IN_PLAN),
                lambda link: TraceRow(
                    Part.LINK, decision=link.decision, target=link.target, link=link
                ),
                apart=Q(strength=DecisionLink.Strength.DIRECT),
            ),
        )

    @property
    def no_output_to_act_on(self) -> int:
        """How many decisions that no output serves ask for action."""
        return self.no_output.counts["apart"]

    @property
    def direct(self) -> int:
        """How many links are direct."""
        return self.links.counts["apart"]

    def of_part(self, part: Part) -> TraceRows:
        """Return the rows of one part."""
        parts = {
            Part.NO_DECISION: self.no_decision,
            Part.NO_OUTPUT: self.no_output,
            Part.LINK: self.links,
        }
        return parts[part]


# A link stands in the order of the plan, and what bears on its output directly comes first.
IN_PLAN = (
    Coalesce("output__objective__area__order", "objective__area__order"),
    F("output__letter").asc(nulls_first=True),
    "strength",
    "-decision__meeting__number",
    "pk",
)


def _links(plan: Plan, decisions: QuerySet, on: date) -> QuerySet:
    """Return the links of decisions to a plan."""
    of_plan = Q(output__plan=plan) | Q(objective__plan=plan)
    links = DecisionLink.objects.filter(of_plan, decision__in=decisions.order_by().values("pk"))
    return with_decisions(links, on).select_related(
        "output__plan",
        "output__objective__area",
        "objective__area__plan",
    )
