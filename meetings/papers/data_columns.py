"""The columns of the data files of the papers: what each says, and where it is in the content."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from logframe.tables import rounded
from meetings.papers.selection import in_year, news_of
from meetings.papers.sentences import address

Value = str | int | bool | date | Decimal | None


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: its heading, what it means for the data dictionary, and its value in a row."""

    heading: str
    meaning: str
    value: Callable[[dict], Value]


def number(text: str | None) -> Decimal | None:
    """Return a number of the content, as a number."""
    return None if text is None else Decimal(text)


def day(text: str | None) -> date | None:
    """Return a day of the content, as a day."""
    return date.fromisoformat(text) if text else None


def part(name: str, field: str, change: Callable[[Any], Value] = lambda value: value):
    """Return how to read one field of a part of a row that may be missing."""
    return lambda row: change((row[name] or {}).get(field))


def of_indicators(content: dict) -> list[DataColumn]:
    """Return the columns of a file with one row for each indicator."""
    names = {area["code"]: area["name"] for area in content["areas"]}
    years = content["plan"]["years"]
    return [
        DataColumn(_("Code"), _("Code of the indicator, which stays."), lambda row: row["code"]),
        DataColumn(_("Area"), _("Code of the thematic area."), lambda row: row["area"]),
        DataColumn(_("Area name"), _("Name of the area."), lambda row: names[row["area"]]),
        DataColumn(
            _("Output or objective"),
            _("Code of the output or objective that it measures."),
            lambda row: row["output"] or row["objective"],
        ),
        DataColumn(_("Indicator"), _("Title."), lambda row: row["title"]),
        DataColumn(_("Definition"), _("What is counted."), lambda row: row["definition"]),
        DataColumn(_("Adoption"), _("Whether it is adopted."), lambda row: row["adoption_text"]),
        DataColumn(_("Unit"), _("Unit of all values."), lambda row: row["unit"]),
        DataColumn(
            _("Measure"),
            _("Kind of number: 1 is yes and 0 is no, 45 is 45 per cent."),
            lambda row: row["measure_text"],
        ),
        DataColumn(_("Direction"), _("Which way is better."), lambda row: row["direction_text"]),
        DataColumn(
            _("Accumulation"),
            _("How the values of several years make one."),
            lambda row: row["accumulation_text"],
        ),
        DataColumn(_("Baseline"), _("Value at the start."), part("baseline", "value", number)),
        DataColumn(_("Baseline year"), _("Year of the baseline."), part("baseline", "year")),
        *(_milestone(year) for year in years),
        *(_value(year) for year in years),
        DataColumn(
            _("Milestone due"), _("Milestone that fell due last."), part("due", "value", number)
        ),
        DataColumn(_("Milestone due, year"), _("Year of it."), part("due", "year")),
        DataColumn(
            _("Value that counts"),
            _("Latest value, sum or value of the year, by the accumulation."),
            lambda row: number(row["value"]),
        ),
        DataColumn(
            _("Reporting"),
            _("Whether the milestone due has a value, and if not, why."),
            lambda row: row["reporting_text"],
        ),
        DataColumn(
            _("Progress"),
            _("Per cent of the way to the target, rounded to one decimal."),
            lambda row: _rounded(row["progress"], 1),
        ),
        DataColumn(
            _("Ratio"),
            _("Share of the way to the milestone due, rounded to four decimals."),
            lambda row: _rounded(row["ratio"], 4),
        ),
        DataColumn(_("Status"), _("Status in words."), lambda row: row["status_text"]),
        DataColumn(_("Why"), _("How the status was found."), lambda row: row["explanation"]),
        DataColumn(
            _("Means of verification"),
            _("Where the values come from."),
            lambda row: row["means_of_verification"],
        ),
        *_of_every_row(content, lambda row: row["url"]),
    ]


def _milestone(year: int) -> DataColumn:
    return DataColumn(
        _("Milestone %(year)s") % {"year": year},
        _("Milestone in force for %(year)s.") % {"year": year},
        lambda row: number(in_year(row, year)["milestone"]),
    )


def _value(year: int) -> DataColumn:
    return DataColumn(
        _("Value %(year)s") % {"year": year},
        _("Verified value of %(year)s alone; empty: none.") % {"year": year},
        lambda row: number(in_year(row, year)["value"]),
    )


def _rounded(text: str | None, places: int) -> Decimal | None:
    return None if text is None else rounded(Decimal(text), places)


def of_decisions(content: dict) -> list[DataColumn]:
    """Return the columns of a file with one row for each decision."""
    return [
        DataColumn(_("Code"), _("Code of the decision, which stays."), lambda row: row["code"]),
        DataColumn(_("Meeting"), _("Meeting that took it."), lambda row: row["meeting"]),
        DataColumn(_("Section"), _("Section of the report."), lambda row: row["section"]),
        DataColumn(_("Paragraph"), _("Paragraph of the report."), lambda row: row["paragraph"]),
        DataColumn(
            _("Sequence"),
            _("Place among the decisions of the paragraph."),
            lambda row: row["sequence"],
        ),
        DataColumn(_("Wording"), _("Exact words of the report."), lambda row: row["wording"]),
        DataColumn(_("Asked"), _("What is asked of whom by when."), lambda row: row["asked"]),
        DataColumn(_("Kind"), _("What the operative verb does."), lambda row: row["kind_text"]),
        DataColumn(_("Area"), _("Code of the thematic area."), lambda row: row["area"]),
        DataColumn(
            _("Addressed to"),
            _("Who is to act."),
            lambda row: "; ".join(one["who"] for one in row["addressees"]),
        ),
        DataColumn(_("Due in words"), _("Words of the report."), lambda row: row["due_text"]),
        DataColumn(_("Due on"), _("Day that was decided."), lambda row: day(row["due_on"])),
        DataColumn(
            _("Next due on"),
            _("Day on which it next falls due; empty where none is known."),
            lambda row: day(row["falls_due_on"]),
        ),
        DataColumn(_("Validity"), _("Whether it binds."), lambda row: row["validity_text"]),
        DataColumn(_("Status"), _("How far it is."), lambda row: row["standing_text"]),
        DataColumn(_("Open"), _("Whether somebody has to act."), lambda row: row["open"]),
        DataColumn(_("Overdue"), _("Whether its day is past."), lambda row: row["overdue"]),
        DataColumn(
            _("Update overdue"),
            _("Whether no news came when it was expected."),
            lambda row: row["stale"],
        ),
        DataColumn(
            _("Without news"),
            _("Whether it is open and nothing was heard since the meeting before."),
            lambda row: row["silent"],
        ),
        DataColumn(_("Done since"), _("Follow-ups since the meeting before."), _done),
        DataColumn(
            _("Last news on"),
            _("Day of the newest follow-up."),
            lambda row: day(row["follow_ups"][-1]["on"]) if row["follow_ups"] else None,
        ),
        DataColumn(
            _("Bears on"),
            _("Codes of outputs and objectives; a judgement."),
            lambda row: "; ".join(one["output"] or one["objective"] for one in row["links"]),
        ),
        *_of_every_row(content, lambda row: row["url"]),
    ]


def _done(row: dict) -> str:
    return "\n".join(f"{one['on']} {one['done']} ({one['status_text']})" for one in news_of(row))


def of_areas(content: dict) -> list[DataColumn]:
    """Return the columns of a file with one row for each area."""
    groups = [(one["slug"], one["word"]) for one in content["groups"]]
    return [
        DataColumn(_("Code"), _("Code of the area, which stays."), lambda row: row["code"]),
        DataColumn(_("Section"), _("Section of the plan."), lambda row: row["section"]),
        DataColumn(_("Area"), _("Name of the area."), lambda row: row["name"]),
        DataColumn(
            _("Status"),
            _("Status in words: the worst of an assessable indicator speaks."),
            lambda row: row["summary"]["status_text"],
        ),
        DataColumn(
            _("Assessable"),
            _("How many indicators can be assessed."),
            lambda row: row["summary"]["assessable"],
        ),
        DataColumn(
            _("Indicators"),
            _("How many there are, without the discontinued."),
            lambda row: row["summary"]["total"],
        ),
        *(_group(slug, word) for slug, word in groups),
        *_of_every_row(content, lambda row: row["url"]),
    ]


def _group(slug: str, word: str) -> DataColumn:
    return DataColumn(
        word,
        _("How many indicators are in this group of statuses."),
        lambda row: row["summary"]["groups"][slug],
    )


def _of_every_row(content: dict, url: Callable[[dict], str]) -> Sequence[DataColumn]:
    return (
        DataColumn(_("As of"), _("Day of all that is said."), lambda row: day(content["as_of"])),
        DataColumn(
            _("Permalink"),
            _("Page with the record, its values and its evidence."),
            lambda row: address(content, url(row)),
        ),
        DataColumn(_("Notice"), _("What holds for all rows."), lambda row: content["notice"]),
    )
