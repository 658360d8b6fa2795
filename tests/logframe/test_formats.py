"""Files of tables: what is written is safe, and is read back unchanged."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from logframe.formats import cell_text, csv_bytes, xlsx_bytes
from logframe.uploads import MAX_ROWS, UnreadableFileError, read_csv, read_xlsx

DANGEROUS = ["=1+1", "+cmd", "-cmd", "@sum", "\ttab", "\rreturn", "\nline", "'=quoted", "''-twice"]


def sheet_of(content: bytes):
    return load_workbook(io.BytesIO(content)).active


def xlsx_of(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("word", "word"),
        (0, "0"),
        (Decimal("10.0000"), "10"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.0500"), "-0.05"),
        (Decimal("-0.0"), "0"),
        (0.1, "0.1"),
        (True, "yes"),
        (False, "no"),
        (date(2026, 6, 30), "2026-06-30"),
        (datetime(2026, 6, 30), "2026-06-30"),  # how a spreadsheet returns a day
        (datetime(2026, 6, 30, 9, 5, tzinfo=ZoneInfo("Asia/Seoul")), "2026-06-30 09:05"),
    ],
)
def test_a_value_has_one_way_to_be_written(value, text):
    with timezone.override("Asia/Seoul"):
        assert cell_text(value) == text


def test_csv_begins_with_its_mark_and_ends_its_lines_as_the_standard_says():
    assert csv_bytes(["a", "b"], [[1, 'say "hi", twice']]) == (
        b'\xef\xbb\xbfa,b\r\n1,"say ""hi"", twice"\r\n'
    )


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_a_spreadsheet_would_run_is_neutralised_in_csv(text):
    content = csv_bytes(["a", "b"], [[text, "x"]]).decode("utf-8-sig")

    assert content.split("\r\n", 1)[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("text", ["-5", "+5.25", "-0.5", "1e5", "a=b", "'quoted'"])
def test_numbers_and_harmless_text_are_written_as_they_are(text):
    assert csv_bytes(["a", "b"], [[text, "x"]]).decode("utf-8-sig") == f"a,b\r\n{text},x\r\n"


@pytest.mark.parametrize("text", [*DANGEROUS, "é, 環境\n2nd line", "-5", "'"])
def test_csv_is_read_back_as_it_was_written(text):
    assert list(read_csv(csv_bytes(["a", "b"], [[text, "x"]]))) == [(text, "x")]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd", "-cmd", "@sum", "#N/A", "'=quoted", "1.50", " a < b & c > d ", "a\rb\nc"],
)
def test_text_is_never_a_formula_in_xlsx_and_stays_intact(text):
    cell = sheet_of(xlsx_bytes(["a"], [[text]], "T"))["A2"]

    assert (cell.value, cell.data_type) == (text, "s")


def test_xlsx_has_real_numbers_and_dates_and_empty_cells():
    row = [Decimal("1.5000"), 3, date(2026, 6, 30), True, None, ""]
    sheet = sheet_of(xlsx_bytes(list("abcdef"), [row], "T"))

    values = [cell.value for cell in sheet[2]]
    assert values == [1.5, 3, datetime(2026, 6, 30), "yes", None, None]
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_xlsx_has_a_bold_frozen_header_and_columns_that_can_be_read():
    sheet = sheet_of(xlsx_bytes(["short", "long"], [["x", "y" * 500]], "A [title]: with / signs"))

    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert 8 <= sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width <= 60
    assert sheet.title == "A  title   with   signs"


def test_control_characters_that_xlsx_cannot_hold_are_left_out():
    assert sheet_of(xlsx_bytes(["a"], [["be\x00fore\x1f"]], "T"))["A2"].value == "before"


def test_a_file_without_the_mark_is_read_too():
    assert list(read_csv("a,b\né,x\n".encode())) == [("é", "x")]


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        pytest.param(b"a;b\n1;2\n", "semicolons", id="semicolons"),
        pytest.param(b"a\tb\n1\t2\n", "tabs", id="tabs"),
        pytest.param("a,b\né,x\n".encode("cp1252"), "UTF-8", id="cp1252"),
        pytest.param("a,b\né,x\n".encode("utf-16"), "UTF-8", id="utf-16"),
        pytest.param(b"PK\x03\x04\x00", "UTF-8", id="xlsx named csv"),
        pytest.param(b'a,b\n"1,2\n', "not proper CSV", id="open quotation mark"),
        pytest.param(b"a,b\n1\n", "Row 2 has 1 cells", id="short row"),
        pytest.param(b"a,b\n1,2,3\n", "Row 2 has 3 cells", id="long row"),
    ],
)
def test_a_csv_file_that_would_be_misread_is_refused_with_the_remedy(content, remedy):
    with pytest.raises(UnreadableFileError, match=remedy):
        read_csv(content)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04 garbage"])
def test_what_is_not_xlsx_is_refused(content):
    with pytest.raises(UnreadableFileError, match="not an Excel file"):
        read_xlsx(content)


def test_a_formula_that_was_never_computed_is_refused_with_its_cell():
    with pytest.raises(UnreadableFileError, match="Cell B2 holds a formula"):
        read_xlsx(xlsx_of(["a", "b"], [1, "=1+1"]))


def test_empty_rows_and_columns_at_the_end_are_left_out_and_rows_keep_their_numbers():
    dataset = read_xlsx(xlsx_of(["a", "b", None], [1, 2], [None, None], [3, None]))

    assert dataset.headers == ["a", "b"]
    assert list(dataset) == [(1, 2), (3, None)]
    assert dataset.row_numbers == [2, 4]


def test_more_rows_than_the_limit_are_refused_also_behind_empty_ones():
    with pytest.raises(UnreadableFileError, match="more than 10000 rows: split it"):
        read_csv(b"a,b\n" + b"1,2\n,\n" * (MAX_ROWS + 1))

    assert len(read_csv(b"a,b\n" + b"1,2\n" * MAX_ROWS)) == MAX_ROWS


def test_a_day_is_the_same_in_both_files():
    day = date(2026, 1, 1) + timedelta(days=180)

    from_csv = next(iter(read_csv(csv_bytes(["d", "e"], [[day, 1]]))))[0]
    from_xlsx = next(iter(read_xlsx(xlsx_bytes(["d", "e"], [[day, 1]], "T"))))[0]
    assert cell_text(from_csv) == cell_text(from_xlsx) == "2026-06-30"
