"""All that the papers of a meeting say, as plain data: the one thing that papers are made from.

An edition freezes it. So it holds no primary key, no time of day and no object of ours: decimals
are plain texts, days are written as 2027-03-01, lists have the order of the plan or the reports.
"""

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logframe.explanations import constants, meanings
from logframe.models import Plan
from logframe.scorecard import Scorecard
from logframe.statuses import Group
from meetings.models import Erratum, Meeting
from meetings.papers import decision_content, plan_content
from meetings.papers.plain import iso
from meetings.papers.titles import title_of

FORMAT = 1
LANGUAGE = "en-gb"  # of all papers; a paper is made from its edition in the same words years later


class PapersError(Exception):
    """Papers that cannot be made; the message says to the person why and what to do."""


def content_of(meeting: Meeting, on: date) -> dict:
    """Return what the papers of a meeting say on a day, in a constant number of queries.

    Progress is what was verified by that day; decisions and activities are told as they stood on
    it. Raises PapersError where there is no plan to report on.
    """
    plan = meeting.reviews.plan if meeting.reviews else Plan.objects.current()
    if plan is None:
        raise PapersError(
            _("There is no plan to report on: mark one as the current plan in the admin.")
        )
    with translation.override(LANGUAGE):
        return _content(meeting, plan, on)


def _content(meeting: Meeting, plan: Plan, on: date) -> dict:
    scorecard = Scorecard.load(plan, on=on)
    since = Meeting.objects.select_related("body").before(meeting)
    agenda = list(meeting.agenda.select_related("area"))
    year = meeting.reviews.year if meeting.reviews else scorecard.year
    return {
        "format": FORMAT,
        "language": LANGUAGE,
        "as_of": on.isoformat(),
        "year": year,
        "programme": settings.PROGRAMME_NAME,
        "letterhead": list(settings.PROGRAMME_LETTERHEAD),
        "site_url": settings.SITE_URL,
        "notice": plan.notice,
        "meeting": _meeting(meeting)
        | {
            "reviews": year,
            "agenda": [_agenda_item(item) for item in agenda],
            "documents": [
                {"symbol": document.symbol, "title": document.title, "link": document.link}
                for document in meeting.documents.all()
            ],
        },
        "since": _meeting(since) if since else None,
        "plan": {
            "slug": plan.slug,
            "title": plan.title,
            "years": list(plan.years),
            "url": plan.get_absolute_url(),
        },
        "member_states": [{"code": state.code, "name": state.name} for state in scorecard.states],
        "statuses": [_status(status, meaning) for status, meaning in meanings().items()],
        "groups": [{"slug": group.value, "word": group.word} for group in Group],
        "constants": [{"what": what, "figure": figure} for what, figure in constants().items()],
        "summary": plan_content.summary(scorecard.summary),
        "areas": plan_content.areas(scorecard, agenda, _agenda_before(since, agenda)),
        "outputs": plan_content.outputs(scorecard, year),
        "indicators": plan_content.indicators(scorecard, year),
        "activities": plan_content.activities(plan, on),
        "decisions": decision_content.decisions(meeting, since, on),
        "errata": [_erratum(row) for row in Erratum.objects.of_meeting(meeting, on)],
    }


def _meeting(meeting: Meeting) -> dict:
    return {
        "code": meeting.code,
        "name": title_of(meeting),
        "body": meeting.body.name,
        "starts_on": iso(meeting.starts_on),
        "ends_on": iso(meeting.ends_on),
        "dates": meeting.dates_as_known,
        "place": meeting.place,
        "host": meeting.host,
        "url": meeting.get_absolute_url(),
    }


def _agenda_item(item) -> dict:
    return {
        "number": item.number,
        "title": item.title,
        "area": item.area.code if item.area else None,
    }


def _agenda_before(since: Meeting | None, agenda: list) -> list:
    """Return the agenda of the meeting before, while this one has none that names an area."""
    if since is None or any(item.area for item in agenda):
        return []
    return list(since.agenda.select_related("area"))


def _erratum(row: Erratum) -> dict:
    return {
        "on": row.on.isoformat(),
        "edition": row.edition.number,
        "place": row.place,
        "was": row.was,
        "now": row.now,
        "reason": row.reason,
    }


def _status(status, meaning: str) -> dict:
    return {
        "slug": status.value,
        "word": status.word,
        "shape": status.shape,
        "group": status.group.value,
        "meaning": str(meaning),
    }
