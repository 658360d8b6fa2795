"""The files of the papers, made from their content alone: the same content gives the same bytes."""

from collections.abc import Callable, Iterable, Iterator
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
from meetings.papers.preview import Preview
from meetings.papers.scorecard_paper import write_scorecard
from meetings.papers.word import WordPaper
from meetings.papers.writer import Writer

WRITERS: dict[str, Callable[[Writer, dict, Paper], None]] = {
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
    for name in file_names(content, order):
        yield make_paper(content, name, order, edition)


def file_names(content: dict, order: str = "agenda") -> list[str]:
    """Return the names of the files of the papers, in their order."""
    return list(_makers(content, order, None))


def make_paper(
    content: dict, name: str, order: str = "agenda", edition: dict | None = None
) -> PaperFile:
    """Make one file of the papers; KeyError where there is none of the name."""
    make = _makers(content, order, edition)[name]
    with translation.override(content["language"]):
        return PaperFile(name, make())


def _makers(content: dict, order: str, edition: dict | None) -> dict[str, Callable[[], bytes]]:
    """Return the names of the files, each with what makes it."""
    with translation.override(content["language"]):
        papers = papers_of(content, order)
    meeting = content["meeting"]["code"]
    makers: dict[str, Callable[[], bytes]] = {}
    for paper in papers:
        makers |= {
            paper.file_name(meeting, "docx"): lambda paper=paper: word_file(
                content, paper, edition
            ),
            paper.file_name(meeting, "csv"): lambda paper=paper: csv_file(content, paper),
            paper.file_name(meeting, "xlsx"): lambda paper=paper: xlsx_file(content, paper),
        }
    makers[f"{meeting}-data-dictionary.csv"] = lambda: dictionary_file(content, papers)
    return makers


def word_file(content: dict, paper: Paper, edition: dict | None) -> bytes:
    """Return one paper as a Word file."""
    word = WordPaper(imprint(content, paper, edition), is_across=paper.kind in ACROSS)
    _write(word, content, paper, edition)
    return word.save()


def preview(content: dict, paper: Paper) -> Preview:
    """Return what one paper would say, in short."""
    short = Preview(is_across=paper.kind in ACROSS)
    with translation.override(content["language"]):
        _write(short, content, paper, None)
    return short


def _write(writer: Writer, content: dict, paper: Paper, edition: dict | None) -> None:
    write_head(writer, content, paper, edition)
    WRITERS[paper.kind](writer, content, paper)


def zipped(files: Iterable[PaperFile], content: dict) -> bytes:
    """Return all files as one archive, of the day of the content."""
    day = date.fromisoformat(content["as_of"])
    return zip_of(((file.name, file.data) for file in files), day)
