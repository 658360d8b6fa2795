"""What a sentence may bear on: outputs whose words it shares, decisions that it resembles.

Texts are alike by the stems of their words and pairs of words, the rare ones counting more. A
proposal says in words what it rests on; a person decides.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import snowballstemmer
from django.utils.translation import gettext

from logframe.models import Output, Plan
from meetings.models import Decision, DecisionLink
from meetings.report_verbs import FIRST_WORDS

STEMMER = snowballstemmer.stemmer("english")
WORD = re.compile(r"[^\W\d_]{2,}")
_SMALL = (
    "the of and to in on for a an by with from at as its it is be was were are that this which "
    "their also further has have been will would should may other all any into under through "
    "meeting secretariat member states"
)
SMALL = frozenset(_SMALL.split()) | FIRST_WORDS
PROPOSED = 3
COMPARED = 2000
WEAKEST = 0.05
RESEMBLES = 0.4
ANOTHER_AREA = 0.25  # how much the words count where the sentence is of another area
OWN_AREA = 0.1
OF_DECISION = 0.6  # how much it counts that a decision alike is linked to an output
STRENGTHS = {DecisionLink.Strength.DIRECT: 1.0, DecisionLink.Strength.INDIRECT: 0.5}


@dataclass(frozen=True)
class Proposal:
    """An output that a sentence may bear on, how much speaks for it, and why, in words."""

    output: Output
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Resemblance:
    """An earlier decision that a sentence resembles, how much, and why, in words."""

    decision: Decision
    score: float
    reason: str


@dataclass
class Texts:
    """Texts that a sentence can be compared with, by their keys."""

    parts: dict[object, frozenset[str]] = field(default_factory=dict)
    seen_in: Counter = field(default_factory=Counter)
    lengths: dict[object, float] = field(default_factory=dict)

    def add(self, key, text: str) -> None:
        """Add a text."""
        self.parts[key] = parts_of(text)
        self.seen_in.update(self.parts[key])
        self.lengths.clear()  # how rare a word is follows from all texts

    def alike(self, text: str, *, at_least: float = 0) -> dict[object, tuple[float, list[str]]]:
        """Return how alike each text is, from 0 to 1, and what it shares, the rarest first."""
        if not self.lengths:
            self.lengths = {key: self._length(parts) for key, parts in self.parts.items()}
        asked = parts_of(text)
        squares = {part: self._weight(part) ** 2 for part in asked}
        length = math.sqrt(sum(squares.values())) or 1
        found = {}
        for key, parts in self.parts.items():
            if shared := asked & parts:
                score = sum(squares[part] for part in shared) / (length * self.lengths[key])
                if score >= at_least:
                    rarest = sorted(shared, key=lambda part: (-squares[part], part))
                    found[key] = (score, rarest)
        return found

    def most_alike(self, text: str, among: Set | None = None) -> list[tuple[object, float, str]]:
        """Return the keys of the texts that a text resembles, how much, and why, in words.

        `among` are the keys that may be named; without them, all.
        """
        found = self.alike(text, at_least=RESEMBLES)
        offered = found.keys() if among is None else found.keys() & among
        best = sorted(offered, key=lambda key: (-found[key][0], key))[:PROPOSED]
        return [(key, round(found[key][0], 3), shares(found[key][1], text)) for key in best]

    def _weight(self, part: str) -> float:
        rarity = math.log(1 + len(self.parts) / (1 + self.seen_in[part]))
        return rarity * (1.5 if " " in part else 1)

    def _length(self, parts: Iterable[str]) -> float:
        return math.sqrt(sum(self._weight(part) ** 2 for part in parts)) or 1


class Proposer:
    """Proposes outputs of a plan for sentences, and names earlier decisions alike."""

    def __init__(self, outputs: list[Output], decisions: list[Decision]):
        """Take outputs with area and indicators, decisions with their links, both loaded."""
        self.outputs = {output.pk: output for output in outputs}
        self.decisions = {decision.pk: decision for decision in decisions}
        self._words = Texts()
        for output in outputs:
            titles = " . ".join(indicator.title for indicator in output.indicators.all())
            text = f"{output.short_title} . {output.statement} . {titles}"
            self._words.add(output.pk, text)
        self._earlier = Texts()
        for decision in decisions:
            self._earlier.add(decision.pk, decision.wording)

    @classmethod
    def load(cls, plan: Plan | None) -> "Proposer":
        """Read the outputs of a plan and the latest decisions, in a constant number of queries."""
        outputs = Output.objects.filter(plan=plan).select_related("objective__area", "plan")
        return cls(list(outputs.prefetch_related("indicators")), list(latest_decisions()))

    def propose(
        self, sentence: str, *, area_code: str = "", without: int | None = None
    ) -> list[Proposal]:
        """Return at most three outputs, the most likely first.

        `without` is the key of a decision that is not to be looked at: the sentence's own.
        """
        scores, reasons = defaultdict(float), defaultdict(list)
        for pk, (score, shared) in self._words.alike(sentence).items():
            scores[pk] += score
            reasons[pk].append(shares(shared, sentence))
        for pk, score, decision in self._by_decisions(sentence, without):
            scores[pk] += OF_DECISION * score
            said = gettext("resembles %(code)s, which is linked to it") % {"code": decision.code}
            reasons[pk].append(said)
        for pk in scores:
            scores[pk] *= 1 if self._is_of(pk, area_code) else ANOTHER_AREA
            if area_code and self.outputs[pk].objective.area.code == area_code:
                scores[pk] += OWN_AREA
        best = sorted(scores, key=lambda pk: (-scores[pk], self.outputs[pk].code))
        return [
            Proposal(self.outputs[pk], round(scores[pk], 3), tuple(reasons[pk]))
            for pk in best[:PROPOSED]
            if scores[pk] >= WEAKEST
        ]

    def resembling(self, sentence: str, decisions: Iterable[Decision]) -> list[Resemblance]:
        """Return those of the decisions that a sentence resembles, the most alike first."""
        offered = {decision.pk: decision for decision in decisions}
        found = self._earlier.most_alike(sentence, among=offered.keys())
        return [Resemblance(offered[pk], score, reason) for pk, score, reason in found]

    def _is_of(self, pk: int, area_code: str) -> bool:
        area = self.outputs[pk].objective.area
        return not area_code or area.code == area_code

    def _by_decisions(self, sentence: str, without: int | None):
        """Yield each output with the decision most alike that is linked to it."""
        best = {}
        for pk, (score, _shared) in self._earlier.alike(sentence).items():
            if pk == without:
                continue
            for link in self.decisions[pk].links.all():
                weighed = score * STRENGTHS[link.strength]
                if link.output_id in self.outputs and weighed > best.get(link.output_id, (0,))[0]:
                    best[link.output_id] = (weighed, self.decisions[pk])
        for pk, (score, decision) in best.items():
            yield pk, score, decision


def latest_decisions():
    """Return the latest decisions with what they are linked to: enough to compare with."""
    decisions = Decision.objects.select_related("meeting", "area").prefetch_related("links")
    return decisions.order_by("-meeting__number", "pk")[:COMPARED]


@dataclass(frozen=True)
class Measured:
    """How often the right output is among those proposed, over decisions whose links are known."""

    decisions: int
    right: int

    @property
    def percent(self) -> int:
        """The share in per cent, rounded down."""
        return 100 * self.right // self.decisions if self.decisions else 0


def measure(plan: Plan | None, decisions: list[Decision], known: list[Decision]) -> Measured:
    """Propose for decisions as if they were new, and compare with what they are linked to.

    Right is an output with a direct link, or with an indirect one where there is no direct one.
    `known` are the decisions that the proposals may rest on, besides the words of the plan.
    """
    proposer = Proposer(list(Proposer.load(plan).outputs.values()), known)
    counted = right = 0
    for decision in decisions:
        links = [link for link in decision.links.all() if link.output_id in proposer.outputs]
        direct = [link for link in links if link.strength == DecisionLink.Strength.DIRECT]
        wanted = {link.output_id for link in direct or links}
        if wanted:
            area_code = decision.area.code if decision.area else ""
            found = proposer.propose(decision.wording, area_code=area_code, without=decision.pk)
            counted += 1
            right += bool(wanted & {proposal.output.pk for proposal in found})
    return Measured(counted, right)


@lru_cache(maxsize=4096)
def parts_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text, and of each two that stand together."""
    found = set()
    for run in re.split(r"[.,;:()“”\"]", text.lower()):
        stems = [_stem(word) for word in WORD.findall(run) if word not in SMALL]
        found.update(stems)
        found.update(f"{one} {two}" for one, two in pairwise(stems))
    return frozenset(found)


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return STEMMER.stemWord(word)


def longest_words(text: str) -> list[str]:
    """Return the stems of the words that tell what a text is about, the longest first.

    They stand so in the words: "stud" is in study and in studies.
    """
    stems = {part.rstrip("i") for part in parts_of(text) if " " not in part}
    return sorted(stems, key=lambda stem: (-len(stem), stem))


def shares(shared: list[str], sentence: str) -> str:
    """Say the two rarest words or pairs that are shared, as the sentence writes them."""
    words = WORD.findall(sentence)
    told = []
    for part in shared:
        as_written = _written(part, words)
        if as_written and not any(as_written in one or one in as_written for one in told):
            told.append(as_written)
        if len(told) == 2:
            break
    return gettext("shares %(words)s") % {"words": ", ".join(f"“{one}”" for one in told)}


def _written(part: str, words: list[str]) -> str:
    stems = part.split()
    for place, word in enumerate(words):
        if _stem(word.lower()) != stems[0]:
            continue
        if len(stems) == 1:
            return word
        for after in range(place + 1, min(place + 4, len(words))):
            if _stem(words[after].lower()) == stems[1]:
                return " ".join(words[place : after + 1])
    return ""
