"""What the pages share on which staff write about one decision."""

from functools import cached_property

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import CreateView

from meetings.models import Decision


class AboutDecisionView(PermissionRequiredMixin, CreateView):
    """A form that adds a record to a decision; what saving refuses is said beside the entry."""

    raise_exception = True
    saved = ""

    @cached_property
    def decision(self) -> Decision:
        """The decision that the address names."""
        return get_object_or_404(Decision.objects.in_words(), slug=self.kwargs["slug"])

    def get_form_kwargs(self) -> dict:
        """Let the form know whose record it makes."""
        return super().get_form_kwargs() | {"instance": self.new_record()}

    def new_record(self):
        """Return the record that the form fills."""
        return self.model(decision=self.decision)

    def get_context_data(self, **kwargs):
        """Give the template the decision."""
        return super().get_context_data(**kwargs, decision=self.decision)

    def form_valid(self, form) -> HttpResponse:
        """Save, or show the form again with what the rules say."""
        try:
            answer = super().form_valid(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.saved)
        return answer

    def get_success_url(self) -> str:
        """Go back to the decision."""
        return self.decision.get_absolute_url()
