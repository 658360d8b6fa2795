"""How long something takes, how often it asks and how much memory it takes, beside its floor."""

import statistics
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import perf_counter, process_time

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

HEADINGS = (
    f"{'x':>4} {'':56} {'asks':>4} {'ms':>9} {'p95':>9} {'KB':>8} {'MB':>7} "
    f"{'floor':>9} {'ratio':>7}"
)
REPEATS, SECONDS, FEWEST = 15, 4, 1


@dataclass
class Result:
    """What one thing takes at one size; times in milliseconds, memory and size in bytes."""

    times: int
    what: str
    queries: int
    median: float
    p95: float
    size: int = 0
    peak: int = 0
    floor: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times its floor it takes."""
        return self.median / self.floor if self.floor else None


def timed(*acts: Callable) -> list[list[float]]:
    """Do the acts in turn, as often as patience allows, and return the milliseconds of each."""
    found = [[] for _act in acts]
    clock = process_time if settings.COUNTS_OWN_WORK else perf_counter
    begun = perf_counter()
    while len(found[0]) < REPEATS and (len(found[0]) < FEWEST or perf_counter() - begun < SECONDS):
        for act, times in zip(acts, found, strict=True):
            started = clock()
            act()
            times.append(1000 * (clock() - started))
    return found


def result(times: int, what: str, act: Callable, floor: Callable | None = None, size: int = 0):
    """Measure an act beside its floor."""
    tracemalloc.start()
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = len(queries)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    taken, *under = timed(act, *([floor] if floor else []))
    return Result(
        times=times,
        what=what,
        queries=asked,
        median=statistics.median(taken),
        p95=sorted(taken)[ceil(0.95 * len(taken)) - 1],
        size=size,
        peak=peak,
        floor=statistics.median(under[0]) if under else None,
    )


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell(row: Result) -> None:
    """Print one line of the table."""
    against = f"{row.floor:9.2f} {row.ratio:7.1f}" if row.floor else ""
    say(
        f"{row.times:4} {row.what:56} {row.queries:4} {row.median:9.1f} {row.p95:9.1f} "
        f"{row.size / 1000:8.0f} {row.peak / 1e6:7.1f} {against}"
    )
