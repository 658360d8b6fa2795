"""The memory of an output: what happened to it in the plan, and what the meetings decided."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django import template
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logframe import memory as plan_memory
from logframe.memory import Event, Kind
from logframe.models import Activity, Output
from logframe.scores import OutputScore
from meetings.models import DecisionLink, Meeting
from meetings.past import decided_by, follow_ups_on

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
def timeline(context, score: OutputScore, activities: Iterable[Activity], on: date) -> dict:
    """Tell what happened to an output up to a day, the newest first; all, or one kind of it."""
    asked = context["request"].GET
    told = [
        *plan_memory.events(score, activities, on),
        *_decisions(score.output, on),
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


def _decisions(output: Output, on: date) -> Iterator[Event]:
    held = Meeting.objects.filter(decided_by(on), ends_on__isnull=False)
    links = DecisionLink.objects.filter(output=output, decision__meeting__in=held)
    order = ("-decision__meeting__number", "decision__section", "decision__paragraph")
    for link in links.select_related("decision__meeting").order_by(*order, "decision__sequence"):
        decision = link.decision
        yield Event(
            day=decision.meeting.ends_on,
            kind=DECISIONS,
            name=decision.code,
            address=decision.get_absolute_url(),
            text=Truncator(decision.wording).words(WORDS_OF_A_DECISION),
        )


def _follow_ups(output: Output, on: date) -> Iterator[Event]:
    rows = follow_ups_on(on).filter(decision__links__output=output)
    for row in rows.select_related("decision").order_by("-date", "decision__code", "-number"):
        yield Event(
            day=row.date,
            kind=FOLLOW_UPS,
            name=row.decision.code,
            address=row.decision.get_absolute_url(),
            text=_("%(what)s (%(state)s)")
            % {
                "what": Truncator(row.what_was_done).words(WORDS_OF_A_DECISION),
                "state": row.get_implementation_display(),
            },
        )
