"""The page of the Sustainable Development Goals that the plan says it serves."""

from django.views.generic import TemplateView

from logframe.sdgs import served
from logframe.views.base import ScorecardMixin


class SdgsView(ScorecardMixin, TemplateView):
    """Which areas and outputs serve which goal, and where these stand."""

    template_name = "logframe/sdgs.html"

    def get_context_data(self, **kwargs):
        """Add the goals in their order, each with what serves it."""
        links = self.plan.sdg_links.select_related("goal")
        return super().get_context_data(goals=served(self.scorecard, links), **kwargs)
