"""The numbered paragraphs of a report's conclusions, whatever numbers, lists and breaks it has."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from meetings.due_phrases import MONTHS
from meetings.report_layout import CONCLUDES_ONLY, Block, Paragraph, Section
from meetings.report_pages import PAGE_BREAK, Known, Line, Skipped, Why
from meetings.report_sentences import BEGINNINGS
from meetings.report_verbs import VERB, may_decide

NUMBER = re.compile(
    r"(?:(?:para(?:graph)?\.?|§)\s*)?(?P<first>\d{1,3})(?:\.(?P<second>\d{1,3}))?"
    r"(?P<mark>\s?[.)]-?|(?=\s|$))(?:\s+|(?=[A-Z]))(?P<rest>.*)|"
    r"\((?P<bracket>\d{1,3})\)\s*(?P<after>.*)|(?P<alone>\d{1,3}(?:\s?[.)]-?)?)",
    re.IGNORECASE,
)
MARK = r"(?:\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)|(?:[a-z]|[ivx]{1,5})[.)]|[-–—•▪◦●○■‣·])\s+"
ITEM = re.compile(rf"{MARK}\S")
# An item of an agenda: a title, not words of a sentence.
TITLE = re.compile(r"[A-Z][^.;,:]{0,120}")
TITLE_ITEM = re.compile(rf"\d{{1,2}}[.)]\s+{TITLE.pattern}")
BULLET = re.compile(r"[-–—•▪◦●○■‣·]\s+[A-Z]")
# What may follow a number without a mark: no date.
_MONTHS = "|".join(f"{month.title()}|{month[:3].title()}" for month in MONTHS)
BARE = re.compile(rf"(?!(?:{_MONTHS})\b)[A-Z]")
ENUMERATOR = re.compile(r"^(?:[A-Z]\s?[.)]|\([a-z]{1,2}\)|[a-z]\)|\d{1,2}\s?\([a-z]\))\s+")
RUN_IN = re.compile(
    r"(?P<heading>[A-ZÀ-Þ][^.:;!?\n]{1,90}?)\s?(?::|\s[–—])\s+(?=[A-ZÀ-Þ“\"(0-9‘•-])"
)
STOPPED = re.compile(r"(?P<heading>[A-ZÀ-Þ][^.:;!?\n]{1,90})\.\s+(?=[A-ZÀ-Þ“\"(])")
# An item that says what the meeting did, without naming it: "(a) Took note of the report".
ACTING_ITEM = re.compile(rf"{MARK}(?=[A-Z])(?i:{VERB})")
# A text with a name of its own among the conclusions: "Decision 12/1", its title below.
NAMED_TEXT = re.compile(
    r"(?:Draft )?(?:Decision|Resolution|Recommendation) (?:No\. ?)?[\w./-]*\d[\w./-]*"
)
# "1. Requests the Secretariat": what a decision in the present tense does, after its reasons.
ACTING_NOW = re.compile(rf"(?=[A-Z]\w+s\b)(?i:{VERB})(?!\s+(?:by|for|from|of)\b)")
# Words before a list, not a heading: "With regard to the fund, the Meeting:"
LEADS = re.compile(r"\b[Tt]he \S+$")
LONGEST_HEADING = 12
LONGEST_SHORT_LINE = 60
LONGEST_ITEM = 12
FARTHEST = 20
# A line that ends so is continued by a number: "in paragraph / 5. ..."
BEFORE_NUMBER = re.compile(
    r"\b(?:in|of|on|to|and|the|by|from|until|item|items|paragraph|paragraphs|para|paras|annex|no|nos|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\.?$",
    re.IGNORECASE,
)


@dataclass
class Numbers:
    """The paragraph numbers of a section as they come, and what may be the next one."""

    last: int | None = None
    list_at: int | None = None

    def take(self, number: int, *, is_apart: bool, before: str, words: str, announced: bool) -> str:
        """Say what a number at the beginning of a line is: a paragraph, an item, or plain text."""
        is_next_item = self.list_at is not None and number == self.list_at + 1
        if is_next_item and (number != self.next or TITLE.fullmatch(words)):
            self.list_at = number
            return "item"
        if announced and number == 1 and self.last not in (None, 0):
            self.list_at = 1
            return "item"
        if not self._is_plausible(number, is_apart=is_apart, before=before, words=words):
            return "text"
        self.last, self.list_at = number, None
        return "paragraph"

    @property
    def next(self) -> int | None:
        """The number that comes after the last one."""
        return None if self.last is None else self.last + 1

    def _is_plausible(self, number: int, *, is_apart: bool, before: str, words: str) -> bool:
        if words and not re.match(r"[\"'“‘(\[]*[A-ZÀ-ÞЀ-Я\u3040-\u9fff]", words):
            return False
        if self.last is None:
            return is_apart
        if number == self.next:
            return is_apart or not BEFORE_NUMBER.search(before)
        return is_apart and (number == 1 or 0 <= number - self.last <= FARTHEST)


@dataclass
class Assembler:
    """Puts the lines of a section together into paragraphs."""

    section: Section
    known: Known
    is_heading_word: Callable[[str], bool]
    is_lead: Callable[[str], bool]
    paragraphs: list[Paragraph] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    numbers: Numbers = field(default_factory=Numbers)
    heading: str = ""
    is_numbered: bool = False
    gap: bool = True
    is_in_list: bool = False
    lead: str = ""

    def read(self, lines: list[Line], furniture: dict[int, Why]) -> None:
        """Read all lines of the section."""
        own = [
            (place, lines[place])
            for place in range(self.section.start, self.section.end)
            if place not in furniture
        ]
        self.is_numbered = any(self._begins_paragraph(line.text) for _, line in own)
        for at, (place, line) in enumerate(own):
            if not line.text or line.text == PAGE_BREAK:
                self.gap = True
                continue
            following = next((one for _, one in own[at + 1 : at + 4] if one.text.strip()), None)
            has_gap = at + 1 >= len(own) or not own[at + 1][1].text
            self._take(line, following, has_gap)
            self.gap = place + 1 in furniture
        for paragraph in self.paragraphs:
            for block in paragraph.blocks:
                block.close(self.known)

    @property
    def block(self) -> Block | None:
        """The text that is being read."""
        blocks = self.paragraphs[-1].blocks if self.paragraphs else []
        return blocks[-1] if blocks else None

    @property
    def _is_finished(self) -> bool:
        if self.block is None or self.block.is_finished:
            return True
        # An item of a list without a full stop ends where the next lines stand apart.
        return self.gap and BULLET.match(self.block.lines[0].text) is not None

    def _parts(self, words: str) -> tuple[int, str] | None:
        found = NUMBER.fullmatch(words) if len(words) < 12 else NUMBER.match(words)
        if not found:
            return None
        if found["alone"]:
            return int(found["alone"].rstrip(".)- ")), ""
        if found["bracket"]:
            return int(found["bracket"]), found["after"]
        if found["second"]:
            same = found["first"] in self.section.numbers
            return (int(found["second"]), found["rest"]) if same else None
        if not found["mark"] and not BARE.match(found["rest"]):
            return None
        return int(found["first"]), found["rest"]

    def _begins_paragraph(self, words: str) -> bool:
        # An item of an agenda has a number too, but few words, and decides nothing.
        parts = self._parts(words)
        if parts is None:
            return False
        is_long = len(parts[1].split()) > LONGEST_ITEM
        return not parts[1] or is_long or may_decide(parts[1])

    def _take(self, line: Line, following: Line | None, has_gap: bool) -> None:
        if (parts := self._parts(line.text)) is not None and self._take_number(
            line, following, *parts
        ):
            return
        if self._is_heading(line.text, following, has_gap):
            title = ENUMERATOR.sub("", line.text).rstrip(": ")
            # What stands above a text without sections is its own title.
            is_subject = self.section.title or self.paragraphs or self.is_heading_word(title)
            if CONCLUDES_ONLY.fullmatch(title):
                self.heading = ""
            elif is_subject and not title[0].isdigit():
                self.heading = title
            self.skipped.append(Skipped(line.number, line.text, Why.HEADING))
            if self.paragraphs and self.paragraphs[-1].blocks:
                self._end_block()
            return
        if self.block is None or not self.block.lines:
            self._begin(line)
        elif ITEM.match(line.text):
            self._take_item(line)
        elif self.gap and self._is_finished and not line.text[0].islower():
            self._begin(line)
        else:
            self.block.lines.append(line)

    def _take_number(self, line: Line, following: Line | None, number: int, words: str) -> bool:
        before = self.block.lines[-1].text if self.block and self.block.lines else ""
        taken = self.numbers.take(
            number,
            is_apart=self._is_finished
            or (self.gap and not words[:1].islower() and not before)
            or (self.gap and ACTING_NOW.match(words) is not None),
            before=before,
            words=words,
            announced=bool(self.block and self.block.announces_list),
        )
        if taken == "text":
            return False
        if taken == "item":
            self._take_item(line)
            return True
        if words and self._is_heading_alone(number, words, following):
            self.heading, words = words.rstrip(": "), ""
            self.skipped.append(Skipped(line.number, line.text, Why.HEADING))
        self.paragraphs.append(Paragraph(self.section.label, number, self.heading, []))
        if words:
            self._begin(Line(line.number, words))
        return True

    def _take_item(self, line: Line) -> None:
        """Keep an item of a list with the words before it, unless it stands for itself."""
        if self.block.announces_list:
            self.is_in_list, self.lead = True, self.block.lead_words
        if ACTING_ITEM.match(line.text):
            lead = self.lead if self.is_in_list else ""
            self._begin(line)
            self.is_in_list = bool(lead)
            self.block.lead = lead
            return
        if TITLE_ITEM.fullmatch(line.text):
            self.skipped.append(Skipped(line.number, line.text, Why.NO_SENTENCE))
        elif self.is_in_list or not (self._is_finished or BULLET.match(line.text)):
            self.block.lines.append(line)
        else:
            self._begin(line)

    def _begin(self, line: Line) -> None:
        self.is_in_list = False
        if not self.paragraphs:
            number = 0 if self.is_numbered else 1
            self.paragraphs.append(Paragraph(self.section.label, number, self.heading, []))
        elif not self.is_numbered and self.paragraphs[-1].blocks:
            number = self.paragraphs[-1].number + 1
            self.paragraphs.append(Paragraph(self.section.label, number, self.heading, []))
        paragraph = self.paragraphs[-1]
        if not paragraph.blocks:
            line = self._run_in(paragraph, line)
        elif paragraph.heading != self.heading:
            # A heading between two texts of one number: the number stays, the subject does not.
            paragraph = Paragraph(paragraph.section, paragraph.number, self.heading)
            self.paragraphs.append(paragraph)
        paragraph.blocks.append(Block([line]))

    def _run_in(self, paragraph: Paragraph, line: Line) -> Line:
        """Take the heading off a paragraph that begins with one."""
        words = ENUMERATOR.sub("", line.text)
        found = RUN_IN.match(words[:200]) or self._named_before_stop(words)
        if found is None or not self._may_be_heading(found["heading"]):
            return line
        self.heading = paragraph.heading = found["heading"].strip()
        return Line(line.number, words[found.end() :])

    def _named_before_stop(self, words: str) -> re.Match | None:
        """Return a heading that ends with a full stop: then only a name that is known is one."""
        found = STOPPED.match(words[:200])
        return found if found and self.is_heading_word(found["heading"]) else None

    def _is_heading_alone(self, number: int, words: str, following: Line | None) -> bool:
        """Whether the line of a paragraph's number has its heading and nothing else."""
        title, below = words.rstrip(": "), following.text if following else ""
        if not self._may_be_heading(title) or may_decide(title) or LEADS.search(title):
            return False
        begins = BEGINNINGS.match(below) or below.startswith(f"{number}.1")
        return (
            words.endswith(":")
            or self.is_heading_word(title)
            or bool(
                begins and not words.endswith((".", ";", ",")) and len(title) <= LONGEST_SHORT_LINE
            )
        )

    def _end_block(self) -> None:
        self.paragraphs[-1].blocks.append(Block())

    def _is_heading(self, words: str, following: Line | None, has_gap: bool) -> bool:
        title = ENUMERATOR.sub("", words).rstrip(": ")
        if len(words) > 150 or not self._may_be_heading(title) or words.endswith((".", ";", ",")):
            return False
        if (self.gap and NAMED_TEXT.fullmatch(words)) or (
            has_gap and NAMED_TEXT.fullmatch(self.heading)
        ):
            return True
        is_before_number = following is not None and self._parts(following.text) is not None
        if self.is_heading_word(title) and (self.gap or self._is_finished):
            return following is None or not following.text[:1].islower()
        if not self._is_finished:
            return is_before_number and has_gap and self.gap
        if is_before_number and self._parts(following.text)[0] == self.numbers.next:
            return True
        return (self.gap and (has_gap or is_before_number)) or (
            is_before_number and ENUMERATOR.match(words) is not None
        )

    def _may_be_heading(self, title: str) -> bool:
        return (
            bool(title)
            and not title[0].islower()
            and any(mark.isalpha() for mark in title)
            and len(title.split()) <= LONGEST_HEADING
            and not re.search(r"(?:\b[Mm]eeting|States?) (?:also |further )?\w+ed\b", title)
            and not re.match(r"(?:The (?:Meeting|meeting)|It|In|He|She|They|We)\b", title)
            and not (title.startswith("The ") and self.is_lead(title))
        )
