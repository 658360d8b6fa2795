"""The pages of the meetings."""

from django.db.models import Count
from django.views.generic import DetailView

from logframe.views.lists import TableListView
from meetings.filters import MeetingFilter
from meetings.models import Meeting, MeetingOfficer
from meetings.tables import MeetingTable


class MeetingListView(TableListView):
    """All meetings of all bodies, the governing body's newest on top; CSV and XLSX."""

    template_name = "meetings/meeting_list.html"
    table_class = MeetingTable
    filterset_class = MeetingFilter
    list_name = "meetings"
    knows_past = False

    def get_queryset(self):
        """Return the meetings with how many decisions each took."""
        return Meeting.objects.in_order().annotate(decision_count=Count("decisions"))


class MeetingView(DetailView):
    """One meeting: agenda, officers, documents, and its decisions in the order of its report."""

    template_name = "meetings/meeting.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        """Return meetings with all that the page shows."""
        return Meeting.objects.select_related("body", "reviews").prefetch_related(
            "officers__member_state", "agenda", "documents", "attended_by"
        )

    def get_context_data(self, **kwargs):
        """Add the decisions in the order of the report, and the officers in that of their rank."""
        rank = MeetingOfficer.Role.values.index
        return super().get_context_data(
            decisions=self.object.decisions.for_register().in_report_order(),
            officers=sorted(self.object.officers.all(), key=lambda officer: rank(officer.role)),
            **kwargs,
        )
