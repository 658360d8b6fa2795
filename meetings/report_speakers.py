"""Who speaks in a sentence of a report: the meeting itself, or one of those who attended it."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from meetings.report_verbs import VERB, Verb, kind_of, may_decide, verb_after, verbs_beside
from meetings.report_vocabulary import Vocabulary

ORDINAL = r"(?:[A-Z]?[\w-]+(?:th|st|nd|rd)\s+|present\s+|current\s+|whole\s+|entire\s+)"
MEMBERS = (
    r"(?:(?:[A-Z]{3,}|other|two|three|four|five|six|participating)\s+)?"
    r"[Mm]ember (?:States|states|countries|Countries|Governments|governments)"
)
# These speak for the meeting only where they decide.
ATTENDING = r"(?:participants|delegations|delegates|parties|countries|States)"
# A committee, a session: the meeting itself where the report never says "the Meeting" decided.
OTHER_SESSIONS = (
    r"[Tt]he (?:[Cc]ommittee|[Ss]ession|[Cc]onference|Commission|[Ww]orkshop|Forum|Board|Group)"
)
SPEAKER = (
    r"(?:The |the |A |An |One |Some |Several |Many |Most |Other |Both |His |Her )?"
    r"(?:[\w-]+ )?(?:[Dd]elegation|[Dd]elegate|[Rr]epresentative|[Hh]ead|Chair|Chairperson|"
    r"Chairman|Chairwoman|Co-[Cc]hair|Vice-Chair|Rapporteur|Secretariat|Secretary|Director|Minister|Ambassador|"
    r"Coordinator|[Ee]xpert|[Oo]bserver|[Pp]artner|[Ss]peaker|[Gg]overnment)s?\b"
)
PERSON = r"(?:He|She|They|We|I|Mr|Ms|Mrs|Dr|Prof)\b"
SUBORDINATE = re.compile(
    r"\b(?:as|when|if|while|because|since|after|before|until|whether|which|where|at|of|for|to|by|"
    r"from|with|during|in|than|and that)\s*$",
    re.IGNORECASE,
)
PASSIVE = re.compile(
    r"(?P<subject>It|(?:In this [a-z]+, )?(?:it|[Tt]he Secretariat|(?:[Aa]ll )?(?:[Tt]he )?"
    r"[Mm]ember (?:States|states|countries|Governments)))\s+"
    r"(?:was|were|is|are|has been|have been)\s+"
    r"(?:also |further |therefore |then |again |strongly )*"
    r"(?P<verb>requested|asked|recommended|advised|suggested|proposed|encouraged|invited|urged|"
    r"agreed|decided|adopted|approved|endorsed|resolved|noted|emphasi[sz]ed|stressed|highlighted|"
    r"reaffirmed|acknowledged|recogni[sz]ed|instructed|mandated|tasked)\b"
    r"(?!\s+by\s+(?!the [Mm]eeting))"
)
BY_MEETING = re.compile(
    r"^(?:The|This|These|A|An)\s[^.;]{3,200}?\b(?:was|were)\s+(?:also |further |unanimously )*"
    r"(?P<verb>adopted|approved|endorsed|accepted|welcomed|supported|noted|agreed)"
    r"\s+by\s+the\s+[Mm]eeting\b"
)
# What somebody said that the meeting did is not said by the meeting.
TOLD = re.compile(
    r"\b(?:informed|stated|said|noted|mentioned|explained|reported|announced|indicated|"
    r"highlighted|emphasi[sz]ed|stressed|added|expressed|recalled|suggested|shared)\b"
)
LONGEST_LEAD = 8
LONGEST_TEXT = 2_000_000
# What a report may call the meeting; in one that says "the Meeting", small letters mean another.
SUBJECTS = (
    "[Tt]he Meeting",
    "[Tt]he meeting",
    OTHER_SESSIONS,
    rf"(?:[Aa]ll |[Tt]he )?(?i:{ATTENDING})",
)
# "The Dialogue", "the Steering Committee": a name that speaks for the meeting, if any does.
NAMED = r"[Tt]he\s+(?P<name>[A-Z][\w-]{1,30}(?:\s+[A-Z][\w-]{1,30}){0,2})"
SPEAKS = rf"(?:(?:\s+\w+)?\s+{VERB}|:)"
DECIDING = ("request", "recommend", "approve", "adopt", "support", "encourage")


@dataclass(frozen=True)
class Spoken:
    """What the meeting said in a sentence: its verbs, and whether there can be doubt about it."""

    verbs: tuple[Verb, ...]
    is_plain: bool = True
    by_members: bool = False

    def moved(self, places: int) -> "Spoken":
        """Return the same further to the right, behind the mark of a list."""
        return replace(
            self,
            verbs=tuple(
                replace(verb, start=verb.start + places, end=verb.end + places)
                for verb in self.verbs
            ),
        )


@dataclass(frozen=True)
class Grammar:
    """How a report speaks of its meeting, of the member States and of others."""

    meeting: re.Pattern
    members: re.Pattern
    attending: re.Pattern
    other: re.Pattern
    a_subject: str = "The Meeting"

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary, *, is_headed: bool = True) -> "Grammar":
        """Return the grammar of a report, by what it calls the meeting most often.

        One that writes "the meeting" small is read so. `text` is what the meeting concluded; where
        that is not headed, those who attended speak in it for themselves.
        """
        subjects = SUBJECTS if is_headed else SUBJECTS[:-1]
        return _grammar(_subject_of(text[:LONGEST_TEXT], subjects, vocabulary), vocabulary)

    def spoken(self, sentence: str, *, follows_meeting: bool) -> Spoken | None:
        """Return what the meeting said, or None. "It" is the meeting where that was named last."""
        if not may_decide(sentence):
            return None
        for pattern in (self.meeting, self.members, self.attending):
            if said := self._by(pattern, sentence):
                return said
        found = re.match(r"It\b", sentence) if follows_meeting else None
        if found and (verb := verb_after(sentence, found.end())):
            return Spoken((verb, *verbs_beside(sentence, verb)))
        return self._passive(sentence)

    def is_said_by_another(self, sentence: str) -> bool:
        """Whether the sentence begins with somebody who attended, or with a State."""
        return self.other.match(sentence) is not None

    def is_lead(self, words: str) -> bool:
        """Whether words before a colon name the meeting and nothing that it did: "The Meeting:"."""
        found = list(self.meeting.finditer(words))
        if not found or not self._leads(words[: found[0].start()]):
            return False
        after = words[found[-1].end() :]
        return len(after.split()) <= LONGEST_LEAD and re.search(VERB, after) is None

    def _by(self, pattern: re.Pattern, sentence: str) -> Spoken | None:
        for subject in pattern.finditer(sentence):
            verb = verb_after(sentence, subject.end())
            if verb is None or not self._leads(sentence[: subject.start()]):
                continue
            verbs = (verb, *verbs_beside(sentence, verb))
            decides = any(one.kind in DECIDING for one in verbs)
            if pattern is self.attending and not decides:
                continue
            is_main = re.search(r"\bthat\s*$", sentence[: subject.start()]) is None
            is_plain = pattern is self.meeting and is_main
            return Spoken(verbs, is_plain=is_plain, by_members=pattern is self.members)
        return None

    def _leads(self, before: str) -> bool:
        """Whether the words before the subject leave it that of the sentence."""
        if not before.strip():
            return True
        if re.search(r"(?:[,;]\s*(?:and|so|but)?|\band)\s*$", before):
            # "The Secretariat presented it, and the Meeting approved it."
            joined = re.search(r"(?:;|\band|\bbut|\bso)\s*$", before) is not None
            return joined or not self.other.match(before)
        if SUBORDINATE.search(before):
            return False
        if re.search(r"\bthat\s*$", before):
            return not (self.other.match(before) or TOLD.search(before))
        # "In this connection the Meeting", "At its close the Meeting"
        return len(before.split()) <= LONGEST_LEAD and not self.other.match(before)

    def _passive(self, sentence: str) -> Spoken | None:
        found = PASSIVE.match(sentence) or BY_MEETING.match(sentence)
        if found is None:
            return None
        start, end = found.span("verb")
        verb = Verb(found["verb"], kind_of(found["verb"]), start, end)
        return Spoken((verb, *verbs_beside(sentence, verb)), is_plain=False)


def _subject_of(text: str, subjects: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """Return the pattern of what speaks most often; the first of those as frequent."""
    counts = Counter({one: len(re.findall(rf"\b{one}{SPEAKS}", text)) for one in subjects})
    known = re.compile("|".join(subjects))
    other = _other(vocabulary)
    for found in re.finditer(rf"\b{NAMED}{SPEAKS}", text):
        name = " ".join(found["name"].split())
        if not (known.fullmatch(f"the {name}") or other.match(name)):
            counts[f"[Tt]he {name}"] += 1
    return max(counts, key=counts.get)


@lru_cache(maxsize=32)
def _other(vocabulary: Vocabulary) -> re.Pattern:
    """Return the pattern of those who attend a meeting and speak for themselves."""
    names = [re.escape(name) for state in vocabulary.states for name in state.names]
    states = (rf"(?:The )?(?:Government of )?(?:the )?{name}\b" for name in names)
    return re.compile("|".join([SPEAKER, PERSON, *states]))


@lru_cache(maxsize=32)
def _grammar(subject: str, vocabulary: Vocabulary) -> Grammar:
    noun = "[Mm]eeting" if subject != SUBJECTS[0] else "Meeting"
    meeting = rf"[Tt]he\s+{ORDINAL}{{0,2}}(?:Senior Officials\s+)?{noun}"
    subjects = [meeting, r"[Tt]he (?:[Ss]enior )?[Oo]fficials"]
    for name in vocabulary.governing:
        subjects.append(rf"(?:[Tt]he\s+)?{ORDINAL}{{0,2}}{re.escape(name)}(?:[-\s]\d+)?")
    if subject not in SUBJECTS[:2]:
        subjects.append(subject)
    return Grammar(
        meeting=re.compile(rf"(?<![\w-])(?:{'|'.join(subjects)})(?![\w-])"),
        members=re.compile(rf"(?<![\w-])(?:[Aa]ll |[Tt]he )?{MEMBERS}\b"),
        attending=re.compile(rf"(?<![\w-])(?:[Aa]ll |[Tt]he )?{ATTENDING}\b", re.IGNORECASE),
        other=_other(vocabulary),
    )
