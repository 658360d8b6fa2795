"""Where a sentence ends: not after "Dr.", "No. 5" or "2.5", but before a footnote's number."""

import re

# After these a full stop ends no sentence, whatever follows.
_TITLES = (
    "mr ms mrs dr prof messrs amb hon rev gen gov st sr jr no nos para paras art arts sec ch fig "
    "figs tab vol vols p pp cf vs eq ed eds e.g i.e h.e viz incl approx ca ref nr"
)
TITLES = frozenset(_TITLES.split())
# After these it may: then the next sentence begins with a word that usually begins one.
_SHORTENED = (
    "etc u.s u.n u.k e.u a.m p.m inc ltd co corp dept univ jan feb mar apr jun jul aug sept sep "
    "oct nov dec al d.c"
)
SHORTENED = frozenset(_SHORTENED.split())
BEGINNINGS = re.compile(r"(?:The|It|In|This|These|Member|All|They|He|She|As|On|At|For|Further)\s")
END = re.compile(
    r"[.!?。！？]+(?P<close>[\"'”’)\]]*)(?P<note>\d{0,2})"
    r"(?:\s+(?=[\"'“‘(\[]*[A-ZÀ-ÞЀ-Я0-9\u3040-\u9fff])|(?=The [A-Z]\w+ [a-z])|(?<=[。！？])|\s*$)"
)
LAST_WORD = re.compile(r"[\w.’'-]+$")
LONGEST_WORD = 20


def sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a text, each with the place at which it begins."""
    found, start = [], 0
    for end in END.finditer(text):
        if _ends_nothing(text, start, end):
            continue
        stop = end.start("note") if end["note"] else end.end()
        _add(found, text, start, stop)
        start = end.end()
    _add(found, text, start, len(text))
    return found


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does, or at a colon that announces a list."""
    return re.search(r"[.!?:。！？][\"'”’)\]]*\d{0,2}$", text[-12:].rstrip()) is not None


def _add(found: list, text: str, start: int, stop: int) -> None:
    words = text[start:stop]
    if words.strip():
        found.append((start + len(words) - len(words.lstrip()), words.strip()))


def _ends_nothing(text: str, start: int, end: re.Match) -> bool:
    mark = end.start()
    if end.end() == len(text) or text[mark] != "." or end["close"]:
        return False
    if end["note"] and text[mark - 1 : mark].isdigit():
        return BEGINNINGS.match(text, end.end()) is None  # a number such as 2.5
    word = LAST_WORD.search(text, max(start, mark - LONGEST_WORD), mark)
    if word is None:
        return False
    last = word[0].lower().strip(".")
    if last in TITLES:
        # "to vote No." ends a sentence; "No. 5" does not.
        return not (last in ("no", "st", "ed") and BEGINNINGS.match(text, end.end()))
    is_initial = len(last) == 1 and last.isalpha() and word[0][0].isupper()
    if is_initial or last in SHORTENED or re.fullmatch(r"(?:[a-z]\.)+[a-z]", last):
        return BEGINNINGS.match(text, end.end()) is None
    # A number at the very beginning belongs to what follows: "1. Opening".
    return mark - start <= 4 and text[start:mark].strip(" (").isdigit()
