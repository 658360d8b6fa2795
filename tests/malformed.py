"""Files that no import may take: made from a good one, each wrong in one way or several."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from import_export.widgets import ManyToManyWidget
from openpyxl import Workbook

from logframe.formats import csv_bytes, xlsx_bytes
from logframe.resources.base import PLAN
from logframe.resources.widgets import (
    ChoiceWidget,
    CodeWidget,
    DayWidget,
    NumberWidget,
    TextWidget,
    WholeNumberWidget,
    YesNoWidget,
)

NUMBERS = (
    "1,5",
    "1,234",
    "1.234,50",
    "1 000",
    "1'000",
    "12e3",
    "1e400",
    "٣",
    "NaN",
    "--5",
    "0x10",
    "ten",
    "5 %",
    "1.23456789",
    "1" * 30,
    "=1+1",
    "½",
    "-1-",
    ".",
    "1.2.3",
)
DAYS = (
    "31/12/2026",
    "12/31/26",
    "2026-13-01",
    "2026-02-30",
    "June 2026",
    "46203",
    "tomorrow",
    "2026",
    "30.6.26",
    "1,5",
    "0000-00-00",
    "2026-06-30T25:00",
)
WRONG = {
    WholeNumberWidget: (*NUMBERS, "1.5", "-1", "0.1"),
    NumberWidget: NUMBERS,
    DayWidget: DAYS,
    YesNoWidget: ("perhaps", "2", "y e s", "=TRUE()", "да"),
}


@dataclass
class Good:
    """A good file: its columns, its rows, and what reads each column."""

    resource: object
    headers: list[str]
    rows: list[list[str]]

    def cell(self, column: int, value) -> "Good":
        """Return the file with another value in a cell of its first row."""
        first = [*self.rows[0]]
        first[column] = value
        return Good(self.resource, self.headers, [first, *self.rows[1:]])

    def without(self, column: int) -> "Good":
        """Return the file without a column."""
        return Good(
            self.resource, _cut(self.headers, column), [_cut(row, column) for row in self.rows]
        )


def _cut(cells: list, place: int) -> list:
    return cells[:place] + cells[place + 1 :]


def malformed(good: Good, many: int) -> Iterator[tuple[str, bytes]]:
    """Return so many different files, each with its name."""
    seen, number = set(), 0
    while len(seen) < many:
        random = Random(number)
        number += 1
        made = random.choice(WAYS)(good, random)
        if made and made[1] not in seen:
            seen.add(made[1])
            yield made


def _file(good: Good, random: Random) -> tuple[str, bytes]:
    """Return the table in one of the two formats."""
    if random.random() < 0.3:
        return "rows.xlsx", xlsx_bytes(good.headers, good.rows, "Rows")
    return "rows.csv", csv_bytes(good.headers, good.rows)


# One cell


def wrong_cell(good: Good, random: Random):
    """Put into one cell what it cannot hold."""
    column = random.randrange(len(good.headers))
    field = next(
        field for field in good.resource.columns if field.column_name == good.headers[column]
    )
    value = _wrong_value(field, good, random)
    return None if value is None else _file(good.cell(column, value), random)


def _wrong_value(field, good: Good, random: Random):
    nonsense = random.choice(("", "Ω", "無", "'", '"', ",", "=", "<b>")) + f"x{random.random()}"
    if field.readonly:
        return None if field.column_name == PLAN else nonsense
    if isinstance(field.widget, CodeWidget | ManyToManyWidget | ChoiceWidget):
        return nonsense
    options = good.resource._meta.model._meta.get_field(field.attribute)
    if isinstance(field.widget, TextWidget):
        if options.max_length:
            return nonsense + "x" * options.max_length
        return None
    wrong = next(values for kind, values in WRONG.items() if isinstance(field.widget, kind))
    return random.choice((*wrong, nonsense))


def wrong_type(good: Good, random: Random):
    """Give a spreadsheet's cell a type that its column does not have."""
    column = random.randrange(len(good.headers))
    field = good.resource.columns[column]
    if field.readonly or isinstance(field.widget, TextWidget | DayWidget | YesNoWidget):
        return None
    value = random.choice((datetime(2026, 6, 30, 1, random.randrange(60)), date(2026, 1, 1), True))
    changed = good.cell(good.headers.index(field.column_name), value)
    return "rows.xlsx", xlsx_bytes(changed.headers, changed.rows, "Rows")


# The columns and rows


def missing_columns(good: Good, random: Random):
    """Leave out columns that are needed."""
    for _column in range(random.randint(1, 3)):
        needed = [
            place
            for place, name in enumerate(good.headers)
            if any(f.column_name == name and not f.readonly for f in good.resource.columns)
        ]
        if len(needed) < 3:
            return None
        good = good.without(random.choice(needed))
    return _file(good, random)


def renamed_column(good: Good, random: Random):
    """Name a column as it is not called."""
    place = random.randrange(len(good.headers))
    name = good.headers[place]
    new = random.choice((name.upper(), f"{name}_{random.randrange(99)}", name.title() + " ", "🙂"))
    headers = [*good.headers]
    headers[place] = new
    if new.strip() == name:
        return None
    return _file(Good(good.resource, headers, good.rows), random)


def doubled_column(good: Good, random: Random):
    """Have a column twice."""
    place = random.randrange(len(good.headers))
    rows = [[*row, random.choice((row[place], "x"))] for row in good.rows]
    return _file(Good(good.resource, [*good.headers, good.headers[place]], rows), random)


def doubled_row(good: Good, random: Random):
    """Name a record twice; empty rows between the two are none."""
    between = [[""] * len(good.headers)] * random.randrange(9)
    rows = [*good.rows, *between, [*good.rows[0]]]
    return _file(Good(good.resource, good.headers, rows), random)


def ragged_row(good: Good, random: Random):
    """Have a row with more or fewer cells than headings."""
    content = csv_bytes(good.headers, good.rows)
    extra = random.choice((b"a,b", b'"",x', b"1", b",".join([b"z"] * random.randint(30, 60))))
    return "rows.csv", content + extra + b"\r\n"


# The file


def otherwise_separated(good: Good, random: Random):
    """Separate the columns with another mark."""
    mark = random.choice((";", "\t", "|", ":", "\x1f"))
    lines = [mark.join(str(cell) for cell in row) for row in (good.headers, *good.rows)]
    return "rows.csv", "\r\n".join([*lines, str(random.random())]).encode()


def otherwise_encoded(good: Good, random: Random):
    """Write the text in another encoding than UTF-8."""
    encoding = random.choice(("cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949"))
    rest = {"cp1252": "é", "cp949": "한국"}.get(encoding, "é")
    content = csv_bytes(good.headers, good.rows).decode("utf-8-sig")
    text = f"{content}{rest}{random.randrange(10**6)}"
    return "rows.csv", text.encode(encoding, "ignore")


def garbage(good: Good, random: Random):
    """Send anything at all."""
    content = random.randbytes(random.randint(1, 400))
    return random.choice(("rows.csv", "rows.xlsx")), content


def wrong_ending(good: Good, random: Random):
    """Name a file by another format than it has."""
    if random.random() < 0.5:
        content = xlsx_bytes(good.headers, good.rows, f"Rows {random.randrange(99)}")
        return random.choice(("rows.csv", "rows.xls", "rows")), content
    content = csv_bytes(good.headers, good.rows) + b"\r\n" * random.randrange(9)
    return random.choice(("rows.xlsx", "rows.ods", "rows.txt")), content


def cut_off(good: Good, random: Random):
    """Lose the end of a workbook on the way."""
    content = xlsx_bytes(good.headers, good.rows, "Rows")
    return "rows.xlsx", content[: random.randrange(1, len(content) - 1)]


def open_quotation(good: Good, random: Random):
    """Open a quotation mark and never close it."""
    content = csv_bytes(good.headers, good.rows)
    return "rows.csv", content + b'"' + str(random.random()).encode()


def header_alone(good: Good, random: Random):
    """Send headings without rows, or with empty ones."""
    rows = [[""] * len(good.headers)] * random.randrange(20)
    return _file(Good(good.resource, good.headers, rows), random)


# Workbooks


def _book(good: Good, change: Callable, random: Random) -> tuple[str, bytes]:
    book = Workbook()
    for row in (good.headers, *good.rows):
        book.active.append([value or None for value in row])
    change(book, book.active)
    book.properties.title = str(random.random())
    stream = io.BytesIO()
    book.save(stream)
    return "rows.xlsx", stream.getvalue()


def uncomputed_formula(good: Good, random: Random):
    """Have a formula that no spreadsheet has computed."""
    formula = random.choice(("=1+1", "=SUM(A1:A9)", "=A2", "=NOW()", '=HYPERLINK("x")'))
    column = random.randint(1, len(good.headers))
    return _book(good, lambda book, sheet: sheet.cell(2, column, formula), random)


def error_cell(good: Good, random: Random):
    """Have a cell that shows an error."""
    error = random.choice(("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"))
    column = random.randint(1, len(good.headers))
    return _book(good, lambda book, sheet: sheet.cell(2, column, error), random)


def merged_cells(good: Good, random: Random):
    """Merge cells."""
    first, last = sorted(random.sample(range(1, len(good.headers) + 1), 2))
    return _book(
        good,
        lambda book, sheet: sheet.merge_cells(
            start_row=2, end_row=random.randint(2, 3), start_column=first, end_column=last
        ),
        random,
    )


def several_sheets(good: Good, random: Random):
    """Have a second sheet with something on it."""
    return _book(
        good, lambda book, sheet: book.create_sheet("Other").append([random.random()]), random
    )


def far_away_cell(good: Good, random: Random):
    """Have a cell far beyond the table."""
    column, row = random.randint(300, 16_000), random.randint(2, 1000)
    return _book(good, lambda book, sheet: sheet.cell(row, column, "x"), random)


def broken_part(good: Good, random: Random):
    """Break the XML inside a workbook."""
    stream = io.BytesIO()
    content = xlsx_bytes(good.headers, good.rows, "Rows")
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(stream, "w") as archive:
        for part in parts.namelist():
            text = parts.read(part)
            if part == "xl/worksheets/sheet1.xml":
                text = random.choice(
                    (
                        text[: random.randrange(len(text) - 20)],
                        b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + text + str(random.random()).encode(),
                        b"",
                        random.randbytes(99),
                    )
                )
            archive.writestr(part, text)
    return "rows.xlsx", stream.getvalue()


def zip_bomb() -> tuple[str, bytes]:
    """Return a workbook that unpacks to far more than was sent."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (65 * 1024 * 1024))
    return "rows.xlsx", stream.getvalue()


WAYS = (
    *[wrong_cell] * 12,
    *[wrong_type] * 3,
    missing_columns,
    missing_columns,
    renamed_column,
    renamed_column,
    doubled_column,
    doubled_row,
    ragged_row,
    otherwise_separated,
    otherwise_encoded,
    garbage,
    wrong_ending,
    cut_off,
    open_quotation,
    header_alone,
    uncomputed_formula,
    error_cell,
    merged_cells,
    several_sheets,
    far_away_cell,
    broken_part,
)
