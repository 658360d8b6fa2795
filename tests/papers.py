"""Word files as the tests read them: paragraphs with their styles, tables with their captions."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from meetings.models import Meeting
from meetings.papers import PaperFile, content_of, make_papers
from meetings.papers.files import file_names, make_paper

ON = date(2026, 11, 22)
AREAS = {
    "AP": "air-pollution",
    "LCC": "low-carbon-cities",
    "DLD": "desertification-and-land-degradation",
    "BNC": "biodiversity-and-nature-conservation",
    "MPA": "marine-protected-areas",
    "INT": "interlinkages-and-other-emerging-issues",
}
PAPERS = [*AREAS.values(), "follow-up", "logframe", "scorecard"]
EDITION = {"number": 2, "issued_on": "2026-11-23", "sha256": "0123456789abcdef" * 4}


def content(code: str = "SOM-29", on: date = ON) -> dict:
    """Return what the papers of a meeting say."""
    return content_of(Meeting.objects.get(code=code), on)


def files_of(content: dict, order: str = "agenda", edition=None) -> dict[str, bytes]:
    """Return the files of the papers by their names without the meeting and the number."""
    return {short_name(file): file.data for file in make_papers(content, order, edition)}


def file_of(content: dict, name: str, edition=None) -> bytes:
    """Return one file of the papers, by its name without the meeting and the number."""
    (full_name,) = [one for one in file_names(content) if one.endswith(f"-{name}")]
    return make_paper(content, full_name, edition=edition).data


def short_name(file: PaperFile) -> str:
    """Return air-pollution.docx of SOM-29-01-air-pollution.docx."""
    return file.name.split("-", 3)[3] if "dictionary" not in file.name else "dictionary.csv"


@dataclass
class Read:
    """A Word file that was opened: (style, text) of its paragraphs, its tables by caption."""

    document: Document
    paragraphs: list[tuple[str, str]]
    tables: dict[str, list[list[str]]]

    @property
    def text(self) -> str:
        """All that stands in it outside of tables."""
        return "\n".join(text for _style, text in self.paragraphs)

    def headings(self, style: str = "heading 1") -> list[str]:
        """Return the headings of a level."""
        return [text for found, text in self.paragraphs if found == style]

    def row(self, code: str, caption: str) -> list[str]:
        """Return the row of a table that begins with a code."""
        rows = next(rows for title, rows in self.tables.items() if caption in title)
        return next(row for row in rows if row[0].split("\n")[0] == code)


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of an Office file, or the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def read(data: bytes) -> Read:
    """Open a Word file."""
    document = Document(io.BytesIO(data))
    paragraphs, tables = [], {}
    for element in document.element.body:
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, document._body)
            paragraphs.append((paragraph.style.name.lower(), shown(paragraph)))
        elif element.tag == qn("w:tbl"):
            tables[paragraphs[-1][1]] = rows_of(Table(element, document._body))
    return Read(document, paragraphs, tables)


def rows_of(table: Table) -> list[list[str]]:
    """Return the texts of the cells, row by row; a row that is one cell has one text."""
    return [
        [
            "\n".join(shown(Paragraph(line, table)) for line in cell.findall(qn("w:p")))
            for cell in row.findall(qn("w:tc"))
        ]
        for row in table._tbl.findall(qn("w:tr"))
    ]


def shown(paragraph: Paragraph) -> str:
    """Return the text of a paragraph with those of its fields and links."""
    return "".join(text.text or "" for text in paragraph._p.iter(qn("w:t")))
