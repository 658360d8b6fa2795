"""Which earlier decisions a new one may repeat or supersede."""

from meetings.models import Decision
from meetings.proposals import Proposer, Resemblance

FEW = 8
COMPARED = 500  # of the newest meetings


def earlier_open(decision: Decision):
    """Return the open decisions of earlier meetings that it is not related to yet."""
    earlier = Decision.objects.open().filter(
        meeting__body=decision.meeting.body_id, meeting__number__lt=decision.meeting.number
    )
    return earlier.exclude(later_relations__decision=decision)


def candidates(decision: Decision) -> list[Resemblance]:
    """Return the earlier open decisions to look at: those it resembles, then others of its area."""
    by_meeting = ("-meeting__number", "section", "paragraph", "sequence")
    earlier = list(earlier_open(decision).in_words().order_by(*by_meeting)[:COMPARED])
    alike = Proposer([], earlier).resembling(decision.wording, earlier)
    named = {one.decision for one in alike}
    of_area = [one for one in earlier if one.area_id == decision.area_id and one not in named]
    return alike + [Resemblance(one, 0, "") for one in of_area[:FEW]]
