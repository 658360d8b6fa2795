"""The pages of the indicators: the list and one indicator."""

from functools import cached_property

from django.utils.functional import SimpleLazyObject
from django.views.generic import TemplateView

from logframe import charts
from logframe.filters import IndicatorFilter
from logframe.models import MemberState
from logframe.scorecard import Scorecard, scores_of
from logframe.scored_indicators import ScoredIndicators
from logframe.scores import IndicatorScore
from logframe.states import StateValue, values_by_state
from logframe.tables import IndicatorTable
from logframe.views.base import IndicatorMixin, PlanMixin, whole_scorecard
from logframe.views.lists import TableListView


class IndicatorListView(PlanMixin, TableListView):
    """All indicators of the plan with their status, filtered and sorted; CSV and XLSX."""

    template_name = "logframe/indicator_list.html"
    table_class = IndicatorTable
    filterset_class = IndicatorFilter
    list_name = "indicators"

    @cached_property
    def scorecard(self) -> Scorecard:
        """The whole plan; most pages of the list need only the part that they show."""
        return whole_scorecard(self.request, self.plan, self.on)

    def get_queryset(self):
        """Return the plan's indicators."""
        return self.plan.indicators.all()

    def get_filterset_kwargs(self, filterset_class):
        """Give the filter the scorecard: a status is computed, not stored."""
        scorecard = SimpleLazyObject(lambda: self.scorecard)
        return super().get_filterset_kwargs(filterset_class) | {"scorecard": scorecard}

    def get_table_data(self) -> ScoredIndicators:
        """Return the indicators that pass the filter with their scores."""
        return ScoredIndicators(
            self.object_list, lambda: self.scorecard, self._some, is_read=self._has_scorecard
        )

    @property
    def _has_scorecard(self) -> bool:
        return "scorecard" in vars(self)

    def _some(self, indicators: set[int]) -> dict[int, IndicatorScore]:
        """Return the scores of some by their numbers, from the whole plan where it is read."""
        if self._has_scorecard:
            return self.scorecard.by_pk
        return scores_of(self.plan, self.on, indicators)


class IndicatorView(IndicatorMixin, TemplateView):
    """One indicator: definition, chart, values, the sum behind the status, history."""

    template_name = "logframe/indicator.html"

    def get_context_data(self, **kwargs):
        """Add the indicator's score and chart."""
        score = self.scorecard.by_pk[self.indicator.pk]
        return super().get_context_data(
            indicator=score.indicator,
            area=self.scorecard.areas[0].area,
            score=score,
            line=charts.line(score),
            states=self._states(score),
            levels=score.indicator.scale_levels.all(),
            **kwargs,
        )

    def _states(self, score: IndicatorScore) -> list[tuple[MemberState, list[StateValue]]]:
        """Return what each State said for the years so far, and for later ones with a value."""
        years = [s.year for s in score.years if s.rows or s.due_on.year <= score.on.year]
        return values_by_state(score, years, self.scorecard.states)
