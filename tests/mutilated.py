"""Texts that are hardly a report any more: torn, shuffled, in other scripts, or noise."""

from pathlib import Path
from random import Random

REPORTS = Path(__file__).parent / "meetings" / "reports"
TORN = ("som-26", "som-21", "pages", "lists", "restarts")


def report(name: str) -> str:
    """Return the text of a report that the tests read."""
    return (REPORTS / f"{name}.txt").read_text(encoding="utf-8")


def mutilated(number: int) -> str:
    """Return a report to which something has happened; the same for the same number."""
    chance = Random(number)
    text = report(chance.choice(TORN))
    at = chance.randrange(len(text))
    noise = "".join(
        chr(chance.choice([0, 9, 10, 12, 13, 160, 173, 8232, 65279, 128512])) for _ in "x" * 40
    )
    pages = text.split("\n\n")
    words = text.split()
    chance.shuffle(pages)
    return chance.choice(
        [
            lambda: text[:at],
            lambda: text[at:],
            lambda: "\n\n".join(pages),
            lambda: text.replace("\n", " "),
            lambda: text[:at] + noise + text[at:],
            lambda: text.encode()[: at + 1].decode("cp1252", errors="replace"),
            lambda: chance.randbytes(2_000).decode("latin-1"),
            lambda: " ".join(chance.choice(words) for _ in range(500)),
            lambda: "".join(chance.choice(".,;:()1aI *•\n\f“The Meeting") for _ in range(3_000)),
            lambda: text.translate({ord("e"): "е", ord("a"): "а"}),
            lambda: "第二十六次高官会议注意到报告。会议通过了计划。\n" * 50,
            lambda: "Совещание приняло к сведению доклад. 1. Совещание утвердило план.\n" * 50,
            lambda: (text + "\f") * 3,
            lambda: text.upper(),
            lambda: text.replace(". ", ".").replace("\n\n", "\n"),
        ]
    )()


def as_long_as(text: str, size: int) -> str:
    """Return a text again and again until it has a size."""
    return (text * (size // max(len(text), 1) + 1))[:size]
