"""The page on which staff write what became of an output in a year, beside its figures."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from logframe.models import ProgressReport, ReportingPeriod, ReviewState
from logframe.narrative_forms import CorrectionForm, NarrativeForm, correction_of
from logframe.ratings import is_unexplained
from logframe.review_steps import take_step
from logframe.scores import IndicatorScore, OutputScore, YearScore
from logframe.views.base import OutputMixin


@dataclass
class Figure:
    """One indicator of the output in the year of the report.

    `then` is where it would stand if all that was reported were verified, None where nothing waits.
    """

    score: IndicatorScore
    year: YearScore
    then: IndicatorScore | None

    @classmethod
    def of(cls, score: IndicatorScore, year: int) -> "Figure":
        """Take the figure of a year out of an indicator's score."""
        figures = score.in_year(year)
        return cls(score, figures, score.if_verified() if figures.pending else None)

    @property
    def year_then(self) -> YearScore:
        """The year as it would be if all that was reported were verified."""
        return self.then.in_year(self.year.year)


class NarrativeView(PermissionRequiredMixin, OutputMixin, TemplateView):
    """Write, submit or correct the narrative on an output for a year.

    What waits to be verified, what was verified and what stands in a closed year is only shown;
    whatever is sent nevertheless meets the rules of the record, and its words are not lost.
    """

    template_name = "logframe/narrative.html"
    permission_required = "logframe.add_progressreport"
    knows_past = False  # nothing is written into it

    @cached_property
    def score(self) -> OutputScore:
        """Where the output stands."""
        return self.scorecard.areas[0].outputs[0]

    @cached_property
    def period(self) -> ReportingPeriod:
        """The year that the address names."""
        for period in self.scorecard.periods:
            if period.year == self.kwargs["year"]:
                return period
        raise Http404

    @cached_property
    def report(self) -> ProgressReport | None:
        """The newest report on the output for the year, as it is stored."""
        rows = ProgressReport.objects.filter(output=self.output, period=self.period)
        people = ("recorded_by", "submitted_by", "verified_by", "replaces__verified_by")
        return rows.select_related(*people).order_by("revision").last()

    def get_context_data(self, **kwargs):
        """Add the report or its form, and what stands beside it."""
        year = self.period.year
        if "form" not in kwargs:
            kwargs["form"] = self._form() if self._is_open_to_write() else None
        return super().get_context_data(
            output=self.output,
            area=self.output.objective.area,
            period=self.period,
            report=self.report,
            returns=self.report.returns.select_related("returned_by") if self.report else (),
            score=self.score,
            score_then=self.score.if_verified(),
            figures=[Figure.of(score, year) for score in self.score.indicators],
            is_unexplained=self.report and self._is_unexplained(self.report),
            **kwargs,
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Save what was written, and submit it where that was asked for."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if not form.has_changed() and form.instance._state.adding:
            messages.warning(request, _("Nothing was entered, so nothing was saved."))
            return self._stay()
        try:
            report = form.save() if form.has_changed() else form.instance
        except ValidationError as refusal:
            return self._show_again(refusal)
        return self._submit(report) if "submit" in request.POST else self._keep_as_draft()

    def _is_open_to_write(self) -> bool:
        if self.period.is_closed:
            return False
        if self.report is None:
            return True
        if self.report.state == ReviewState.VERIFIED:
            return "correct" in self.request.GET
        return self.report.state != ReviewState.SUBMITTED

    def _form(self, data=None) -> NarrativeForm:
        """Return the form of the newest report, of its correction, or of the first one."""
        report = self.report
        if report is None:
            report = ProgressReport(output=self.output, period=self.period)
        elif report.state == ReviewState.VERIFIED and "correct" in self.request.GET:
            report = correction_of(report)
        if report._state.adding:
            report.recorded_by = self.request.user
        form = CorrectionForm if report.replaces_id else NarrativeForm
        return form(data, instance=report)

    def _show_again(self, refusal: ValidationError) -> HttpResponse:
        """Show all that was typed with what saving was refused for, although it had passed."""
        del self.report
        form = self._form(self.request.POST)
        form.refusal = refusal
        return self.render_to_response(self.get_context_data(form=form))

    def _is_unexplained(self, report: ProgressReport) -> bool:
        return is_unexplained(report, self.score.if_verified(), self.period.year)

    def _keep_as_draft(self) -> HttpResponseRedirect:
        messages.success(self.request, _("It was saved, and is not submitted yet."))
        return self._stay()

    def _submit(self, report: ProgressReport) -> HttpResponseRedirect:
        if self._is_unexplained(report) and "warned" not in self.request.POST:
            messages.warning(
                self.request,
                _(
                    "It was saved, and is not submitted yet: your rating says something else than "
                    "the figures. Say why, or submit it as it is."
                ),
            )
            return self._stay()
        outcome = take_step("submit", [report], self.request.user)
        for sentence in outcome.refusals:
            messages.error(self.request, sentence)
        if outcome.refusals:
            return self._stay()
        words = {"code": self.output.code, "year": self.period.year}
        told = _("The report on %(code)s for %(year)s was submitted for verification.") % words
        messages.success(self.request, told)
        return redirect("work")

    def _stay(self) -> HttpResponseRedirect:
        return redirect("narrative", self.plan.slug, self.output.slug, self.period.year)
