"""Plain text with paragraphs and lists, as people type it, for a page: safe by construction.

A blank line begins a new paragraph. Lines that begin with "- " or "* " are a list, lines that
count up from "1. " a numbered one. Everything else is shown as it was typed.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BULLET = re.compile(r"\s*[-*]\s+(?P<text>.*)")
NUMBER = re.compile(r"\s*(?P<number>\d+)\.\s+(?P<text>.*)")


def html(text: str) -> SafeString:
    """Return a text as paragraphs and lists; all that was typed is escaped."""
    found = (_block(kind, lines) for kind, lines in blocks(text or ""))
    return format_html_join("\n", "{}", ((block,) for block in found))


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Tell the paragraphs (p) and lists (ul, ol) of a text, with the lines without their marks."""
    lines = text.splitlines()
    marked = [_marked(line) for line in lines]
    for kind, group in groupby(zip(lines, marked, strict=True), key=lambda pair: pair[1][0]):
        pairs = list(group)
        if kind == "ol" and not _counts_up(mark for _line, (_kind, mark) in pairs):
            kind = "p"
        if kind:
            yield kind, [line.strip() if kind == "p" else mark["text"] for line, (_, mark) in pairs]


def _marked(line: str) -> tuple[str, re.Match | None]:
    if not line.strip():
        return "", None
    if mark := BULLET.fullmatch(line):
        return "ul", mark
    if mark := NUMBER.fullmatch(line):
        return "ol", mark
    return "p", None


def _counts_up(marks) -> bool:
    # A page numbers a list from 1: other numbers, as a year that begins a sentence, are the text's.
    return all(mark["number"] == str(place) for place, mark in enumerate(marks, start=1))


def _block(kind: str, lines: list[str]) -> SafeString:
    if kind == "p":
        return format_html("<p>{}</p>", format_html_join(_BREAK, "{}", ((line,) for line in lines)))
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("<ul>{}</ul>" if kind == "ul" else "<ol>{}</ol>", items)


_BREAK = SafeString("<br>")
