"""The whole logical framework as an annex: objectives, outputs, indicators, milestones, status."""

from django.utils.translation import gettext as _

from meetings.papers import selection
from meetings.papers.head import day_of
from meetings.papers.outline import Paper
from meetings.papers.sentences import code, standing, value, with_year
from meetings.papers.tables import note_provisional, write_legend
from meetings.papers.text import mark
from meetings.papers.writer import Column, Group, Row, Writer

OF_ALL_YEARS = 60  # millimetres that the columns of the years share


def write_logframe(word: Writer, content: dict, paper: Paper) -> None:
    """Write all that follows the head: one table an area, on pages that are laid across."""
    words = {"day": day_of(content["as_of"])}
    word.text(
        (
            _("As of %(day)s the plan stands at ") % words,
            *standing(content, content["summary"]),
            ". " + _("The columns of the years have the milestones in force."),
        )
    )
    for area in content["areas"]:
        _write_area(word, content, area)
    word.annex(_("How to read the statuses"))
    write_legend(word, content)


def _write_area(word: Writer, content: dict, area: dict) -> None:
    word.text(f"{area['section']} {area['name']}", "AnnexHeading")
    for objective in area["objectives"]:
        word.text(f"“{objective['statement']}”", "Quote")
    rows = list(_rows(content, area))
    if not rows:
        word.text(_("No output and no indicator is set for this area."))
        return
    years = content["plan"]["years"]
    columns = [
        Column(_("Code"), 19),
        Column(_("Indicator"), 52),
        Column(_("Unit"), 21),
        Column(_("Baseline"), 18, is_number=True),
        *(Column(str(year), OF_ALL_YEARS / len(years), is_number=True) for year in years),
        Column(_("Value"), 19, is_number=True),
        Column(_("Status"), 26),
        Column(_("Means of verification"), 42),
    ]
    word.table(_("Indicators and milestones of section %(section)s") % area, columns, rows)
    note_provisional(word, selection.indicators_of(content, area))


def _rows(content: dict, area: dict):
    of_objective = selection.indicators_of_objective(content, area)
    if of_objective:
        yield Group(_("Objective %(section)s") % area)
        for indicator in of_objective:
            yield _row(content, indicator)
    for output in selection.outputs_of(content, area):
        yield Group((_("Output %(code)s. %(statement)s ") % output, *mark(output)))
        for indicator in selection.indicators_of_output(content, output):
            yield _row(content, indicator)


def _row(content: dict, one: dict) -> Row:
    years = content["plan"]["years"]
    return [
        code(content, one),
        one["title"],
        one["unit"],
        with_year(one["baseline"]),
        *(selection.in_year(one, year)["milestone_text"] or "–" for year in years),
        value(one),
        mark(one),
        one["means_of_verification"] or "–",
    ]
