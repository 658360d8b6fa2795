"""A paper opens in LibreOffice, Debian's, and says there what it says here."""

import shutil
import subprocess

import pytest

from tests.demonstration import demonstration_loaded
from tests.papers import content, file_of

SOFFICE = shutil.which("soffice")
PATIENCE = 120  # seconds, for a computer that is busy with other things

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(SOFFICE is None, reason="needs Debian's package libreoffice-writer-nogui"),
]


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


def test_a_paper_opens_with_its_headings_numbers_and_tables(tmp_path):
    paper = tmp_path / "paper.docx"
    paper.write_bytes(file_of(content(), "air-pollution.docx"))

    subprocess.run(
        [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            tmp_path,
            paper,
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )

    text = " ".join((tmp_path / "paper.txt").read_text(encoding="utf-8").split())
    for line in (
        "Twenty-ninth Senior Officials Meeting (SOM) of NEASPEC",
        "I. Background and mandate",
        "1. The objective of section 4.1 of the NEASPEC Strategic Plan 2026-2030 reads:",
        "Table 1. Earlier decisions",
        "(a) Take note of the progress made in 2026;",
        "▼ Regressing",
        "Annex. Indicators",
    ):
        assert line in text
