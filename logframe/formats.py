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

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

BOM = "\ufeff"
# A spreadsheet would run a cell that begins so, an East Asian one also with the wide signs. With
# leading apostrophes, so that one which was in the text already survives the way out and back.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
# XLSX writes a character by its number so; a text that looks like it is told apart.
CODED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
WIDEST_COLUMN = 60
ROWS_MEASURED = 200  # enough to choose a column's width without keeping the table in memory


def number_text(number: Decimal) -> str:
    """Return a number as people write it: no exponent, no zeros after the last decimal."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def cell_text(value) -> str:
    """Return a value as a CSV file and a preview show it, before it is made safe."""
    match value:
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
    return text.replace("\r\n", "\n").replace("\r", "\n")


def neutralised(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would take it for a formula.

    A plain number stays a number.
    """
    return f"'{text}" if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def restored(text: str) -> str:
    """Return the text without the apostrophe that `neutralised` put before it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def csv_bytes(headers: Sequence, rows: Iterable[Sequence]) -> bytes:
    """Return a table as CSV that Excel opens by a double click: UTF-8 with its mark, RFC 4180."""
    return BOM.encode() + b"".join(_csv_lines(chain([headers], rows)))


def _csv_lines(rows: Iterable[Sequence]) -> Iterator[bytes]:
    writer = csv.writer(_Line(), lineterminator="\r\n")
    for row in rows:
        yield writer.writerow([neutralised(cell_text(value)) for value in row]).encode()


class _Line:
    """A file of one line, which is given back as soon as it is written."""

    def write(self, text: str) -> str:
        return text


def xlsx_bytes(headers: Sequence, rows: Iterable[Sequence], title: str) -> bytes:
    """Return a table as an Excel file: real numbers and dates, text that is never a formula."""
    rows = iter(rows)
    first = [list(row) for row in islice(rows, ROWS_MEASURED)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", str(title))[:31] or "Sheet")
    for number, width in enumerate(_column_widths([headers, *first]), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, str(header), bold=True) for header in headers])
    for row in chain(first, rows):
        sheet.append([_cell(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return _reproducible(stream)


def _reproducible(written: io.BytesIO) -> bytes:
    """Return the file without the moment of writing: the same table is the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(stream, "w") as archive:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                content = MOMENT.sub(b"1980-01-01T00:00:00Z", content)
            archive.writestr(zipfile.ZipInfo(part.filename), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _cell(sheet, value, *, bold: bool = False):
    match value:
        case None | "":
            return None
        case bool():
            value = cell_text(value)  # LibreOffice would make the formula TRUE() of it
        case int() | float() | Decimal():
            return WriteOnlyCell(sheet, value)
        case datetime():
            return WriteOnlyCell(sheet, timezone.make_naive(value) if value.tzinfo else value)
        case date():
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = "yyyy-mm-dd"
            return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    text = CODED_CHARACTER.sub(r"_x005F_x\1_", text)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl would make a formula of "=1+1" and an error of "#N/A"
    cell.alignment = Alignment(wrap_text="\n" in text, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _column_widths(rows: Sequence[Sequence]) -> list[int]:
    widths = [8] * len(rows[0])
    for row in rows:
        for column, value in enumerate(row):
            longest = max(map(len, cell_text(value).splitlines()), default=0)
            widths[column] = min(max(widths[column], longest + 2), WIDEST_COLUMN)
    return widths
