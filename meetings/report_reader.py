"""Reading the report of a meeting: each operative sentence of its conclusions becomes a decision.

Rules on the words of reports, no model and no list of known reports: lay-out (`report_layout`),
paragraphs, sentences, who speaks (`report_speakers`) and with which verb (`report_verbs`). It needs
no database; what it does not take as a decision it gives back with the line and the reason.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from meetings.due_phrases import Context, understand
from meetings.due_sentences import find, occasion
from meetings.report_addressees import Addressees, addressees_of
from meetings.report_areas import Areas
from meetings.report_judgement import judge
from meetings.report_layout import Block, Paragraph, Section, all_sections, conclusions
from meetings.report_pages import (
    PAGE_BREAK,
    Known,
    Line,
    Skipped,
    Why,
    furniture,
    lines_of,
    without_marks,
)
from meetings.report_paragraphs import ACTING_NOW, ITEM, Assembler
from meetings.report_sentences import sentences
from meetings.report_speakers import Grammar, Spoken
from meetings.report_verbs import VERB, strongest
from meetings.report_vocabulary import Vocabulary, shipped

LONGEST_SENTENCE = 5_000
LONGEST_SHOWN = 300
SHORTEST = 3
HEAD = 4_000  # where a report says when its meeting was held
THANKS = re.compile(
    r"\b(?:appreciation|gratitude|thank\w*)\b.{0,300}?\b(?:host\w*|hospitality|arrangements?)\b"
)
# "The Meeting: (a) Noted the report; (b) Requested another"
LEAD = re.compile(r"(?P<lead>[^:]{3,200}):\s+(?=[(\w•–-])")
LISTED = re.compile(rf"(?:{ITEM.pattern}|\d{{1,2}}[.)]\s+\S)")
LIST = re.compile(rf":\s+(?={LISTED.pattern})")
BEGINS_WITH_VERB = re.compile(rf"(?=[A-Z])(?i:{VERB})")
ENDS_ITEM = re.compile(r";\s+(?:and|or)$")
BETWEEN_ITEMS = re.compile(
    rf"(?<=[;,.])\s+(?:and\s+|or\s+)?(?={LISTED.pattern})|;\s+and\s+(?=[A-Z])"
)


@dataclass(frozen=True)
class ReadDecision:
    """An operative sentence of the conclusions, and what was understood of it.

    Its place is section, paragraph and sequence, as in SOM-26/I/5/2. `kind` is the strongest of
    `kinds`, in the words of `Decision.Kind`. `certainty` says how sure it is that somebody has to
    act, or nobody. `implied` are those of the addressees whom the sentence does not name.
    """

    section: str
    paragraph: int
    sequence: int
    heading: str
    text: str
    kind: str
    kinds: tuple[str, ...]
    is_actionable: bool
    certainty: str
    addressees: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    due_text: str = ""
    area_code: str = ""
    line: int = 0


@dataclass(frozen=True)
class Reading:
    """What a report comes to: its decisions, and all that was skipped, with the reason."""

    decisions: list[ReadDecision]
    skipped: list[Skipped]


def read_report(text: str, vocabulary: Vocabulary | None = None) -> list[ReadDecision]:
    """Return the decisions of a report in its order."""
    return read(text, vocabulary).decisions


def read(text: str, vocabulary: Vocabulary | None = None) -> Reading:
    """Return the decisions of a report, and what was skipped.

    Without a vocabulary the names of areas, States and bodies are those of the project's records.
    """
    return _Reader(text, shipped() if vocabulary is None else vocabulary).read()


@dataclass(frozen=True)
class Statement:
    """A sentence and where it begins; `probe` is how it reads with the words before its list."""

    place: int
    text: str
    probe: str = ""


@dataclass
class _Reader:
    text: str
    vocabulary: Vocabulary
    decisions: list[ReadDecision] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    is_headed: bool = True
    follows_meeting: bool = False

    def read(self) -> Reading:
        lines = lines_of(self.text)
        self.areas = Areas(self.vocabulary)
        self.context = Context(on=_day_of(self.text), bodies=self.vocabulary.governing)
        skip = furniture(lines)
        lines = without_marks(lines, skip)
        sections = conclusions(lines, skip)
        known = Known(lines)
        self._read_sections(lines, skip, known, sections)
        if not self.decisions:
            # No part of the report is headed as its conclusions: all of it may hold some.
            self.skipped.clear()
            self.is_headed = False
            sections = all_sections(lines, skip)
            self._read_sections(lines, skip, known, sections)
        self._tell_rest(lines, skip, sections)
        return Reading(self.decisions, sorted(self.skipped, key=lambda one: one.line))

    def _read_sections(self, lines, skip, known, sections: list[Section]) -> None:
        inside = (line.text for one in sections for line in lines[one.start : one.end])
        self.grammar = Grammar.of("\n".join(inside), self.vocabulary, is_headed=self.is_headed)
        for section in sections:
            self.follows_meeting = False
            assembler = Assembler(section, known, self.areas.is_name, self.grammar.is_lead)
            assembler.heading = section.subject
            assembler.read(lines, skip)
            self.skipped += assembler.skipped
            for paragraph in assembler.paragraphs:
                self._read_paragraph(paragraph)

    def _tell_rest(self, lines: list[Line], skip: dict[int, Why], sections: list[Section]) -> None:
        """List what belongs to pages, and the parts that are not conclusions, a line for each."""
        inside = {place for one in sections for place in range(one.start, one.end)}
        telling = True
        for place, line in enumerate(lines):
            if not line.text or line.text == PAGE_BREAK:
                continue
            if place in inside:
                telling = True
                if place in skip:
                    self._skip(line.number, line.text, skip[place])
            elif telling:
                self._skip(line.number, line.text, Why.OUTSIDE)
                telling = False

    def _skip(self, number: int, text: str, why: Why) -> None:
        self.skipped.append(Skipped(number, text[:LONGEST_SHOWN], why))

    # Paragraphs

    def _read_paragraph(self, paragraph: Paragraph) -> None:
        for block in paragraph.blocks:
            for statement in self._statements(block):
                line = block.line_at(statement.place)
                said = self._said(statement)
                self.follows_meeting = said is not None
                if said is None:
                    self._skip(line, statement.text, self._why_not(statement.text))
                else:
                    self._add(paragraph, statement.text, said, line)

    def _statements(self, block: Block) -> Iterator[Statement]:
        """Yield the sentences; a list stays with its words, unless each item is a statement."""
        lead, kept = "", None
        for place, sentence in sentences(block.text):
            item = LISTED.match(sentence)
            mark = item.end() - 1 if item else 0
            begins = place == 0 and (item or ACTING_NOW.match(sentence))
            if begins and (acting := self._acting(block, sentence, mark)):
                yield acting
                continue
            if kept is not None and item and not lead and LIST.search(kept.text):
                kept = Statement(kept.place, f"{kept.text} {sentence}")
                continue
            if kept is not None:
                yield kept
                kept = None
            if sentence.endswith(":") and self.grammar.is_lead(sentence.rstrip(" :")):
                continue  # it stands before each item of its list
            begun = LEAD.match(sentence)
            if begun and self.grammar.is_lead(begun["lead"]):
                lead = begun["lead"].strip()
                yield from _items(lead, sentence, begun.end(), place)
            elif lead and item:
                yield from _items(lead, sentence, 0, place)
            else:
                lead = ""
                kept = Statement(place + mark, sentence[mark:])
        if kept is not None:
            yield kept

    def _acting(self, block: Block, sentence: str, mark: int) -> Statement | None:
        """Return an item that begins with what the meeting did, with whom its list names."""
        body = sentence[mark:]
        if not BEGINS_WITH_VERB.match(body) or not (block.lead or self.is_headed):
            return None
        lead = block.lead.rstrip(" :")
        if lead and self.grammar.is_said_by_another(lead):
            return None
        body = ENDS_ITEM.sub(";", body)
        if self.grammar.is_lead(lead):
            words = f"{lead}: {sentence[:mark]}{body}"
            return Statement(0, words, f"{lead} {body}")
        return Statement(mark, body, f"{self.grammar.a_subject} {body}")

    def _said(self, statement: Statement) -> Spoken | None:
        text = statement.text
        if len(text) > LONGEST_SENTENCE or len(text.split()) < SHORTEST:
            return None
        probe = statement.probe or text
        said = self.grammar.spoken(probe, follows_meeting=self.follows_meeting)
        return said and said.moved(len(text) - len(probe))

    def _why_not(self, sentence: str) -> Why:
        if len(sentence) > LONGEST_SENTENCE:
            return Why.TOO_LONG
        if len(sentence.split()) < SHORTEST:
            return Why.NO_SENTENCE
        if self.grammar.is_said_by_another(sentence):
            return Why.SAID_BY_ANOTHER
        return Why.NO_VERB

    # Decisions

    def _add(self, paragraph: Paragraph, sentence: str, said: Spoken, line: int) -> None:
        kinds = tuple(dict.fromkeys(verb.kind for verb in said.verbs))
        kind = strongest(kinds)
        judgement = judge(sentence, said)
        addressees, due = Addressees(), None
        if judgement.is_actionable:
            asking = judgement.asking
            addressees = addressees_of(
                sentence, asking, self.vocabulary, by_members=said.by_members
            )
            due = find(sentence[asking[0].end :], self.context) or occasion(sentence)
        heading = "" if _is_thanks(sentence, kind) else paragraph.heading
        self.counts[paragraph.section, paragraph.number] += 1
        self.decisions.append(
            ReadDecision(
                section=paragraph.section,
                paragraph=paragraph.number,
                sequence=self.counts[paragraph.section, paragraph.number],
                heading=heading,
                text=sentence,
                kind=kind,
                kinds=kinds,
                is_actionable=judgement.is_actionable,
                certainty=judgement.certainty,
                addressees=addressees.names,
                implied=addressees.implied,
                due_text=due.words if due else "",
                area_code=self.areas.of(heading, sentence, is_headed=self.is_headed),
                line=line,
            )
        )


def _items(lead: str, sentence: str, start: int, place: int) -> Iterator[Statement]:
    """Yield each item of a list as a statement of its own, with the words before the list."""
    while start < len(sentence):
        gap = BETWEEN_ITEMS.search(sentence, start)
        end = gap.start() if gap else len(sentence)
        item = sentence[start:end].strip()
        marked = LISTED.match(item)
        body = item[marked.end() - 1 :] if marked else item
        yield Statement(place + start, f"{lead}: {item}", f"{lead} {body}")
        start = gap.end() if gap else len(sentence)


def _is_thanks(sentence: str, kind: str) -> bool:
    """Whether it thanks the host at the end, and so belongs to no heading."""
    return kind == "express" and THANKS.search(sentence) is not None


def _day_of(text: str) -> date | None:
    """Return the last day of the meeting: the first full day that the report names."""
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    found = re.search(
        rf"\b\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})?\s+(?:{months})\s+(?:19|20)\d\d", text[:HEAD]
    )
    return understand(found[0]).on if found else None
