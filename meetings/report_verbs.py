"""The operative verbs of a meeting: which of its words decide, and what each of them does."""

import re
from dataclasses import dataclass

# The kinds of decisions, the strongest first, with the words that make one. A word ends as in
# reports, in the past; the present tense is recognised too.
VERBS = {
    "request": "requested, asked, instructed, mandated, tasked, directed, entrusted, commissioned",
    "recommend": "recommended, advised, suggested, proposed",
    "approve": (
        "approved, endorsed, accepted, authorized, authorised, allocated, ratified, "
        "gave its approval, gave its consent"
    ),
    "adopt": (
        "adopted, decided, agreed, resolved, determined, launched, established, set up, created, "
        "designated, appointed, nominated, selected, initiated, postponed, deferred, amended, "
        "revised, concluded to, finalized, finalised, renewed, reached agreement, reached consensus"
    ),
    "support": (
        "supported, backed, favoured, favored, concurred, consented, expressed support, "
        "expressed full support, expressed strong support, expressed its support, "
        "expressed its full support, expressed its strong support, agreed with"
    ),
    "encourage": (
        "encouraged, urged, invited, called upon, called on, called for, appealed, exhorted"
    ),
    "welcome": "welcomed",
    "commend": "commended, congratulated, praised, applauded, lauded, complimented, paid tribute",
    "express": (
        "expressed, appreciated, reaffirmed, affirmed, confirmed, reconfirmed, highlighted, "
        "underlined, underscored, emphasized, emphasised, stressed, reiterated, thanked, "
        "acknowledged with appreciation, looked forward, conveyed its, extended its, shared, "
        "hoped, regretted, concluded that, called attention, drew attention, reminded, declared, "
        "pledged, committed, recommitted, voiced, echoed, renewed its commitment, "
        "was of the view, was of the opinion, believed"
    ),
    "note": (
        "noted, took note, took due note, took cognizance, was informed, was briefed, was updated, "
        "was apprised, was presented with, recognized, recognised, acknowledged, considered, "
        "reviewed, discussed, exchanged views, deliberated, examined, recalled, observed, "
        "identified, understood, heard, received, listened to, held discussions, learned"
    ),
}
KINDS = tuple(VERBS)
# Words that a meeting also uses, without deciding anything by them.
IRREGULAR = {"took": "takes", "was": "is", "gave": "gives", "paid": "pays", "drew": "draws"}
ADVERBS = (
    "also|further|furthermore|moreover|then|thus|therefore|again|thereby|subsequently|unanimously|"
    "formally|officially|strongly|warmly|highly|deeply|sincerely|particularly|especially|likewise|"
    "additionally|accordingly|finally|fully|generally|broadly|once again|in principle|in general|"
    "in particular|in addition|as well|jointly|collectively|provisionally|tentatively|duly|"
    "has|have|had|hereby|specifically|clearly|repeatedly|still|kindly|gratefully|similarly"
)
_MANY = rf"(?:(?:{ADVERBS}),?\s+){{0,4}}"


@dataclass(frozen=True)
class Verb:
    """An operative verb in a sentence: the words, their kind and where they stand."""

    words: str
    kind: str
    start: int
    end: int


def _forms(phrase: str) -> list[str]:
    """Return a phrase in the past and, as far as one can tell, in the present tense."""
    first, _, rest = phrase.partition(" ")
    rest = f" {rest}" if rest else ""
    if first in IRREGULAR:
        present = [IRREGULAR[first]]
    elif first.endswith("ed"):
        present = [first[:-2] + "s", first[:-1] + "s", first[:-2] + "es"]
    else:
        present = []
    plural = [f"were{rest}"] if first == "was" else []
    return [phrase, *plural, *(f"{word}{rest}" for word in present)]


KIND_OF = {
    form: kind
    for kind, phrases in VERBS.items()
    for phrase in phrases.split(", ")
    for form in _forms(phrase)
}


def _pattern(form: str) -> str:
    # An adverb may come before the word that counts: "was also informed".
    first, _, rest = form.partition(" ")
    between = rf"\s+{_MANY}" if first in ("was", "were", "is") else r"\s+"
    return between.join([first, rest.replace(" ", r"\s+")]) if rest else first


_SPOKEN = "|".join(_pattern(form) for form in sorted(KIND_OF, key=len, reverse=True))
VERB = rf"(?P<verb>{_SPOKEN})\b"
AFTER_SUBJECT = re.compile(
    rf"(?:\s*,[^,;]{{1,150}},)?\s+{_MANY}(?:with\s+\w+\s+)?{VERB}", re.IGNORECASE
)
# "The Meeting, having seen one, two and three, decided": the verb comes after any of the commas.
AFTER_COMMA = re.compile(rf",\s+(?:and\s+)?{_MANY}{VERB}", re.IGNORECASE)
COORDINATED = re.compile(
    rf"(?:,|;|\band\b|\bbut\b|\bas well as\b)\s*(?:and\s+|but\s+)?(?:it\s+)?{_MANY}{VERB}"
    r"(?!\s+by\b)",
    re.IGNORECASE,
)
PLAIN_NOUN = re.compile(r"\s+(?:activities|projects?|plans?|programmes?|budget|studies)\b")
STRONG = ("request", "recommend", "approve", "adopt", "support", "encourage")
LONGEST_ASIDE = 400
FIRST_WORDS = frozenset(form.split()[0] for form in KIND_OF)


def may_decide(sentence: str) -> bool:
    """Whether any word of a sentence can begin an operative verb: most sentences have none."""
    return not FIRST_WORDS.isdisjoint(re.findall(r"[a-z]+", sentence.lower()))


def kind_of(words: str) -> str:
    """Return the kind of the words of a verb, whatever adverbs stand between them."""
    known = " ".join(words.lower().split())
    if known in KIND_OF:
        return KIND_OF[known]
    return KIND_OF[" ".join(re.sub(rf"\b(?:{ADVERBS}),?\s+", "", known).split())]


def strongest(kinds: list[str]) -> str:
    """Return the kind that counts where a sentence has several."""
    return min(kinds, key=KINDS.index)


def verb_after(sentence: str, place: int) -> Verb | None:
    """Return the operative verb whose subject ends at a place of the sentence."""
    found = AFTER_SUBJECT.match(sentence, place)
    if found is None and sentence.startswith(",", place):
        found = AFTER_COMMA.search(sentence, place + 1, place + LONGEST_ASIDE)
    return _verb(found) if found else None


def verbs_beside(sentence: str, first: Verb) -> list[Verb]:
    """Return the further verbs of the same subject: "commended the work and requested"."""
    return [
        _verb(found)
        for found in COORDINATED.finditer(sentence, first.end)
        if _is_finite(sentence, first, found)
    ]


def _verb(found: re.Match) -> Verb:
    words = found["verb"]
    return Verb(words, kind_of(words), found.start("verb"), found.end("verb"))


def _is_finite(sentence: str, first: Verb, found: re.Match) -> bool:
    # "the planned and approved activities" are no decision.
    before = sentence[max(first.end, found.start() - 60) : found.start()].split()
    if len(before) > 1 and before[-1].endswith("ed") and before[-2] in ("the", "a", "its", "their"):
        return False
    if PLAIN_NOUN.match(sentence, found.end()):
        return False
    # In "noted that X hosted one and welcomed another" it is not the meeting that welcomed.
    said = sentence[first.end : found.start()]
    in_clause = re.match(r"(?:\s+with\s+\w+)?,?\s+that\b", said) is not None
    return not in_clause or found[0].startswith((",", ";")) or kind_of(found["verb"]) in STRONG
