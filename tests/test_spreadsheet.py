"""What LibreOffice makes of the files: no formula, real numbers and dates, every letter whole."""

import os
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from logframe.uploads import SafeCSV, SafeXLSX
from tests.exchange import ACTIVITIES, KINDS, resource_of
from tests.factories import make_activity

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SOFFICE, reason="needs Debian's package libreoffice-calc"),
]

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DAY = "2026-06-30"
# How LibreOffice opens CSV that says that it is UTF-8: by commas, in quotation marks.
AS_CSV = "--infilter=CSV:44,34,UTF8,1"

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "'=1", "＝1+1")
LETTERS = (
    "대기오염과 초미세먼지",
    "大气污染；環境",
    "Загрязнение воздуха",
    "Агаарын бохирдол ᠮᠣᠩᠭᠣᠯ",
    "ß é 👩‍🔬",
)


@pytest.fixture
def opened(tmp_path):
    """Return a function that opens files in LibreOffice and returns the rows of each."""

    def open_(files: dict[str, bytes], *options: str) -> list[list[list]]:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        as_xml = ["--convert-to", "fods", "--outdir", tmp_path]
        paths = [tmp_path / name for name in files]
        subprocess.run(
            [SOFFICE, profile, "--headless", *options, *as_xml, *paths],
            check=True,
            capture_output=True,
            timeout=120,
            env={**os.environ, "HOME": str(tmp_path)},
        )
        return [rows_of(path.with_suffix(".fods")) for path in paths]

    return open_


def rows_of(path) -> list[list]:
    return [_cells(row) for row in ElementTree.parse(path).iter(f"{TABLE}table-row")]


def _cells(row) -> list:
    """Return the cells of a row; what is repeated stands once for each."""
    cells = []
    for cell in row.findall(f"{TABLE}table-cell"):
        cells += [cell] * min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), 100)
    return cells


def text_of(cell) -> str:
    return "\n".join("".join(part.itertext()) for part in cell.findall(f"{TEXT}p"))


def column(rows: list[list], name: str) -> list:
    """Return the cells under a heading."""
    place = [text_of(cell) for cell in rows[0]].index(name)
    return [row[place] for row in rows[1:] if len(row) > place and text_of(row[0])]


def formulas(rows: list[list]) -> list[str]:
    return [formula for row in rows for cell in row if (formula := cell.get(f"{TABLE}formula"))]


@pytest.fixture
def activities():
    """Activities whose texts a spreadsheet could take for something else."""
    for text in (*FORMULAS, *LETTERS):
        make_activity(title=text, note=text)
    make_activity(budget=Decimal("1234567.50"), spent=0, starts_on=date(2026, 6, 30))
    return resource_of(ACTIVITIES).export()


def check(rows: list[list]) -> None:
    """Look at the activities as LibreOffice shows them."""
    assert formulas(rows) == []
    titles = [text_of(cell) for cell in column(rows, "title")]
    assert titles[len(FORMULAS) :] == [*LETTERS, titles[-1]]
    for name, number in (("budget", "1234567.5"), ("spent", "0")):
        cell = column(rows, name)[-1]
        assert (cell.get(f"{OFFICE}value-type"), cell.get(f"{OFFICE}value")) == ("float", number)
    day = column(rows, "starts_on")[-1]
    assert (day.get(f"{OFFICE}value-type"), day.get(f"{OFFICE}date-value")) == ("date", DAY)


def test_csv_is_opened_as_it_was_exported(opened, activities):
    (rows,) = opened({"activities.csv": SafeCSV().export_data(activities)}, AS_CSV)

    check(rows)


def test_xlsx_is_opened_as_it_was_exported_whatever_it_tells_of(opened, activities):
    for kind, make in KINDS.items():
        if kind != ACTIVITIES:
            make()
    books = {f"{kind}.xlsx": resource_of(kind).export() for kind in KINDS if kind != ACTIVITIES}
    tables = {"activities.xlsx": activities, **books}

    rows, *others = opened({name: SafeXLSX().export_data(table) for name, table in tables.items()})

    check(rows)
    for other in others:
        assert len(other) > 1
        assert formulas(other) == []
