"""The pages of the meetings and of the decision register."""

from django.db.models import Count
from django.views.generic import DetailView

from logframe.views.lists import TableListView
from meetings.filters import DecisionFilter, MeetingFilter
from meetings.models import Decision, Meeting, MeetingOfficer
from meetings.tables import DecisionTable, MeetingTable


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


class DecisionListView(TableListView):
    """The register: at first what is still to be acted on, what is due soonest on top."""

    template_name = "meetings/decision_list.html"
    table_class = DecisionTable
    filterset_class = DecisionFilter
    list_name = "decisions"
    knows_past = False

    def get_queryset(self):
        """Return the decisions with what a row shows."""
        return Decision.objects.for_register()

    def get_filterset_kwargs(self, filterset_class):
        """Show what is still to be acted on until the reader chooses otherwise."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        chosen = self.request.GET.keys() & set(filterset_class.base_filters)
        if not chosen:
            kwargs["data"] = self.request.GET.copy()
            kwargs["data"]["show"] = "open"
        return kwargs


class DecisionView(DetailView):
    """One decision: exact words, addressees, what it bears on, and what became of it."""

    template_name = "meetings/decision.html"

    def get_queryset(self):
        """Return decisions with all that the page shows."""
        return Decision.objects.for_register().prefetch_related(
            "follow_ups__author", "relations__earlier", "later_relations__decision"
        )
