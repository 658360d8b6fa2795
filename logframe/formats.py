"""Files of tables, as spreadsheets open them: CSV and XLSX, written safely.

`csv_bytes` and `xlsx_bytes` write every table that the site offers; `logframe.uploads` reads back
unchanged what they write.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from xml.sax.saxutils import escape

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

BOM = "\ufeff"
# A spreadsheet would run a cell that begins so, an East Asian one also with the wide signs. With
# leading apostrophes, so that one which was in the text already survives the way out and back.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
MAY_BEGIN_A_FORMULA = frozenset("'=+-@\t\r\n＝＋－＠")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
# XLSX writes a character by its number so; a text that looks like it is told apart.
CODED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What an XML file cannot hold.
NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767  # characters; spreadsheets cut what is longer
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NARROWEST_COLUMN, WIDEST_COLUMN = 8, 60
ROWS_MEASURED = 200  # enough to choose a column's width without keeping the table in memory
ROWS_AT_A_TIME = 750  # are read and written
WRITTEN_AS_THEY_ARE = frozenset({type(None), int})  # by the writer of CSV files


def number_text(number: Decimal) -> str:
    """Return a number as people write it: no exponent, no zeros after the last decimal."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def cell_text(value) -> str:
    """Return a value as a CSV file and a preview show it, before it is made safe."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return number_text(value)
        case float():
            # As a spreadsheet shows it: the sixteenth digit comes from its binary arithmetic.
            return number_text(Decimal(f"{value:.15g}"))
        case datetime():
            return (
                timezone.make_naive(value).isoformat(" ", "minutes")
                if value.tzinfo
                else (value.date().isoformat())
            )
        case date():
            return value.isoformat()
        case _:
            return str(value)


def with_one_line_break(text: str) -> str:
    """Return the text with the line break that files keep; browsers send another one."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def neutralised(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would take it for a formula.

    A plain number stays a number.
    """
    if text[:1] not in MAY_BEGIN_A_FORMULA:
        return text
    return f"'{text}" if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def restored(text: str) -> str:
    """Return the text without the apostrophe that `neutralised` put before it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def csv_bytes(headers: Sequence, rows: Iterable[Sequence]) -> bytes:
    """Return a table as CSV that Excel opens by a double click: UTF-8 with its mark, RFC 4180."""
    return b"".join(csv_parts(headers, rows))


def csv_parts(headers: Sequence, rows: Iterable[Sequence]) -> Iterator[bytes]:
    """Yield the same part by part, for a table that may not fit into memory."""
    yield BOM.encode()
    for part in _parts(chain([headers], rows)):
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(
            [
                # Nearly all cells are harmless text, nothing or a count: no call is made for them.
                value
                if (isinstance(value, str) and value[:1] not in MAY_BEGIN_A_FORMULA)
                or type(value) in WRITTEN_AS_THEY_ARE
                else neutralised(cell_text(value))
                for value in row
            ]
            for row in part
        )
        yield out.getvalue().encode()


def _parts(rows: Iterable) -> Iterator[list]:
    rows = iter(rows)
    while part := list(islice(rows, ROWS_AT_A_TIME)):
        yield part


def xlsx_bytes(headers: Sequence, rows: Iterable[Sequence], title: str) -> bytes:
    """Return a table as an Excel file: real numbers and dates, text that is never a formula.

    openpyxl makes the book with its headings. The rows are put into its sheet as text: cell by cell
    they would take twenty times as long.
    """
    rows = iter(rows)
    first = list(islice(rows, ROWS_MEASURED))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", str(title))[:31] or "Sheet")
    for number, width in enumerate(_column_widths([headers, *first]), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, str(header)) for header in headers])
    cells = Cells(sheet, len(headers))
    stream = io.BytesIO()
    book.save(stream)
    return _with_rows(stream, cells.rows(chain(first, rows)))


def _heading(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl would make a formula of "=1+1" and an error of "#N/A"
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
    return cell


def _with_rows(written: io.BytesIO, rows: Iterator[bytes]) -> bytes:
    """Return the book with the rows below its headings, and without the moment of writing.

    The same table is the same bytes.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(stream, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_DEFLATED
            content = MOMENT.sub(b"1980-01-01T00:00:00Z", parts.read(name))
            begun, end, rest = content.partition(b"</sheetData>")
            with archive.open(part, "w") as file:
                file.write(begun)
                if end:
                    file.writelines(rows)
                file.write(end + rest)
    return stream.getvalue()


class Cells:
    """The cells of a sheet below its headings, as the XML that spreadsheets read."""

    def __init__(self, sheet, columns: int):
        self.letters = [get_column_letter(number) for number in range(1, columns + 1)]
        self.text = self._style(sheet, alignment=Alignment(vertical="top"))
        self.lines = self._style(sheet, alignment=Alignment(vertical="top", wrap_text=True))
        self.day = self._style(sheet, number_format="yyyy-mm-dd")
        self.moment = self._style(sheet, number_format="yyyy-mm-dd h:mm:ss")

    def _style(self, sheet, **look) -> int:
        """Return the number that the book gives a look."""
        cell = WriteOnlyCell(sheet)
        for name, value in look.items():
            setattr(cell, name, value)
        return cell.style_id

    def rows(self, rows: Iterable[Sequence]) -> Iterator[bytes]:
        """Yield the rows, many at a time."""
        for part in _parts(enumerate(rows, start=2)):
            yield "".join(self._row(number, row) for number, row in part).encode()

    def _row(self, number: int, row: Sequence) -> str:
        cells = [
            f'<c r="{letter}{number}" {cell}</c>'
            for letter, value in zip(self.letters, row, strict=True)
            if (cell := self._cell(value))
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, value) -> str:
        """Return style, kind and content of a cell; nothing for an empty one."""
        match value:
            case None | "":
                return ""
            case str():
                return self._text(value)
            case bool():
                return self._text(cell_text(value))  # LibreOffice would make a formula of TRUE
            case int() | float() | Decimal():
                return f't="n"><v>{safe_string(value)}</v>'
            case datetime():
                moment = timezone.make_naive(value) if value.tzinfo else value
                return f's="{self.moment}" t="n"><v>{to_excel(moment)}</v>'
            case date():
                return f's="{self.day}" t="n"><v>{to_excel(value)}</v>'
            case _:
                return self._text(str(value))

    def _text(self, text: str) -> str:
        """Return a cell of text, which is text whatever it looks like."""
        style, is_plain = self.text, text.isprintable()
        if not is_plain:
            text = NO_CHARACTER.sub("", text)
            style = self.lines if "\n" in text else style
        if "_x" in text:
            text = CODED_CHARACTER.sub(r"_x005F_x\1_", text)
        text = escape(text[:LONGEST_CELL])
        text = text if is_plain else text.replace("\r", "&#13;")
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f's="{style}" t="inlineStr"><is><t{space}>{text}</t></is>'


def _column_widths(rows: Sequence[Sequence]) -> list[int]:
    longest = (max(map(_longest_line, column)) for column in zip(*rows, strict=True))
    return [min(max(NARROWEST_COLUMN, length + 2), WIDEST_COLUMN) for length in longest]


def _longest_line(value) -> int:
    text = cell_text(value)
    return len(text) if text.isprintable() else max(map(len, text.splitlines()))
