"""Meetings, decisions and addressees as they stood on a day: today's rows, or those of the past.

A decision is there once its meeting had adopted the report, or else had ended. How far it was
follows from the follow-ups dated by then, and what superseded it counts from the meeting that did.
Wording, addressees, links and the days that were decided are those of today.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from logframe.past import is_past, seen_on, told_on
from logframe.prepared import Prepared
from meetings.models import Addressee, Decision, DecisionRelation, FollowUp, Implementation, Meeting
from meetings.models.decisions import CONCLUDED, OPEN

NO_ACTION, NOT_STARTED = Value(Implementation.NO_ACTION), Value(Implementation.NOT_STARTED)


def rows_on(build: Callable[..., QuerySet], on: date, **numbers: int) -> list[tuple]:
    """Return the rows of a query of a day; the SQL of that of today is written once.

    `build` takes the day, and numbers by which the rows are found.
    """
    if is_past(on):
        return list(build(on, **numbers))
    return _of_today(build, on, tuple(numbers))(**numbers)


@lru_cache(maxsize=20)
def _of_today(build: Callable[..., QuerySet], on: date, numbers: tuple[str, ...]) -> Prepared:
    return Prepared(partial(build, on), **dict.fromkeys(numbers, BigIntegerField()))


def over_by(on: date) -> Q:
    """Tell the meetings that had ended by a day; one whose days nobody knows had, once held."""
    days = Q(ends_on__lte=on) | Q(ends_on=None, starts_on__lte=on)
    return days | Q(ends_on=None, starts_on=None, status=Meeting.Status.HELD)


def decided_by(on: date) -> Q:
    """Tell the meetings whose decisions stood by a day: with the report, or else at their end."""
    return Q(report_adopted_on__lte=on) | Q(report_adopted_on=None) & over_by(on)


def meetings_on(on: date):
    """Return all meetings, each held or still expected as it was on a day."""
    meetings = Meeting.objects.all()
    if not is_past(on):
        return meetings
    to_come = Q(status=Meeting.Status.HELD) & ~over_by(on)
    expected = When(to_come, then=Value(Meeting.Status.EXPECTED))
    return seen_on(meetings, on, status=Case(expected, default=F("status")))


def follow_ups_on(on: date):
    """Return the follow-ups of a day and before."""
    return FollowUp.objects.filter(date__lte=on)


def decisions_on(on: date):
    """Return the decisions that had been taken by a day, as they stood then.

    Of the past they come with the addressees and follow-ups of the day. Pass the day on to `open`,
    `overdue` and the like.
    """
    decisions = Decision.objects.all()
    if not is_past(on):
        return decisions
    return seen_on(
        decisions.filter(meeting__in=Meeting.objects.filter(decided_by(on))),
        on,
        implementation=_implementation(on),
        validity=_validity(on),
        falls_due_on=_falls_due_on(on),
    ).prefetch_related(
        Prefetch("addressees", addressees_on(on)), Prefetch("follow_ups", follow_ups_on(on))
    )


def with_decisions(rows, on: date):
    """Return rows that lead to a decision, with that decision as it stood on a day."""
    if not is_past(on):
        return rows.select_related("decision__meeting", "decision__due_meeting")
    taken = rows.filter(decision__meeting__in=Meeting.objects.filter(decided_by(on)))
    decisions = decisions_on(on).select_related("meeting", "due_meeting")
    return taken.prefetch_related(Prefetch("decision", decisions))


def relations_on(on: date):
    """Return what decisions taken by a day did to earlier ones."""
    if not is_past(on):
        return DecisionRelation.objects.all()
    decided = Meeting.objects.filter(decided_by(on))
    return DecisionRelation.objects.filter(decision__meeting__in=decided)


def addressees_on(on: date):
    """Return the addressees, each with how far its own part was on a day."""
    addressees = Addressee.objects.all()
    if not is_past(on):
        return addressees
    others = Addressee.objects.filter(decision=OuterRef("decision")).exclude(pk=OuterRef("pk"))
    is_state_among_others = Q(kind=Addressee.Kind.MEMBER_STATE) & Exists(others)
    told = addressees.alias(
        own=_newest(on, addressee=OuterRef("pk")),
        whole=Coalesce(_newest(on, addressee=None, decision=OuterRef("decision")), NOT_STARTED),
    )
    return seen_on(
        told,
        on,
        implementation=Case(
            When(decision__is_actionable=False, then=NO_ACTION),
            When(own__isnull=False, then=F("own")),
            When(is_state_among_others & Q(whole__in=OPEN), then=NOT_STARTED),
            default=F("whole"),
        ),
    )


def _newest(on: date, field: str = "implementation", **about) -> Subquery:
    """Return what the last follow-up about something had said by a day."""
    newest = follow_ups_on(on).filter(**about).order_by("-date", "-number")
    return Subquery(newest.values(field)[:1])


def _implementation(on: date) -> Case:
    whole = _newest(on, addressee=None, decision=OuterRef("pk"))
    no_action = When(is_actionable=False, then=NO_ACTION)
    return Case(no_action, default=Coalesce(whole, NOT_STARTED))


def _validity(on: date) -> Case:
    """Return whether it still bound: what is in force today was so before."""
    validity = Decision.Validity
    superseding = DecisionRelation.objects.filter(
        earlier=OuterRef("pk"), kind=DecisionRelation.Kind.SUPERSEDES
    )
    decided = Meeting.objects.filter(decided_by(on))
    return Case(
        When(validity=validity.IN_FORCE, then=F("validity")),
        When(
            Exists(superseding.filter(decision__meeting__in=decided)),
            then=Value(validity.SUPERSEDED),
        ),
        When(Q(validity=validity.SUPERSEDED) & Exists(superseding), then=Value(validity.IN_FORCE)),
        default=told_on(Decision.objects, "validity", on),
    )


def _falls_due_on(on: date) -> Case:
    """Return the day on which it next fell due, by implementation and validity of the day."""
    is_asked = Q(is_actionable=True, validity=Decision.Validity.IN_FORCE)
    can_be_due = is_asked & ~Q(kind__in=Decision.NEVER_DUE)
    once = can_be_due & Q(recurrence=Decision.Recurrence.ONCE, implementation__in=OPEN)
    return Case(
        When(once, then=Coalesce("due_on", "due_meeting__ends_on")),
        *(
            When(can_be_due & Q(pk__in=decisions), then=Value(day))
            for day, decisions in _turns(on).items()
        ),
        default=None,
        output_field=DateField(),
    )


def _turns(on: date) -> dict[date, list[int]]:
    """Return the days on which recurring decisions next fell due, each with those decisions."""
    turns, meetings = defaultdict(list), _days_by_body()
    concluded = _newest(
        on, "date", addressee=None, decision=OuterRef("pk"), implementation__in=CONCLUDED
    )
    recurring = Decision.objects.exclude(recurrence=Decision.Recurrence.ONCE).annotate(
        concluded_on=concluded
    )
    for decision in recurring.select_related("meeting", "due_meeting"):
        meeting = decision.meeting
        later = [day for number, day in meetings[meeting.body_id] if number > meeting.number]
        if day := decision.turn_after(decision.concluded_on, later):
            turns[day].append(decision.pk)
    return turns


def _days_by_body() -> dict[int, list[tuple[int, date | None]]]:
    """Return number and last day of each body's meetings, in their order."""
    meetings = defaultdict(list)
    to_be_held = Meeting.objects.exclude(status=Meeting.Status.CANCELLED).order_by("number")
    for body, *meeting in to_be_held.values_list("body", "number", "ends_on"):
        meetings[body].append(meeting)
    return meetings
