"""Pieces about decisions for the pages of the plan, which know nothing of meetings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import NamedTuple

from django import template
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import ngettext

from logframe.dates import day
from logframe.models import Objective, Output
from logframe.overview import lines
from logframe.pieces import bar, status
from logframe.scores import AreaScore
from logframe.shown import said as _
from logframe.shown import told
from meetings import past
from meetings.asked import asked
from meetings.decision_rows import FIELDS, DecisionRow, rows_read_at_once
from meetings.models import Addressee, Decision, DecisionLink
from meetings.standing import Standing, day_of, standing_of_addressee
from meetings.standing import standing as standing_of
from meetings.standing import standings as standings_of

register = template.Library()

DUE_NEXT = 6  # so many decisions with a date stand on the overview
WORDS_OF_A_DECISION = 14  # are shown of each of them


@register.filter
def standing(decision: Decision) -> Standing:
    """Return where a decision stands on the day of which it tells."""
    return standing_of(decision, day_of(decision))


@register.filter
def standings(decision: Decision) -> list[Standing]:
    """Return where a decision stands, and whether news of it is overdue."""
    return standings_of(decision, day_of(decision))


register.filter("asked", asked)


@register.filter
def part_of(addressee: Addressee, decision: Decision) -> Standing:
    """Return where the part of one addressee stands on the day of which the decision tells."""
    return standing_of_addressee(addressee, decision, day_of(decision))


class Link(NamedTuple):
    """A decision that bears on an output or objective, and how."""

    decision: DecisionRow
    strength: str
    reason: str


@register.simple_tag
def decisions_on(target: Output | Objective, on: date) -> list[Link]:
    """Return the decisions of a day that bear on an output or objective.

    Those that bear on it directly come first.
    """
    build = _on_output if isinstance(target, Output) else _on_objective
    rows = past.rows_on(build, on, target=target.pk)
    decisions = rows_read_at_once([fields for *fields, _strength, _reason in rows], on)
    return [Link(one, *row[-2:]) for one, row in zip(decisions, rows, strict=True)]


def _on_output(on: date, target: int) -> QuerySet:
    return _linked(past.decisions_on(on).filter(links__output=target))


def _on_objective(on: date, target: int) -> QuerySet:
    return _linked(past.decisions_on(on).filter(links__objective=target))


def _linked(decisions: QuerySet) -> QuerySet:
    in_order = decisions.order_by("links__strength", "-meeting__number", "code")
    plain = in_order.prefetch_related(None)
    return plain.values_list(*FIELDS, "links__strength", "links__reason")


@register.simple_tag
def decision_lines(links: list[Link]) -> SafeString:
    """Show decisions that bear on something, a line each: put together here, for there are many."""
    words = {one.value: str(one.label) for one in DecisionLink.Strength}
    return format_html_join(
        "",
        '<li>{} <a href="{}">{}</a> {} <small>{}</small></li>',
        (
            (
                status(standing(link.decision)),
                link.decision.get_absolute_url(),
                link.decision.code,
                link.decision.wording,
                ": ".join(filter(None, (words[link.strength], link.reason))),
            )
            for link in links
        ),
    )


@dataclass
class OpenDecisions:
    """How many decisions are still to be acted on, and how many of them are overdue."""

    open: int = 0
    overdue: int = 0


@register.simple_tag
def open_decisions(on: date) -> dict[int | None, OpenDecisions]:
    """Count what was open on a day by the number of its area in the database; None has no area."""
    return {area: OpenDecisions(n, late) for area, n, late in past.rows_on(_open_by_area, on)}


def _open_by_area(on: date) -> QuerySet:
    by_area = past.decisions_on(on).open(on).order_by().values("area")
    overdue = Count("pk", filter=Q(falls_due_on__lt=on))
    return by_area.annotate(n=Count("pk"), late=overdue).values_list("area", "n", "late")


@register.filter
def of_all(counts: dict[int | None, OpenDecisions]) -> OpenDecisions:
    """Return the counts of all areas and of decisions without one."""
    return OpenDecisions(
        open=sum(count.open for count in counts.values()),
        overdue=sum(count.overdue for count in counts.values()),
    )


@register.simple_tag
def area_cards(areas: list[AreaScore], counts: dict[int | None, OpenDecisions]) -> SafeString:
    """Show each area as a card: its objective, where its indicators stand, what is open in it."""
    nothing = OpenDecisions()
    return SafeString("".join(_card(one, counts.get(one.area.pk, nothing)) for one in areas))


def _card(score: AreaScore, decisions: OpenDecisions) -> str:
    area, objective = score.area, score.objective
    aim = objective.summary or objective.statement if objective else ""
    foot = "".join(f"<span>{part}</span>" for part in _foot(score, decisions))
    return (
        f'<article class="card"><h3><a href="{escape(area.get_absolute_url())}">'
        f'<span class="no">{escape(area.section)}</span> {escape(area.name)}</a></h3>\n'
        f'<p class="obj">{escape(aim)}</p>\n{bar(score.summary)}\n'
        f'<p class="foot">{foot}</p></article>\n'
    )


def _foot(score: AreaScore, decisions: OpenDecisions) -> Iterator[str]:
    opened = ngettext("%(n)s decision open", "%(n)s decisions open", decisions.open)
    outputs = ngettext("%(n)s output", "%(n)s outputs", len(score.outputs))
    yield escape(told(score.summary.coverage))
    yield escape(opened % {"n": decisions.open}) + _late(decisions)
    yield escape(outputs % {"n": len(score.outputs)})
    if score.last_update:
        yield escape(_("last value %(day)s") % {"day": day(score.last_update)})


def _late(decisions: OpenDecisions) -> str:
    if not decisions.overdue:
        return ""
    return f', <strong class="poor">{decisions.overdue} {escape(_("overdue"))}</strong>'


@register.simple_tag
def decisions_due_next(on: date) -> SafeString:
    """Show the decisions open on a day that fall due on one, the longest overdue first."""
    decisions = rows_read_at_once(past.rows_on(_due_next, on), on)
    return lines([_dated(decision) for decision in decisions], _("Nothing is due."))


def _dated(decision: DecisionRow) -> str:
    wording = Truncator(decision.wording).words(WORDS_OF_A_DECISION, truncate=" …")
    return (
        f"<time>{escape(day(decision.falls_due_on))}</time> {status(standing(decision))} "
        f'<a href="{escape(decision.get_absolute_url())}">{escape(decision.code)}</a> '
        f"{escape(wording)}"
    )


def _due_next(on: date) -> QuerySet:
    dated = past.decisions_on(on).open(on).exclude(falls_due_on=None).by_due_day()
    return dated.values_list(*FIELDS)[:DUE_NEXT]


@register.simple_tag
def overdue_decisions_of(person: User) -> list[Decision]:
    """Return the open decisions that a person owns and whose day is past, the oldest first."""
    return list(Decision.objects.overdue().filter(owner=person).by_due_day())
