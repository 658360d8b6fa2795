"""The papers of the demonstration in Word: each figure is that of the scorecard."""

import re

import pytest
from docx.oxml.ns import qn
from lxml import etree

from logframe.models import Plan
from logframe.scorecard import Scorecard
from logframe.shown import value_in_unit
from meetings.models import Decision
from tests.demonstration import demonstration_loaded
from tests.papers import AREAS, EDITION, ON, PAPERS, Read, content, file_of, files_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def files(_demonstration) -> dict[str, bytes]:
    return files_of(content())


@pytest.fixture(scope="module")
def papers(files) -> dict[str, Read]:
    return {name: read(files[f"{name}.docx"]) for name in PAPERS}


@pytest.fixture(scope="module")
def scorecard(_demonstration) -> Scorecard:
    return Scorecard.load(Plan.objects.current(), on=ON)


def figure(score, number) -> str:
    return "–" if number is None else value_in_unit(score.indicator.measure, number)


def marked(status) -> str:
    return f"{status.shape}\u00a0{status.word}"


# The shape of a paper


@pytest.mark.parametrize("area", AREAS.values())
def test_a_paper_on_an_area_has_the_sections_of_such_papers(papers, area):
    paper = papers[area]

    assert paper.headings() == [
        "Background and mandate",
        "Progress in 2026",
        "Proposed activity plan",
        "Issues for consideration",
    ]
    assert paper.headings("annex heading") == ["Annex. Indicators"]


@pytest.mark.parametrize("name", PAPERS)
def test_no_heading_stands_alone(papers, name):
    styles = [style for style, _text in papers[name].paragraphs]
    headings = ("heading 1", "heading 3", "annex heading")

    alone = [
        papers[name].paragraphs[place]
        for place, style in enumerate(styles)
        if style in headings
        and (place + 1 == len(styles) or styles[place + 1] in ("heading 1", "heading 3"))
    ]

    assert alone == []


@pytest.mark.parametrize("name", PAPERS)
def test_no_paragraph_is_empty(papers, name):
    assert [style for style, text in papers[name].paragraphs if not text.strip()] == []


@pytest.mark.parametrize("name", PAPERS)
def test_tables_are_numbered_in_their_order(papers, name):
    numbers = [caption.split(".")[0] for caption in papers[name].tables]

    assert numbers == [f"Table {number}" for number in range(1, len(numbers) + 1)]
    assert numbers


@pytest.mark.parametrize("name", PAPERS)
def test_a_table_that_the_text_names_is_there(papers, name):
    named = {int(number) for number in re.findall(r"\btable (\d+)", papers[name].text)}

    assert named <= set(range(1, len(papers[name].tables) + 1))


@pytest.mark.parametrize("name", PAPERS)
def test_a_table_repeats_its_heading_and_parts_no_row(papers, name):
    for table in papers[name].document.element.body.iter(qn("w:tbl")):
        first, *others = table.iter(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(
            row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in (first, *others)
        )


def test_no_row_stands_alone_on_a_page(papers):
    (short,) = rows_kept(papers["follow-up"], "Decisions of SOM-18")
    (long,) = rows_kept(papers["follow-up"], "Decisions of SOM-21")
    (one,) = rows_kept(papers["low-carbon-cities"], "Activities since the last Meeting")

    assert short == [True, False]
    assert long == [True, *[False] * (len(long) - 3), True, False]
    assert one == [False]


def rows_kept(paper, caption: str) -> list[list[bool]]:
    """Return of each row of the tables with the caption whether it stays with the next."""
    kept = {"Table text kept", "Table number kept"}
    return [
        [row.cells[0].paragraphs[0].style.name in kept for row in table.rows[1:]]
        for table, title in zip(paper.document.tables, paper.tables, strict=True)
        if title.endswith(caption)
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_a_table_says_to_who_does_not_see_it_what_is_in_it(papers, name):
    tables = papers[name].document.element.body.iter(qn("w:tbl"))
    said = [table.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in tables]

    assert said == [caption.partition(". ")[2] for caption in papers[name].tables]


def test_the_text_of_a_paper_is_upright_and_its_annex_lies_across(papers):
    upright, across = papers["air-pollution"].document.sections

    assert upright.page_height > upright.page_width
    assert across.page_height < across.page_width


def test_the_logframe_lies_across_from_the_beginning(papers):
    (section,) = papers["logframe"].document.sections

    assert section.page_height < section.page_width


@pytest.mark.parametrize("name", PAPERS)
def test_a_table_is_as_wide_as_the_text_at_most(papers, name):
    upright, across = 9071 + 5, 14570 + 5
    widest = across if name == "logframe" else upright

    for table in papers[name].document.element.body.iter(qn("w:tbl")):
        is_in_annex = name in AREAS.values() and table.getprevious() is not None
        limit = across if is_in_annex and _is_after_break(table) else widest
        assert int(table.tblPr.find(qn("w:tblW")).get(qn("w:w"))) <= limit


def _is_after_break(table) -> bool:
    return any(
        one.find(f".//{qn('w:sectPr')}") is not None for one in table.itersiblings(preceding=True)
    )


# What stands in it


@pytest.mark.parametrize(("code", "area"), AREAS.items())
def test_every_statement_of_an_area_is_in_its_paper_word_for_word(papers, scorecard, code, area):
    score = next(score for score in scorecard.areas if score.area.code == code)
    quoted = [text for style, text in papers[area].paragraphs if style == "quote"]

    assert quoted == [
        f"“{score.objective.statement}”",
        *(f"“{output.output.statement}”" for output in score.outputs),
    ]


def test_every_indicator_has_its_figures_in_the_paper_on_its_area(papers, scorecard):
    for score in scorecard.indicators:
        parent = score.indicator.output
        caption = f"output {parent.code}" if parent else "the objective"
        found = papers[AREAS[score.area.code]].row(score.indicator.code, f"Figures of {caption}")
        title = found[0].split("\n")[1]
        value, star = found[4].removesuffix("*"), found[4].endswith("*")

        assert title == score.indicator.title
        assert found[1] == score.indicator.unit
        assert found[2].split(" (")[0] == figure(score, score.indicator.baseline_value)
        assert found[3] == (
            f"{figure(score, score.due.milestone.value)} ({score.due.year})" if score.due else "–"
        )
        if score.assessment.value is None:
            assert value == str(score.reporting)
        else:
            assert value == figure(score, score.assessment.value)
            assert star == any(year.is_provisional for year in score.years)
        assert found[5] == (
            f"{figure(score, score.target.milestone.value)} ({score.target.year})"
            if score.target
            else "–"
        )
        assert found[6] == marked(score.status)


def test_every_indicator_has_its_figures_of_the_year_in_the_annex(papers, scorecard):
    for score in scorecard.indicators:
        found = papers[AREAS[score.area.code]].row(score.indicator.code, "with their values")
        year, last = score.in_year(2026), score.in_year(2030)
        milestone = year.milestone and year.milestone.value
        reported = str(year.reporting) if year.value is None else figure(score, year.value)

        assert found[4] == figure(score, last.milestone and last.milestone.value)
        assert found[5:8] == [figure(score, milestone), reported, "–"]


def test_every_status_is_explained_in_the_annex(papers, scorecard):
    for score in scorecard.indicators:
        found = papers[AREAS[score.area.code]].row(score.indicator.code, "How each status")

        assert found[1:] == [marked(score.status), str(score.assessment.explanation)]


def test_every_indicator_has_its_milestones_in_the_logframe(papers, scorecard):
    for score in scorecard.indicators:
        found = papers["logframe"].row(score.indicator.code, f"section {score.area.section}")

        assert found[4:9] == [
            figure(score, year.milestone and year.milestone.value) for year in score.years
        ]
        assert found[10] == marked(score.status)


def test_the_logframe_has_every_output_word_for_word(papers, scorecard):
    rows = [row[0] for table in papers["logframe"].tables.values() for row in table]
    outputs = [score.output for score in scorecard.outputs]

    assert len(outputs) == 27
    for output in outputs:
        beginning = f"Output {output.code}. {output.statement}"
        assert any(row.startswith(beginning) for row in rows)


def test_the_scorecard_counts_as_the_scorecard_does(papers, scorecard):
    rows = next(iter(papers["scorecard"].tables.values()))

    summaries = [area.summary for area in scorecard.areas] + [scorecard.summary]
    for row, summary in zip(rows[1:], summaries, strict=True):
        assert row[1] == marked(summary.status)
        assert row[2] == f"{summary.assessable} of {summary.total}"
        assert row[3:] == [str(count) for count in summary.groups.values()]


def test_the_scorecard_shows_every_output(papers, scorecard):
    rows = list(papers["scorecard"].tables.values())[1]

    for row, area in zip(rows[1:], scorecard.areas, strict=True):
        assert [cell for cell in row[1:] if cell] == [
            marked(score.summary.status) for score in area.outputs
        ]


def test_narratives_stand_below_their_outputs(papers):
    text = papers["air-pollution"].text

    assert "Own rating of the Secretariat. At risk: Demonstration: one designation lapsed" in text
    assert "Challenges. Demonstration: texts took four months to clear" in text


def test_an_output_without_a_narrative_says_so(papers):
    text = papers["air-pollution"].text

    assert text.count("No narrative has been verified for 2026.") == 1
    assert "Demonstration: no joint project began" not in text.partition("4.1(d)")[2]


def test_a_meeting_before_without_decisions_is_said(papers):
    assert (
        "No decision of SOM-28 that asks for action in this area is on record."
        in papers["air-pollution"].text
    )


def test_the_follow_up_has_what_the_page_of_the_follow_up_has(papers, client, django_user_model):
    client.force_login(django_user_model.objects.get(username="officer"))
    answer = client.get("/meetings/SOM-29/follow-up/?_export=csv").getvalue().decode()
    rows = [row for caption, rows in papers["follow-up"].tables.items() for row in rows[1:]]
    codes = [row[0].split("\n")[0] for row in rows if "/" in row[0]]

    assert codes == [line.split(",")[0] for line in answer.splitlines() if line.startswith("SOM")]
    assert len(codes) == 23


def test_a_decision_has_its_exact_words_and_what_was_done(papers):
    found = papers["air-pollution"].row("SOM-26/I/5/2", "Earlier decisions")
    decision = Decision.objects.get(code="SOM-26/I/5/2")

    assert found[0] == "SOM-26/I/5/2\nSOM-26, para.\u00a0I.5"
    assert found[1].split("\n") == [
        decision.wording,
        "Requested of the Secretariat; no day is given.",
    ]
    assert found[2] == (
        "20 May 2026 Demonstration: four member States have agreed to the revised text; "
        "two answers are awaited. (in progress) Evidence"
    )
    assert found[3].split("\n") == ["●\u00a0In progress", "?\u00a0Update overdue"]


def test_a_revised_milestone_is_told_with_authority_and_reason(papers):
    paper = papers["low-carbon-cities"]
    (rows,) = [rows for caption, rows in paper.tables.items() if "Milestones revised" in caption]

    assert rows[1][0].startswith("4.2-O1\n")
    assert rows[1][1:3] == ["2027", "28"]
    assert all(rows[1])


# Every page


@pytest.mark.parametrize("name", PAPERS)
def test_a_draft_says_so_on_every_page(papers, name):
    for section in papers[name].document.sections:
        headers = [section.header, section.first_page_header]
        for header in headers[: 1 + section.different_first_page_header_footer]:
            xml = etree.tostring(header._element, encoding="unicode")
            assert 'string="Draft"' in xml
        assert section.footer.paragraphs[0].text.startswith("Draft, not issued. As of 22 November")


def test_an_edition_has_its_number_and_its_digest_in_the_footer_and_no_draft():
    paper = read(file_of(content(), "air-pollution.docx", EDITION))

    for section in paper.document.sections:
        first, second = section.footer.paragraphs
        assert first.text.startswith("Edition 2, issued on 23 November 2026. As of 22 November")
        assert second.text == f"SHA-256 of its data: {EDITION['sha256']}"
        assert "Draft" not in etree.tostring(section.header._element, encoding="unicode")
    assert "Draft" not in paper.text


@pytest.mark.parametrize("name", PAPERS)
def test_the_notice_stands_at_the_head_and_on_every_page(papers, name):
    document = papers[name].document

    assert ("notice", Plan.objects.current().notice) in papers[name].paragraphs
    assert all(
        section.header.paragraphs[1].text == Plan.objects.current().notice
        for section in document.sections
    )


def test_pages_are_numbered_by_word(papers):
    footer = papers["air-pollution"].document.sections[0].footer._element
    fields = [field.get(qn("w:instr")).strip() for field in footer.iter(qn("w:fldSimple"))]

    assert fields == ["PAGE", "NUMPAGES"]
