"""Tables in Word: the heading repeated on every page, no row parted by the end of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell

from meetings.papers.text import Cell, Line, clean, lines_of
from meetings.papers.word_runs import add_line

# The parts of a table to which its style gives a look of their own.
LOOK = {
    "firstRow": "1",
    "lastRow": "0",
    "firstColumn": "0",
    "lastColumn": "0",
    "noHBand": "1",
    "noVBand": "1",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how wide it is, and whether figures stand in it."""

    heading: str
    millimetres: float
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A row that is a heading over the rows below it."""

    heading: Line


Row = Group | Sequence[Cell]


def add_table(document: Document, columns: Sequence[Column], rows: Sequence[Row], alt: str) -> None:
    """Write a table; `alt` says to who does not see it what is in it."""
    table = document.add_table(rows=1 + len(rows), cols=len(columns), style="Paper table")
    _lay_out(table, columns, alt)
    first, *others = table.rows
    _never_part(first)
    _repeat(first)
    # Reading a cell by its place would search the whole table for each.
    for cell, column in zip(first.cells, columns, strict=True):
        _fill(cell, column.heading, "Table heading number" if column.is_number else "Table heading")
    for table_row, row in zip(others, rows, strict=True):
        _never_part(table_row)
        if isinstance(row, Group):
            _fill_group(table_row.cells, row)
            continue
        for cell, column, content in zip(table_row.cells, columns, row, strict=True):
            _fill(cell, content, "Table number" if column.is_number else "Table text")


def _lay_out(table: Table, columns: Sequence[Column], alt: str) -> None:
    table.autofit = False
    properties = table._tbl.tblPr
    total = properties.find(qn("w:tblW"))
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(sum(round(Mm(column.millimetres).twips) for column in columns)))
    properties.find(qn("w:tblLook")).attrib.clear()
    for name, is_on in LOOK.items():
        properties.find(qn("w:tblLook")).set(qn(f"w:{name}"), is_on)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), clean(alt))
    properties.append(caption)
    for grid_column, column in zip(table._tbl.tblGrid.gridCol_lst, columns, strict=True):
        grid_column.w = Mm(column.millimetres)
    for row in table.rows:
        for cell, column in zip(row.cells, columns, strict=True):
            cell.width = Mm(column.millimetres)


def _never_part(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(cell: _Cell, content: Cell, style: str) -> None:
    paragraph = cell.paragraphs[0]
    for number, line in enumerate(lines_of(content)):
        if number:
            paragraph = cell.add_paragraph()
        paragraph.style = style
        add_line(paragraph, line)


def _fill_group(cells: Sequence[_Cell], row: Group) -> None:
    whole = cells[0].merge(cells[-1])
    paragraph, *others = whole.paragraphs
    for other in others:
        other._p.getparent().remove(other._p)
    paragraph.style = "Table group"
    add_line(paragraph, row.heading)
