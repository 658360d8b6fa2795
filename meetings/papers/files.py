"""The files of the papers, made from their content alone: the same content gives the same bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from meetings.papers.area_paper import write_area
from meetings.papers.data_files import csv_file, dictionary_file, xlsx_file
from meetings.papers.follow_up_paper import write_follow_up
from meetings.papers.head import imprint, write_head
from meetings.papers.logframe_paper import write_logframe
from meetings.papers.outline import Paper, papers_of
from meetings.papers.packages import zip_of
from meetings.papers.scorecard_paper import write_scorecard
from meetings.papers.word import WordPaper

WRITERS: dict[str, Callable[[WordPaper, dict, Paper], None]] = {
    "area": write_area,
    "follow_up": write_follow_up,
    "logframe": write_logframe,
    "scorecard": write_scorecard,
}
ACROSS = ("logframe",)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One file of the papers, with the name that it has in a folder."""

    name: str
    data: bytes


def make_papers(
    content: dict, order: str = "agenda", edition: dict | None = None
) -> Iterator[PaperFile]:
    """Make the files of the papers of a meeting, one after the other.

    order: agenda or plan, of the papers on areas. edition: its number, the day issued_on and the
    sha256 of the content; without one the papers are a draft, which every page says.
    """
    papers = papers_of(content, order)
    for paper in papers:
        yield from _files_of(content, paper, edition)
    with translation.override(content["language"]):
        data = dictionary_file(content, papers)
    yield PaperFile(f"{content['meeting']['code']}-data-dictionary.csv", data)


def _files_of(content: dict, paper: Paper, edition: dict | None) -> list[PaperFile]:
    """Return a paper and the data that it rests on."""
    meeting = content["meeting"]["code"]
    with translation.override(content["language"]):
        return [
            PaperFile(paper.file_name(meeting, "docx"), word_file(content, paper, edition)),
            PaperFile(paper.file_name(meeting, "csv"), csv_file(content, paper)),
            PaperFile(paper.file_name(meeting, "xlsx"), xlsx_file(content, paper)),
        ]


def word_file(content: dict, paper: Paper, edition: dict | None) -> bytes:
    """Return one paper as a Word file."""
    word = WordPaper(imprint(content, paper, edition), across=paper.kind in ACROSS)
    write_head(word, content, paper, edition)
    WRITERS[paper.kind](word, content, paper)
    return word.save()


def zipped(files: list[PaperFile], content: dict) -> bytes:
    """Return all files as one archive, of the day of the content."""
    day = date.fromisoformat(content["as_of"])
    return zip_of(((file.name, file.data) for file in files), day)
