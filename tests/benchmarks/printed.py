"""The papers of a Meeting as LibreOffice prints them: is every word of them on a sheet?

    python -m tests.benchmarks.printed FOLDER

Fills a database of its own with the demonstration, makes the papers of SOM-29 by one command and
says how long that took, prints the Word files with Debian's LibreOffice, and compares them word by
word with the sheets (poppler-utils): a row that was lost or cut off is named. FOLDER, which must be
new, then holds the files, their PDF and a grey picture of every sheet, to be looked at. Ends with 1
where a word is missing.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

from tests.benchmarks.own_database import own_demonstration
from tests.benchmarks.serving import run

MEETING = "SOM-29"


def make_papers(folder: Path) -> float:
    """Write the papers of the demonstration, and return how many seconds that took."""
    with tempfile.TemporaryDirectory() as data, own_demonstration(data) as url:
        environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": data}
        run(["manage.py", "demo", "--no-serve"], environment)
        began = time.perf_counter()
        run(["manage.py", "papers", MEETING, "--to", str(folder)], environment)
        return time.perf_counter() - began


def print_all(papers: list[Path], folder: Path) -> None:
    """Print Word files as PDF, all in one go, and take a picture of every sheet."""
    with tempfile.TemporaryDirectory() as profile:
        office = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
        subprocess.run(
            [*office, "--convert-to", "pdf", "--outdir", folder, *papers],
            check=True,
            capture_output=True,
        )
    for paper in papers:
        sheets = folder / paper.stem
        subprocess.run(
            ["pdftoppm", "-gray", "-png", "-r", "80", sheets.with_suffix(".pdf"), sheets],
            check=True,
        )


def missing(paper: Path, printed: Path) -> Counter:
    """Return the words of a Word file that are not on its sheets as often as in it."""
    sheets = subprocess.run(
        ["pdftotext", printed, "-"], check=True, capture_output=True, text=True
    ).stdout
    return words(written(paper)) - words(sheets)


def written(paper: Path) -> str:
    """Return the text of a Word file, that of its tables included."""
    body = Document(paper).element.body
    pieces = body.iter(qn("w:p"), qn("w:t"), qn("w:tab"), qn("w:br"))
    return "".join(piece.text or "" if piece.tag == qn("w:t") else " " for piece in pieces)


def words(text: str) -> Counter:
    """Count words, whether a line ends within them or not, and in whatever capitals."""
    return Counter(re.findall(r"\w+", re.sub(r"[-‑]\s*", "", text).casefold()))


def main() -> int:
    """Make and print the papers, and say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    took = make_papers(folder)
    papers = sorted(folder.glob("*.docx"))
    print_all(papers, folder)
    lost = {paper.name: missing(paper, folder / f"{paper.stem}.pdf") for paper in papers}
    sheets = len(list(folder.glob("*.png")))
    sys.stdout.write(f"{len(papers)} papers in {took:.1f} seconds, {sheets} sheets.\n")
    for name, gone in lost.items():
        if gone:
            sys.stdout.write(f"{name} lacks on paper: {', '.join(gone.elements())}\n")
    return 1 if any(lost.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
