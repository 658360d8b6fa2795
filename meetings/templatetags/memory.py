"""The memory of an output: what happened to it in the plan, and what the meetings decided."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django import template
from django.db.models import BigIntegerField, DateField, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logframe import memory as plan_memory
from logframe.addresses import address
from logframe.memory import Event, Kind
from logframe.models import Activity, Output
from logframe.prepared import Prepared
from logframe.scores import OutputScore
from meetings.models import Decision, DecisionLink, Implementation
from meetings.past import follow_ups_on

register = template.Library()

DECISIONS = Kind("decisions", gettext_lazy("decision"), gettext_lazy("Decisions"))
FOLLOW_UPS = Kind("follow-ups", gettext_lazy("follow-up"), gettext_lazy("Follow-ups"))
KINDS = (
    plan_memory.VALUES,
    plan_memory.NARRATIVES,
    DECISIONS,
    FOLLOW_UPS,
    plan_memory.ACTIVITIES,
    plan_memory.MILESTONES,
)
EVENTS_ON_A_PAGE = 40
WORDS_OF_A_DECISION = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of event that a reader can ask for, and how many there are."""

    kind: Kind
    count: int


@register.inclusion_tag("components/timeline.html", takes_context=True)
def timeline(
    context,
    score: OutputScore,
    activities: Iterable[Activity],
    links: Iterable[DecisionLink],
    on: date,
) -> dict:
    """Tell what happened to an output up to a day, the newest first; all, or one kind of it.

    The links lead to the decisions that bear on it, as they stood on the day.
    """
    asked = context["request"].GET
    told = [
        *plan_memory.events(score, activities, on),
        *_decisions(links, on),
        *_follow_ups(score.output, on),
    ]
    counts = Counter(event.kind for event in told)
    shown = next((kind for kind in counts if kind.slug == asked.get("show")), None)
    chosen = [event for event in told if shown in (None, event.kind)]
    # Of one day, in the order in which the plan and the meetings have them.
    chosen.sort(key=attrgetter("day"), reverse=True)
    limit = None if asked.get("all") else EVENTS_ON_A_PAGE
    return {
        "request": context["request"],
        "events": chosen[:limit],
        "total": len(chosen),
        "all": len(told),
        "shown": shown,
        "choices": [Choice(kind, counts[kind]) for kind in KINDS if counts[kind]],
    }


def _decisions(links: Iterable[DecisionLink], on: date) -> Iterator[Event]:
    for decision in sorted((link.decision for link in links), key=_place):
        meeting = decision.meeting
        if meeting.ends_on and (meeting.report_adopted_on or meeting.ends_on) <= on:
            yield Event(
                day=meeting.ends_on,
                kind=DECISIONS,
                name=decision.code,
                address=decision.get_absolute_url(),
                text=Truncator(decision.wording).words(WORDS_OF_A_DECISION),
            )


def _place(decision: Decision) -> tuple:
    """Return what puts decisions in the order of their reports, the newest report first."""
    return -decision.meeting.number, decision.section, decision.paragraph, decision.sequence


def _follow_ups(output: Output, on: date) -> Iterator[Event]:
    for day, code, slug, what, implementation in OF_OUTPUT(on=on, output=output.pk):
        yield Event(
            day=day,
            kind=FOLLOW_UPS,
            name=code,
            address=address("decision", slug),
            text=_("%(what)s (%(state)s)")
            % {
                "what": Truncator(what).words(WORDS_OF_A_DECISION),
                "state": Implementation(implementation).label,
            },
        )


def _of_output(on: date, output: int) -> QuerySet:
    rows = follow_ups_on(on).filter(decision__links__output=output)
    newest = rows.order_by("-date", "decision__code", "-number")
    return newest.values_list(
        "date", "decision__code", "decision__slug", "what_was_done", "implementation"
    )


OF_OUTPUT = Prepared(_of_output, on=DateField(), output=BigIntegerField())
