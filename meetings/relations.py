"""Which earlier decisions a new one may repeat or supersede."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from meetings import text_index
from meetings.decision_rows import DecisionRow
from meetings.models import Decision, DecisionRelation, Meeting
from meetings.past import rows_on
from meetings.proposals import Resemblance, Texts, longest_words

FEW = 8
COMPARED = 500
TELLING = 5  # words of a decision by which others are looked for, where there are very many


def earlier_open(meeting: Meeting):
    """Return the open decisions of earlier meetings of the same body."""
    return _open_before(localdate(), meeting.body_id, meeting.number)


def _open_before(on: date, body: int, number: int) -> QuerySet:
    earlier = Meeting.objects.filter(body=body, number__lt=number)
    return Decision.objects.open(on).filter(meeting__in=earlier)


def alike(decision: Decision) -> list[Resemblance]:
    """Return the earlier open decisions that it resembles and is not related to, the most first."""
    meeting = decision.meeting
    numbers = {"body": meeting.body_id, "number": meeting.number, "decision": decision.pk}
    texts = rows_on(_unrelated_texts, localdate(), **numbers)
    if len(texts) > COMPARED:
        words = longest_words(decision.wording)[:TELLING]
        sharing = _unrelated(decision).filter(text_index.having_two_of(words))
        texts = list(sharing.order_by("-meeting_id", "pk").values_list("pk", "wording")[:COMPARED])
    found = _texts(texts).most_alike(decision.wording)
    loaded = Decision.objects.in_words().in_bulk([pk for pk, _score, _why in found])
    return [Resemblance(loaded[pk], score, why) for pk, score, why in found]


def resembling(meeting: Meeting, decisions: Iterable[DecisionRow]) -> list[DecisionRow]:
    """Return those decisions of a meeting that resemble an earlier open one, and have no relation.

    Where very many are open, they are compared with the newest.
    """
    texts = _texts(rows_on(_newest, localdate(), body=meeting.body_id, number=meeting.number))
    related = set(
        DecisionRelation.objects.filter(decision__meeting=meeting).values_list("decision")
    )
    asking = [one for one in decisions if one.is_actionable and (one.pk,) not in related]
    return [one for one in asking if texts.most_alike(one.wording)]


def _newest(on: date, body: int, number: int) -> QuerySet:
    newest = _open_before(on, body, number).order_by("-meeting_id", "pk")
    return newest.values_list("pk", "wording")[:COMPARED]


def candidates(decision: Decision) -> list[Resemblance]:
    """Return the earlier open decisions to look at: those it resembles, then others of its area."""
    found = alike(decision)
    others = _unrelated(decision).exclude(pk__in=[one.decision.pk for one in found])
    of_area = others.filter(area=decision.area_id).in_long_list()
    newest = of_area.order_by("-meeting_id", "section", "paragraph", "sequence")
    return found + [Resemblance(one, 0, "") for one in newest[:FEW]]


def _unrelated(decision: Decision) -> QuerySet:
    return earlier_open(decision.meeting).exclude(later_relations__decision=decision)


def _unrelated_texts(on: date, body: int, number: int, decision: int) -> QuerySet:
    unrelated = _open_before(on, body, number).exclude(later_relations__decision=decision)
    return unrelated.values_list("pk", "wording")[: COMPARED + 1]


def _texts(rows: Iterable[tuple[int, str]]) -> Texts:
    texts = Texts()
    for pk, wording in rows:
        texts.add(pk, wording)
    return texts
