"""What is missing before the papers of a meeting can be issued, each with where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logframe.models.base import slug_of
from logframe.statuses import Status
from meetings.models import Meeting
from meetings.papers import selection
from meetings.papers.outline import Paper

UNREPORTED = (Status.REPORT_DUE.value, Status.REPORT_OVERDUE.value)


class Lack(Enum):
    """What can be missing, in the order in which it is mended."""

    MEETING = gettext_lazy("Not known of the meeting")
    SYMBOL = gettext_lazy("Without a symbol")
    VALUE = gettext_lazy("No value for the milestone that is due")
    UNVERIFIED = gettext_lazy("Reported, not verified yet")
    NARRATIVE = gettext_lazy("No narrative")
    SILENT = gettext_lazy("Decisions of which nothing was heard")
    ACTIVITY = gettext_lazy("Activities planned or in progress, without a day to come")

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: of what, and the page on which it is mended."""

    lack: Lack
    code: str
    words: str
    url: str


def gaps_of(content: dict, papers: list[Paper], meeting: Meeting) -> dict[Lack, list[Gap]]:
    """Return what is missing, grouped; what is not missing has no group."""
    of_meeting = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    found = [
        *_of_meeting(content, of_meeting),
        *_symbols(papers, of_meeting),
        *_values(content),
        *_narratives(content),
        *_decisions(content),
        *_activities(content),
    ]
    groups = {lack: [gap for gap in found if gap.lack is lack] for lack in Lack}
    return {lack: gaps for lack, gaps in groups.items() if gaps}


def _of_meeting(content: dict, url: str) -> Iterator[Gap]:
    meeting = content["meeting"]
    missing = {
        _("its days"): not meeting["dates"],
        _("its place"): not meeting["place"],
        _("an agenda that names the areas"): not any(item["area"] for item in meeting["agenda"]),
    }
    for words, is_missing in missing.items():
        if is_missing:
            yield Gap(Lack.MEETING, meeting["code"], words, url)


def _symbols(papers: list[Paper], url: str) -> Iterator[Gap]:
    for paper in papers:
        if not paper.symbol:
            words = _("add a document with this title and its symbol to the meeting")
            yield Gap(Lack.SYMBOL, paper.title, words, url)


def _values(content: dict) -> Iterator[Gap]:
    plan = content["plan"]["slug"]
    for indicator in content["indicators"]:
        slug = slug_of(indicator["code"])
        if indicator["status"] in UNREPORTED:
            url = reverse("record_indicator", args=[plan, indicator["due"]["year"], slug])
            yield Gap(Lack.VALUE, indicator["code"], indicator["title"], url)
        for year in indicator["waiting"]:
            url = reverse("record_indicator", args=[plan, year, slug])
            yield Gap(Lack.UNVERIFIED, indicator["code"], indicator["title"], url)


def _narratives(content: dict) -> Iterator[Gap]:
    year = content["year"]
    for output in content["outputs"]:
        url = reverse("narrative", args=[content["plan"]["slug"], slug_of(output["code"]), year])
        if output["narrative_waits"]:
            words = _("narrative of %(year)s") % {"year": year}
            yield Gap(Lack.UNVERIFIED, output["code"], words, url)
        elif output["narrative"] is None:
            yield Gap(Lack.NARRATIVE, output["code"], output["short_title"], url)


def _decisions(content: dict) -> Iterator[Gap]:
    for decision in selection.to_follow_up(content):
        if decision["silent"]:
            url = reverse("follow_up", args=[slug_of(decision["code"])])
            yield Gap(Lack.SILENT, decision["code"], decision["asked"], url)


def _activities(content: dict) -> Iterator[Gap]:
    list_of_all = reverse("admin:logframe_activity_changelist")
    for area in content["areas"]:
        for activity in selection.activities_without_end(content, area):
            url = f"{list_of_all}?{urlencode({'q': activity['code']})}"
            yield Gap(Lack.ACTIVITY, activity["code"], activity["title"], url)
