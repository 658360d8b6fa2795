"""What became of decisions: the form for one, and the paper for the next meeting."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from logframe.past import is_past
from logframe.views.lists import TableListView
from meetings.filters import MeetingFollowUpFilter
from meetings.forms import FollowUpForm
from meetings.models import FollowUp, Meeting
from meetings.models.decision_queryset import still_open
from meetings.past import over_by
from meetings.tables import MeetingFollowUpTable
from meetings.to_follow_up import decisions_to_follow_up
from meetings.views.base import AboutDecisionView


class FollowUpView(AboutDecisionView):
    """Say what was done about a decision, how far it is, and when the next news is due."""

    model = FollowUp
    form_class = FollowUpForm
    template_name = "meetings/follow_up.html"
    permission_required = "meetings.add_followup"
    saved = _("The follow-up was saved.")

    def new_record(self) -> FollowUp:
        """Return the follow-up, by the person who is signed in."""
        return FollowUp(decision=self.decision, author=self.request.user)

    def get_form(self, form_class=None) -> FollowUpForm:
        """Return the form; it asks about whose part it is only where somebody is addressed."""
        form = super().get_form(form_class)
        if not self.decision.addressees.all():
            del form.fields["addressee"]
        return form


class MeetingFollowUpView(TableListView):
    """Follow-up of decisions, for a meeting: what the last one asked, and older open decisions."""

    template_name = "meetings/meeting_follow_up.html"
    table_class = MeetingFollowUpTable
    filterset_class = MeetingFollowUpFilter
    paginate_by = 500

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting that the address names."""
        meetings = Meeting.objects.select_related("body")
        return get_object_or_404(meetings, code=self.kwargs["code"])

    @cached_property
    def last_meeting(self) -> Meeting | None:
        """The meeting before it; of a day of the past, the last that had been held."""
        meetings = Meeting.objects.all()
        if is_past(self.on):
            meetings = meetings.filter(over_by(self.on))
        return meetings.before(self.meeting)

    @property
    def list_name(self) -> str:
        """The name of the files."""
        return f"follow-up-{self.meeting.code}"

    @property
    def since(self):
        """The last day of the meeting before; news of later days is new."""
        return self.last_meeting and self.last_meeting.ends_on

    def get_queryset(self):
        """Return what the last meeting asked, and what is open or was followed up since."""
        return decisions_to_follow_up(self.meeting, self.last_meeting, self.on)

    def get_filterset_kwargs(self, filterset_class) -> dict:
        """Tell the filter since when silence counts."""
        return super().get_filterset_kwargs(filterset_class) | {"since": self.since}

    def get_table_kwargs(self) -> dict:
        """Tell the table of which day it speaks, and of which days the news is new."""
        days = {"on": self.on, "since": self.since, "until": self.meeting.ends_on}
        return super().get_table_kwargs() | days

    def get_context_data(self, **kwargs):
        """Add the meetings, and the open decisions of which nothing was heard."""
        silent = self.object_list.filter(still_open(self.on)).silent_since(self.since, self.on)
        return super().get_context_data(
            **kwargs,
            meeting=self.meeting,
            last_meeting=self.last_meeting,
            silent=silent.select_related("due_meeting").prefetch_related(
                "addressees__member_state", "addressees__body"
            ),
        )
