"""Load the real records of the programme, beside what staff entered and never over it."""

from django.core.management.base import BaseCommand, CommandError

from config.management.bar import draw
from config.records import RECORDS_FOLDER, LoadReport, RecordsError, load_folder


class Command(BaseCommand):
    help = (
        "Loads the real records (plan, meetings, decisions, proposed indicators, activities). "
        "A second run changes nothing; what staff changed or deleted is kept."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Write the records over what staff changed, and tell each change.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Tell what would happen and write nothing."
        )

    def handle(self, *args, **options) -> None:
        try:
            report = load_folder(
                RECORDS_FOLDER,
                overwrite=options["overwrite"],
                dry_run=options["dry_run"],
                progress=self.draw_progress if self.stdout.isatty() else None,
            )
        except RecordsError as error:
            if self.stdout.isatty():
                self.stdout.write("")  # the sentence does not stand behind the bar
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.tell(report, dry_run=options["dry_run"], verbosity=options["verbosity"])

    def draw_progress(self, done: int, total: int) -> None:
        """Draw one line that fills up; it is wiped at the end."""
        draw(self.stdout, done, total, "records")

    def tell(self, report: LoadReport, *, dry_run: bool, verbosity: int) -> None:
        """Write what was done, or would be: single rows where somebody may want to look."""
        would = "Would be " if dry_run else ""
        sentences = [
            *(self.lines(f"{would}created", report.created) if dry_run or verbosity > 1 else ()),
            *self.lines(f"{would}updated", report.updated),
            *self.lines("kept", report.kept),
            *(self.lines("unchanged", report.unchanged) if verbosity > 1 else ()),
        ]
        for sentence in sentences:
            self.stdout.write(sentence)
        if report.changes_nothing:
            self.stdout.write("Nothing to change: the records are loaded already.")
        self.stdout.write(
            f"{len(report.created)} created, {len(report.updated)} updated, "
            f"{len(report.unchanged)} unchanged, {len(report.kept)} kept as staff left them."
            + (" This was a dry run: nothing was written." if dry_run else "")
        )

    def lines(self, what: str, sentences: list[str]) -> list[str]:
        """Return the sentences, each with what happened to the row."""
        return [f"{what.capitalize()}: {sentence}" for sentence in sentences]
