"""Which thematic area a heading or a sentence is about, by the names of the areas."""

import re
from functools import lru_cache

import snowballstemmer

from meetings.report_vocabulary import Vocabulary

STEMMER = snowballstemmer.stemmer("english")
# Words that many headings have, whatever they are about.
_COMMON = (
    "of the and in on to for a an other new area areas issue issues programme programmes "
    "project projects cooperation matters activities work plan emerging review agenda item "
    "next fund meeting"
)
COMMON = frozenset(STEMMER.stemWords(_COMMON.split()))
WORD = re.compile(r"[^\W\d_]{2,}")
HALF = 0.5


class Areas:
    """The areas of a programme, found in words."""

    def __init__(self, vocabulary: Vocabulary):
        self._names = [(area.code, stems(area.name)) for area in vocabulary.areas]
        self._exact = {name.lower() for area in vocabulary.areas for name in area.names}
        self._patterns = [
            (
                area.code,
                re.compile(
                    "|".join(rf"\b{_spelled(name)}\b" for name in area.names if len(name) > 2)
                ),
            )
            for area in vocabulary.areas
        ]

    def is_name(self, words: str) -> bool:
        """Whether the words are the name of an area, as a heading has it."""
        return words.lower() in self._exact

    def of(self, heading: str, sentence: str, *, is_headed: bool = True) -> str:
        """Return the code of the area of a heading, or of a sentence without one; or nothing.

        A heading that names no area keeps its sentences out of all, if the text `is_headed` by
        subjects at all.
        """
        if heading and ((code := self._of_heading(heading)) or is_headed):
            return code
        found = {code for code, pattern in self._patterns if pattern.search(sentence)}
        return found.pop() if len(found) == 1 else ""

    def _of_heading(self, heading: str) -> str:
        words = stems(heading)
        found = [(self._likeness(words, name), code) for code, name in self._names]
        best = max(found, default=(0, ""))
        if best[0] >= HALF and [score for score, _code in found].count(best[0]) == 1:
            return best[1]
        named = {code for code, pattern in self._patterns if pattern.search(heading)}
        return named.pop() if len(named) == 1 else ""

    @staticmethod
    def _likeness(words: frozenset[str], name: frozenset[str]) -> float:
        if not words or not name:
            return 0
        shared = len(words & name)
        return max(shared / len(name), shared / len(words))


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words that tell what a text is about."""
    return frozenset(STEMMER.stemWords(WORD.findall(text.lower()))) - COMMON


def _spelled(name: str) -> str:
    """Return a pattern for a name: abbreviations as they stand, words also small."""
    pattern = re.escape(name).replace(r"\ ", r"[\s-]")
    return pattern if name.isupper() or "-" in name else rf"(?i:{pattern})"
