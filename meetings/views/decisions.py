"""The decision register, one decision, and what it does to earlier ones."""

from functools import cached_property

from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from logframe.models import Output, Plan
from logframe.scorecard import Scope, Scorecard
from logframe.views.base import AsOfMixin
from logframe.views.lists import ListPaginator, TableListView
from meetings import text_index
from meetings.filters import DecisionFilter
from meetings.forms import RelationForm
from meetings.models import Decision, DecisionLink, DecisionRelation
from meetings.past import decisions_on, relations_on
from meetings.relations import candidates
from meetings.tables import DecisionTable
from meetings.views.base import AboutDecisionView

# What a decision bears on: what names it, leads to it and puts it in the order of the plan.
TO = ("output__plan", "output__objective__area", "objective__plan", "objective__area__plan")
SHOWN = (
    "decision",
    "strength",
    "reason",
    "output__code",
    "output__slug",
    "output__short_title",
    "output__plan__slug",
    "output__objective__area__order",
    "objective__code",
    "objective__plan__slug",
    "objective__area__slug",
    "objective__area__plan__slug",
)


class LongListPaginator(ListPaginator):
    """The pages of a list that may be very long: it is counted and turned so far, no further.

    To count a hundred thousand rows takes longer than to show a page of them, and nobody turns a
    thousand pages. The filters find what lies beyond, and the files have all.
    """

    MOST = 500

    def __init__(self, *args, counted: int | None, are_known: bool, **kwargs):
        """Take how many there are, if that is known, and whether it is quick to sort them all."""
        super().__init__(*args, **kwargs)
        self.counted, self.are_known = counted, are_known

    def page(self, number):
        """Return a page; of those that are sorted only its own are read."""
        number = self.validate_number(number)
        if self._sorted is None:
            return super().page(number)
        begin = (number - 1) * self.per_page
        table, shown = self.object_list.data, self._sorted[begin : begin + self.per_page]
        table.data = text_index.among(table.data, shown)
        return self._get_page(self.object_list[: self.per_page], number, self)

    @cached_property
    def _sorted(self) -> list[int] | None:
        """The numbers of all: for one page of them PostgreSQL might walk along the list of all."""
        if not (self.are_known and connection.vendor == "postgresql"):
            return None
        return list(self.object_list.data.data.values_list("pk", flat=True))

    @cached_property
    def _counted(self) -> int:
        if self.counted is not None:
            return self.counted
        if self._sorted is not None:
            return len(self._sorted)
        return self.object_list.data.data.order_by()[: self.MOST + 1].count()

    @property
    def count(self) -> int:
        """How many rows can be turned to."""
        return min(self._counted, self.MOST)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than can be turned to."""
        return self._counted > self.MOST


class DecisionListView(TableListView):
    """The register: at first what is still to be acted on, what presses most on top."""

    template_name = "meetings/decision_list.html"
    table_class = DecisionTable
    filterset_class = DecisionFilter
    list_name = "decisions"
    paginate_by = 25
    paginator_class = LongListPaginator

    def get_queryset(self):
        """Return the decisions, what presses most on top."""
        return decisions_on(self.on).by_due_day()

    def get_table_kwargs(self) -> dict:
        """Tell the table of which day it speaks."""
        return super().get_table_kwargs() | {"on": self.on}

    def get_table_pagination(self, table):
        """Count no rows again that the filter has counted."""
        pagination = super().get_table_pagination(table)
        found = self.filterset
        return pagination and pagination | {"counted": found.counted, "are_known": found.are_known}

    def get_filterset_kwargs(self, filterset_class):
        """Show what is still to be acted on until the reader chooses otherwise."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        chosen = self.request.GET.keys() & set(filterset_class.base_filters)
        if not chosen:
            kwargs["data"] = self.request.GET.copy()
            kwargs["data"]["show"] = "open"
        return kwargs


class DecisionView(AsOfMixin, DetailView):
    """One decision: exact words, addressees, what it bears on, and what became of it."""

    template_name = "meetings/decision.html"

    def get_queryset(self):
        """Return the decisions that had been taken, with all that the page shows."""
        return (
            decisions_on(self.on)
            .in_words()
            .prefetch_related(
                Prefetch("links", DecisionLink.objects.select_related(*TO).only(*SHOWN)),
                "follow_ups__author",
                "follow_ups__addressee__member_state",
                "follow_ups__addressee__body",
                Prefetch("relations", _with_line(DecisionRelation.objects, "earlier")),
                Prefetch("later_relations", _with_line(relations_on(self.on), "decision")),
            )
        )

    def get_object(self, queryset=None) -> Decision:
        """Return the decision; the page of one that was taken later says only that."""
        slug = self.kwargs["slug"]
        try:
            return self.get_queryset().get(slug=slug)
        except Decision.DoesNotExist:
            self.template_name = "meetings/decision_to_come.html"
            return get_object_or_404(Decision.objects.for_register(), slug=slug)

    def get_context_data(self, **kwargs):
        """Add where the outputs and objectives stand that the decision bears on."""
        plan = Plan.objects.current()
        links = list(self.object.links.all())
        is_traced = any(link.target.plan == plan for link in links)
        scorecard = Scorecard.load(plan, on=self.on, include=_scope(links)) if is_traced else None
        trace = [(link, _score(scorecard, link)) for link in links]
        return super().get_context_data(
            **kwargs, current_plan=plan, scorecard=scorecard, trace=trace
        )


def _with_line(relations, other: str) -> QuerySet:
    """Return relations with what a line says of the decision at the other end."""
    line = (f"{other}__{field}" for field in ("code", "slug", "wording"))
    return relations.select_related(other).only("kind", "note", "decision", "earlier", *line)


def _scope(links: list[DecisionLink]) -> Scope:
    """Return the part of the plan that links lead to: one output, or the areas of all."""
    if len(links) == 1 and links[0].output:
        return links[0].output
    return [(link.objective or link.output.objective).area_id for link in links]


def _score(scorecard: Scorecard | None, link: DecisionLink):
    """Return the score of the output or area that a link leads to; None outside the plan."""
    if scorecard is None:
        return None
    if isinstance(link.target, Output):
        scores = {score.output: score for score in scorecard.outputs}
    else:
        scores = {score.objective: score for score in scorecard.areas}
    return scores.get(link.target)


class RelationView(AboutDecisionView):
    """Say that a decision supersedes, repeats or amends an earlier one."""

    model = DecisionRelation
    form_class = RelationForm
    template_name = "meetings/relation.html"
    permission_required = "meetings.add_decisionrelation"
    saved = _("The relation was saved.")

    def get_initial(self) -> dict:
        """Fill in the decision that was chosen from the list."""
        return {"earlier": self.request.GET.get("earlier", "")}

    def get_context_data(self, **kwargs):
        """Add the earlier decisions to choose from."""
        return super().get_context_data(**kwargs, candidates=candidates(self.decision))
