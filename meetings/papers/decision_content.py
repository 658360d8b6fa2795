"""What papers say of the decisions: the register before a meeting, with what was done since."""

from datetime import date

from meetings.asked import asked
from meetings.models import Addressee, Decision, FollowUp, Meeting
from meetings.papers.plain import iso
from meetings.standing import standing, standing_of_addressee
from meetings.to_follow_up import decisions_before, decisions_to_follow_up, news_of


def decisions(meeting: Meeting, since: Meeting | None, on: date) -> list[dict]:
    """Return all decisions of the body before a meeting, of the newest meeting first.

    Marked are those that the follow-up for the meeting is about.
    """
    rows = (
        decisions_before(meeting, on)
        .for_register()
        .prefetch_related(
            "follow_ups__addressee__member_state",
            "follow_ups__addressee__body",
            "relations__earlier",
        )
    )
    asked_for = set(decisions_to_follow_up(meeting, since, on).values_list("pk", flat=True))
    return [_decision(row, since, on, is_followed_up=row.pk in asked_for) for row in rows]


def _decision(decision: Decision, since, on: date, *, is_followed_up: bool) -> dict:
    news = news_of(decision, since and since.ends_on, on)
    known = news_of(decision, None, on)
    where = standing(decision, on)
    return {
        "code": decision.code,
        "meeting": decision.meeting.code,
        "section": decision.section,
        "paragraph": decision.paragraph,
        "sequence": decision.sequence,
        "heading": decision.heading,
        "wording": decision.wording,
        "kind": decision.kind,
        "kind_text": decision.get_kind_display(),
        "is_actionable": decision.is_actionable,
        "area": decision.area.code if decision.area else None,
        "asked": asked(decision),
        "addressees": [_addressee(row, decision, on) for row in decision.addressees.all()],
        "due_text": decision.due_text,
        "due_on": iso(decision.due_day),
        "due_meeting": decision.due_meeting.code if decision.due_meeting else None,
        "falls_due_on": iso(decision.falls_due_on),
        "recurrence": decision.recurrence or None,
        "validity": decision.validity,
        "validity_text": decision.get_validity_display(),
        "implementation": decision.implementation,
        "implementation_text": decision.get_implementation_display(),
        "standing": where.value,
        "standing_text": where.word,
        "shape": where.shape,
        "open": decision.is_open_on(on),
        "overdue": decision.is_overdue(on),
        "stale": decision.is_stale(on),
        "silent": decision.is_open_on(on) and not news,
        "in_follow_up": is_followed_up,
        "links": [_link(link) for link in decision.links.all()],
        "relations": [
            {"kind": row.kind, "kind_text": row.get_kind_display(), "code": row.earlier.code}
            for row in decision.relations.all()
        ],
        "follow_ups": [_follow_up(row, is_news=row in news) for row in known],
        "source": decision.source,
        "note": decision.note,
        "url": decision.get_absolute_url(),
    }


def _addressee(row: Addressee, decision: Decision, on: date) -> dict:
    where = standing_of_addressee(row, decision, on)
    return {
        "who": row.who,
        "member_state": row.member_state.code if row.member_state else None,
        "is_implied": row.is_implied,
        "implementation": row.implementation,
        "implementation_text": row.get_implementation_display(),
        "standing_text": where.word,
        "shape": where.shape,
        "note": row.note,
    }


def _link(link) -> dict:
    return {
        "output": link.output.code if link.output else None,
        "objective": link.objective.code if link.objective else None,
        "strength": link.strength,
        "strength_text": link.get_strength_display(),
        "reason": link.reason,
    }


def _follow_up(row: FollowUp, *, is_news: bool) -> dict:
    return {
        "on": iso(row.date),
        "number": row.number,
        "about": row.addressee.who if row.addressee else None,
        "done": row.what_was_done,
        "evidence": row.evidence_link,
        "has_evidence": bool(row.evidence_link or row.evidence_file),
        "no_evidence_reason": row.no_evidence_reason,
        "status": row.implementation,
        "status_text": row.get_implementation_display(),
        "next_update_on": iso(row.next_update_on),
        "is_news": is_news,
    }
