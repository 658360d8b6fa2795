"""Prepare the demonstration and serve it on this computer."""

import socket
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import demonstration
from config.records import RecordsError
from logframe.models import Activity, Indicator, Measurement, Milestone, Output, ProgressReport
from meetings.models import Decision, FollowUp

HOST = "127.0.0.1"
REAL = (Output, Indicator, Decision, Activity)
INVENTED = (Milestone, Measurement, ProgressReport, FollowUp)


class Command(BaseCommand):
    help = (
        "Migrates, loads the records and invented data, creates the users of the demonstration "
        "and serves the site on this computer. A second run only serves."
    )
    requires_system_checks = []  # the commands that it calls check

    def add_arguments(self, parser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="Only prepare.")
        parser.add_argument("--port", type=int, default=8000, help="To serve on; 8000 if not said.")

    def handle(self, *args, no_serve: bool, port: int, **options) -> None:
        if not no_serve:
            self.check_port(port)
        try:
            self.prepare()
        except (demonstration.DemonstrationError, RecordsError) as error:
            raise CommandError(str(error)) from error
        self.introduce(port)
        if not no_serve:
            self.serve(port)

    def serve(self, port: int) -> None:
        """Serve with the pages that people meet in production, also where something goes wrong."""
        settings.DEBUG = False
        call_command("runserver", f"{HOST}:{port}", use_reloader=False, insecure_serving=True)

    def check_port(self, port: int) -> None:
        """Say so at once where another program has the port."""
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                raise CommandError(
                    f"Another program answers on port {port}: choose another one, "
                    f"for example --port {port + 1}."
                )

    def prepare(self) -> None:
        """Bring the database to where the demonstration can be shown."""
        demonstration.check_allowed()
        demonstration.check_database()
        self.stdout.write("Preparing the database.")
        call_command("migrate", verbosity=0, interactive=False)
        if demonstration.is_loaded():
            self.stdout.write("The demonstration is loaded already: nothing was changed.")
            return
        demonstration.load(
            self.progress_line("Loading the records"),
            self.progress_line("Loading the demonstration data"),
        )

    def progress_line(self, what: str) -> Callable[[int, int], None]:
        """Return a line that counts up in a terminal, and is written once elsewhere."""

        def write(done: int, total: int) -> None:
            if self.stdout.isatty():
                end = "\n" if done == total else ""
                self.stdout.write(f"\r{what}: {done} of {total}.", ending=end)
                self.stdout.flush()
            elif done == total:
                self.stdout.write(f"{what}: {total}.")

        return write

    def introduce(self, port: int) -> None:
        """Say what is there, where, and how to sign in."""
        width = max(len(person.username) for person in demonstration.PEOPLE)
        self.stdout.write(
            f"\nIn the database: {self.counts(REAL)}.\n"
            f"Invented: {self.counts(INVENTED)}.\n"
            f"\nOpen http://{HOST}:{port}/ and sign in as\n"
        )
        for person in demonstration.PEOPLE:
            self.stdout.write(
                f"  {person.username:<{width}}  password {demonstration.PASSWORD}  ({person.role})"
            )
        self.stdout.write("")

    def counts(self, models: tuple) -> str:
        """Return how many rows of each there are, in a sentence."""
        return ", ".join(
            f"{model.objects.count()} {model._meta.verbose_name_plural}" for model in models
        )
