"""The pages of the member States: all of them by area, and one."""

from functools import cached_property

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from logframe.audit_log import note_refusal
from logframe.models import MemberState
from logframe.past import activities_on
from logframe.states import StateRecord, matrix, pages_open_to, year_asked
from logframe.views.base import ScorecardMixin, ToldNotFound


class MemberStatesView(ScorecardMixin, TemplateView):
    """States by areas: what each reported for a year, was asked for, and hosted."""

    template_name = "logframe/member_states.html"

    def get_context_data(self, **kwargs):
        """Add the matrix of one year."""
        year = year_asked(self.request.GET.get("year", ""), self.scorecard)
        return super().get_context_data(
            year=year,
            years=range(self.plan.start_year, self.scorecard.year + 1),
            rows=matrix(self.scorecard, year, self._hosted()),
            opened=pages_open_to(self.request.user, self.scorecard.states),
            **kwargs,
        )

    def _hosted(self) -> dict[tuple, int]:
        """Count the activities of the plan by host State and area."""
        hosted = activities_on(self.plan.activities.exclude(host_state=None), self.on).order_by()
        counted = hosted.values_list("host_state", "area").annotate(n=Count("pk"))
        return {(state, area): n for state, area, n in counted}


class MemberStateView(ScorecardMixin, TemplateView):
    """One State: what is asked of it, what it reported and has not, what it hosts, its contacts."""

    template_name = "logframe/member_state.html"

    @cached_property
    def state(self) -> MemberState:
        """The State that the address names, where its page is for the person."""
        state = get_object_or_404(MemberState, code=self.kwargs["code"])
        if state.pk not in pages_open_to(self.request.user, [state]):
            note_refusal(self.request)
            raise ToldNotFound(
                _("The page of a State is for those who speak for it: see all member States.")
            )
        return state

    def get_context_data(self, **kwargs):
        """Add what the State reported, its activities, and the people who speak for it."""
        contacts = self.state.focal_points.filter(user__is_active=True)
        return super().get_context_data(
            state=self.state,
            record=StateRecord(self.state, self.scorecard),
            activities=activities_on(
                self.plan.activities.filter(host_state=self.state), self.on
            ).order_by("-starts_on", "code"),
            contacts=contacts.select_related("user"),
            **kwargs,
        )
