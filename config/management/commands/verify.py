"""Check that what is kept is what was written, and say what is not."""

from django.core.management.base import BaseCommand, CommandError

from config.verification import CHECKS


class Command(BaseCommand):
    help = (
        "Checks editions and their files against their SHA-256, every record against the rules, "
        "and that no file of evidence is missing. Changes nothing; ends with 1 where it found a "
        "fault."
    )

    def handle(self, *args, **options) -> None:
        faults = 0
        for name, check in CHECKS.items():
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
