"""Make an invented plan as large as one likes, to see that the site stays fast."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import demonstration, load
from config.management.progress import progress_bar

SIZES = (1, 10, 100)


class Command(BaseCommand):
    help = (
        "Migrates, loads the records and makes an invented plan beside them, 1, 10 or 100 times "
        "as large as a real one, with the users of the demonstration. Name a database of its own."
    )
    requires_system_checks = []  # the command that it calls checks

    def add_arguments(self, parser) -> None:
        parser.add_argument("--times", type=int, choices=SIZES, default=1)

    def handle(self, *args, times: int, **options) -> None:
        try:
            demonstration.check_allowed()
            load.check_database(times)
            call_command("migrate", verbosity=0, interactive=False)
            if load.times_made():
                self.stdout.write("The load is made already: nothing was changed.")
                return
            load.make(times, progress_bar(self.stdout))
        except (demonstration.DemonstrationError, load.LoadError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Made: {load.counts()}.")
