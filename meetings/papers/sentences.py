"""Sentences and cells that several papers share."""

from django.utils.translation import gettext as _

from meetings.papers.head import day_of
from meetings.papers.selection import news_of
from meetings.papers.text import NO_BREAK_SPACE, Cell, Line, Piece, emphasis, link, mark, strong

PROVISIONAL = "*"


def counted(content: dict, summary: dict) -> str:
    """Return how many indicators are in each group: 7 good, 1 poor."""
    counts = ((group["word"], summary["groups"][group["slug"]]) for group in content["groups"])
    return ", ".join(f"{count} {word.lower()}" for word, count in counts if count)


def standing(content: dict, summary: dict) -> tuple[Piece, ...]:
    """Return the word for a whole with its coverage, and how many are in each group."""
    counts = counted(content, summary)
    return (*mark(summary), f", {summary['coverage']}" + (f": {counts}" if counts else ""))


def listed(names: list[str]) -> str:
    """Return names as a sentence has them: a, b and c."""
    *first, last = names
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def address(content: dict, url: str) -> str:
    """Return the full address of a page of the site."""
    return f"{content['site_url']}{url}"


def code(content: dict, record: dict) -> Line:
    """Return the code of a record, which leads to its page."""
    return link(record["code"], address(content, record["url"]))


# Figures


def value(indicator: dict) -> str:
    """Return the value that counts, with a star where it is provisional, or why there is none."""
    if not indicator["value_text"]:
        return indicator["reporting_text"]
    return indicator["value_text"] + (PROVISIONAL if is_provisional(indicator) else "")


def is_provisional(indicator: dict) -> bool:
    """Whether any value behind the one that counts is provisional."""
    return any(year["provisional"] for year in indicator["years"])


def with_year(one: dict | None) -> str:
    """Return a figure with its year; what is missing is a dash."""
    if not one or not one["text"]:
        return "–"
    return f"{one['text']} ({one['year']})"


# Decisions


def place_in_report(decision: dict) -> str:
    """Return the paragraph of the report: SOM-26, para. I.5."""
    place = _("para. %(section)s.%(paragraph)s") % decision
    return f"{decision['meeting']}, {place.replace(' ', NO_BREAK_SPACE)}"


def decision_cell(content: dict, decision: dict) -> Cell:
    """Return the code of a decision and its place in the report."""
    return [code(content, decision), place_in_report(decision)]


def wording_cell(decision: dict) -> Cell:
    """Return the exact words, and in short what is asked of whom by when."""
    return [decision["wording"], emphasis(decision["asked"])]


def done_cell(decision: dict) -> Cell:
    """Return what was done since the meeting before, or on which day the last news was of."""
    news = news_of(decision)
    if news:
        return [_done(follow_up) for follow_up in news]
    if decision["follow_ups"]:
        last = day_of(decision["follow_ups"][-1]["on"])
        return _("Nothing was reported since %(day)s.") % {"day": last}
    return _("Nothing was reported.")


def _done(follow_up: dict) -> Line:
    who = f"{follow_up['about']}: " if follow_up["about"] else ""
    said = f" {who}{follow_up['done']} ({follow_up['status_text']})"
    return (strong(day_of(follow_up["on"])), said, *_evidence(follow_up))


def _evidence(follow_up: dict) -> tuple[Piece, ...]:
    if follow_up["evidence"]:
        return (" ", link(_("Evidence"), follow_up["evidence"]))
    if follow_up["no_evidence_reason"]:
        return (" " + _("No evidence: %(why)s") % {"why": follow_up["no_evidence_reason"]},)
    return ()


def status_cell(decision: dict) -> Cell:
    """Return where a decision stands, and that news of it is overdue."""
    lines: list[Line] = [mark(decision, "standing_text")]
    if decision["stale"]:
        lines.append(mark({"shape": "?", "text": _("Update overdue")}, "text"))
    return lines
