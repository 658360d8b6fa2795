"""The page on which staff set the milestones of an indicator: proposed first, then saved."""

from functools import cached_property

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from logframe.milestone_forms import (
    DECISION_FIELDS,
    Course,
    ProposalForm,
    YearsForm,
    plain,
)
from logframe.models import Indicator
from logframe.views.base import PlanMixin


class MilestonesView(PermissionRequiredMixin, PlanMixin, TemplateView):
    """Set the milestones of an indicator: a target and a profile propose, a person decides."""

    template_name = "logframe/milestones.html"
    permission_required = "logframe.add_milestone"
    raise_exception = True

    @cached_property
    def indicator(self) -> Indicator:
        """The indicator that the address names."""
        return get_object_or_404(
            Indicator.objects.select_related("plan"), plan=self.plan, slug=self.kwargs["slug"]
        )

    @cached_property
    def course(self) -> Course:
        """What stands for the years of the plan."""
        return Course.load(self.indicator)

    def get_context_data(self, **kwargs):
        """Add the indicator, and at first the form that asks for the target."""
        return super().get_context_data(
            **{
                "indicator": self.indicator,
                "course": self.course,
                "proposal": self._first_form(),
            }
            | kwargs
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Propose the years, or save them: nothing is written unless Save was pressed."""
        return self._save() if request.POST.get("do") == "save" else self._propose()

    def _first_form(self) -> ProposalForm:
        target = self.course.milestones.get(self.course.years[-1])
        initial = {"target": plain(target.value)} if target else {}
        return ProposalForm(course=self.course, initial=initial)

    def _propose(self) -> HttpResponse:
        form = ProposalForm(self.request.POST, course=self.course)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(proposal=form))
        return self._show_years(YearsForm.proposing(self.course, form.cleaned_data))

    @transaction.atomic
    def _save(self) -> HttpResponse:
        # Two people who save at once do so one after the other.
        Indicator.objects.select_for_update().filter(pk=self.indicator.pk).first()
        form = YearsForm(self.request.POST, course=self.course)
        if not form.is_valid():
            return self._show_years(form)
        rows = form.save()
        if not form.is_valid():
            return self._show_years(form)
        messages.success(
            self.request,
            ngettext("%(n)s milestone was set.", "%(n)s milestones were set.", len(rows))
            % {"n": len(rows)},
        )
        return redirect(self.indicator)

    def _show_years(self, form: YearsForm) -> HttpResponse:
        """Show the years, and the way to propose them otherwise."""
        names = ("target", "profile", *DECISION_FIELDS)
        again = ProposalForm(
            course=self.course,
            initial={name: form[name].value() for name in names},
            auto_id="again_%s",
        )
        again.hide(*DECISION_FIELDS)
        return self.render_to_response(self.get_context_data(proposal=again, years=form))
