"""Read the report of a meeting: print its decisions and what was skipped, or record them."""

import csv
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from logframe.formats import neutralised
from logframe.models import Plan
from meetings.models import Decision, Meeting
from meetings.proposals import latest_decisions, measure
from meetings.report_files import text_of
from meetings.report_reader import ReadDecision, Reading, read
from meetings.report_records import Choice, Office, record

COLUMNS = (
    *("section", "paragraph", "sequence", "heading", "text", "kind", "kinds"),
    *("is_actionable", "certainty", "addressees", "due_text", "area_code"),
)


class Command(BaseCommand):
    help = "Reads the decisions of a meeting's report (.docx or .txt) and prints or records them."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", nargs="?", help="The report, as .docx or .txt.")
        parser.add_argument(
            "--save",
            metavar="MEETING",
            help="Record the decisions of this meeting, all or none; those that stand are left.",
        )
        parser.add_argument("--csv", action="store_true", help="Print the decisions as CSV.")
        parser.add_argument(
            "--measure",
            metavar="MEETING",
            help="Say how often the right output is proposed for decisions whose links are known.",
        )

    def handle(self, *args, **options) -> None:
        if options["measure"]:
            self.tell_measured(self.meeting(options["measure"]))
            return
        if not options["file"]:
            raise CommandError("Name the file of the report.")
        text = self.text(Path(options["file"]))
        if options["save"]:
            self.save(self.meeting(options["save"]), text)
        elif options["csv"]:
            self.write_csv(read(text))
        else:
            self.tell(read(text))

    def text(self, path: Path) -> str:
        """Return the text of the report."""
        try:
            return text_of(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError(f"{path}: {' '.join(error.messages)}") from error

    def meeting(self, code: str) -> Meeting:
        """Return a meeting by its code."""
        meeting = Meeting.objects.select_related("body").filter(code=code).first()
        if meeting is None:
            raise CommandError(f"There is no meeting {code}.")
        return meeting

    # Print

    def tell(self, reading: Reading) -> None:
        """Write the decisions, then what was skipped and why."""
        for decision in reading.decisions:
            self.stdout.write(f"{place(decision)}  {', '.join(facts(decision))}")
            self.stdout.write(f"    {decision.text}")
        self.stdout.write(f"{len(reading.decisions)} decisions.")
        if reading.skipped:
            self.stdout.write("Skipped:")
        for one in reading.skipped:
            self.stdout.write(f"    line {one.line}, {one.why}: {one.text}")

    def write_csv(self, reading: Reading) -> None:
        """Write the decisions as CSV."""
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        for decision in reading.decisions:
            writer.writerow(cell(getattr(decision, column)) for column in COLUMNS)

    # Record

    def save(self, meeting: Meeting, text: str) -> None:
        """Record what does not stand yet, all or none."""
        office = Office(meeting, Plan.objects.current())
        reading = office.read(text)
        new = [one for one in reading.decisions if not office.is_stored(one)]
        for one in new:
            if stored := office.standing(one):
                raise CommandError(
                    f"Nothing was recorded. {stored.code} stands already with other words."
                )
        try:
            recorded = record(office, map(Choice.of, new))
        except ValidationError as error:
            raise CommandError(f"Nothing was recorded. {' '.join(error.messages)}") from error
        standing = len(reading.decisions) - len(new)
        self.stdout.write(f"{len(recorded)} decisions recorded, {standing} stood already.")

    # Measure

    def tell_measured(self, meeting: Meeting) -> None:
        """Write how often the right output is among those proposed, by what they rest on."""
        known = list(latest_decisions())
        decisions = [one for one in known if one.meeting_id == meeting.pk]
        earlier = [one for one in known if is_before(one, meeting)]
        for words, by in (
            ("the plan's words alone", []),
            ("the plan's words and decisions of earlier meetings", earlier),
            ("the plan's words and all other decisions", known),
        ):
            found = measure(Plan.objects.current(), decisions, by)
            self.stdout.write(
                f"{meeting.code}: the right output is among those proposed for {found.right} of "
                f"{found.decisions} decisions ({found.percent} %), by {words}."
            )


def is_before(decision: Decision, meeting: Meeting) -> bool:
    """Whether a decision was taken at an earlier meeting of the same body."""
    other = decision.meeting
    return other.body_id == meeting.body_id and other.number < meeting.number


def place(decision: ReadDecision) -> str:
    """Return the place of a decision in the report, as I/5/2."""
    return f"{decision.section}/{decision.paragraph}/{decision.sequence}"


def facts(decision: ReadDecision) -> list[str]:
    """Return what was understood of a decision, in a few words each."""
    found = [decision.kind]
    if decision.is_actionable:
        found.append(f"asks for action ({decision.certainty})")
        found.extend(f"to {name}" for name in decision.addressees)
    if decision.due_text:
        found.append(f"due {decision.due_text}")
    if decision.heading:
        found.append(decision.heading)
    return found


def cell(value) -> str:
    """Return a value as a cell of CSV, never as a formula."""
    return neutralised("; ".join(value) if isinstance(value, tuple) else str(value))
