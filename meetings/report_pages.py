"""The pages of a report: its lines, and those that belong to a page and not to the text."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from meetings.report_sentences import is_finished
from meetings.report_verbs import may_decide

PAGE_BREAK = "\f"


class Why(StrEnum):
    """Why a line or a sentence of a report is no decision."""

    PAGE = "page number, header or footer"
    FOOTNOTE = "footnote"
    CONTENTS = "table of contents"
    HEADING = "heading"
    OUTSIDE = "not in the conclusions"
    SAID_BY_ANOTHER = "said by another than the meeting"
    NO_VERB = "no operative verb of the meeting"
    NO_SENTENCE = "not a sentence"
    TOO_LONG = "too long for a sentence"


@dataclass(frozen=True)
class Skipped:
    """A line or a sentence that was not taken as a decision, and why."""

    line: int
    text: str
    why: Why


@dataclass(frozen=True)
class Line:
    """A line of the report with its number in the file."""

    number: int
    text: str


# Lines


SPACES = re.compile(r"[^\S\n\f]+")
BREAKS = re.compile(r"\r\n?|[\x0b\x1c-\x1e\x85\u2028\u2029]")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe]")
SOFT_HYPHEN = re.compile("\xad(?=[^\\s\xad])")  # at the end of a line it says that a word goes on
LIGATURES = {ord(one): two for one, two in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"))}
MARKS = re.compile(r"(?<![\w*])[*_]{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<=\S)_{1,3}(?!\w)")
ESCAPED = re.compile(r"\\(?=[.()*_\[\]#+-])")


# Programs of East Asia write Roman numbers as one letter each.
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
LIGATURES |= {ord("Ⅰ") + place: roman for place, roman in enumerate(ROMANS)}


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text in one form, whatever program wrote it; a page break is a line.

    Of several empty lines one is kept: more of them say no more.
    """
    text = INVISIBLE.sub("", BREAKS.sub("\n", text)).translate(LIGATURES)
    text = SOFT_HYPHEN.sub("", SPACES.sub(" ", text))
    lines, last = [], None
    for number, raw in enumerate(text.split("\n"), start=1):
        for part, piece in enumerate(raw.split(PAGE_BREAK)) if PAGE_BREAK in raw else ((0, raw),):
            if part and last != PAGE_BREAK:
                lines.append(Line(number, last := PAGE_BREAK))
            words = _plain(piece) if piece else ""
            if words or last:
                lines.append(Line(number, words))
                last = words or ("" if last != PAGE_BREAK else last)
    return lines


def _plain(raw: str) -> str:
    line = (ESCAPED.sub("", raw) if "\\" in raw else raw).strip()
    bullet = "• " if line.startswith(("* ", "+ ")) else ""
    line = line[2:] if bullet else line
    line = line.lstrip("#").lstrip() if line.startswith("#") else line
    return bullet + MARKS.sub("", line).strip() if "*" in line or "_" in line else bullet + line


class Known:
    """The words of a report, which tell whether a hyphen at the end of a line belongs to one."""

    def __init__(self, lines: list[Line]):
        self.lines = lines

    @cached_property
    def words(self) -> set[str]:
        """All words of the report, small; those with hyphens as they stand within a line."""
        text = "\n".join(line.text for line in self.lines)
        return set(re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower()))

    def joint(self, before: str, after: str) -> str:
        """Return what stands between two lines: a blank, nothing, or "-" where it is to go."""
        if before.endswith("\xad"):
            return "-"
        split = re.search(r"([^\W\d_]+)-$", before)
        follows = re.match(r"[a-z]+", after)
        if not before.endswith("-") or before.endswith(" -"):
            return " "
        if split is None or follows is None:
            return ""
        first, second = split[1].lower(), follows[0].lower()
        if f"{first}-{second}" in self.words:
            return ""
        if first + second in self.words or second not in self.words or first not in self.words:
            return "-"
        return ""


# Pages


NUMBER_OF_PAGE = re.compile(
    r"(?:\d{1,4}|[-–—|\[]\s*\d{1,4}\s*[-–—|\]]|[ivx]{1,6}|\d{1,4}\s*/\s*\d{1,4}|"
    r"page\s*:?\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|\d{1,4}\s+of\s+\d{1,4}|"
    r"(?:\d{1,4}\s*\|\s*)?p\s?a\s?g\s?e(?:\s*\|?\s*\d{1,4})?)",
    re.IGNORECASE,
)
SYMBOL = re.compile(r"[A-Z]{2}[A-Z0-9.()-]*(?:/[A-Za-z0-9.()-]+)+(?:\s+(?:page\s+)?\S{1,6})?", re.I)
RULE = re.compile(r"[\s_.\-–—―=*•·~]{3,}")
CONTENTS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{4,})\s*\d{1,4}$")
# A title with the number of its page; a bare number before words is that of a paragraph.
OWN_NUMBER = re.compile(r"[A-Za-z)](?: [|-])? \d{1,3}$|^\d{1,3} [|-] ")
NOTE = re.compile(r"(\d{1,2})\s+(?=[A-Z“\"(])")
NOTE_MARK = re.compile(r"(?<=[a-z.,;)”\"])(\d{1,2})(?=[\s.,;]|$)")
NOTE_RULE = re.compile(r"[_―—-]{5,}")
NUMBERED = re.compile(r"\(?\d{1,3}[.)]")
BARE_NUMBER = re.compile(r"\d{1,3}")
PARAGRAPH = re.compile(r"\(?\d{1,3}[.)]\s*(?:$|[A-Z])|\d{1,3}\s+The\s")
FEWEST = 3
LONGEST_HEADER = 120
MIN_TITLE = 3


def furniture(lines: list[Line]) -> dict[int, Why]:
    """Return the lines, by their place, that belong to the page and not to the text."""
    found = {}
    for place, line in enumerate(lines):
        words = line.text[:LONGEST_HEADER]
        if not words or len(line.text) > LONGEST_HEADER:
            continue
        has_symbol = SYMBOL.fullmatch(words) and any(mark.isdigit() for mark in words)
        if has_symbol or NUMBER_OF_PAGE.fullmatch(words) or RULE.fullmatch(words):
            found[place] = Why.PAGE
        elif CONTENTS.search(words):
            found[place] = Why.CONTENTS
    for place in _paragraph_numbers(lines):
        found.pop(place, None)
    found |= _running_titles(lines, found)
    return found | _footnotes(lines, found)


def _paragraph_numbers(lines: list[Line]) -> list[int]:
    """Return the lines with a bare number that is that of a paragraph, and not of a page.

    Those of pages tear sentences apart, or there are other numbers for the paragraphs.
    """
    bare = [place for place, line in enumerate(lines) if BARE_NUMBER.fullmatch(line.text)]
    numbers = [int(lines[place].text) for place in bare]
    if len(bare) < FEWEST or numbers != list(range(numbers[0], numbers[0] + len(bare))):
        return []
    if 2 * sum(PARAGRAPH.match(line.text) is not None for line in lines) > len(bare):
        return []
    return bare if all(_is_between_sentences(lines, place) for place in bare) else []


def _is_between_sentences(lines: list[Line], place: int) -> bool:
    above, below = _beside(lines, place, -1), _beside(lines, place, 1)
    if below is None or not lines[below].text[:1].isupper():
        return False
    return above is None or is_finished(lines[above].text) or below - above > 2


def _running_titles(lines: list[Line], found: dict[int, Why]) -> dict[int, Why]:
    """Return the lines on several pages: beside page numbers, or with one of their own."""
    where: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if place in found or (is_finished(line.text) and may_decide(line.text)):
            continue  # the same sentence may well be decided twice
        if MIN_TITLE < len(line.text) <= LONGEST_HEADER:
            key = re.sub(r"\d+", "#", line.text.lower())
            where.setdefault(key.strip("# |-"), []).append(place)
    titles = {}
    for key, places in where.items():
        if len(places) < 2 or len(key) < MIN_TITLE:
            continue
        at_breaks = [place for place in places if _is_at_page_break(lines, found, place)]
        if len(at_breaks) > 1 and len(at_breaks) * 3 >= len(places) * 2:
            titles |= dict.fromkeys(places, Why.PAGE)
        else:
            numbered = [place for place in places if OWN_NUMBER.search(lines[place].text)]
            titles |= dict.fromkeys(numbered, Why.PAGE)
    return titles


def _is_at_page_break(lines: list[Line], found: dict[int, Why], place: int) -> bool:
    """Whether a line stands beside a page number, or tears a sentence apart."""
    before, after = _beside(lines, place, -1), _beside(lines, place, 1)
    for other in (before, after):
        if other is not None and (lines[other].text == PAGE_BREAK or found.get(other) == Why.PAGE):
            return True
    if before is None or after is None or is_finished(lines[before].text):
        return False
    stands_alone = after - place > 1 or place - before > 1
    return stands_alone and lines[after].text[:1].islower()


def _beside(lines: list[Line], place: int, step: int) -> int | None:
    for distance in range(1, 6):
        other = place + step * distance
        if not 0 <= other < len(lines):
            return None
        if lines[other].text:
            return other
    return None


def _footnotes(lines: list[Line], found: dict[int, Why]) -> dict[int, Why]:
    """Return the notes at the foot of pages: after a rule, or begun by a number that was set."""
    notes, marks, in_note = {}, set(), False
    for place, line in enumerate(lines):
        words = line.text
        if not words or words == PAGE_BREAK or place in found:
            in_note = False
            continue
        begun = NOTE.match(words) if words[0].isdigit() else None
        if begun and (
            _is_after_rule(lines, place) or (begun[1] in marks and _is_apart(lines, found, place))
        ):
            in_note = True
        elif in_note and NUMBERED.match(words):
            in_note = False
        if in_note:
            notes[place] = Why.FOOTNOTE
        elif len(words) <= LONGEST_HEADER * 4:
            marks.update(NOTE_MARK.findall(words))
    return notes


def without_marks(lines: list[Line], skip: dict[int, Why]) -> list[Line]:
    """Return the lines without the raised numbers that lead to the notes at the foot of pages."""
    begun = (NOTE.match(lines[place].text) for place in skip if skip[place] == Why.FOOTNOTE)
    notes = {found[1] for found in begun if found}
    if not notes:
        return lines
    marks = re.compile(rf"(?<=[a-z)”\"])(?:{'|'.join(notes)})(?=[\s.,;]|$)")
    return [
        line if place in skip else Line(line.number, marks.sub("", line.text))
        for place, line in enumerate(lines)
    ]


def _is_after_rule(lines: list[Line], place: int) -> bool:
    above = _beside(lines, place, -1)
    return above is not None and NOTE_RULE.fullmatch(lines[above].text) is not None


def _is_apart(lines: list[Line], found: dict[int, Why], place: int) -> bool:
    return place == 0 or not lines[place - 1].text or (place - 1) in found
