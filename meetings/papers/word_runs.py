"""The pieces of a line in Word: text in character styles, links, and fields that Word fills."""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from meetings.papers.text import Line, Part, clean, pieces_of


def add_line(paragraph: Paragraph, line: Line) -> None:
    """Write the pieces of a line into a paragraph."""
    for piece in pieces_of(line):
        part = piece if isinstance(piece, Part) else Part(piece)
        if part.address:
            _add_link(paragraph, part)
        elif part.text:
            _write(paragraph.add_run(), part)


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Write a field, as the number of the page, with what it shows until Word works it out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" {instruction} ")
    paragraph._p.append(field)
    _add_run(field, paragraph).text = shown


def _add_link(paragraph: Paragraph, part: Part) -> None:
    relation = paragraph.part.relate_to(part.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    hyperlink = OxmlElement("w:hyperlink")
    hyperlink.set(qn("r:id"), relation)
    paragraph._p.append(hyperlink)
    _write(_add_run(hyperlink, paragraph), part)


def _write(run: Run, part: Part) -> None:
    run.text = clean(part.text)
    if part.style:
        run._r.style = part.style


def _add_run(parent, paragraph: Paragraph) -> Run:
    element = OxmlElement("w:r")
    parent.append(element)
    return Run(element, paragraph)
