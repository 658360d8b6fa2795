"""What happened since the governing body last met, for the overview of the plan."""

from dataclasses import dataclass
from datetime import date
from html import escape

from django import template
from django.db.models import Count, DateField, Q, QuerySet, SmallIntegerField, Window
from django.utils.safestring import SafeString

from logframe.addresses import address
from logframe.changes import Changes
from logframe.charts import Mark, marks_on_time_line
from logframe.dates import day
from logframe.models import Plan
from logframe.overview import lines
from logframe.prepared import Prepared
from logframe.scorecard import Scorecard
from logframe.shown import said as _
from meetings.models import FollowUp, Implementation, Meeting

register = template.Library()
CLOSES = Q(implementation__in=[Implementation.COMPLETED, Implementation.NOT_DONE])
CLOSED_SHOWN = 6


@dataclass(slots=True)
class Closed:
    """A decision that a follow-up closed, and how."""

    date: date
    code: str
    slug: str
    implementation: str

    @property
    def url(self) -> str:
        """The address of the decision's page."""
        return address("decision", self.slug)

    @property
    def word(self) -> str:
        """The word for how far it is."""
        return str(Implementation(self.implementation).label)


@dataclass
class SinceMeeting:
    """What has changed since a meeting ended: in the plan, and on the decisions.

    `code` names the meeting, and `closed` are the newest of those that were `closings` in number.
    """

    code: str
    ended_on: date
    changes: Changes
    follow_ups: int
    closings: int
    closed: list[Closed]


@register.simple_tag
def since_last_meeting(scorecard: Scorecard) -> SinceMeeting | None:
    """Return what changed between the governing body's last meeting and the day of the page."""
    held = LAST_HELD(on=scorecard.on)
    if not held:
        return None
    code, ended_on = held[0]
    follow_ups = FOLLOW_UPS(on=scorecard.on, since=ended_on)
    count, closings = follow_ups[0][:2] if follow_ups else (0, 0)
    return SinceMeeting(
        code=code,
        ended_on=ended_on,
        changes=Changes(scorecard.as_of(ended_on), scorecard),
        follow_ups=count,
        closings=closings,
        closed=[Closed(*fields) for _count, _closings, *fields in follow_ups[:closings]],
    )


@register.simple_tag
def closing_lines(closed: list[Closed]) -> SafeString:
    """Show decisions that were closed, a line each."""
    return lines([_closing(one) for one in closed], _("None."))


def _closing(one: Closed) -> str:
    return (
        f"<time>{escape(day(one.date))}</time> "
        f'<a href="{escape(one.url)}">{escape(one.code)}</a> {escape(one.word)}'
    )


@register.simple_tag
def meetings_on_time_line(plan: Plan) -> list[Mark]:
    """Return where the governing body's meetings stand on the time line of a plan."""
    days = MEETING_DAYS(first=plan.start_year, last=plan.end_year)
    return marks_on_time_line(plan.years, days)


def _last_held(on: date) -> QuerySet:
    return Meeting.objects.held_by(on).values_list("code", "ends_on")[:1]


def _meeting_days(first: int, last: int) -> QuerySet:
    meetings = Meeting.objects.of_governing_body().exclude(status=Meeting.Status.CANCELLED)
    of_years = meetings.filter(ends_on__year__gte=first, ends_on__year__lte=last)
    return of_years.values_list("code", "ends_on")


def _follow_ups(on: date, since: date) -> QuerySet:
    """Return what was done, that which closes a decision first, with how many there are."""
    follow_ups = FollowUp.objects.filter(date__lte=on, date__gt=since).annotate(
        count=Window(Count("pk")), closings=Window(Count("pk", filter=CLOSES)), closes=CLOSES
    )
    newest = follow_ups.order_by("-closes", "-date", "decision__code")
    fields = ("count", "closings", "date", "decision__code", "decision__slug", "implementation")
    return newest.values_list(*fields)[:CLOSED_SHOWN]


LAST_HELD = Prepared(_last_held, on=DateField())
MEETING_DAYS = Prepared(_meeting_days, first=SmallIntegerField(), last=SmallIntegerField())
FOLLOW_UPS = Prepared(_follow_ups, on=DateField(), since=DateField())
