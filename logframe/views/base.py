"""What the plan's pages share: the plan of the address, and its scorecard as of a day."""

from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language

from logframe.models import Indicator, Output, Plan
from logframe.scorecard import Scope, Scorecard


class ToldNotFound(Http404):
    """Nothing is there, and the message says to the person why and what to do."""


def if_current(plan: Plan | None) -> dict[str, Plan]:
    """Give a template the plan as the current one, if it is, so that it is not read again."""
    return {"current_plan": plan} if plan and plan.is_current else {}


class AsOfMixin:
    """A page that can be seen as of a day of the past, unless it says that it knows none."""

    knows_past = True

    @property
    def on(self) -> date:
        """The day of which the page speaks: the one that was asked for, or today."""
        asked = self.request.as_of if self.knows_past else None
        return asked or timezone.localdate()

    def head(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Answer like GET.

        Without it Django gives each view its own `get` to keep: then the two, and all that the view
        has read, stay in memory until Python looks for such rings, which takes a tenth of the time.
        """
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Tell the template whether the page knows the past."""
        return super().get_context_data(**{"knows_past": self.knows_past} | kwargs)


class PlanMixin:
    """A page that speaks of one plan."""

    @cached_property
    def plan(self) -> Plan:
        """The plan that the address names."""
        try:
            return Plan.objects.in_address(self.kwargs["plan"])
        except Plan.DoesNotExist as missing:
            raise Http404 from missing

    def get_context_data(self, **kwargs):
        """Give the template the plan, which is most often the current one."""
        return super().get_context_data(**kwargs | {"plan": self.plan} | if_current(self.plan))


def whole_scorecard(request: HttpRequest, plan: Plan, on: date) -> Scorecard:
    """Return the whole plan as of a day, kept until something is written where pages are kept."""
    revision = getattr(request, "revision", None)
    if revision:
        return Scorecard.kept(plan, on, get_language(), revision)
    return Scorecard.load(plan, on=on)


class ScorecardMixin(AsOfMixin, PlanMixin):
    """A page that says where the plan, or a part of it, stands."""

    def scope(self) -> Scope:
        """Return the part of the plan that the page shows; None is all of it."""
        return None

    @cached_property
    def scorecard(self) -> Scorecard:
        """The plan, or the part of it that the page shows, as of the day."""
        if self.scope() is None:
            return whole_scorecard(self.request, self.plan, self.on)
        return Scorecard.load(self.plan, on=self.on, include=self.scope())

    def get_context_data(self, **kwargs):
        """Give the template the scorecard."""
        return super().get_context_data(**kwargs, scorecard=self.scorecard)


class OutputMixin(ScorecardMixin):
    """A page that speaks of one output."""

    @cached_property
    def output(self) -> Output:
        """The output that the address names."""
        return get_object_or_404(
            Output.objects.select_related("objective__area"),
            plan=self.plan,
            slug=self.kwargs["slug"],
        )

    def scope(self) -> Output:
        """Return the output."""
        return self.output


class IndicatorMixin(ScorecardMixin):
    """A page that speaks of one indicator."""

    @cached_property
    def indicator(self) -> Indicator:
        """The indicator that the address names."""
        return get_object_or_404(
            Indicator.objects.select_related("output__objective__area", "objective__area"),
            plan=self.plan,
            slug=self.kwargs["slug"],
        )

    def scope(self) -> Indicator:
        """Return the indicator."""
        return self.indicator
