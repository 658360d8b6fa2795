"""What is missing before papers are issued, read from what they would say."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe.progress import Status

UNREPORTED = (Status.REPORT_DUE.value, Status.REPORT_OVERDUE.value)
UNUSABLE = (Status.SETUP_INCOMPLETE.value, Status.BASELINE_MISSING.value)


class Missing(Enum):
    """What papers can lack, in the order in which it is mended."""

    MEETING = _("The meeting")
    SET_UP = _("Not assessable: no milestone or no baseline")
    VALUE = _("No value, though it is due")
    NARRATIVE = _("No narrative")
    VERIFICATION = _("Not verified yet, so not in the papers")
    NEWS = _("No news of an open decision since the last meeting")

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: of what, and the page on which it is mended."""

    kind: Missing
    code: str
    words: str
    url: str


def lacks(content: dict) -> list[Lack]:
    """Return what the papers would lack, in the order in which it is mended."""
    return [
        *_of_meeting(content["meeting"]),
        *_of_indicators(content["indicators"]),
        *_of_outputs(content["outputs"]),
        *_of_decisions(content["decisions"]),
    ]


def by_kind(found: list[Lack]) -> dict[Missing, list[Lack]]:
    """Return the lacks grouped; what is not missing has no group."""
    groups = {kind: [lack for lack in found if lack.kind is kind] for kind in Missing}
    return {kind: group for kind, group in groups.items() if group}


def _of_meeting(meeting: dict) -> Iterator[Lack]:
    unknown = {
        gettext("Its days are not known."): not meeting["dates"],
        gettext("Its place is not known."): not meeting["place"],
        gettext("Its agenda names no thematic area, so the papers have no item."): not any(
            item["area"] for item in meeting["agenda"]
        ),
    }
    for words, is_unknown in unknown.items():
        if is_unknown:
            yield Lack(Missing.MEETING, meeting["code"], words, meeting["url"])


def _of_indicators(indicators: list[dict]) -> Iterator[Lack]:
    for one in indicators:
        if one["status"] in UNUSABLE:
            yield Lack(Missing.SET_UP, one["code"], one["title"], one["url"])
        if one["status"] in UNREPORTED:
            yield Lack(Missing.VALUE, one["code"], one["title"], one["url"])
        if one["waiting"]:
            years = ", ".join(map(str, one["waiting"]))
            yield Lack(Missing.VERIFICATION, one["code"], f"{one['title']} ({years})", one["url"])


def _of_outputs(outputs: list[dict]) -> Iterator[Lack]:
    for one in outputs:
        kind = Missing.VERIFICATION if one["narrative_waits"] else Missing.NARRATIVE
        if one["narrative_waits"] or one["narrative"] is None:
            yield Lack(kind, one["code"], one["short_title"], one["url"])


def _of_decisions(decisions: list[dict]) -> Iterator[Lack]:
    for one in decisions:
        if one["silent"] and one["in_follow_up"]:
            yield Lack(Missing.NEWS, one["code"], one["asked"], one["url"])
