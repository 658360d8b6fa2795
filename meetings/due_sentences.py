"""Which words of a sentence say when something is due: the most binding ones."""

import re
from collections.abc import Iterator
from dataclasses import replace

from meetings.due_phrases import (
    NTH,
    RECURRENCES,
    SPANS,
    UNKNOWN,
    VAGUE,
    Context,
    Due,
    understand,
)

FILLER = (
    r"(?:(?:the|its|their|remaining|period|project|of|biennium|years?|around|about|tentatively|"
    r"rest|each|coming|and)\s+){0,5}"
)
URGENT = (
    r"by|before|until|till|no\s+later\s+than|not\s+later\s+than|within|prior\s+to|ahead\s+of|"
    r"in\s+time\s+for"
)
CALM = r"at|in|during|for|throughout|through|over|on|from|between|to"
HELD = re.compile(
    r"\b(?:held|planned|scheduled|convened|took place|since|as of|(?<!be )(?:organi[sz]ed|"
    r"conducted|adopted|established|launched|hosted|published|signed|completed|started))\s+$",
    re.IGNORECASE,
)
_ANY_SPAN = "|".join(re.sub(r"\(\?P<\w+>", "(?:", words) for words, _read in SPANS[:-1])
_WITHIN = re.sub(r"\(\?P<\w+>", "(?:", SPANS[-1][0])
_LATER_YEARS = r"(?:\s+and\s+(?:the\s+)?(?:coming|following|subsequent)\s+years)?"
_DATED = re.compile(
    rf"\b(?:(?P<urgent>{URGENT})|(?:{CALM}))\s+{FILLER}(?:{_ANY_SPAN}){_LATER_YEARS}", re.IGNORECASE
)
_LOOSE = re.compile(
    rf"\b(?:(?P<urgent>{'|'.join(words for words, _name in RECURRENCES)}|{_WITHIN})|{VAGUE})\b",
    re.IGNORECASE,
)


# What is planned for a day to come is a matter to be done before it, where nothing else says when.
PLANNED = re.compile(r"\b(?:planned|scheduled)\s+$", re.IGNORECASE)
# "In preparing the next work plan, the Meeting asked": an occasion, whose day nobody knows.
OCCASION = re.compile(
    r"^(?:in|when|while|upon)\s+(?:developing|preparing|drafting|revising|updating|reviewing|"
    r"elaborating|finali[sz]ing|formulating|designing|planning)\s+(?:the|its|their|an?)\s+"
    r"(?:next|new|future|following|forthcoming|upcoming|coming)\s+[^,;.]{3,100}(?=,)",
    re.IGNORECASE,
)


def find(sentence: str, context: Context = UNKNOWN) -> Due | None:
    """Return the phrase of a sentence that says when it is due, the most binding one."""
    best, weight = None, 0
    for found in _phrases(sentence, context):
        due = understand(found[0], context)
        if due.on and context.on and due.on < context.on:
            continue
        before = sentence[max(found.start() - 20, 0) : found.start()]
        heavy = 2 * (1 + due.is_understood + bool(found["urgent"] or due.meeting))
        if held := HELD.search(before):
            if not (PLANNED.search(before) and due.on and context.on):
                continue
            due, heavy = replace(due, words=f"{held[0]}{found[0]}"), 1
        if heavy > weight:
            best, weight = due, heavy
    return best


def occasion(sentence: str) -> Due | None:
    """Return the work at which something is due, in the words that begin the sentence."""
    found = OCCASION.match(sentence)
    return Due(found[0]) if found else None


def _phrases(sentence: str, context: Context) -> Iterator[re.Match]:
    yield from _DATED.finditer(sentence)
    yield from _LOOSE.finditer(sentence)
    codes = "|".join(re.escape(code) for code in context.codes)
    if codes:
        pattern = (
            rf"\b(?:(?P<urgent>{URGENT})|(?:at|to|for|during|in))\s+(?:(?:the|its|each|every|next|"
            rf"following|upcoming|forthcoming|subsequent|annual|regular|{NTH})\s+){{0,3}}"
            rf"(?:(?:{codes})(?:[-\s]\d{{1,3}})?|"
            rf"(?<=next )(?:meeting|session)|(?<=each )(?:meeting|session))\b"
        )
        yield from re.finditer(pattern, sentence, re.IGNORECASE)
