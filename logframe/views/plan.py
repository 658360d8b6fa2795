"""The pages that show the plan itself: overview, area, output, logframe matrix, help."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from logframe import charts, explanations
from logframe.activity_rows import activities_of
from logframe.models import ThematicArea
from logframe.progress import Status
from logframe.sdgs import goals_of
from logframe.views.base import OutputMixin, ScorecardMixin

SILENT = (Status.REPORT_DUE, Status.REPORT_OVERDUE)


class PlanView(ScorecardMixin, TemplateView):
    """Where the plan stands: six areas, what is due, every output by year."""

    template_name = "logframe/plan.html"

    def get_context_data(self, **kwargs):
        """Add the time line and the indicators of which a report is due."""
        statuses = self.scorecard.summary.statuses
        return super().get_context_data(
            time_line=charts.time_line(self.plan.years, self.scorecard.on),
            reports_due=[score for score in self.scorecard.indicators if score.status in SILENT],
            reports_overdue=statuses[Status.REPORT_OVERDUE],
            bar=charts.bar(self.scorecard.summary),
            **kwargs,
        )


class AreaView(ScorecardMixin, TemplateView):
    """One thematic area: objective, outputs, indicators, activities, decisions."""

    template_name = "logframe/area.html"

    @cached_property
    def area(self) -> ThematicArea:
        """The area that the address names."""
        areas = ThematicArea.objects.select_related("objective")
        return get_object_or_404(areas, plan=self.plan, slug=self.kwargs["slug"])

    def scope(self) -> ThematicArea:
        """Return the area."""
        return self.area

    def get_context_data(self, **kwargs):
        """Add the area's score, goals and activities."""
        return super().get_context_data(
            area=self.area,
            score=self.scorecard.areas[0],
            goals=goals_of(self.area),
            activities=activities_of("area", self.area.pk, self.on),
            **kwargs,
        )


class OutputView(OutputMixin, TemplateView):
    """One output: indicators, narratives by year, what happened, decisions, activities."""

    template_name = "logframe/output.html"

    def get_context_data(self, **kwargs):
        """Add the output's score and activities."""
        return super().get_context_data(
            output=self.output,
            area=self.output.objective.area,
            score=self.scorecard.areas[0].outputs[0],
            activities=activities_of("outputs", self.output.pk, self.on),
            **kwargs,
        )


class LogframeView(ScorecardMixin, TemplateView):
    """The logframe matrix: every objective, output and indicator with its numbers, to print."""

    template_name = "logframe/logframe.html"

    def get_context_data(self, **kwargs):
        """Add how many columns the matrix has: six beside the years."""
        return super().get_context_data(columns=6 + len(self.plan.years), **kwargs)


class HelpView(TemplateView):
    """What every status and column means, from the same constants as the arithmetic."""

    template_name = "logframe/help.html"

    def get_context_data(self, **kwargs):
        """Add the statuses, the constants and the ways of having no number."""
        return super().get_context_data(
            meanings=explanations.meanings(),
            constants=explanations.constants(),
            rules=explanations.rules(),
            columns=explanations.columns(),
            absences=explanations.absences(),
            **kwargs,
        )
