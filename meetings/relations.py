"""Which earlier decisions a new one may repeat or supersede."""

from meetings.models import Decision

FEW = 8


def earlier_open(decision: Decision):
    """Return the open decisions of earlier meetings that it is not related to yet."""
    earlier = Decision.objects.open().filter(
        meeting__body=decision.meeting.body_id, meeting__number__lt=decision.meeting.number
    )
    return earlier.exclude(later_relations__decision=decision)


def candidates(decision: Decision) -> list[Decision]:
    """Return the earlier open decisions of its area to look at, those of the newest meeting first.

    How alike the wording is does not count here yet.
    """
    of_area = earlier_open(decision).filter(area=decision.area_id).in_words()
    return list(of_area.order_by("-meeting__number", "section", "paragraph", "sequence")[:FEW])
