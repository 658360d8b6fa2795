"""Files that people send to be imported, read strictly: what could be misread is refused.

`SafeCSV` and `SafeXLSX` are the two formats of import and export in the admin: what they write,
they read back unchanged.
"""

import csv
import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence

import tablib
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from import_export.formats import base_formats
from openpyxl import load_workbook

from logframe.formats import (
    CODED_CHARACTER,
    LONGEST_CELL,
    cell_text,
    csv_bytes,
    restored,
    xlsx_bytes,
)

MAX_ROWS = 10_000
MAX_COLUMNS = 256
LAST_ROW = 2**20  # of a sheet
MAX_UNPACKED = 64 * 1024 * 1024  # bytes; 10,000 full rows unpack to a third of it
MAX_PARTS = 1000  # files inside an XLSX
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z0-9:]+)"')
FORMULAS = re.compile(rb"<(?:\w+:)?f[\s>/]")


class UnreadableFileError(ValueError):
    """A file that is not the table it should be; the message tells the person what to do."""


# CSV


def read_csv(content: bytes) -> tablib.Dataset:
    """Read a CSV file; another encoding or another separator is refused, not guessed."""
    text = _decoded(content)
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headers = next(records, [])
        _refuse_other_separators(headers)
        return _dataset(headers, ([restored(cell) for cell in record] for record in records))
    except csv.Error as error:
        raise UnreadableFileError(
            _(
                "This file is not proper CSV from row %(row)s on. Save it as “CSV UTF-8”, "
                "or send it as XLSX."
            )
            % {"row": records.line_num}
        ) from error


def _refuse_other_separators(headers: Sequence[str]) -> None:
    if any(mark in header for header in headers for mark in ";\t"):
        raise UnreadableFileError(
            _(
                "This file separates its columns with semicolons or tabs. Save it as "
                "“CSV UTF-8 (comma delimited)”, or send it as XLSX."
            )
        )


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


# XLSX


def read_xlsx(content: bytes) -> tablib.Dataset:
    """Read the only visible sheet of an Excel file that holds something."""
    has_formulas = _inspected(content)
    try:
        rows = _rows(_sheet(content))
        if has_formulas:
            rows = _computed(rows, _rows(_sheet(content, data_only=False)))
        headers = [cell_text(_checked(cell)) for cell in next(rows, ())]
        return _dataset(headers, (_padded(row, len(headers)) for row in rows))
    except UnreadableFileError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise _damaged() from error


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(
        _(
            "This is not an Excel file. Save it as XLSX without a password, or send it as "
            "“CSV UTF-8”."
        )
    )


def _inspected(content: bytes) -> bool:
    """Return whether there are formulas, having refused what is not safe to open."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            # The directory of the archive says the sizes: nothing is unpacked before.
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS:
                raise UnreadableFileError(
                    _(
                        "This file unpacks to more than %(size)s MB. Copy the cells into a new "
                        "workbook, without pictures and other sheets."
                    )
                    % {"size": MAX_UNPACKED // 1024 // 1024}
                )
            return [_has_formulas(archive.read(part)) for part in parts].count(True) > 0
    except UnreadableFileError:
        raise
    except Exception as error:
        raise _damaged() from error


def _has_formulas(part: bytes) -> bool:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise _damaged()
    if merged := MERGED.search(part):
        raise UnreadableFileError(
            _("The cells %(cells)s are merged: separate them, and give each row its value.")
            % {"cells": merged[1].decode()}
        )
    return bool(FORMULAS.search(part))


def _sheet(content: bytes, *, data_only: bool = True):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and lists that are not read
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    filled = [sheet for sheet in visible if any(map(_is_filled, _rows(sheet)))]
    if len(filled) > 1:
        names = [f"“{sheet.title}”" for sheet in filled]
        raise UnreadableFileError(
            _("The file has several sheets, %(names)s: keep the one to import.")
            % {"names": get_text_list(names, _("and"))}
        )
    return (filled or visible or book.worksheets)[0]


def _rows(sheet) -> Iterator[Sequence]:
    sheet.reset_dimensions()  # a file may say that it is smaller than it is
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if len(row) > MAX_COLUMNS or number > LAST_ROW:
            raise UnreadableFileError(
                _(
                    "Row %(row)s reaches far beyond the table: copy the cells with something in "
                    "them into a new workbook."
                )
                % {"row": number}
            )
        yield row


def _padded(row: Sequence, width: int) -> list:
    """Return the values of a row; a spreadsheet does not store the empty cells at its end."""
    return [_checked(cell) for cell in row] + [None] * (width - len(row))


def _is_filled(row: Sequence) -> bool:
    return any(_value(cell) not in (None, "") for cell in row)


def _value(cell):
    value = cell.value
    if isinstance(value, str):
        return CODED_CHARACTER.sub(lambda match: chr(int(match[1], 16)), value)
    return value


def _checked(cell):
    value = _value(cell)
    if value is None:
        return None
    if cell.data_type == "e":
        raise _at(cell, _("Cell %(cell)s holds the error %(value)s: put its value there."))
    # 45 % is kept as 0.45, and nobody can tell which of the two is meant.
    if isinstance(value, int | float) and "%" in cell.number_format:
        raise _at(
            cell, _("Cell %(cell)s is a percentage: write its number, as 45, in a plain cell.")
        )
    if isinstance(value, str) and len(value) >= LONGEST_CELL:
        raise _at(cell, _("Cell %(cell)s is longer than a spreadsheet keeps: send it as CSV."))
    return value


def _at(cell, message: str) -> UnreadableFileError:
    return UnreadableFileError(message % {"cell": cell.coordinate, "value": cell.value})


def _computed(rows: Iterator[Sequence], sources: Iterator[Sequence]) -> Iterator[Sequence]:
    """Return the rows, having refused a formula that no spreadsheet has computed."""
    for row, formulas in zip(rows, sources, strict=True):
        for cell, source in zip(row, formulas, strict=False):
            if cell.value is None and source.value is not None:
                raise _at(
                    source,
                    _("Cell %(cell)s holds a formula without a result: put its value there."),
                )
        yield row


# Both


def _dataset(headers: Sequence[str], rows: Iterable[Sequence]) -> tablib.Dataset:
    """Return the rows that hold something, each with its number in the file."""
    headers = [header.strip() for header in headers]
    while headers and not headers[-1]:  # spreadsheets like to leave empty columns at the end
        headers.pop()
    dataset = tablib.Dataset(headers=headers)
    dataset.row_numbers = []
    for number, row in enumerate(rows, start=2):
        if any(value not in (None, "") for value in row):
            if len(dataset) == MAX_ROWS:
                raise UnreadableFileError(_("The file has more than %s rows: split it.") % MAX_ROWS)
            dataset.append(_fitted(number, row, len(headers)))
            dataset.row_numbers.append(number)
    return dataset


def _fitted(number: int, row: Sequence, width: int) -> list:
    row = list(row)
    while len(row) > width and row[-1] in (None, ""):
        row.pop()
    if len(row) != width:
        raise UnreadableFileError(
            _(
                "Row %(row)s has %(cells)s cells, and the first row has %(columns)s headings: "
                "give it one cell for each, and put nothing above the headings."
            )
            % {"row": number, "cells": len(row), "columns": width}
        )
    return row


class UploadedFormat:
    """A format whose uploads are read as bytes, and known by their SHA-256."""

    reader = None

    def create_dataset(self, in_stream, **kwargs) -> tablib.Dataset:
        """Read an upload."""
        dataset = self.reader(in_stream)
        dataset.sha256 = hashlib.sha256(in_stream).hexdigest()
        return dataset


class SafeCSV(UploadedFormat, base_formats.CSV):
    """CSV as this site writes and reads it."""

    reader = staticmethod(read_csv)

    def is_binary(self) -> bool:
        """Keep the bytes as they are: reading as text would change line breaks inside cells."""
        return True

    def get_read_mode(self) -> str:
        """Read the upload as bytes."""
        return "rb"

    def export_data(self, dataset, **kwargs) -> bytes:
        """Write an export."""
        return csv_bytes(dataset.headers, dataset)


class SafeXLSX(UploadedFormat, base_formats.XLSX):
    """XLSX as this site writes and reads it."""

    reader = staticmethod(read_xlsx)

    def export_data(self, dataset, **kwargs) -> bytes:
        """Write an export."""
        return xlsx_bytes(dataset.headers, dataset, dataset.title or _("Export"))
