"""The page on which a manager closes a year, and reopens it."""

from functools import cached_property

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.generic import TemplateView

from logframe.closing import OpenPoint, acts_of, by_lack, open_points
from logframe.closing_forms import ClosingForm, ReopeningForm, YearForm
from logframe.models import ReportingPeriod
from logframe.scorecard import Scorecard
from logframe.views.base import PlanMixin


class CloseYearView(PermissionRequiredMixin, PlanMixin, TemplateView):
    """A year before its closing, with what is missing; or closed, with by whom and when."""

    template_name = "logframe/close_year.html"
    permission_required = "logframe.close_reportingperiod"
    raise_exception = True

    @cached_property
    def period(self) -> ReportingPeriod:
        """The year that the address names."""
        return get_object_or_404(self.plan.periods, year=self.kwargs["year"])

    @cached_property
    def points(self) -> list[OpenPoint]:
        """What is missing for the year, while it can be mended."""
        if self.period.is_closed or not self.period.has_begun:
            return []
        return open_points(Scorecard.load(self.plan), self.period)

    def get_context_data(self, **kwargs):
        """Add the year, what is missing, its history and a form."""
        return super().get_context_data(
            **{"form": self._form(), "acts": acts_of(self.period)} | kwargs,
            period=self.period,
            points=self.points,
            groups=by_lack(self.points),
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Close the year, or reopen it, and show what it has become."""
        form = self._form(request.POST)
        if not (form.is_valid() and form.save(request.user)):
            return self.render_to_response(self.get_context_data(form=form))
        done = (
            gettext("%(year)s is closed.")
            if self.period.is_closed
            else gettext("%(year)s is open.")
        )
        messages.success(request, done % {"year": self.period.year})
        return redirect(self.period.get_closing_url())

    def _form(self, data=None) -> YearForm:
        if self.period.is_closed:
            return ReopeningForm(data, period=self.period)
        return ClosingForm(data, period=self.period, open_points=len(self.points))
