"""Files of tables, as spreadsheets open them: CSV and XLSX, written safely and read strictly.

`csv_bytes` and `xlsx_bytes` write every table that the site offers. `SafeCSV` and `SafeXLSX` are
the two formats of import and export in the admin: what they write, they read back unchanged.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice

import tablib
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.formats import base_formats
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

BOM = "\ufeff"
MAX_ROWS = 2000
# A spreadsheet would run a cell that begins so. With leading apostrophes, so that one which was in
# the text already survives the way out and back.
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
WIDEST_COLUMN = 60
ROWS_MEASURED = 200  # enough to choose a column's width without keeping the table in memory


class UnreadableFileError(ValueError):
    """A file that is not the table it should be; the message tells the person what to do."""


# Writing


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
            return number_text(Decimal(str(value)))
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
    return stream.getvalue()


def _cell(sheet, value, *, bold: bool = False):
    match value:
        case None | "":
            return None
        case bool() | int() | float() | Decimal():
            return WriteOnlyCell(sheet, value)
        case datetime():
            return WriteOnlyCell(sheet, timezone.make_naive(value) if value.tzinfo else value)
        case date():
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = "yyyy-mm-dd"
            return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
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


# Reading


def read_csv(content: bytes) -> tablib.Dataset:
    """Read a CSV file; another encoding or another separator is refused, not guessed."""
    try:
        records = list(csv.reader(io.StringIO(_decoded(content), newline=""), strict=True))
    except csv.Error as error:
        raise UnreadableFileError(
            _("This file is not proper CSV. Save it as “CSV UTF-8”, or send it as XLSX.")
        ) from error
    headers = records[0] if records else []
    if len(headers) < 2 and any(mark in "".join(headers) for mark in ";\t"):
        raise UnreadableFileError(
            _(
                "This file separates its columns with semicolons or tabs. Save it as "
                "“CSV UTF-8 (comma delimited)”, or send it as XLSX."
            )
        )
    rows = [[restored(text) for text in record] for record in records[1 : MAX_ROWS + 2]]
    return _dataset(headers, rows)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise UnreadableFileError(
            _("This file is not CSV in UTF-8. Save it as “CSV UTF-8”, or send it as XLSX.")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            _(
                "This file is not in UTF-8, so that letters such as “é” would be lost. "
                "Save it as “CSV UTF-8”, or send it as XLSX."
            )
        ) from error


def read_xlsx(content: bytes) -> tablib.Dataset:
    """Read the first sheet of an Excel file; a formula that Excel never computed is refused."""
    try:
        values = _sheet_rows(content, data_only=True)
        formulas = _sheet_rows(content, data_only=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UnreadableFileError(
            _("This is not an Excel file. Save it as XLSX, or send it as “CSV UTF-8”.")
        ) from error
    rows = []
    for number, (row, sources) in enumerate(zip(values, formulas, strict=True), start=1):
        if number > MAX_ROWS + 2:
            break
        _refuse_uncomputed(number, row, sources)
        rows.append(list(row))
    headers = [cell_text(header) for header in rows[0]] if rows else []
    # A spreadsheet does not store the empty cells at the end of a row.
    return _dataset(headers, [row + [None] * (len(headers) - len(row)) for row in rows[1:]])


def _sheet_rows(content: bytes, *, data_only: bool):
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    return book.worksheets[0].iter_rows(values_only=True)


def _refuse_uncomputed(number: int, row: Sequence, sources: Sequence) -> None:
    for column, (value, source) in enumerate(zip(row, sources, strict=True), start=1):
        if value is None and source is not None:
            raise UnreadableFileError(
                _("Cell %(cell)s holds a formula without a result: put its value there.")
                % {"cell": f"{get_column_letter(column)}{number}"}
            )


def _dataset(headers: Sequence[str], rows: Iterable[Sequence]) -> tablib.Dataset:
    """Return the rows that hold something, each with its number in the file."""
    headers = [header.strip() for header in headers]
    while headers and not headers[-1]:  # spreadsheets like to leave empty columns at the end
        headers.pop()
    dataset = tablib.Dataset(headers=headers)
    dataset.row_numbers = []
    for number, row in enumerate(rows, start=2):
        if any(value not in (None, "") for value in row):
            dataset.append(_fitted(number, row, len(headers)))
            dataset.row_numbers.append(number)
    return dataset


def _fitted(number: int, row: Sequence, width: int) -> list:
    row = list(row)
    while len(row) > width and row[-1] in (None, ""):
        row.pop()
    if len(row) != width:
        raise UnreadableFileError(
            _("Row %(row)s has %(cells)s cells, and the first row has %(columns)s headings.")
            % {"row": number, "cells": len(row), "columns": width}
        )
    return row


class SafeCSV(base_formats.CSV):
    """CSV as this site writes and reads it."""

    def is_binary(self) -> bool:
        """Keep the bytes as they are: reading as text would change line breaks inside cells."""
        return True

    def get_read_mode(self) -> str:
        """Read the upload as bytes."""
        return "rb"

    def create_dataset(self, in_stream, **kwargs) -> tablib.Dataset:
        """Read an upload."""
        return read_csv(in_stream)

    def export_data(self, dataset, **kwargs) -> bytes:
        """Write an export."""
        return csv_bytes(dataset.headers, dataset)


class SafeXLSX(base_formats.XLSX):
    """XLSX as this site writes and reads it."""

    def create_dataset(self, in_stream, **kwargs) -> tablib.Dataset:
        """Read an upload."""
        return read_xlsx(in_stream)

    def export_data(self, dataset, **kwargs) -> bytes:
        """Write an export."""
        return xlsx_bytes(dataset.headers, dataset, dataset.title or _("Export"))
