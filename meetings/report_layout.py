"""The lay-out of a report: its sections and the texts of its paragraphs."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from meetings.report_pages import PAGE_BREAK, Known, Line, Why
from meetings.report_sentences import is_finished


@dataclass
class Block:
    """Running text of a paragraph; closing it closes up its line breaks and page breaks.

    `lead` are the words that announce the list of which the text is an item.
    """

    lines: list[Line] = field(default_factory=list)
    lead: str = ""
    text: str = ""
    starts: list[int] = field(default_factory=list)

    @property
    def is_finished(self) -> bool:
        """Whether the text so far ends as a sentence does."""
        return not self.lines or is_finished(self.lines[-1].text)

    @property
    def announces_list(self) -> bool:
        """Whether the text so far ends with the colon before a list."""
        return bool(self.lines) and self.lines[-1].text.endswith(":")

    @property
    def lead_words(self) -> str:
        """The last sentence so far: with a colon, it announces a list."""
        text = " ".join(line.text for line in self.lines)
        return text[max(text.rfind(". ") + 1, 0) :].strip()[-LONGEST_LEAD:]

    def close(self, known: Known) -> None:
        """Put the lines together."""
        parts, length, tail = [], 0, ""
        for line in self.lines:
            joint = known.joint(tail, line.text) if parts else ""
            if joint == "-":
                parts[-1], length, joint = parts[-1][:-1], length - 1, ""
            self.starts.append(length + len(joint))
            parts.append(joint + line.text)
            length += len(parts[-1])
            tail = line.text[-60:]
        self.text = "".join(parts)

    def line_at(self, place: int) -> int:
        """Return the number of the line at a place of the text."""
        return self.lines[max(bisect_right(self.starts, place) - 1, 0)].number


@dataclass
class Paragraph:
    """A paragraph of the conclusions: its section, its number, its heading and its texts."""

    section: str
    number: int
    heading: str
    blocks: list[Block] = field(default_factory=list)


# Sections


ROMAN = re.compile(
    r"(?P<word>(?:chapter|section|part)\s+)?"
    r"(?P<label>[IVX]{1,5})(?:(?P<mark>\s*[.):–—-]\s*)|\s+)(?P<title>\S.*)",
    re.IGNORECASE,
)
ROMAN_ALONE = re.compile(r"(?:(?:chapter|section|part)\s+)?([IVX]{1,5})\s*[.):]?", re.IGNORECASE)
PARTS = ("one", "two", "three", "four", "five", "1", "2", "3", "4", "5")
ROMANS = ("I", "II", "III", "IV", "V")
PART = re.compile(
    rf"^(?:chapter|section|part)\s+({'|'.join(PARTS)})\s*[.:–—-]\s*(?=[A-Z])", re.IGNORECASE
)
ARABIC = re.compile(r"(\d{1,2})\s*[.)]?\s+(\S.*)")
LETTER = re.compile(r"([A-Z])\s*[.)]\s+(\S.*)")
ANNEX = re.compile(
    r"(?:annex|appendix|attachment|enclosure)(?:\s+[IVX\d]{1,4}|\s+[A-Z])?\s*[.:–-]?", re.I
)
CONCLUDES = re.compile(
    r"\b(?:conclusions?|recommendations?|decisions?|resolutions?|outcomes?|agreed|agreements|"
    r"action points|matters calling for)\b",
    re.IGNORECASE,
)
# A heading that announces conclusions and says nothing of what they are about.
CONCLUDES_ONLY = re.compile(rf"(?:{CONCLUDES.pattern}|\b(?:and|of|the)\b|[\s,&])+", re.IGNORECASE)
CONCLUDES_NOT = re.compile(
    r"\b(?:adoption of|proceedings|follow(?:ing|ed)?|implement\w*|review of|status of|draft|"
    r"agenda|discussions?|consideration of|presentations?)\b",
    re.IGNORECASE,
)
OTHER_PARTS = re.compile(
    r"(?:summary of |record of )?(?:the )?(?:proceedings?|attendance|opening|election of|"
    r"adoption of|organi[sz]ation of|list of|closing|closure|participants|introduction|background|"
    r"statements? by|discussions?)\b",
    re.IGNORECASE,
)
PROCEEDINGS = re.compile(r"(?:summary of |record of )?(?:the )?(?:proceedings?|list of)\b", re.I)
LONGEST_TITLE = 14
LONGEST_LEAD = 300


@dataclass(frozen=True)
class Section:
    """A part of the report under a heading of its own: its label and its lines."""

    label: str
    title: str
    start: int
    end: int

    @property
    def subject(self) -> str:
        """What its heading says that it is about, unless it only names a part of any report."""
        return "" if _is_part(self.title) else self.title

    @property
    def numbers(self) -> tuple[str, ...]:
        """What may stand before the number of a paragraph, as in I.2 or 1.2."""
        is_roman = self.label and not self.label.strip("IVX")
        return (self.label, str(_roman(self.label))) if is_roman else (self.label,)


@dataclass(frozen=True)
class _Head:
    place: int
    level: str
    label: str
    title: str
    body: int


def conclusions(lines: list[Line], skip: dict[int, Why]) -> list[Section]:
    """Return the sections that hold what the meeting concluded, without those of the contents."""
    heads = list(_heads(lines, skip))
    found = []
    for place, head in enumerate(heads):
        is_inside = bool(found) and found[-1].end > head.place
        if is_inside or not is_conclusions(head.title):
            continue
        later = (heads[at] for at in range(place + 1, len(heads)))
        end = next((one.place for one in later if _ends(head, one)), len(lines))
        found.append(Section(head.label or "I", head.title, head.body, end))
    return found


def all_sections(lines: list[Line], skip: dict[int, Why]) -> list[Section]:
    """Return all sections of a report that does not say where its conclusions are."""
    found = list(_heads(lines, skip))
    heads = [head for head in found if head.level == "roman"]
    heads = heads or [head for head in found if head.level == "arabic"]
    starts = [head.place for head in heads]
    ends = [*starts, len(lines)]
    parts = zip(heads, ends[1:], strict=True)
    return [
        Section("I", "", 0, ends[0]),
        *(Section(head.label, head.title, head.body, end) for head, end in parts),
    ]


def is_conclusions(title: str) -> bool:
    """Whether a heading announces what the meeting concluded."""
    return (
        len(title.split()) <= LONGEST_TITLE
        and CONCLUDES.search(title) is not None
        and CONCLUDES_NOT.search(title) is None
        and not title.endswith((".", ";", ","))
    )


def _ends(head: _Head, other: _Head) -> bool:
    if other.level in ("annex", head.level):
        return True
    if head.level != "roman":
        is_other = other.level != "arabic" and OTHER_PARTS.match(other.title) is not None
        return other.level == "roman" or is_other
    return other.level == "plain" and PROCEEDINGS.match(other.title) is not None


def _heads(lines: list[Line], skip: dict[int, Why]) -> Iterator[_Head]:
    places = [
        place
        for place, line in enumerate(lines)
        if line.text and line.text != PAGE_BREAK and place not in skip and len(line.text) < 200
    ]
    following = dict(pairwise(places))
    roman, letter = 0, ""
    for place in places:
        head = _head(lines, place, following.get(place))
        if head is None:
            continue
        if head.level == "roman" and letter and head.label == chr(ord(letter) + 1):
            head = replace(head, level="letter")  # the I. after H.
        if head.level == "roman":
            number = _roman(head.label)
            if not (number == 1 or roman < number <= roman + 2 or _is_part(head.title)):
                continue  # an initial, as in V. Ivanov
            roman, letter = number, ""
        elif head.level == "letter":
            letter = head.label
        yield head


def _head(lines: list[Line], place: int, after: int | None) -> _Head | None:
    words = PART.sub(_part_label, lines[place].text)
    below = lines[after].text if after is not None else ""
    if found := ANNEX.match(words):
        title = words[found.end() :].strip() or below
        if _is_title(title):
            return _Head(place, "annex", found[0].rstrip(" .:–-"), title, place + 1)
    if (found := ROMAN_ALONE.fullmatch(words)) and found[1].isupper() and _is_title(below):
        return _Head(place, "roman", found[1], below, after + 1)
    if (found := ROMAN.fullmatch(words)) and _is_roman_head(found):
        return _Head(place, "roman", found["label"], found["title"], place + 1)
    if (found := LETTER.fullmatch(words)) and _is_title(found[2]):
        return _Head(place, "letter", found[1], found[2], place + 1)
    if (
        (found := ARABIC.fullmatch(words))
        and _is_title(found[2])
        and (_is_part(found[2]) or below.startswith(f"{found[1]}.1"))
    ):
        return _Head(place, "arabic", found[1], found[2], place + 1)
    if _is_plain_title(words, below) and _stands_apart(lines, place):
        return _Head(place, "plain", "", words.rstrip(":"), place + 1)
    return None


def _part_label(found: re.Match) -> str:
    """Return "Part Two:" as "II. "."""
    return f"{ROMANS[PARTS.index(found[1].lower()) % len(ROMANS)]}. "


def _is_part(title: str) -> bool:
    return is_conclusions(title) or OTHER_PARTS.match(title) is not None


def _is_roman_head(found: re.Match) -> bool:
    is_marked = found["mark"] or found["word"] or found["title"].isupper()
    return bool(is_marked) and found["label"].isupper() and _is_title(found["title"])


def _is_plain_title(words: str, below: str) -> bool:
    """Whether a line without a number is the heading of a part, and no part of a sentence."""
    return (
        _is_title(words)
        and _is_part(" ".join(words.split()[:4]))
        and _is_part(words)
        and not below[:1].islower()
        and re.search(r"\b(?:[Mm]eeting|States?|[A-Z]{3,})\s+\w+(?:ed|ok)\b|^(?:It|In)\b", words)
        is None
    )


def _roman(label: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in label]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _stands_apart(lines: list[Line], place: int) -> bool:
    above = lines[place - 1].text if place else ""
    return not above or is_finished(above) or above == PAGE_BREAK or lines[place].text.isupper()


def _is_title(words: str) -> bool:
    words = words.strip()
    return (
        bool(words)
        and words[0].isupper()
        and len(words.split()) <= LONGEST_TITLE
        and not words.endswith((".", ";", ","))
        and not re.search(r"[.!?] [A-Z]", words)
    )
