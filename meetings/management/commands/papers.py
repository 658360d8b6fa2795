"""Write the papers of a meeting into a folder, all of them or nothing."""

import os
import shutil
import tempfile
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meetings.canonical import sha256_of
from meetings.models import Edition, Meeting
from meetings.papers import PaperFile, PapersError, content_of, make_papers, zipped
from meetings.papers.files import file_names
from meetings.papers.outline import ORDERS


class Command(BaseCommand):
    help = (
        "Writes the papers of a meeting as of today, as drafts: Word, CSV and XLSX, and one ZIP of "
        "all. Only what was verified counts. With --edition it makes those of an edition again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("meeting", help="Its code, as SOM-29.")
        parser.add_argument(
            "--order",
            choices=ORDERS,
            default="agenda",
            help="Of the papers on areas; agenda if not said.",
        )
        parser.add_argument(
            "--edition",
            type=int,
            help="The number of an edition of the meeting: its files are made again from what it "
            "froze, in its own order, and compared with those that were issued.",
        )
        parser.add_argument(
            "--to", type=Path, help="A folder that is not there yet; papers-CODE if not said."
        )

    def handle(
        self, *args, meeting: str, order: str, edition: int | None, to: Path | None, **options
    ) -> None:
        begun = time.monotonic()
        folder = to or Path(f"papers-{meeting}")
        issued = self.find_edition(meeting, edition) if edition is not None else None
        if folder.exists():
            raise CommandError(
                f"{folder} is there already and was left as it is: name another folder with --to."
            )
        if issued:
            content, order, printed = issued.data, issued.order, issued.printed
        else:
            content, printed = self.content_of_today(meeting), None
        try:
            files = self.write(content, order, printed, folder)
        except OSError as error:
            raise CommandError(f"Nothing was written to {folder}: {error.strerror}.") from error
        took = time.monotonic() - begun
        self.stdout.write(f"{len(files)} files were written to {folder} in {took:.1f} seconds.")
        if issued:
            self.compare(issued, files)

    def content_of_today(self, code: str) -> dict:
        """Return what the papers of a meeting say today."""
        try:
            return content_of(self.find(code), timezone.localdate())
        except PapersError as error:
            raise CommandError(str(error)) from error

    def find(self, code: str) -> Meeting:
        """Return the meeting, or say which there are."""
        meetings = Meeting.objects.select_related("body", "reviews__plan")
        try:
            return meetings.get(code=code)
        except Meeting.DoesNotExist:
            known = ", ".join(Meeting.objects.in_order().values_list("code", flat=True)[:10])
            raise CommandError(f"There is no meeting {code}. The first are: {known}.") from None

    def find_edition(self, code: str, number: int) -> Edition:
        """Return the edition, or say which there are."""
        editions = self.find(code).editions.order_by("number")
        try:
            return editions.get(number=number)
        except Edition.DoesNotExist:
            known = ", ".join(map(str, editions.values_list("number", flat=True))) or "none"
            raise CommandError(f"{code} has no edition {number}. Issued were: {known}.") from None

    def compare(self, edition: Edition, files: list[PaperFile]) -> None:
        """Say whether the files are those that were issued, to the byte."""
        made = {file.name: sha256_of(file.data) for file in files}
        known = edition.files.values_list("name", "file_sha256")
        other = [name for name, sha256 in known if made.get(name) != sha256]
        if other:
            raise CommandError(
                "Not as they were issued, since another release made them: " + ", ".join(other)
            )
        self.stdout.write(f"They are those of edition {edition.number}, to the byte.")

    def write(
        self, content: dict, order: str, printed: dict | None, folder: Path
    ) -> list[PaperFile]:
        """Write all files beside the folder, which takes its name once it is whole."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            files = self.files(content, order, printed)
            for file in files:
                (unfinished / file.name).write_bytes(file.data)
            unfinished.chmod(0o755)
            os.rename(unfinished, folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return files

    def files(self, content: dict, order: str, printed: dict | None) -> list[PaperFile]:
        """Make the files, the ZIP of all last, and count them as they are made."""
        total, files = len(file_names(content, order)), []
        for file in make_papers(content, order, printed):
            files.append(file)
            self.draw_progress(len(files), total)
        name = f"{content['meeting']['code']}-papers.zip"
        return [*files, PaperFile(name, zipped(files, content))]

    def draw_progress(self, done: int, total: int) -> None:
        """Draw one line that counts up, in a terminal."""
        if self.stdout.isatty():
            end = "\n" if done == total else ""
            self.stdout.write(f"\rMaking the papers: {done} of {total} files.", ending=end)
            self.stdout.flush()
