"""Which decisions are followed up for a meeting: on its page and in its papers."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from meetings.models import Decision, FollowUp, Meeting
from meetings.models.decision_queryset import DecisionQuerySet, still_open


def decisions_before(meeting: Meeting) -> DecisionQuerySet:
    """Return the decisions of the same body before a meeting, of its newest meeting first."""
    return Decision.objects.filter(
        meeting__body=meeting.body_id, meeting__number__lt=meeting.number
    ).order_by("-meeting__number", "section", "paragraph", "sequence")


def decisions_to_follow_up(meeting: Meeting, last: Meeting | None, on: date) -> DecisionQuerySet:
    """Return what the last meeting asked, and what is open or was followed up since."""
    news = FollowUp.objects.filter(decision=OuterRef("pk"))
    if last and last.ends_on:
        news = news.filter(date__gt=last.ends_on)
    return decisions_before(meeting).filter(
        Q(meeting=last) | still_open(on) | Exists(news), is_actionable=True
    )


def news_of(decision: Decision, since: date | None, until: date | None) -> list[FollowUp]:
    """Return the follow-ups of a decision after a day and up to another; load them with it."""
    return [
        follow_up
        for follow_up in decision.follow_ups.all()
        if (since is None or follow_up.date > since) and (until is None or follow_up.date <= until)
    ]
