"""Workbooks that people send: what could be misread is refused with its place and the remedy."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from logframe.formats import cell_text, xlsx_bytes
from logframe.uploads import LONGEST_CELL, UnreadableFileError, read_csv, read_xlsx


def book_of(*rows, change=lambda book: None) -> bytes:
    """Return a workbook with these rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, change) -> bytes:
    """Return the workbook with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(stream, "w") as archive:
        for part in parts.namelist():
            text = parts.read(part)
            archive.writestr(part, change(text) if part == name else text)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_merged_cells_are_refused():
    content = book_of(["a", "b"], [1, 2], change=lambda book: book.active.merge_cells("A2:B2"))

    with pytest.raises(UnreadableFileError, match="cells A2:B2 are merged: separate them"):
        read_xlsx(content)


def test_a_second_sheet_with_something_on_it_is_refused():
    content = book_of(["a"], [1], change=lambda book: book.create_sheet("More").append([2]))

    with pytest.raises(UnreadableFileError, match="several sheets, “Sheet” and “More”: keep"):
        read_xlsx(content)


def test_an_empty_sheet_and_a_hidden_one_are_passed_over():
    def hide_the_first(book):
        book.active.sheet_state = "hidden"
        book.create_sheet("Empty")
        shown = book.create_sheet("Shown")
        shown.append(["b"])
        shown.append([2])
        book.active = shown

    dataset = read_xlsx(book_of(["a"], [1], change=hide_the_first))

    assert (dataset.headers, list(dataset)) == (["b"], [(2,)])


def test_a_cell_that_shows_an_error_is_refused():
    with pytest.raises(UnreadableFileError, match="Cell B2 holds the error #REF!: put its value"):
        read_xlsx(book_of(["a", "b"], [1, "#REF!"]))


def test_a_percentage_is_refused_since_it_is_kept_as_a_hundredth():
    def show_per_cent(book):
        book.active["B2"].number_format = "0.0%"

    with pytest.raises(UnreadableFileError, match="Cell B2 is a percentage: write its number"):
        read_xlsx(book_of(["a", "b"], [1, 0.45], change=show_per_cent))


def test_a_formula_with_its_result_is_its_result():
    def compute(sheet: bytes) -> bytes:
        return (
            sheet.replace(b"<v></v>", b"<v>3</v>")
            .replace(b"<v/>", b"<v>3</v>")
            .replace(b"<v />", b"<v>3</v>")
        )

    content = with_part(book_of(["a", "b"], [1, "=A2+2"]), SHEET, compute)

    assert list(read_xlsx(content)) == [(1, 3)]


def test_a_cell_that_a_spreadsheet_may_have_cut_is_refused():
    with pytest.raises(UnreadableFileError, match="Cell A2 is longer than a spreadsheet keeps"):
        read_xlsx(xlsx_bytes(["a"], [["x" * (LONGEST_CELL + 1)]], "T"))

    assert len(read_xlsx(xlsx_bytes(["a"], [["x" * (LONGEST_CELL - 1)]], "T"))[0][0]) > 32_000


def test_a_workbook_that_says_it_is_smaller_is_read_whole():
    content = with_part(
        book_of(["a"], [1], [2], [3]), SHEET, lambda sheet: sheet.replace(b"A1:A4", b"A1:A2")
    )

    assert [row[0] for row in read_xlsx(content)] == [1, 2, 3]


@pytest.mark.parametrize("cell", ["ZZ3", "A1048577"])
def test_a_cell_far_away_is_refused_quickly(cell):
    content = with_part(
        book_of(["a"], [1]),
        SHEET,
        lambda sheet: sheet.replace(
            b"</sheetData>",
            f'<row r="{cell.lstrip("AZ")}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode(),
        ),
    )

    with pytest.raises(UnreadableFileError, match="reaches far beyond the table"):
        read_xlsx(content)


def test_entities_are_not_expanded():
    declared = b"<!DOCTYPE x [<!ENTITY a 'boom'>]><worksheet"
    content = with_part(
        book_of(["a"], [1]), SHEET, lambda sheet: sheet.replace(b"<worksheet", declared)
    )

    with pytest.raises(UnreadableFileError, match="not an Excel file"):
        read_xlsx(content)


def test_a_number_is_what_the_spreadsheet_shows():
    (row,) = read_xlsx(book_of(["a"], [0.1 + 0.2]))

    assert cell_text(row[0]) == "0.3"


def test_a_day_of_a_spreadsheet_is_a_day():
    (row,) = read_xlsx(book_of(["a"], [datetime(2026, 6, 30)]))

    assert cell_text(row[0]) == "2026-06-30"


def test_text_that_looks_like_a_coded_character_stays_as_it_is():
    assert read_xlsx(xlsx_bytes(["a"], [["_x0041_ and _x005F_"]], "T"))[0] == (
        "_x0041_ and _x005F_",
    )


def test_a_character_that_excel_wrote_as_code_is_that_character():
    assert read_xlsx(book_of(["a"], ["first_x000A_second"]))[0] == ("first\nsecond",)


def test_the_row_from_which_a_csv_is_broken_is_named():
    with pytest.raises(UnreadableFileError, match="not proper CSV from row 3 on"):
        read_csv(b'a,b\r\n1,2\r\n1,"2"3\r\n')


def test_a_heading_with_a_semicolon_is_that_of_another_separator():
    with pytest.raises(UnreadableFileError, match="semicolons"):
        read_csv(b"a;b,c\r\n1;2,3\r\n")
