"""CSV and XLSX beside each paper: one clean row for each indicator, decision or area."""

import io
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.styles import Font

from logframe.formats import csv_bytes, xlsx_bytes
from meetings.papers import data_columns, selection
from meetings.papers.data_columns import DataColumn
from meetings.papers.head import author_of
from meetings.papers.outline import Paper
from meetings.papers.packages import frozen

WIDTHS = {"A": 26, "B": 80}


def data_of(content: dict, paper: Paper) -> tuple[list[DataColumn], list[dict]]:
    """Return the columns and the rows of the data that a paper rests on."""
    match paper.kind:
        case "area":
            area = selection.area_of(content, paper.area)
            rows = selection.indicators_of(content, area)
            return data_columns.of_indicators(content), rows
        case "follow_up":
            return data_columns.of_decisions(content), selection.to_follow_up(content)
        case "scorecard":
            return data_columns.of_areas(content), content["areas"]
    return data_columns.of_indicators(content), content["indicators"]


def csv_file(content: dict, paper: Paper) -> bytes:
    """Return the data of a paper as CSV."""
    return csv_bytes(*_table(*data_of(content, paper)))


def xlsx_file(content: dict, paper: Paper) -> bytes:
    """Return the data of a paper as XLSX, what its columns mean on a second sheet."""
    columns, rows = data_of(content, paper)
    book = load_workbook(io.BytesIO(xlsx_bytes(*_table(columns, rows), title=paper.title)))
    sheet = book.create_sheet(_("Data dictionary"))
    sheet.append([_("Column"), _("Meaning")])
    for column in columns:
        sheet.append([column.heading, column.meaning])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.properties.title = paper.title
    book.properties.creator = author_of(content)
    stream = io.BytesIO()
    book.save(stream)
    return frozen(stream.getvalue(), date.fromisoformat(content["as_of"]))


def dictionary_file(content: dict, papers: list[Paper]) -> bytes:
    """Return what every column of the files means, as CSV."""
    rows = list(dict.fromkeys(_dictionary_rows(content, papers)))
    return csv_bytes([_("File"), _("Column"), _("Meaning")], rows)


def _dictionary_rows(content: dict, papers: list[Paper]) -> Iterator[tuple[str, str, str]]:
    names = {
        "follow_up": _("follow-up"),
        "scorecard": _("scorecard"),
    }
    for paper in papers:
        name = names.get(paper.kind, _("areas and logical framework"))
        for column in data_of(content, paper)[0]:
            yield name, column.heading, column.meaning


def _table(columns: list[DataColumn], rows: list[dict]) -> tuple[list[str], list[list]]:
    return [column.heading for column in columns], [
        [column.value(row) for column in columns] for row in rows
    ]
