"""Decisions in the words of InforMEA, the United Nations' portal on environmental agreements.

The names of the fields, and the kinds and statuses, are those of the portal's own exchange of
decisions. What the portal has and the register has not is an empty list, never a guess.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Subquery

from meetings.asked import asked
from meetings.models import Decision, DecisionRelation

RECOMMENDATION, DECISION = "recommendation", "decision"
ACTIVE, AMENDED, RETIRED = "active", "amended", "retired"


def decisions_to_tell():
    """Return all decisions in the order of the reports, with all that is told of them."""
    amends = DecisionRelation.objects.filter(
        earlier=OuterRef("pk"), kind=DecisionRelation.Kind.AMENDS
    )
    versions = Decision.history.filter(id=OuterRef("pk")).order_by().values("id")
    return (
        Decision.objects.for_register()
        .annotate(
            is_amended=Exists(amends),
            updated=Subquery(versions.annotate(last=Max("history_date")).values("last")),
        )
        .order_by("meeting__body__order", "meeting__number", "section", "paragraph", "sequence")
    )


def told(decisions: Iterable[Decision]) -> Iterator[dict]:
    """Return each decision as the portal has it; `displayOrder` is its place in the register."""
    for place, decision in enumerate(decisions, start=1):
        meeting = decision.meeting
        yield {
            "id": decision.code,
            "link": _address(decision),
            "number": decision.code,
            "type": _type(decision),
            "status": _status(decision),
            "treaty": settings.PROGRAMME_NAME,
            "published": meeting.ends_on,
            "updated": decision.updated,
            "meetingId": meeting.code,
            "meetingTitle": meeting.code,
            "meetingUrl": _address(meeting),
            "displayOrder": place,
            "titles": [_said(title=f"{decision.code} {decision.heading}".strip())],
            "longTitles": [],
            "summaries": [_said(summary=summary)] if (summary := asked(decision)) else [],
            "contents": [_said(content=decision.wording)],
            "keywords": list(_keywords(decision)),
            "files": [],
        }


def _type(decision: Decision) -> str:
    return RECOMMENDATION if decision.kind == Decision.Kind.RECOMMEND else DECISION


def _status(decision: Decision) -> str:
    if decision.validity != Decision.Validity.IN_FORCE:
        return RETIRED
    return AMENDED if decision.is_amended else ACTIVE


def _keywords(decision: Decision) -> Iterator[dict]:
    """Return the area and the outputs that the decision bears on."""
    targets = [link.target for link in decision.links.all()]
    for record in dict.fromkeys([decision.area, *targets] if decision.area else targets):
        yield {"namespace": _address(record), "term": str(record)}


def _said(**text) -> dict:
    """Return a text with its language: that of the records."""
    return {"language": settings.LANGUAGE_CODE.partition("-")[0], **text}


def _address(record) -> str:
    return settings.SITE_URL + record.get_absolute_url()
