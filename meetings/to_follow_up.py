"""Which decisions are followed up for a meeting: on its page and in its papers."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from meetings.models import Decision, FollowUp, Meeting
from meetings.models.decision_queryset import DecisionQuerySet, still_open
from meetings.past import decisions_on, follow_ups_on


def decisions_before(meeting: Meeting, on: date) -> DecisionQuerySet:
    """Return the decisions before a meeting as they stood on a day, the newest meeting's first."""
    return (
        decisions_on(on)
        .filter(meeting__body=meeting.body_id, meeting__number__lt=meeting.number)
        .order_by("-meeting__number", "section", "paragraph", "sequence")
    )


def decisions_to_follow_up(meeting: Meeting, last: Meeting | None, on: date) -> DecisionQuerySet:
    """Return what the last meeting asked, and what is open or was followed up since."""
    news = follow_ups_on(on).filter(decision=OuterRef("pk"))
    if last and last.ends_on:
        news = news.filter(date__gt=last.ends_on)
    return decisions_before(meeting, on).filter(
        Q(meeting=last) | still_open(on) | Exists(news), is_actionable=True
    )


def news_of(decision: Decision, since: date | None, until: date | None) -> list[FollowUp]:
    """Return the follow-ups of a decision after a day and up to another; load them with it."""
    return [
        follow_up
        for follow_up in decision.follow_ups.all()
        if (since is None or follow_up.date > since) and (until is None or follow_up.date <= until)
    ]
