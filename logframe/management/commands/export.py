"""Write all records of a kind to a file that can be changed and imported again."""

from pathlib import Path

from django.core.management.base import BaseCommand

from logframe.exchange import format_of, pages_of, resource_of


class Command(BaseCommand):
    help = "Writes all records of a kind, as measurement, to a file (.csv or .xlsx)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("kind", help="As measurement, activity or decision.")
        parser.add_argument("file", help="Its ending tells the format.")

    def handle(self, *args, kind: str, file: str, **options) -> None:
        content = format_of(file).export_data(resource_of(pages_of(kind)).export())
        Path(file).write_bytes(content)
        self.stdout.write(f"Written: {file}")
