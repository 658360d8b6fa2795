"""The page of the search."""

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from config.search import KINDS, Question, search
from logframe.models import Plan
from logframe.views.base import AsOfMixin


class SearchView(AsOfMixin, TemplateView):
    """One box over outputs, indicators, decisions, activities and meetings."""

    template_name = "search.html"

    def get_context_data(self, **kwargs):
        """Add what was asked and what was found."""
        plan = get_object_or_404(Plan, is_current=True)
        question = Question(self.request.GET.get("q", ""))
        return super().get_context_data(
            plan=plan,
            question=question,
            findings=search(question, plan, self.on),
            kinds=KINDS,
            **kwargs,
        )
