"""Whom a sentence of a report addresses: those it names, and those it can only mean."""

import re
from dataclasses import dataclass
from functools import lru_cache

from meetings.report_verbs import Verb
from meetings.report_vocabulary import Named, Vocabulary

SECRETARIAT = "Secretariat"
MEMBER_STATES = "member States"
MEMBERS = re.compile(
    r"\b(?:member (?:States|countries|Governments)|Member (?:States|Countries|Governments)|"
    r"Governments)\b"
)
ASKED = re.compile(r"\s+(?:to|for|in|on|with|by|that|who|which)\s|[;:]")
OFFERED_BY = re.compile(r"\b(?:by|of|from)\s+")
PASSIVE = re.compile(r"\b(?:was|were|is|are|been)\s+(?:\w+\s+)?$")
NAME = re.compile(
    r"(?:the\s+|all\s+)?(?P<name>[A-Z][\w'’.-]*(?:\s+(?:of|the|and|for|[A-Z][\w'’.-]*))*)"
)
PARTNERS = re.compile(
    r"(?:the\s+|all\s+)?(?P<name>(?:[\w-]+\s+){0,3}(?:partners|stakeholders|countries|parties|experts|"
    r"delegations|members|institutions|organi[sz]ations|participants|agencies|donors|focal points|"
    r"[Gg]overnment|secretariats|networks|cities))"
)
FAR = 160
LONGEST_NAME = 80


@dataclass(frozen=True)
class Addressees:
    """The names of those who are to act; `implied` are those that the sentence does not name."""

    names: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()


def addressees_of(
    sentence: str, verbs: tuple[Verb, ...], vocabulary: Vocabulary, *, by_members: bool = False
) -> Addressees:
    """Return who is to act on what the verbs say; `by_members`: the States said it themselves."""
    named = [name for verb in verbs for name in _addressed(sentence, verb, vocabulary)]
    if not named and by_members:
        named = [MEMBER_STATES]
    if named:
        return Addressees(tuple(dict.fromkeys(named)))
    if all(verb.kind == "welcome" for verb in verbs):
        return Addressees()  # whoever offered it, the sentence before may tell
    return Addressees((SECRETARIAT,), (SECRETARIAT,))


def _addressed(sentence: str, verb: Verb, vocabulary: Vocabulary) -> list[str]:
    words = sentence[verb.end :]
    if verb.kind == "welcome":
        return _offering(words, vocabulary)
    if verb.kind not in ("request", "recommend", "encourage"):
        return _to_do(words, vocabulary)
    if PASSIVE.search(sentence[: verb.start]) and (
        named := _named(sentence[: verb.start], vocabulary)
    ):
        return named
    return _asked(words, vocabulary)


def _asked(words: str, vocabulary: Vocabulary) -> list[str]:
    """Return who is named between the verb and what is asked."""
    words = re.sub(r"^\s*(?:that|upon|on|for)\b", "", words)
    before = _before_task(words)
    if named := _named(before, vocabulary):
        return named
    if other := _other(before):
        return [other]
    return _to_do(words, vocabulary)


def _other(words: str) -> str:
    """Return somebody whom no record names: a name in capitals, or a word for partners."""
    words = words.strip(" ,.")
    found = NAME.fullmatch(words) or PARTNERS.fullmatch(words)
    return found["name"] if found and len(found["name"]) <= LONGEST_NAME else ""


def _before_task(words: str) -> str:
    end = ASKED.search(words)
    return words[: end.start()] if end else words[:FAR]


def _to_do(words: str, vocabulary: Vocabulary) -> list[str]:
    """Return who "should" or "will" do something, or is named as the one who needs to."""
    found = re.search(r"\b(?:should|shall|will|would|must)\b", words)
    if found and (named := _named(words[max(found.start() - FAR, 0) : found.start()], vocabulary)):
        return named
    need = re.search(r"\bneed for\s+(.{1,80}?)\s+to\b", words)
    return _named(need[1], vocabulary) if need else []


def _offering(words: str, vocabulary: Vocabulary) -> list[str]:
    """Return who made an offer: "the offer by one State to host"."""
    for found in OFFERED_BY.finditer(words[: 2 * FAR]):
        if named := _named(_before_task(words[found.end() :]), vocabulary):
            return named
    return _named(words[:FAR], vocabulary)


def _named(words: str, vocabulary: Vocabulary) -> list[str]:
    found = []
    if place := re.search(r"\b[Ss]ecretariat\b", words):
        found.append((place.start(), SECRETARIAT))
    if place := MEMBERS.search(words):
        found.append((place.start(), MEMBER_STATES))
    for pattern, name in _patterns(vocabulary):
        if place := pattern.search(words):
            found.append((place.start(), name))
    return list(dict.fromkeys(name for _place, name in sorted(found)))


@lru_cache(maxsize=16)
def _patterns(vocabulary: Vocabulary) -> tuple[tuple[re.Pattern, str], ...]:
    states = [(_state_pattern(state, vocabulary.states), state.name) for state in vocabulary.states]
    bodies = [(re.compile(rf"\b{re.escape(body.name)}\b"), body.name) for body in vocabulary.bodies]
    return tuple(states + bodies)


def _state_pattern(state: Named, states: tuple[Named, ...]) -> re.Pattern:
    """Return a pattern for a State: its name, its short forms, and its people."""
    spellings = [rf"\b{re.escape(name)}\b" for name in state.names]
    for other in states:
        if other is not state and other.name.endswith(state.name):
            # A longer name that ends with this one is another State.
            before = re.escape(other.name[: -len(state.name)])
            spellings[0] = rf"(?<!{before}){spellings[0]}"
    if " " not in state.name:
        spellings.append(rf"\b{re.escape(state.name[:4])}[a-z]{{0,3}}ese\b")
        spellings.append(rf"\b{re.escape(state.name)}n\b")
    return re.compile("|".join(spellings).replace("'", "['’]"))
