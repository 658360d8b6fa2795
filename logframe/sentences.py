"""Sentences that are put together without Django and told in the language of the reader.

The arithmetic says what it found in English, in papers and files too. It keeps the words apart
from the figures, so that a page can put in the words of another language (`logframe.shown`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from logframe.figures import spell


def gettext_noop(text: str) -> str:
    """Mark a text for translators; `makemessages` knows the mark by its name."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a clause of one, with named gaps for what it is about.

    A gap takes a figure as text, a number of days, a day, a status, or another clause. As text it
    is English.
    """

    text: str
    parts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = self.parts.items()
        return self.text % {
            name: spell(part) if isinstance(part, date) else part for name, part in parts
        }


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days, which is one word in English and in other languages up to three."""

    number: int

    def __str__(self) -> str:
        return f"{self.number} {'day' if self.number == 1 else 'days'}"
