"""The pages of the meetings."""

from datetime import date

from django.db.models import Func, IntegerField, OuterRef, QuerySet
from django.views.generic import DetailView

from logframe.past import is_past
from logframe.views.base import AsOfMixin
from logframe.views.lists import TableListView
from meetings.decision_rows import FIELDS, DecisionRow, rows_read_at_once
from meetings.filters import MeetingFilter
from meetings.models import Decision, Meeting, MeetingOfficer
from meetings.past import decided_by, decisions_on, meetings_on, rows_on
from meetings.tables import MeetingTable

HOW_MANY = Func(template="COUNT(*)", output_field=IntegerField())


class MeetingListView(TableListView):
    """All meetings of all bodies, the governing body's newest on top; CSV and XLSX."""

    template_name = "meetings/meeting_list.html"
    table_class = MeetingTable
    filterset_class = MeetingFilter
    list_name = "meetings"

    def get_queryset(self):
        """Return the meetings with how many decisions each had taken."""
        taken = Decision.objects.filter(meeting=OuterRef("pk"))
        if is_past(self.on):
            taken = taken.filter(meeting__in=Meeting.objects.filter(decided_by(self.on)))
        # Counted apart for each meeting: joined, all decisions would be read to show 25 meetings.
        # Not as a Count, which would group what is of one meeting alone.
        counted = taken.order_by().annotate(n=HOW_MANY).values("n")
        return meetings_on(self.on).in_order().annotate(decision_count=counted)


class MeetingView(AsOfMixin, DetailView):
    """One meeting: agenda, officers, documents, and its decisions in the order of its report."""

    template_name = "meetings/meeting.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        """Return meetings with all that the page shows."""
        return (
            meetings_on(self.on)
            .select_related("body")
            .prefetch_related("officers__member_state", "agenda", "documents", "attended_by")
        )

    def get_context_data(self, **kwargs):
        """Add the decisions in the order of the report, and the officers in that of their rank."""
        rank = MeetingOfficer.Role.values.index
        return super().get_context_data(
            decisions=self._decisions(),
            is_to_come=is_past(self.on) and not self._has_decided(),
            officers=sorted(self.object.officers.all(), key=lambda officer: rank(officer.role)),
            **kwargs,
        )

    def _decisions(self) -> list[DecisionRow]:
        """Return the decisions in the order of the report."""
        return list(rows_read_at_once(rows_on(_decided, self.on, meeting=self.object.pk), self.on))

    def _has_decided(self) -> bool:
        return Meeting.objects.filter(decided_by(self.on), pk=self.object.pk).exists()


def _decided(on: date, meeting: int) -> QuerySet:
    decisions = decisions_on(on).filter(meeting=meeting).prefetch_related(None)
    return decisions.order_by("section", "paragraph", "sequence").values_list(*FIELDS)
