"""The files of the papers, made from their content alone."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One file of the papers, with the name that it has in a folder."""

    name: str
    data: bytes


def make_papers(
    content: dict, order: str = "agenda", edition: dict | None = None
) -> Iterator[PaperFile]:
    """Make the files of the papers of a meeting."""
    raise NotImplementedError
    yield


def zipped(files: list[PaperFile]) -> bytes:
    """Return all files as one."""
    raise NotImplementedError
