"""A line in the terminal that fills up while a command works."""

from django.core.management.base import OutputWrapper

WIDTH = 40


def draw(out: OutputWrapper, done: int, total: int, things: str) -> None:
    """Draw how many of the things are done; the line is wiped at the end."""
    filled = WIDTH * done // total
    line = f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done} of {total} {things}"
    out.write(line if done < total else f"\r{' ' * len(line)}\r", ending="")
    out.flush()
