"""What papers are written with: headings, numbered paragraphs, lists and tables, in this order.

The papers say what stands in them; a writer decides what becomes of it. The styles that it is given
are those of `template/word/styles.xml`, by their styleId.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from logframe.prose import blocks
from meetings.papers.text import Cell, Line, strong


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how wide it is, and whether figures stand in it."""

    heading: str
    millimetres: float
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A row that is a heading over the rows below it."""

    heading: Line


Row = Group | Sequence[Cell]


class Writer(ABC):
    """Writes one paper from top to bottom.

    is_across: whether the pages are laid across, from the beginning or since the annex.
    tables: how many were written.
    """

    def __init__(self, *, is_across: bool):
        self.is_across = is_across
        self.tables = 0

    @abstractmethod
    def text(self, line: Line, style: str = "Normal") -> None:
        """Write a paragraph in a style."""

    @abstractmethod
    def write_list(self, lines: Iterable[Line], style: str) -> None:
        """Write a list that begins anew: ListLettered, ListNumber or ListBullet."""

    @abstractmethod
    def write_table(self, caption: str, columns: Sequence[Column], rows: list[Row]) -> None:
        """Write a table, already counted, below its number and caption."""

    @abstractmethod
    def lay_across(self) -> None:
        """Begin a new page that is laid across, as all after it."""

    def heading(self, line: Line, level: int = 1) -> None:
        """Write a heading; the first two levels are numbered."""
        self.text(line, f"Heading{level}")

    def paragraph(self, line: Line) -> None:
        """Write a numbered paragraph."""
        self.text(line, "NumberedParagraph")

    def lead(self, line: Line) -> None:
        """Write a numbered paragraph that leads to what stands below and stays with it."""
        self.text(line, "NumberedLead")

    def lettered(self, lines: Iterable[Line]) -> None:
        """Write a list from (a) on."""
        self.write_list(lines, "ListLettered")

    def prose(self, text: str, lead: str = "") -> None:
        """Write a text as people typed it, in numbered paragraphs and lists."""
        begin = (strong(f"{lead}. "),) if lead else ()
        for kind, lines in blocks(text):
            if kind == "p":
                self.paragraph((*begin, "\n".join(lines)))
            else:
                if begin:
                    self.lead(begin)
                self.write_list(lines, "ListBullet" if kind == "ul" else "ListNumber")
            begin = ()

    def table(self, caption: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """Write a table below its number and caption."""
        self.tables += 1
        self.write_table(caption, columns, list(rows))

    @property
    def next_table(self) -> str:
        """How the text names the table that comes next."""
        return _("table %(n)s") % {"n": self.tables + 1}

    def note(self, line: Line) -> None:
        """Write a note below a table."""
        self.text(line, "TableNote")

    def annex(self, heading: str) -> None:
        """Begin an annex on pages that are laid across."""
        if not self.is_across:
            self.lay_across()
        self.text(heading, "AnnexHeading")
