"""The tables of the papers: their columns, and a row for each indicator, decision or activity.

Widths are in millimetres: an upright page has 160, one laid across 257.
"""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from meetings.papers.head import day_of
from meetings.papers.selection import in_year, revisions
from meetings.papers.sentences import (
    PROVISIONAL,
    code,
    decision_cell,
    done_cell,
    is_provisional,
    status_cell,
    value,
    with_year,
    wording_cell,
)
from meetings.papers.text import Cell, Line, mark
from meetings.papers.writer import Column, Group, Row, Writer


def write_figures(word: Writer, content: dict, caption: str, indicators: list[dict]) -> None:
    """Write where indicators stand: baseline, milestone due, value, target and status."""
    columns = [
        Column(_("Indicator"), 45),
        Column(_("Unit"), 21),
        Column(_("Baseline"), 18, is_number=True),
        Column(_("Milestone due"), 18, is_number=True),
        Column(_("Value"), 17, is_number=True),
        Column(_("Target"), 17, is_number=True),
        Column(_("Status"), 24),
    ]
    rows = [
        [
            _named(content, one),
            one["unit"],
            with_year(one["baseline"]),
            with_year(one["due"]),
            value(one),
            with_year(one["target"]),
            mark(one),
        ]
        for one in indicators
    ]
    word.table(caption, columns, rows)
    note_provisional(word, indicators)


def note_provisional(word: Writer, indicators: list[dict]) -> None:
    """Say below a table what the star at a value means, where one has it."""
    if any(is_provisional(one) for one in indicators):
        word.note(_("%(star)s Provisional value.") % {"star": PROVISIONAL})


def _named(content: dict, one: dict) -> Cell:
    return [code(content, one), one["title"]]


def write_decisions(word: Writer, content: dict, caption: str, decisions: list[dict]) -> None:
    """Write decisions with their exact words, what was done and where each stands."""
    columns = [
        Column(_("Decision"), 29),
        Column(_("Wording, and what is asked"), 60),
        Column(_("Done since"), 44),
        Column(_("Status"), 27),
    ]
    rows = [
        [decision_cell(content, one), wording_cell(one), done_cell(one), status_cell(one)]
        for one in decisions
    ]
    word.table(caption, columns, rows)


def write_activities(word: Writer, caption: str, activities: list[dict]) -> None:
    """Write activities: when, where and with whom, for which money, how far."""
    columns = [
        Column(_("Activity"), 47),
        Column(_("Output"), 15),
        Column(_("Timeline"), 25),
        Column(_("Partners or host"), 28),
        Column(_("Budget and source"), 25),
        Column(_("Status"), 20),
    ]
    rows = [
        [
            [one["code"], one["title"]],
            list(one["outputs"]) or "–",
            one["dates"] or _("not known"),
            _with_whom(one),
            _money(one),
            one["status_text"],
        ]
        for one in activities
    ]
    word.table(caption, columns, rows)


def _with_whom(one: dict) -> Cell:
    return list(filter(None, (one["host_state"], one["place"], one["partners"]))) or "–"


def _money(one: dict) -> Cell:
    lines: list[Line] = []
    if one["budget"] is not None:
        lines.append(_("US$ %(sum)s") % {"sum": f"{Decimal(one['budget']):,}"})
    lines.append(_("source: %(source)s") % {"source": one["funding_words"] or one["funding_text"]})
    return lines


def write_revisions(
    word: Writer, content: dict, caption: str, indicators: list[dict], since: str | None
) -> None:
    """Write which milestones were revised: old and new, by whom and why."""
    columns = [
        Column(_("Indicator"), 50),
        Column(_("Year"), 12, is_number=True),
        Column(_("Was"), 14, is_number=True),
        Column(_("Now"), 14, is_number=True),
        Column(_("Decided"), 28),
        Column(_("Reason"), 42),
    ]
    rows = [
        [
            _named(content, one),
            str(new["year"]),
            old["text"],
            new["text"],
            [new["authority"], day_of(new["set_on"])],
            new["reason"],
        ]
        for one, old, new in revisions(indicators, since)
    ]
    word.table(caption, columns, rows)


# On pages laid across


def write_indicator_annex(word: Writer, content: dict, indicators: list[dict]) -> None:
    """Write the indicators of a paper with their figures of the year, source and remarks."""
    year, last = content["year"], content["plan"]["years"][-1]
    columns = [
        Column(_("Code"), 19),
        Column(_("Indicator"), 50),
        Column(_("Unit"), 22),
        Column(_("Baseline"), 17, is_number=True),
        Column(_("Target %(year)s") % {"year": last}, 15, is_number=True),
        Column(_("Milestone %(year)s") % {"year": year}, 18, is_number=True),
        Column(_("Value %(year)s") % {"year": year}, 18, is_number=True),
        Column(_("Previous value"), 17, is_number=True),
        Column(_("Source"), 33),
        Column(_("Remarks"), 48),
    ]
    rows = [_annex_row(content, one, year, last) for one in indicators]
    caption = _("Indicators, with their values for %(year)s") % {"year": year}
    word.table(caption, columns, rows)
    if any(one["adoption"] == "proposed" for one in indicators):
        word.note(_("Indicators are proposed: the Meeting has adopted none but those marked so."))


def _annex_row(content: dict, one: dict, year: int, last: int) -> Row:
    this_year = in_year(one, year)
    return [
        code(content, one),
        one["title"],
        one["unit"],
        with_year(one["baseline"]),
        in_year(one, last)["milestone_text"] or "–",
        this_year["milestone_text"] or "–",
        this_year["text"] or this_year["reporting_text"],
        with_year(one["previous"]),
        one["means_of_verification"] or "–",
        _remarks(content, one, year) or "–",
    ]


def _remarks(content: dict, one: dict, year: int) -> Cell:
    """Return what has to be known with the value of a year."""
    remarks: list[Line] = []
    if one["adoption"] != "proposed":
        remarks.append(_("Indicator %(adoption)s.") % {"adoption": one["adoption_text"]})
    if one["accumulation"] == "cumulative" and one["value_text"]:
        remarks.append(_("Adds up: %(total)s so far.") % {"total": one["value_text"]})
    names = {state["code"]: state["name"] for state in content["member_states"]}
    for row in one["values"]:
        if row["year"] == year:
            remarks += _remarks_on(row, names.get(row["member_state"], ""))
    for _indicator, old, new in revisions([one], None):
        words = {"year": new["year"], "old": old["text"], "new": new["text"]}
        remarks.append(_("Milestone %(year)s revised from %(old)s to %(new)s.") % words)
    return remarks


def _remarks_on(row: dict, state: str) -> list[str]:
    said = [_("not applicable")] if row["not_applicable"] else []
    said += [_("provisional")] if row["provisional"] else []
    said += [row["note"]] if row["note"] else []
    remark = "; ".join(said)
    if not remark:
        return []
    return [f"{state}: {remark}" if state else capfirst(remark)]


def write_explanations(word: Writer, content: dict, indicators: list[dict]) -> None:
    """Write for each indicator how its status was found."""
    columns = [Column(_("Code"), 19), Column(_("Status"), 32), Column(_("How it was found"), 206)]
    rows = [[code(content, one), mark(one), one["explanation"]] for one in indicators]
    word.table(_("How each status was found"), columns, rows)


def write_legend(word: Writer, content: dict) -> None:
    """Write what the statuses mean, and the constants that decide them."""
    columns = [Column(_("Status"), 40), Column(_("Meaning"), 217)]
    rows: list[Row] = [[mark(one, "word"), one["meaning"]] for one in content["statuses"]]
    rows.append(Group(_("Constants of the rules")))
    rows += [[one["figure"], one["what"]] for one in content["constants"]]
    word.table(_("What the statuses mean"), columns, rows)
