"""Tables in Word: the heading repeated on every page, no row parted by the end of a page."""

from collections.abc import Sequence

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from meetings.papers.text import Cell, clean, lines_of
from meetings.papers.word_runs import add_line
from meetings.papers.writer import Column, Group, Row

# The parts of a table to which its style gives a look of their own.
LOOK = {
    "firstRow": "1",
    "lastRow": "0",
    "firstColumn": "0",
    "lastColumn": "0",
    "noHBand": "1",
    "noVBand": "1",
}


def add_table(document: Document, columns: Sequence[Column], rows: Sequence[Row], alt: str) -> None:
    """Write a table at the end; `alt` says to who does not see it what is in it.

    The elements are put together here, in the order of the schema: python-docx would search the
    whole table for each cell.
    """
    body = document.element.body
    table = _add(body, "tbl")
    body.insert_element_before(table, "w:sectPr")
    _describe(table, columns, alt)
    _TableWriter(document, table, columns).write(rows)


def _describe(table, columns: Sequence[Column], alt: str) -> None:
    properties = _add(table, "tblPr")
    _add(properties, "tblStyle", val="PaperTable")
    width = sum(_twips(column) for column in columns)
    _add(properties, "tblW", w=str(width), type="dxa")
    _add(properties, "tblLayout", type="fixed")
    _add(properties, "tblLook", **LOOK)
    _add(properties, "tblCaption", val=clean(alt))
    grid = _add(table, "tblGrid")
    for column in columns:
        _add(grid, "gridCol", w=str(_twips(column)))


class _TableWriter:
    """Writes the rows of one table."""

    def __init__(self, document: Document, table, columns: Sequence[Column]):
        self.document, self.table, self.columns = document, table, columns

    def write(self, rows: Sequence[Row]) -> None:
        """Write the heading and the rows."""
        heading = self._row(is_heading=True)
        for column in self.columns:
            style = "TableHeadingNumber" if column.is_number else "TableHeading"
            self._cell(heading, column.heading, style, [column])
        for place, row in enumerate(rows, start=1):
            element = self._row()
            if isinstance(row, Group):
                self._cell(element, row.heading, "TableGroup", self.columns)
                continue
            # No row stands alone on a page: LibreOffice might lose the one after it.
            stays = "Kept" if place < len(rows) and place in (1, len(rows) - 1) else ""
            for column, content in zip(self.columns, row, strict=True):
                style = "TableNumber" if column.is_number else "TableText"
                self._cell(element, content, style + stays, [column])

    def _row(self, *, is_heading: bool = False):
        row = _add(self.table, "tr")
        properties = _add(row, "trPr")
        _add(properties, "cantSplit")
        if is_heading:
            _add(properties, "tblHeader")
        return row

    def _cell(self, row, content: Cell, style: str, columns: Sequence[Column]) -> None:
        cell = _add(row, "tc")
        properties = _add(cell, "tcPr")
        _add(properties, "tcW", w=str(sum(_twips(column) for column in columns)), type="dxa")
        if len(columns) > 1:
            _add(properties, "gridSpan", val=str(len(columns)))
        for line in lines_of(content):
            paragraph = Paragraph(_add(cell, "p"), self.document._body)
            paragraph._p.style = style
            add_line(paragraph, line)


def _add(parent, name: str, **attributes: str):
    element = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    parent.append(element)
    return element


def _twips(column: Column) -> int:
    return round(Mm(column.millimetres).twips)
