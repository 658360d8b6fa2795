"""How long the reader of reports takes for texts that are hardly reports any more.

    .venv/bin/python -m tests.benchmarks.reader 2000

reads so many mutilated texts as they are and again at 200 KB, and one line of 5 MB. It fails where
a reading raises an error, or takes longer than the longest allowed at 200 KB.
"""

import sys
from time import process_time

import django
from django.conf import settings

settings.configure(USE_I18N=False)
django.setup()

from meetings.report_reader import read  # noqa: E402
from tests.mutilated import as_long_as, mutilated, report  # noqa: E402

LONG, ONE_LINE = 200_000, 5_000_000
LONGEST = 2  # seconds of the process's own work


def seconds_for(text: str) -> float:
    """Return how long the process works to read a text."""
    begun = process_time()
    read(text)
    return process_time() - begun


def say(*words) -> None:
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")


def main(many: int) -> None:
    """Read them all, and tell the longest."""
    longest, slowest = 0.0, 0
    for number in range(many):
        text = mutilated(number)
        read(text)
        if (seconds := seconds_for(as_long_as(text, LONG))) > longest:
            longest, slowest = seconds, number
    say(f"{many} texts read; at {LONG // 1000} KB number {slowest} took longest: {longest:.2f} s")
    line = as_long_as(report("som-26").replace("\n", " "), ONE_LINE)
    say(f"One line of {ONE_LINE // 1_000_000} MB took {seconds_for(line):.2f} s")
    if longest > LONGEST:
        sys.exit(f"Longer than {LONGEST} s.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
