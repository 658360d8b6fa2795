"""A paper as a Word document, in the styles of the template; here nothing is formatted.

The look is in `template/word/styles.xml` and `numbering.xml`.
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

from meetings.papers.packages import folder_as_package, frozen
from meetings.papers.text import Line, clean
from meetings.papers.word_parts import add_watermark, end_section_with_last_text, new_list
from meetings.papers.word_runs import add_field, add_line
from meetings.papers.word_tables import add_table
from meetings.papers.writer import Column, Row, Writer

TEMPLATE = Path(__file__).parent / "template"
# The lists of the template, by their numbers in numbering.xml.
LISTS = {"ListLettered": 3, "ListNumber": 4, "ListBullet": 5}
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


class WordPaper(Writer):
    """Writes a paper into a Word file."""

    def __init__(self, imprint: Imprint, *, is_across: bool = False):
        super().__init__(is_across=is_across)
        self.imprint = imprint
        self.document = Document(io.BytesIO(_template()))
        self.watermarks = 0
        section = self.document.sections[0]
        if is_across:
            self._turn(section)
        section.different_first_page_header_footer = True
        self._fill_margins(section)
        self._fill_first_page(section)
        self._fill_properties()

    def text(self, line: Line, style: str = "Normal") -> None:
        """Write a paragraph in a style."""
        self._add(line, style)

    def write_list(self, lines: Iterable[Line], style: str) -> None:
        """Write a list that begins anew."""
        number = new_list(self.document, LISTS[style])
        *others, last = lines
        for line in others:
            self._add_item(line, style, number)
        # A lettered list stays on one page: only its end lets go of what comes below.
        self._add_item(last, f"{style}End" if style == "ListLettered" else style, number)

    def write_table(self, caption: str, columns: Sequence[Column], rows: list[Row]) -> None:
        """Write a table below its number, which Word counts, and its caption."""
        above = self._add(_("Table") + " ", "Caption")
        add_field(above, r"SEQ Table \* ARABIC", str(self.tables))
        add_line(above, f". {caption}")
        add_table(self.document, columns, rows, caption)

    def lay_across(self) -> None:
        """Begin a section whose pages are laid across."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        end_section_with_last_text(self.document)
        section.different_first_page_header_footer = False
        self.is_across = True
        self._turn(section)
        self._fill_margins(section)

    def save(self) -> bytes:
        """Return the file, of the day of the content."""
        stream = io.BytesIO()
        self.document.save(stream)
        return frozen(stream.getvalue(), self.imprint.day)

    def _add(self, line: Line, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = style
        add_line(paragraph, line)
        return paragraph

    def _add_item(self, line: Line, style: str, number: int) -> None:
        numbering = self._add(line, style)._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_ilvl().val = 0
        numbering.get_or_add_numId().val = number

    # Every page

    def _turn(self, section: Section) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = SIDE_MARGIN_ACROSS

    def _fill_margins(self, section: Section) -> None:
        header, footer = section.header, section.footer
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        name = self.imprint.symbol or self.imprint.meeting
        first = header.paragraphs[0]
        self._write_margin(first, "Header", f"{name}\t{self.imprint.title}")
        if self.imprint.notice:
            self._write_margin(header.add_paragraph(), "Header", self.imprint.notice)
        self._mark(first)
        self._fill_footer(footer)

    def _fill_first_page(self, section: Section) -> None:
        header, footer = section.first_page_header, section.first_page_footer
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        self._mark(header.paragraphs[0])
        self._fill_footer(footer)

    def _fill_footer(self, footer) -> None:
        first_line, *others = self.imprint.issue
        first = footer.paragraphs[0]
        self._write_margin(first, "Footer", f"{first_line}\t" + _("Page") + " ")
        add_field(first, "PAGE", "1")
        add_line(first, " " + _("of") + " ")
        add_field(first, "NUMPAGES", "1")
        for line in others:
            self._write_margin(footer.add_paragraph(), "Footer", line)

    def _write_margin(self, paragraph: Paragraph, style: str, line: Line) -> None:
        paragraph._p.style = f"{style}Wide" if self.is_across else style
        add_line(paragraph, line)

    def _mark(self, paragraph: Paragraph) -> None:
        if self.imprint.watermark:
            self.watermarks += 1
            add_watermark(paragraph, self.imprint.watermark, self.watermarks)

    def _fill_properties(self) -> None:
        properties = self.document.core_properties
        properties.title = clean(f"{self.imprint.meeting}: {self.imprint.title}")[:255]
        properties.subject = clean(self.imprint.issue[0])[:255]
        properties.author = properties.last_modified_by = self.imprint.author
        properties.language = self.imprint.language
        properties.revision = 1
        day = self.imprint.day
        properties.created = properties.modified = datetime(
            day.year, day.month, day.day, tzinfo=UTC
        )
