"""The papers of a meeting: what they would say today, what is missing, and the drafts."""

from functools import cached_property

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView, View

from logframe.views.base import ToldNotFound
from logframe.views.lists import CONTENT_TYPES
from meetings.models import Meeting
from meetings.papers import PapersError, content_of, make_papers, zipped
from meetings.papers.files import make_paper, preview
from meetings.papers.gaps import gaps_of
from meetings.papers.outline import ORDERS, papers_of

TYPES = CONTENT_TYPES | {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}
SEE_DRAFTS = "meetings.view_edition"


class PapersMixin:
    """A page or a file on the papers of the meeting that the address names."""

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting."""
        meetings = Meeting.objects.select_related("body", "reviews__plan")
        return get_object_or_404(meetings, code=self.kwargs["code"])

    @cached_property
    def content(self) -> dict:
        """What the papers say today."""
        try:
            return content_of(self.meeting, timezone.localdate())
        except PapersError as error:
            raise ToldNotFound(str(error)) from error

    @property
    def order(self) -> str:
        """The order of the papers on areas."""
        order = self.request.GET.get("order")
        return order if order in ORDERS else ORDERS[0]


class MeetingPapersView(PapersMixin, TemplateView):
    """The papers before they are issued, for staff; and what was issued, for everybody."""

    template_name = "meetings/papers.html"

    def get_context_data(self, **kwargs):
        """Add the drafts where the person may see them."""
        context = super().get_context_data(
            meeting=self.meeting,
            editions=self.meeting.editions.defer("content"),
            knows_past=False,
            **kwargs,
        )
        if self.request.user.has_perm(SEE_DRAFTS):
            context |= self._drafts()
        return context

    def _drafts(self) -> dict:
        papers = papers_of(self.content, self.order)
        return {
            "content": self.content,
            "order": self.order,
            "orders": ORDERS,
            "drafts": [
                {
                    "paper": paper,
                    "short": preview(self.content, paper),
                    "files": [
                        {"type": kind, "name": paper.file_name(self.meeting.code, kind)}
                        for kind in ("docx", "csv", "xlsx")
                    ],
                }
                for paper in papers
            ],
            "gaps": gaps_of(self.content, papers, self.meeting),
        }


class DraftView(PapersMixin, PermissionRequiredMixin, View):
    """One file of the papers as they would be issued today, or all of them as a ZIP."""

    permission_required = SEE_DRAFTS
    raise_exception = True

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Answer with the file."""
        name = kwargs["name"]
        return HttpResponse(
            self._data(name),
            content_type=TYPES[name.rpartition(".")[2]],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _data(self, name: str) -> bytes:
        if name == f"{self.meeting.code}-papers.zip":
            return zipped(make_papers(self.content, self.order), self.content)
        try:
            return make_paper(self.content, name, self.order).data
        except KeyError as error:
            raise Http404 from error
