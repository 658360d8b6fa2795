"""Steps of the review, for one row or many: each row by the same rule, each refusal told."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError

from logframe.models import Reviewed
from logframe.refusals import name_of, sentence


@dataclass
class Outcome:
    """What became of the rows: those on which the step was taken, and why not on the others."""

    done: list[Reviewed] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def take_step(step: str, rows: Iterable[Reviewed], by, *args) -> Outcome:
    """Submit, verify or return (`return_to_author`) each row that can be, in the name of a person.

    A refused row stays as it is and does not stop the others.
    """
    outcome = Outcome()
    for row in rows:
        try:
            getattr(row, step)(by, *args)
        except (ValidationError, PermissionDenied) as refusal:
            outcome.refusals.append(f"{name_of(row)}: {sentence(refusal)}")
        else:
            outcome.done.append(row)
    return outcome
