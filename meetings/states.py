"""What decisions ask of each member State, and which meetings each hosted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.utils import timezone

from logframe.models import MemberState
from meetings.models import Addressee, Decision, Meeting
from meetings.models.decisions import OPEN


def asked_by_state_and_area():
    """Count the open decisions whose own part a State still has to do, and the overdue ones."""
    late = Count("pk", filter=Q(falls_due_on__lt=timezone.localdate()))
    decisions = Decision.objects.open().filter(
        addressees__member_state__isnull=False, addressees__implementation__in=OPEN
    )
    by_state = decisions.order_by().values("area", state=F("addressees__member_state"))
    return by_state.annotate(n=Count("pk"), late=late)


def is_asked(addressee: Addressee, on: date) -> bool:
    """Whether the decision is open and the addressee's own part of it is not done."""
    return addressee.decision.is_open_on(on) and addressee.implementation in OPEN


@dataclass(frozen=True, slots=True)
class Asked:
    """What decisions ask of one State: what is still to be done, and all the others."""

    open: list[Addressee]
    others: list[Addressee]
    overdue: int

    @classmethod
    def of(cls, state: MemberState) -> "Asked":
        """Read the decisions addressed to a State, in one query."""
        today = timezone.localdate()
        rows = Addressee.objects.filter(member_state=state).select_related(
            "decision__meeting__body", "decision__due_meeting"
        )
        rows = list(
            rows.order_by("decision__meeting__body__order", "-decision__meeting__number", "pk")
        )
        still = [row for row in rows if is_asked(row, today)]
        return cls(
            open=sorted(still, key=lambda row: row.decision.falls_due_on or date.max),
            others=[row for row in rows if not is_asked(row, today)],
            overdue=sum(1 for row in still if row.decision.is_overdue(today)),
        )


def meetings_by_host(states: list[MemberState]) -> dict[int, list[Meeting]]:
    """Return the meetings that each State hosted, by its number in the database, the newest first.

    The host is known by the name of the State in the text on the host; where that names none, by
    the country in which the meeting was held.
    """
    hosted: dict[int, list[Meeting]] = {}
    for meeting in Meeting.objects.exclude(status=Meeting.Status.CANCELLED).in_order():
        for state in hosts(meeting, states):
            hosted.setdefault(state.pk, []).append(meeting)
    return hosted


def hosts(meeting: Meeting, states: list[MemberState]) -> list[MemberState]:
    """Return the States that hosted a meeting, as far as it is known."""
    text, found = meeting.host, []
    # The name of one State may stand within that of another: the longer one is taken first.
    for state in sorted(states, key=lambda state: -len(state.name)):
        if state.name in text:
            found.append(state)
            text = text.replace(state.name, "")
    return found or [state for state in states if state.name == meeting.country]
