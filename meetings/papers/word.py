"""A Word document in the styles of the papers: headings, numbered paragraphs, lists, tables.

The look is in `template/word/styles.xml` and `numbering.xml`; here nothing is formatted.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from logframe.prose import blocks
from meetings.papers.packages import folder_as_package, frozen
from meetings.papers.text import Line, clean, strong
from meetings.papers.word_parts import add_watermark, new_list
from meetings.papers.word_runs import add_field, add_line
from meetings.papers.word_tables import Column, Row, add_table

TEMPLATE = Path(__file__).parent / "template"
LETTERED, NUMBERED = 3, 4  # the lists of the template, by their numbers in numbering.xml
SIDE_MARGIN_ACROSS = Mm(20)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page of a paper and in the properties of its file."""

    title: str
    meeting: str
    symbol: str
    notice: str
    issue: Sequence[str]  # the lines of the footer: which state of the paper this is
    day: date
    author: str
    language: str
    watermark: str = ""


@cache
def _template() -> bytes:
    return folder_as_package(TEMPLATE)


class WordPaper:
    """A paper that is written from top to bottom."""

    def __init__(self, imprint: Imprint, *, across: bool = False):
        self.imprint = imprint
        self.document = Document(io.BytesIO(_template()))
        self.tables = self.watermarks = 0
        self.is_across = False
        section = self.document.sections[0]
        if across:
            self._turn(section)
        section.different_first_page_header_footer = True
        self._fill_margins(section)
        self._fill_first_page(section)
        self._fill_properties()

    # What a paper says

    def text(self, line: Line, style: str = "Normal") -> Paragraph:
        """Write a paragraph in a style."""
        paragraph = self.document.add_paragraph(style=style)
        add_line(paragraph, line)
        return paragraph

    def heading(self, line: Line, level: int = 1) -> None:
        """Write a heading; the first two levels are numbered by Word."""
        self.text(line, f"Heading {level}")

    def paragraph(self, line: Line) -> None:
        """Write a numbered paragraph."""
        self.text(line, "Numbered paragraph")

    def lead(self, line: Line) -> None:
        """Write a numbered paragraph that leads to what stands below and stays with it."""
        self.text(line, "Numbered lead")

    def lettered(self, lines: Iterable[Line]) -> None:
        """Write a list from (a) on."""
        self._list(lines, "List lettered", LETTERED)

    def prose(self, text: str, lead: str = "") -> None:
        """Write a text as people typed it, in numbered paragraphs and lists."""
        begin = (strong(f"{lead}. "),) if lead else ()
        for kind, lines in blocks(text):
            if kind == "p":
                self.paragraph((*begin, " ".join(lines)))
                begin = ()
                continue
            if begin:
                self.lead(begin)
                begin = ()
            if kind == "ul":
                for line in lines:
                    self.text(line, "List Bullet")
            else:
                self._list(lines, "List Number", NUMBERED)

    def table(self, caption: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """Write a table below its number and caption."""
        self.tables += 1
        above = self.text(_("Table") + " ", "Caption")
        add_field(above, r"SEQ Table \* ARABIC", str(self.tables))
        add_line(above, f". {caption}")
        add_table(self.document, columns, list(rows), caption)

    @property
    def next_table(self) -> str:
        """How the text names the table that comes next."""
        return _("table %(n)s") % {"n": self.tables + 1}

    def note(self, line: Line) -> None:
        """Write a note below a table."""
        self.text(line, "Table note")

    def annex(self, heading: str) -> None:
        """Begin an annex on pages that are laid across."""
        if not self.is_across:
            section = self.document.add_section(WD_SECTION.NEW_PAGE)
            section.different_first_page_header_footer = False
            self._turn(section)
            self._fill_margins(section)
        self.text(heading, "Annex heading")

    def save(self) -> bytes:
        """Return the file, of the day of the content."""
        stream = io.BytesIO()
        self.document.save(stream)
        return frozen(stream.getvalue(), self.imprint.day)

    def _list(self, lines: Iterable[Line], style: str, numbering: int) -> None:
        number = new_list(self.document, numbering)
        for line in lines:
            properties = self.text(line, style)._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number

    # Every page

    def _turn(self, section: Section) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = SIDE_MARGIN_ACROSS
        self.is_across = True

    def _style(self, name: str) -> str:
        return f"{name} wide" if self.is_across else name

    def _fill_margins(self, section: Section) -> None:
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        first = section.header.paragraphs[0]
        first.style = self._style("Header")
        name = self.imprint.symbol or self.imprint.meeting
        add_line(first, f"{name}\t{self.imprint.title}")
        if self.imprint.notice:
            section.header.add_paragraph(self.imprint.notice, style=self._style("Header"))
        self._mark(first)
        self._fill_footer(section.footer)

    def _fill_first_page(self, section: Section) -> None:
        section.first_page_header.is_linked_to_previous = False
        section.first_page_footer.is_linked_to_previous = False
        self._mark(section.first_page_header.paragraphs[0])
        self._fill_footer(section.first_page_footer)

    def _mark(self, paragraph: Paragraph) -> None:
        if self.imprint.watermark:
            self.watermarks += 1
            add_watermark(paragraph, self.imprint.watermark, self.watermarks)

    def _fill_footer(self, footer) -> None:
        first = footer.paragraphs[0]
        first.style = self._style("Footer")
        add_line(first, f"{self.imprint.issue[0]}\t" + _("Page") + " ")
        add_field(first, "PAGE", "1")
        add_line(first, " " + _("of") + " ")
        add_field(first, "NUMPAGES", "1")
        for line in self.imprint.issue[1:]:
            footer.add_paragraph(line, style=self._style("Footer"))

    def _fill_properties(self) -> None:
        properties = self.document.core_properties
        properties.title = clean(f"{self.imprint.meeting}: {self.imprint.title}")[:255]
        properties.subject = clean(self.imprint.issue[0])[:255]
        properties.author = properties.last_modified_by = self.imprint.author
        properties.language = self.imprint.language
        properties.revision = 1
        properties.created = properties.modified = datetime(
            *self.imprint.day.timetuple()[:3], tzinfo=UTC
        )
