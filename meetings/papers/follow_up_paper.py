"""The paper on what became of the decisions of earlier meetings."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.papers import selection
from meetings.papers.head import day_of
from meetings.papers.issues import issues_of_follow_up
from meetings.papers.outline import Paper
from meetings.papers.sentences import listed
from meetings.papers.tables import write_decisions
from meetings.papers.text import mark
from meetings.papers.writer import Column, Writer


def write_follow_up(word: Writer, content: dict, paper: Paper) -> None:
    """Write all that follows the head."""
    decisions = selection.to_follow_up(content)
    _background(word, content)
    if not decisions:
        word.heading(_("Follow-up"))
        word.paragraph(_("No decision of an earlier meeting is open or was followed up."))
        return
    _where_they_stand(word, content, decisions)
    _by_meeting(word, content, decisions)
    word.heading(_("Issues for consideration"))
    word.lead(_("The Meeting may wish to:"))
    word.lettered(issues_of_follow_up(content, decisions))


def _background(word: Writer, content: dict) -> None:
    word.heading(_("Background"))
    since = content["since"]
    if since is None:
        word.paragraph(_("It is the first meeting: nothing was decided before."))
        return
    words = {"code": since["code"], "day": day_of(content["as_of"])}
    word.paragraph(
        _(
            "This paper tells what was done about the decisions of the Meeting, as recorded by "
            "%(day)s: those of %(code)s that ask for action, and older ones that are open or were "
            "followed up since."
        )
        % words
    )
    word.paragraph(
        _(
            "The wording is that of the reports. Whether a decision asks for action, and of whom, "
            "is a judgement of the Secretariat."
        )
    )


def _where_they_stand(word: Writer, content: dict, decisions: list[dict]) -> None:
    word.heading(_("Where the decisions stand"))
    silent = [one["code"] for one in decisions if one["silent"]]
    words = {"n": len(decisions), "table": word.next_table}
    word.lead(
        ngettext(
            "%(n)s decision is followed up. Where it stands is in %(table)s.",
            "%(n)s decisions are followed up. Where they stand is in %(table)s.",
            len(decisions),
        )
        % words
    )
    columns = [
        Column(_("Status"), 38),
        Column(_("Decisions"), 20, is_number=True),
        Column(_("Which"), 102),
    ]
    word.table(_("Decisions by status"), columns, _rows_by_standing(content, decisions))
    if silent:
        word.paragraph(
            ngettext(
                "%(n)s of them is open and without news: %(codes)s.",
                "%(n)s of them are open and without news: %(codes)s.",
                len(silent),
            )
            % {"n": len(silent), "codes": listed(silent)}
        )


def _rows_by_standing(content: dict, decisions: list[dict]) -> list[list]:
    by_word: dict[str, list[dict]] = {}
    for one in decisions:
        by_word.setdefault(one["standing_text"], []).append(one)
    return [
        [mark(found[0], "standing_text"), str(len(found)), ", ".join(one["code"] for one in found)]
        for found in sorted(by_word.values(), key=len, reverse=True)
    ]


def _by_meeting(word: Writer, content: dict, decisions: list[dict]) -> None:
    word.heading(_("What was decided, and what was done"))
    last = (content["since"] or {}).get("code")
    if last not in {one["meeting"] for one in decisions}:
        word.paragraph(
            _("No decision of %(code)s that asks for action is on record.") % {"code": last}
        )
    for meeting, found in groupby(decisions, key=lambda one: one["meeting"]):
        word.heading(_("Decisions of %(code)s") % {"code": meeting}, 2)
        word.lead(_("They are in %(table)s.") % {"table": word.next_table})
        write_decisions(word, content, _("Decisions of %(code)s") % {"code": meeting}, list(found))
