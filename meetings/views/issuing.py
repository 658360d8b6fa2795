"""The page on which a manager issues the papers of a meeting as an edition."""

from datetime import date
from functools import cached_property

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from logframe.views.base import AsOfMixin, ToldNotFound
from meetings.issuing import next_number
from meetings.issuing_forms import IssueForm
from meetings.models import Meeting
from meetings.papers import PapersError, content_of
from meetings.papers.gaps import Gap, Lack, gaps_of
from meetings.papers.outline import papers_of


class IssueEditionView(PermissionRequiredMixin, AsOfMixin, TemplateView):
    """What is missing from the papers, and the form that issues them as they are."""

    template_name = "meetings/issue_edition.html"
    permission_required = "meetings.issue_edition"
    raise_exception = True

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting that the address names."""
        meetings = Meeting.objects.select_related("body", "reviews__plan")
        return get_object_or_404(meetings, code=self.kwargs["code"])

    @cached_property
    def gaps(self) -> dict[Lack, list[Gap]]:
        """What the papers would lack on the day."""
        try:
            content = content_of(self.meeting, self.day)
        except PapersError as error:
            raise ToldNotFound(str(error)) from error
        return gaps_of(content, papers_of(content), self.meeting)

    @property
    def missing(self) -> int:
        """How much is missing."""
        return sum(map(len, self.gaps.values()))

    @property
    def day(self) -> date:
        """The day of which the edition would be: the one of the page that the person saw."""
        sent = _day(self.request.POST.get("as_of", ""))
        return min(sent, timezone.localdate()) if sent else self.on

    def get_context_data(self, **kwargs) -> dict:
        """Add the meeting, what is missing, the number that comes next and a form."""
        return super().get_context_data(
            **{"form": self._form()} | kwargs,
            meeting=self.meeting,
            day=self.day,
            number=next_number(self.meeting),
            gaps=self.gaps,
            missing=self.missing,
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Issue the edition and show it, or say why not."""
        form = self._form(request.POST)
        edition = form.save(request.user) if form.is_valid() else None
        if edition is None:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("Edition %(code)s is issued.") % {"code": edition.code})
        return redirect(edition)

    def _form(self, data=None) -> IssueForm:
        return IssueForm(data, meeting=self.meeting, on=self.day, missing=self.missing)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
