"""A line in the terminal that fills up while something takes its time."""

from collections.abc import Callable

BAR_WIDTH = 40


def progress_bar(stdout) -> Callable[[int, int, str], None]:
    """Return what draws how many of some things are done, and wipes it at the end.

    Where nobody looks, as in a log, it draws nothing.
    """

    def draw(done: int, total: int, what: str = "records") -> None:
        if not stdout.isatty():
            return
        filled = BAR_WIDTH * done // (total or 1)
        bar = "#" * filled + "." * (BAR_WIDTH - filled)
        line = f"\r[{bar}] {done} of {total} {what}"
        stdout.write(line if done < total else f"\r{' ' * len(line)}\r", ending="")
        stdout.flush()

    return draw
