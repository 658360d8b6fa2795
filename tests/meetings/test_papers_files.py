"""The files of the papers: the same bytes every time, in proper WordprocessingML, safe data."""

import csv
import io
import json
from decimal import Decimal

import pytest
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from logframe.models import Plan
from logframe.scorecard import Scorecard
from meetings.papers import PaperFile, make_papers, zipped
from meetings.papers.files import file_names
from tests.demonstration import demonstration_loaded
from tests.papers import AREAS, EDITION, ON, PAPERS, content, file_of, files_of, parts, read

pytestmark = pytest.mark.django_db

INDICATOR_FILES = PAPERS[:6]


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def said(_demonstration) -> dict:
    return content()


@pytest.fixture(scope="module")
def files(said) -> dict[str, bytes]:
    return files_of(said)


def rows_of(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# The same bytes


def test_the_same_content_makes_the_same_bytes_again_from_its_json_too(said, files):
    kept = json.loads(json.dumps(said, sort_keys=True, ensure_ascii=False))

    assert files_of(kept) == files


def test_an_archive_of_the_same_files_is_the_same(said, files):
    made = [PaperFile(name, data) for name, data in files.items()]

    archive = zipped(made, said)

    assert zipped(reversed(made), said) == archive
    assert parts(archive) == files
    assert list(parts(archive)) == sorted(files)


def test_a_paper_has_its_place_its_data_and_the_dictionary_in_the_folder(said):
    names = file_names(said)

    assert len(names) == 28
    assert names[:3] == [f"SOM-29-01-air-pollution.{kind}" for kind in ("docx", "csv", "xlsx")]
    assert names[-1] == "SOM-29-data-dictionary.csv"


def test_papers_on_areas_are_in_the_order_of_the_agenda_or_of_the_plan(said):
    """SOM-29 has no agenda yet, so that of SOM-28 says the order."""
    agenda, plan = (
        [name[10:-5] for name in file_names(said, order) if name.endswith("docx")][:6]
        for order in ("agenda", "plan")
    )

    assert agenda == [AREAS[code] for code in ("AP", "BNC", "MPA", "LCC", "DLD", "INT")]
    assert plan == [AREAS[code] for code in ("AP", "LCC", "DLD", "BNC", "MPA", "INT")]


def test_an_edition_differs_from_a_draft_in_its_papers_and_not_in_its_data(said, files):
    for name in ("scorecard.docx", "scorecard.csv", "scorecard.xlsx"):
        is_same = file_of(said, name, EDITION) == files[name]
        assert is_same == (not name.endswith("docx"))


# Proper Word


@pytest.mark.parametrize("name", PAPERS)
def test_every_style_that_is_used_is_in_the_template(files, name):
    found = parts(files[f"{name}.docx"])
    styles = etree.fromstring(found["word/styles.xml"])
    known = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    used = {
        element.get(qn("w:val"))
        for part, xml in found.items()
        if part.endswith(".xml") and part.startswith("word/")
        for tag in ("pStyle", "rStyle", "tblStyle")
        for element in etree.fromstring(xml).iter(qn(f"w:{tag}"))
    }

    assert used <= known
    assert {"TableText", "PaperTable", "Header" if name != "logframe" else "HeaderWide"} <= used


def test_nothing_is_formatted_by_hand(files):
    """Bold, sizes, colours and indents are in the styles alone."""
    document = etree.fromstring(parts(files["air-pollution.docx"])["word/document.xml"])
    by_hand = {
        etree.QName(child).localname
        for kind in ("rPr", "pPr")
        for properties in document.iter(qn(f"w:{kind}"))
        for child in properties
    }

    assert by_hand == {"pStyle", "rStyle", "numPr", "sectPr"}


# The order that the schema of WordprocessingML asks for, of what this code puts together.
SCHEMA = {
    "tblPr": ["tblStyle", "tblW", "tblLayout", "tblLook", "tblCaption"],
    "trPr": ["cantSplit", "tblHeader"],
    "tcPr": ["tcW", "gridSpan"],
    "pPr": ["pStyle", "numPr", "sectPr"],
    "tbl": ["tblPr", "tblGrid", "tr"],
    "tr": ["trPr", "tc"],
    "tc": ["tcPr", "p"],
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_parts_of_a_table_are_in_the_order_of_the_schema(files, name):
    document = etree.fromstring(parts(files[f"{name}.docx"])["word/document.xml"])

    for tag, order in SCHEMA.items():
        for element in document.iter(qn(f"w:{tag}")):
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places)


def test_the_language_is_british_english(files):
    styles = etree.fromstring(parts(files["air-pollution.docx"])["word/styles.xml"])
    (language,) = styles.iter(qn("w:lang"))

    assert language.get(qn("w:val")) == "en-GB"


def test_the_file_says_what_it_is(files):
    properties = read(files["air-pollution.docx"]).document.core_properties

    assert properties.title == "SOM-29: Air Pollution"
    assert properties.author == "NEASPEC Secretariat"
    assert properties.created.date() == ON


# The data


@pytest.mark.parametrize("name", [*INDICATOR_FILES, "logframe"])
def test_a_data_file_has_one_row_for_each_indicator_with_its_figures(files, name):
    scores = {one.indicator.code: one for one in Scorecard.load(plan(), on=ON).indicators}
    rows = rows_of(files[f"{name}.csv"])

    assert len(rows) == (73 if name == "logframe" else len({row["Code"] for row in rows}))
    for row in rows:
        score = scores[row["Code"]]
        found = [score.assessment.value, score.indicator.baseline_value]
        found += [year.value for year in score.years]
        columns = ["Value that counts", "Baseline", *(f"Value {year.year}" for year in score.years)]
        assert [Decimal(row[name]) if row[name] else None for name in columns] == found
        assert row["Status"] == score.status.word
        assert row["Permalink"].endswith(score.url)
        assert row["Notice"] == plan().notice


def plan() -> Plan:
    return Plan.objects.current()


def test_the_data_of_all_areas_are_those_of_the_logframe(files):
    rows = [row for name in INDICATOR_FILES for row in rows_of(files[f"{name}.csv"])]
    logframe = rows_of(files["logframe.csv"])

    assert sorted(rows, key=str) == sorted(logframe, key=str)


def test_the_data_of_the_follow_up_have_one_row_for_each_decision(files):
    rows = rows_of(files["follow-up.csv"])
    (row,) = [row for row in rows if row["Code"] == "SOM-26/I/12/4"]

    assert len(rows) == 23
    assert row["Next due on"] == "2024-12-31"
    assert [row[name] for name in ("Status", "Overdue", "Without news")] == ["Overdue", "yes", "no"]
    assert row["Permalink"].endswith("/decisions/SOM-26-I-12-4/")


@pytest.mark.parametrize("name", PAPERS)
def test_the_spreadsheet_says_the_same_as_the_csv_and_what_its_columns_mean(files, name):
    book = load_workbook(io.BytesIO(files[f"{name}.xlsx"]))
    data, dictionary = book.worksheets
    headings = [cell.value for cell in data[1]]

    assert headings == list(rows_of(files[f"{name}.csv"])[0])
    assert data.max_row == 1 + len(rows_of(files[f"{name}.csv"]))
    assert [row[0].value for row in dictionary.iter_rows(min_row=2)] == headings
    assert all(row[1].value for row in dictionary.iter_rows(min_row=2))
    assert [sheet.freeze_panes for sheet in (data, dictionary)] == ["A2", "A2"]


def test_figures_in_a_spreadsheet_are_numbers(files):
    sheet = load_workbook(io.BytesIO(files["air-pollution.xlsx"])).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "4.1(b)-2")
    cells = dict(zip(headings, row, strict=True))

    assert [cells[name].value for name in ("Baseline", "Value 2026", "Milestone 2026")] == [4, 3, 4]
    assert {cells[name].data_type for name in ("Baseline", "Value 2026")} == {"n"}


def test_every_column_of_a_csv_is_in_the_dictionary(files):
    known = {row["Column"] for row in rows_of(files["dictionary.csv"])}

    for name in PAPERS:
        assert set(rows_of(files[f"{name}.csv"])[0]) <= known


# What people type


@pytest.fixture
def odd(said) -> dict:
    """A content with texts of many scripts, control characters, and one that is a formula."""
    content = json.loads(json.dumps(said))
    content["indicators"][0]["title"] = "=1+1"
    content["indicators"][1]["title"] = "Улаанбаатар 울란바토르 乌兰巴托 Приморье"
    narrative = content["outputs"][0]["narrative"]
    narrative["achievements"] = "Before\x0b\x00after\n\n- first\n- second\n\n1. one\n2. two"
    return content


def test_text_that_looks_like_a_formula_is_none(odd):
    cell = load_workbook(io.BytesIO(file_of(odd, "logframe.xlsx"))).worksheets[0]["E2"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert rows_of(file_of(odd, "logframe.csv"))[0]["Indicator"] == "'=1+1"


def test_every_script_is_whole(odd):
    paper = read(file_of(odd, "air-pollution.docx"))

    assert paper.row("4.1-O2", "Figures")[0].split("\n")[1] == odd["indicators"][1]["title"]
    assert rows_of(file_of(odd, "logframe.csv"))[1]["Indicator"] == odd["indicators"][1]["title"]


def test_control_characters_are_dropped_and_lists_are_lists(odd):
    paper = read(file_of(odd, "air-pollution.docx"))

    assert ("numbered paragraph", "Achievements. Beforeafter") in paper.paragraphs
    assert [text for style, text in paper.paragraphs if style == "list bullet"] == [
        "first",
        "second",
    ]
    assert [text for style, text in paper.paragraphs if style == "list number"] == ["one", "two"]


def test_what_was_corrected_after_issue_stands_at_the_front(said):
    errata = [
        {
            "on": "2026-12-01",
            "place": "Indicator 4.1(b)-2, value of 2026",
            "was": "3",
            "now": "4",
            "reason": "A designation was overlooked.",
        }
    ]

    paper = read(file_of(said | {"errata": errata}, "scorecard.docx", EDITION))

    caption, rows = next(iter(paper.tables.items()))
    assert caption == "Table 1. What was corrected after the papers were issued"
    assert rows[1] == ["1 December 2026", *list(errata[0].values())[1:]]


def test_the_head_says_symbol_item_place_and_dates(said):
    content = json.loads(json.dumps(said))
    content["meeting"] |= {"place": "Incheon, Republic of Korea", "dates": "4-5 March 2027"}
    content["meeting"]["documents"] = [
        {"symbol": "SOM(29)/3", "title": "Air Pollution", "link": ""},
        {"symbol": "SOM(29)/4", "title": "Low Carbon Cities", "link": ""},
    ]
    content["areas"][0]["agenda_item"] = {"number": "5(a)", "title": "Air Pollution"}

    paper = read(file_of(content, "air-pollution.docx"))

    assert [text for _style, text in paper.paragraphs[:8]] == [
        "United NationsSOM(29)/3",
        "Economic and Social Commission for Asia and the Pacific22 November 2026",
        "English only",
        "Twenty-ninth Senior Officials Meeting (SOM) of NEASPEC",
        "Incheon, Republic of Korea, 4-5 March 2027",
        "Agenda item 5(a)",
        "Air Pollution",
        "Progress in 2026 and proposed activities under the NEASPEC Strategic Plan 2026-2030",
    ]
    header = paper.document.sections[0].header.paragraphs[0]
    assert header.text.startswith("SOM(29)/3\tAir Pollution")


def test_an_unknown_order_is_refused(said):
    with pytest.raises(ValueError, match="choose one of agenda, plan"):
        list(make_papers(said, order="alphabet"))
