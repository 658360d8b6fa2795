"""Whether a sentence of a report asks somebody to act, and how sure that is."""

import re
from dataclasses import dataclass

from meetings.report_speakers import Spoken
from meetings.report_verbs import Verb

CLEAR, ARGUABLE = "clear", "arguable"
OFFERED = re.compile(
    r"\b(?:offer\w*|willingness|readiness|intentions?|invitations?|pledges?|commitments? to|"
    r"interests?|announcements?|proposals?|statements?\b.{0,80}\b(?:host\w*|organi[sz]\w*)|"
    r"plans? (?:of|by|to)|initiatives? (?:of|by|to))\b",
    re.IGNORECASE,
)
VAGUE_OFFER = re.compile(r"\binterests?\b|\binitiatives?\b|\bcommitments?\b", re.IGNORECASE)
BY_SOMEBODY = re.compile(r"\b(?:by|of|from)\s+(?:the\s+)?[A-Z]|\bto be submitted\b")
COMPLETE = re.compile(
    r"\b(?:statement|declaration|report|reports|agenda|minutes|conclusions?|recommendations?|vision|"
    r"terms of reference|rules|framework|communiqu\w+|record|outcome|summary|document)\b",
    re.IGNORECASE,
)
TO_BE_DONE = re.compile(
    r"\b(?:plans?|programmes?|projects?|activit\w+|budget\w*|stud(?:y|ies)|proposals?|strateg\w+|"
    r"roadmap|road map|work ?plan|initiatives?|surveys?|workshops?|reviews?|concept notes?|"
    r"measures|extension|allocation|establishment|approach\w*|analysis|assessments?)\b",
    re.IGNORECASE,
)
TO_ACT = re.compile(r"^\s*(?:further\s+)?(?:to|that)\b|\b(?:should|shall|would|will|must)\b")
# Somebody is told what to do, though the verb only notes.
INSTRUCTS = re.compile(
    r"\bshould\b|\bmust\b|\bshall\b|\bneeds? to be\b|"
    r"\bneed for (?:the )?(?:Secretariat|member States|member Governments|[Mm]ember countries)\b"
    r".{0,80}?\bto\b|\bintended contributions?\b"
)
TO_COME = re.compile(r"\bwill\b|\bwould\b|\bintend\w*\b|\bplans? to\b|\bsuggest\w+\b")


@dataclass(frozen=True)
class Judgement:
    """Whether somebody has to act after the meeting, how sure that is, and what asks for it."""

    is_actionable: bool
    certainty: str
    asking: tuple[Verb, ...] = ()


def judge(sentence: str, said: Spoken) -> Judgement:
    """Return the judgement on a sentence: action where any of its verbs asks for it."""
    parts = [(verb, _judge_part(verb, words)) for verb, words in parts_of(sentence, said.verbs)]
    asking = tuple(verb for verb, part in parts if part.is_actionable)
    if asking:
        sure = said.is_plain or any(verb.kind in ("request", "recommend") for verb in asking)
        is_clear = sure and any(part.certainty == CLEAR for _v, part in parts if part.is_actionable)
        return Judgement(True, CLEAR if is_clear else ARGUABLE, asking)
    doubtful = any(part.certainty == ARGUABLE for _verb, part in parts)
    return Judgement(False, ARGUABLE if doubtful else CLEAR)


def parts_of(sentence: str, verbs: tuple[Verb, ...]) -> list[tuple[Verb, str]]:
    """Return each verb with the words up to the next."""
    ends = [verb.start for verb in verbs[1:]] + [len(sentence)]
    return [(verb, sentence[verb.end : end]) for verb, end in zip(verbs, ends, strict=True)]


def _judge_part(verb: Verb, words: str) -> Judgement:
    return {
        "request": _asks,
        "recommend": _asks,
        "encourage": _asks,
        "approve": _approves,
        "adopt": _adopts,
        "support": _supports,
        "welcome": _welcomes,
    }.get(verb.kind, _notes)(verb, words)


def _asks(verb: Verb, words: str) -> Judgement:
    return Judgement(True, CLEAR)


def _approves(verb: Verb, words: str) -> Judgement:
    if COMPLETE.search(_object(words)) and not TO_BE_DONE.search(_object(words)):
        return Judgement(False, ARGUABLE)
    is_told = re.search(r"\bto\s+[a-z]+|\bimplementation\b", words) is not None
    return Judgement(True, CLEAR if is_told else ARGUABLE)


def _adopts(verb: Verb, words: str) -> Judgement:
    said = verb.words.lower()
    if said.startswith(("decide", "agree", "resolve", "determine", "reach")):
        if TO_ACT.search(words):
            return Judgement(True, CLEAR)
        return Judgement(TO_BE_DONE.search(words) is not None, ARGUABLE)
    if said.startswith(("adopt", "amend", "revise", "renew", "finali")):
        about = _object(words)
        complete, done = COMPLETE.search(about), TO_BE_DONE.search(about)
        if done and not (complete and complete.start() < done.start()):
            return Judgement(True, ARGUABLE)
        return Judgement(False, CLEAR)
    return Judgement(False, ARGUABLE)


def _supports(verb: Verb, words: str) -> Judgement:
    return Judgement(TO_BE_DONE.search(words) is not None, ARGUABLE)


def _welcomes(verb: Verb, words: str) -> Judgement:
    offered = OFFERED.search(_object(words, 14))
    if offered is None:
        return Judgement(False, CLEAR)
    is_vague = VAGUE_OFFER.search(offered[0]) and not re.search(r"\bto be submitted\b", words)
    return Judgement(True, ARGUABLE if is_vague else CLEAR)


def _notes(verb: Verb, words: str) -> Judgement:
    if INSTRUCTS.search(words):
        return Judgement(True, ARGUABLE)
    return Judgement(False, ARGUABLE if TO_COME.search(words) else CLEAR)


def _object(words: str, count: int = 12) -> str:
    """Return the first words after a verb: what it is about."""
    return " ".join(words.split()[:count])
