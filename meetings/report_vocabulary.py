"""The names that a report uses: areas, States and bodies. They are data, never code."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

RECORDS = Path(__file__).resolve().parent.parent / "fixtures" / "records"
SMALL_WORDS = {"of", "the", "and", "in"}


@dataclass(frozen=True)
class Named:
    """Something with a code and the names that texts have for it, the full one first."""

    code: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The full name."""
        return self.names[0]


@dataclass(frozen=True)
class Vocabulary:
    """The areas, States and bodies of a programme, and what its governing body is called."""

    areas: tuple[Named, ...] = ()
    states: tuple[Named, ...] = ()
    bodies: tuple[Named, ...] = ()
    governing: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, areas: Iterable[dict], states: Iterable[dict], bodies: Iterable[dict]
    ) -> "Vocabulary":
        """Return the vocabulary of rows given as fields: of records, or of a database."""
        bodies = list(bodies)
        return cls(
            areas=tuple(Named(row["code"], _area_names(row)) for row in areas),
            states=tuple(
                Named(row["code"], (row["name"], *initials(row["name"]))) for row in states
            ),
            bodies=tuple(
                Named(row["code"], (row["name"],)) for row in bodies if not row.get("is_governing")
            ),
            governing=tuple(
                name
                for row in bodies
                if row.get("is_governing")
                for name in (row["name"], row["code"])
            ),
        )


def _area_names(row: dict) -> tuple[str, ...]:
    names = (row["name"], row.get("platform"), row.get("platform_abbreviation"), row["code"])
    return tuple(name for name in names if name)


def initials(name: str) -> tuple[str, ...]:
    """Return the short forms of a name of several words: with its small words and without."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    forms = (
        "".join(word[0] for word in words),
        "".join(word[0] for word in words if word not in SMALL_WORDS),
    )
    return tuple(dict.fromkeys(form.upper() for form in forms if len(form) > 2))


@lru_cache(maxsize=1)
def shipped() -> Vocabulary:
    """Return the names in the records that come with the project; without them, none."""
    kept = {"logframe.memberstate": [], "logframe.thematicarea": [], "meetings.body": []}
    for path in sorted(RECORDS.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if text.startswith(tuple(f"- model: {model}\n" for model in kept)):
            for row in yaml.safe_load(text):
                kept[row["model"]].append(row["fields"])
    return Vocabulary.of(
        areas=kept["logframe.thematicarea"],
        states=kept["logframe.memberstate"],
        bodies=kept["meetings.body"],
    )
