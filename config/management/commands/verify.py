"""Check that what is kept is what was written, and say what is not."""

from functools import partial

from django.core.management.base import BaseCommand, CommandError

from config.verification import CHECKS
from logframe import history_chain


class Command(BaseCommand):
    help = (
        "Checks the history, editions and their files against their SHA-256, every record against "
        "the rules, and that no file of evidence is missing. Changes nothing; ends with 1 where it "
        "found a fault."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--head",
            default="",
            help="What `seal` or `backup` printed as the head of the history, kept elsewhere: the "
            "history of that day must still be the beginning of today's.",
        )

    def handle(self, *args, head: str, **options) -> None:
        faults = 0
        for name, check in (CHECKS | {"History": partial(history_chain.check, head)}).items():
            found = 0
            for sentence in check():
                found += 1
                self.stdout.write(f"  {sentence}")
            self.stdout.write(f"{name}: {found or 'no'} fault{'' if found == 1 else 's'}.")
            faults += found
        if faults:
            raise CommandError(
                "What is kept is not all what was written: compare with a backup before it is used."
            )
