"""Whether the officer's own rating of an output says the same as the figures of the year."""

from logframe.models import ProgressReport
from logframe.scores import OutputScore
from logframe.statuses import Status

Rating = ProgressReport.Rating

# The rating that goes with what the figures say; any other status says nothing to compare with.
SUPPORTED = {
    Status.ACHIEVED: Rating.ACHIEVED,
    Status.ACHIEVED_LATE: Rating.ACHIEVED,
    Status.ON_TRACK: Rating.ON_TRACK,
    Status.AT_RISK: Rating.AT_RISK,
    Status.PARTLY_ACHIEVED: Rating.AT_RISK,
    Status.OFF_TRACK: Rating.OFF_TRACK,
    Status.REGRESSING: Rating.OFF_TRACK,
    Status.NOT_ACHIEVED: Rating.OFF_TRACK,
}


def supported_rating(score: OutputScore, year: int) -> Rating | None:
    """Return the rating that the figures of a year support, or None while they say nothing."""
    return SUPPORTED.get(score.status_in(year))


def differs(report: ProgressReport, score: OutputScore, year: int) -> bool:
    """Whether a report rates its output otherwise than the figures of the year do."""
    supported = supported_rating(score, year)
    return bool(report.rating) and supported is not None and report.rating != supported


def is_unexplained(report: ProgressReport, score: OutputScore, year: int) -> bool:
    """Whether a report rates its output otherwise than the figures do and does not say why."""
    return not report.rating_reason.strip() and differs(report, score, year)
