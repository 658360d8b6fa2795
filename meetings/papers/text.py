"""What a line of a paper is made of: plain text, and text in a style of its own."""

import re
from dataclasses import dataclass

# No control characters: XML cannot hold them, and people paste them from elsewhere.
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line in a character style of the template, or one that leads to an address."""

    text: str
    style: str = ""
    address: str = ""


Piece = str | Part
Line = Piece | tuple[Piece, ...]
# The content of a cell: one line, or several below each other.
Cell = Line | list[Line]


def strong(text: str) -> Part:
    """Return text that stands out."""
    return Part(text, "Strong")


def emphasis(text: str) -> Part:
    """Return text that is set apart."""
    return Part(text, "Emphasis")


def link(text: str, address: str) -> Part:
    """Return text that leads to a page of the site."""
    return Part(text, "Hyperlink", address)


def mark(standing: dict, word: str = "status_text") -> tuple[Piece, ...]:
    """Return a status as its shape and its word, which no line break parts."""
    return (Part(standing["shape"], "Shape"), NO_BREAK_SPACE + standing[word])


def pieces_of(line: Line) -> tuple[Piece, ...]:
    """Return the pieces of a line."""
    return line if isinstance(line, tuple) else (line,)


def lines_of(cell: Cell) -> list[Line]:
    """Return the lines of a cell; a text with line breaks has several."""
    if isinstance(cell, list):
        return cell
    if isinstance(cell, str):
        return cell.splitlines() or [""]
    return [cell]


def clean(text: str) -> str:
    """Return the text without what a Word file cannot hold."""
    return ILLEGAL.sub("", text)
