"""The head of a paper and what stands on every page of it."""

from datetime import date
from itertools import zip_longest

from django.utils.translation import gettext as _

from logframe.dates import day
from meetings.papers.outline import Paper
from meetings.papers.text import Part
from meetings.papers.word import Imprint
from meetings.papers.writer import Column, Writer


def day_of(text: str | None) -> str:
    """Return a day of the content as papers write it: 31 December 2027."""
    return day(date.fromisoformat(text)) if text else ""


def author_of(content: dict) -> str:
    """Return who writes the papers."""
    return _("%(programme)s Secretariat") % {"programme": content["programme"]}


def imprint(content: dict, paper: Paper, edition: dict | None) -> Imprint:
    """Return what stands on every page."""
    return Imprint(
        title=paper.title,
        meeting=content["meeting"]["code"],
        symbol=paper.symbol,
        notice=content["notice"],
        issue=_issue(content, edition),
        day=date.fromisoformat(content["as_of"]),
        author=author_of(content),
        language=content["language"],
        watermark="" if edition else _("Draft"),
    )


def _issue(content: dict, edition: dict | None) -> list[str]:
    as_of = day_of(content["as_of"])
    if edition is None:
        return [_("Draft, not issued. As of %(day)s") % {"day": as_of}]
    words = {
        "number": edition["number"],
        "issued_on": day_of(edition["issued_on"]),
        "day": as_of,
    }
    return [
        _("Edition %(number)s, issued on %(issued_on)s. As of %(day)s") % words,
        _("SHA-256 of its data: %(digest)s") % {"digest": edition["sha256"]},
    ]


def write_head(word: Writer, content: dict, paper: Paper, edition: dict | None) -> None:
    """Write the head: who, which meeting, when and where, the title, what was corrected."""
    _write_letterhead(word, content, paper, edition)
    meeting = content["meeting"]
    word.text(meeting["name"], "MeetingName")
    when_and_where = ", ".join(filter(None, (meeting["place"], meeting["dates"])))
    word.text(when_and_where or _("Place and dates to be announced"), "MeetingPlace")
    if paper.agenda_item:
        item = _("Agenda item %(number)s") % {"number": paper.agenda_item}
        word.text(item, "MeetingPlace")
    word.text(paper.title, "Title")
    if paper.subtitle:
        word.text(paper.subtitle, "Subtitle")
    word.text(_("Note by the Secretariat"), "MeetingPlace")
    if content["notice"]:
        word.text(content["notice"], "Notice")
    if content["errata"]:
        _write_errata(word, content["errata"])


def _write_letterhead(word: Writer, content: dict, paper: Paper, edition: dict | None) -> None:
    written_on = edition["issued_on"] if edition else content["as_of"]
    right = [paper.symbol, day_of(written_on), _("English only")]
    lines = zip_longest(content["letterhead"], filter(None, right), fillvalue="")
    style = "LetterheadWide" if word.is_across else "Letterhead"
    for left, beside in lines:
        word.text((Part(left, "Capitals"), f"\t{beside}"), style)


def _write_errata(word: Writer, errata: list[dict]) -> None:
    word.heading(_("Errata"), 3)
    width = 257 if word.is_across else 160
    columns = [
        Column(_("Corrected on"), 24),
        Column(_("Place"), 30),
        Column(_("Was"), (width - 54) / 3),
        Column(_("Now"), (width - 54) / 3),
        Column(_("Reason"), (width - 54) / 3),
    ]
    rows = [
        [day_of(one["on"]), one["place"], str(one["was"]), str(one["now"]), one["reason"]]
        for one in errata
    ]
    word.table(_("What was corrected after the papers were issued"), columns, rows)
