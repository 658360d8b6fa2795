"""What happened since the governing body last met, for the overview of the plan."""

from dataclasses import dataclass

from django import template

from logframe.changes import Changes
from logframe.charts import Mark, marks_on_time_line
from logframe.models import Plan
from logframe.scorecard import Scorecard
from meetings.models import FollowUp, Implementation, Meeting
from meetings.past import follow_ups_on

register = template.Library()
CLOSING = (Implementation.COMPLETED, Implementation.NOT_DONE)


@dataclass
class SinceMeeting:
    """What has changed since a meeting: in the plan, and on the decisions."""

    meeting: Meeting
    changes: Changes
    closing: list[FollowUp]
    follow_ups: int


@register.simple_tag
def since_last_meeting(scorecard: Scorecard) -> SinceMeeting | None:
    """Return what changed between the governing body's last meeting and the day of the page."""
    meeting = Meeting.objects.last_held(scorecard.on)
    if meeting is None:
        return None
    follow_ups = follow_ups_on(scorecard.on).filter(date__gt=meeting.ends_on)
    closing = follow_ups.filter(implementation__in=CLOSING).select_related("decision")
    return SinceMeeting(
        meeting=meeting,
        changes=Changes(scorecard.as_of(meeting.ends_on), scorecard),
        closing=list(closing.order_by("-date", "decision__code")),
        follow_ups=follow_ups.count(),
    )


@register.simple_tag
def meetings_on_time_line(plan: Plan) -> list[Mark]:
    """Return where the governing body's meetings stand on the time line of a plan."""
    meetings = Meeting.objects.of_governing_body().filter(
        ends_on__year__gte=plan.start_year, ends_on__year__lte=plan.end_year
    )
    days = meetings.exclude(status=Meeting.Status.CANCELLED).values_list("code", "ends_on")
    return marks_on_time_line(plan.years, days)
