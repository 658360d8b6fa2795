"""Files are read as their programs show them: numbers, frames, changes and encodings."""

import io

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from meetings.report_files import text_of
from tests.evidence import packed


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def lines(document) -> list[str]:
    return text_of("report.docx", saved(document)).split("\n\n")


def test_the_numbers_that_word_writes_are_read():
    document = Document()
    document.add_paragraph("I. CONCLUSIONS")
    for words in ("The Meeting noted it.", "The Meeting requested more."):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("The Meeting noted a bullet.", style="List Bullet")

    text = text_of("report.docx", saved(document))

    assert text.split("\n\n")[1:] == [
        "1. The Meeting noted it.",
        "2. The Meeting requested more.",
        "• The Meeting noted a bullet.",
    ]


def test_words_that_a_colleague_inserted_are_read_and_deleted_ones_are_not():
    document = Document()
    paragraph = document.add_paragraph("The Meeting ")
    for tag, inside, words in (("w:ins", "w:t", "noted"), ("w:del", "w:delText", "refused")):
        change, run, text = (OxmlElement(name) for name in (tag, "w:r", inside))
        change.set(qn("w:author"), "A colleague")
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)

    assert text_of("report.docx", saved(document)) == "The Meeting noted"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_plain_text_is_read_in_the_usual_encodings(encoding):
    text = "The Meeting noted the “café”.\n"

    assert text_of("report.txt", text.encode(encoding)) == text


def another_list(document, *, start: int | None) -> str:
    """Add a list of the kind of "List Number"; with a start, one that counts anew."""
    root = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    kind = next(one for one in root.num_lst if one.numId == style).abstractNumId.val
    added = root.add_num(kind)
    if start is not None:
        added.add_lvlOverride(ilvl=0).add_startOverride(start)
    return added.numId


@pytest.mark.parametrize(("start", "expected"), [(None, "3. C"), (1, "1. C"), (7, "7. C")])
def test_a_list_goes_on_counting_unless_it_starts_anew(start, expected):
    document = Document()
    for words in "AB":
        document.add_paragraph(words, style="List Number")
    number = another_list(document, start=start)
    paragraph = document.add_paragraph("C", style="List Number")
    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number

    assert lines(document) == ["1. A", "2. B", expected]


def test_what_stands_in_the_frame_of_a_form_is_read():
    document = Document()
    document.add_paragraph("Before.")
    inside = document.add_paragraph("Within.")
    document.add_paragraph("After.")
    frame, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    inside._p.addprevious(frame)
    frame.append(content)
    content.append(inside._p)

    assert lines(document) == ["Before.", "Within.", "After."]


def test_a_heading_that_word_numbers_begins_a_part_of_the_report():
    document = Document()
    document.add_paragraph("I. CONCLUSIONS", style="Heading 1")
    document.add_paragraph("The Meeting noted it.", style="List Number")
    run = document.add_paragraph(style="List Number").add_run("The Meeting")
    run.add_tab()
    run.add_text("requested more.")

    assert lines(document)[1:] == ["1. The Meeting noted it.", "2. The Meeting\trequested more."]


@pytest.mark.parametrize(
    "parts", [{"one": b"0" * 70 * 1024**2}, {str(n): b"" for n in range(1001)}]
)
def test_a_document_that_unpacks_to_too_much_or_too_many_is_not_opened(parts):
    with pytest.raises(ValidationError, match="larger than 5 MB"):
        text_of("report.docx", packed(parts))
