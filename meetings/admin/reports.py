"""Reading the report of a meeting: send it, check each sentence, record all of them at once."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext

from logframe.admin.base import sentence
from logframe.models import Plan
from meetings.models import Meeting
from meetings.report_forms import ReadingForm, ReportForm
from meetings.report_records import Office, record

SAVE = "_save"
CHECK = "_check"


class ReportAdmin(admin.ModelAdmin):
    """The page of a meeting on which its report becomes decisions."""

    change_form_template = "admin/meetings/read_report_button.html"

    def get_urls(self) -> list:
        """Add the page that reads a report."""
        view = self.admin_site.admin_view(self.read_report_view)
        return [
            path("<int:pk>/read-report/", view, name="meetings_meeting_read_report"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Lead those who may add decisions to the page."""
        if obj and self.may_read_report(request):
            context["read_report_url"] = reverse(
                "admin:meetings_meeting_read_report", args=[obj.pk]
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def may_read_report(self, request) -> bool:
        """Whether the person may add decisions and what belongs to them."""
        kinds = ("decision", "addressee", "decisionlink", "decisionrelation")
        return request.user.has_perms([f"meetings.add_{kind}" for kind in kinds])

    def read_report_view(self, request, pk: int):
        """Ask for the report, show what was read, or record it: nothing is written before."""
        if not self.may_read_report(request):
            raise PermissionDenied
        meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
        form = ReportForm(request.POST or None, request.FILES or None)
        if not (request.method == "POST" and form.is_valid()):
            return self._page(request, meeting, form=form)
        is_checked = SAVE in request.POST or CHECK in request.POST
        data = request.POST if is_checked else None
        office = Office(meeting, Plan.objects.current())
        reading = ReadingForm(office, form.cleaned_data["text"], data)
        if not reading.reading.decisions:
            form.add_error(None, gettext("No sentence of the Meeting was found in it."))
            return self._page(request, meeting, form=form, skipped=reading.skipped)
        if SAVE in request.POST and reading.is_valid() and self._record(request, reading):
            return HttpResponseRedirect(reverse("admin:meetings_meeting_change", args=[pk]))
        return self._page(request, meeting, reading=reading)

    def _record(self, request, reading: ReadingForm) -> bool:
        choices = reading.choices()
        if not choices:
            self.message_user(request, gettext("Nothing is ticked."), messages.WARNING)
            return False
        try:
            recorded = record(reading.office, choices)
        except ValidationError as refusal:
            said = gettext("Nothing was recorded. %(reason)s") % {"reason": sentence(refusal)}
            self.message_user(request, said, messages.ERROR)
            return False
        for decision in recorded:
            self.log_addition(request, decision, gettext("Read from the report."))
        text = ngettext(
            "%(count)d decision was recorded.", "%(count)d decisions were recorded.", len(recorded)
        )
        self.message_user(request, text % {"count": len(recorded)}, messages.SUCCESS)
        return True

    def _page(self, request, meeting: Meeting, **context) -> TemplateResponse:
        reading = context.get("reading")
        template = "read_report_sentences" if reading else "read_report"
        everything = {
            **self.admin_site.each_context(request),
            "title": gettext("Read its report"),
            "subtitle": str(meeting),
            "opts": self.opts,
            "original": meeting,
            **context,
        }
        return TemplateResponse(request, f"admin/meetings/{template}.html", everything)
