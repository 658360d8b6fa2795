"""Put a seal over what was added to the history since the last one."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from logframe import history_chain


class Command(BaseCommand):
    help = (
        "Seals the history: what was added to it since the last seal cannot be changed unseen "
        "any more, nor its fingerprints. Prints the head of the chain, to be kept elsewhere."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--accept",
            metavar="REASON",
            default="",
            help="Also take in entries that are not as the application wrote them; the reason "
            "stays in the chain.",
        )

    def handle(self, *args, accept: str, **options) -> None:
        try:
            newest, covered = history_chain.seal(accept)
        except IntegrityError as error:
            raise CommandError("Another seal was put at this moment.") from error
        if newest is None:
            self.stdout.write("There is no history yet.")
            return
        done = f"Sealed {covered} entries" if covered else "Nothing is new"
        self.stdout.write(f"{done}: seal {newest.number}, head {newest.digest}")
