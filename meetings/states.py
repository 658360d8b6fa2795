"""What decisions ask of each member State, and which meetings each hosted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from logframe.models import MemberState
from logframe.past import is_past
from meetings.models import Addressee, Meeting
from meetings.models.decisions import OPEN
from meetings.past import addressees_on, decisions_on, over_by, with_decisions


def asked_by_state_and_area(on: date):
    """Count the decisions open on a day whose own part a State had to do, and the overdue ones."""
    decisions = decisions_on(on)
    asked = addressees_on(on).filter(
        member_state__isnull=False,
        implementation__in=OPEN,
        decision__in=decisions.open(on).values("pk"),
    )
    late = Count("pk", filter=Q(decision__in=decisions.overdue(on).values("pk")))
    by_state = asked.order_by().values(area=F("decision__area"), state=F("member_state"))
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
    def of(cls, state: MemberState, on: date) -> "Asked":
        """Read the decisions addressed to a State, as they stood on a day."""
        rows = with_decisions(addressees_on(on).filter(member_state=state), on)
        rows = list(
            rows.order_by("decision__meeting__body__order", "-decision__meeting__number", "pk")
        )
        still = [row for row in rows if is_asked(row, on)]
        return cls(
            open=sorted(still, key=lambda row: row.decision.falls_due_on or date.max),
            others=[row for row in rows if not is_asked(row, on)],
            overdue=sum(1 for row in still if row.decision.is_overdue(on)),
        )


def meetings_by_host(states: list[MemberState], on: date) -> dict[int, list[Meeting]]:
    """Return the meetings that each State hosted, by its number in the database, the newest first.

    The host is known by the name of the State in the text on the host; where that names none, by
    the country in which the meeting was held.
    """
    hosted: dict[int, list[Meeting]] = {}
    meetings = Meeting.objects.exclude(status=Meeting.Status.CANCELLED).in_order()
    for meeting in meetings.filter(over_by(on)) if is_past(on) else meetings:
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
