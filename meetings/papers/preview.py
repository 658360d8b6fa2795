"""A paper in short, for who prepares it: its sections, and how much stands in them."""

from collections.abc import Iterable, Sequence

from meetings.papers.text import Line, Part, pieces_of
from meetings.papers.writer import Column, Row, Writer

NUMBERED = ("NumberedParagraph", "NumberedLead")


class Preview(Writer):
    """Counts what a paper says instead of writing it.

    headings: of the sections. paragraphs: how many are numbered. rows: of all tables.
    """

    def __init__(self, *, is_across: bool = False):
        super().__init__(is_across=is_across)
        self.headings: list[str] = []
        self.paragraphs = self.rows = 0

    def text(self, line: Line, style: str = "Normal") -> None:
        """Keep the headings of sections and annexes, count what is numbered."""
        if style in ("Heading1", "AnnexHeading"):
            self.headings.append(plain_text(line))
        self.paragraphs += style in NUMBERED

    def write_list(self, lines: Iterable[Line], style: str) -> None:
        """Leave a list out: it belongs to its paragraph."""

    def write_table(self, caption: str, columns: Sequence[Column], rows: list[Row]) -> None:
        """Count the rows."""
        self.rows += len(rows)

    def lay_across(self) -> None:
        """Note it."""
        self.is_across = True


def plain_text(line: Line) -> str:
    """Return a line without its styles."""
    return "".join(piece.text if isinstance(piece, Part) else piece for piece in pieces_of(line))
