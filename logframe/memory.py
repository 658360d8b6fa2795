"""What happened to an output, day by day: what the page of an output keeps in memory.

It tells only what everybody may see: values and narratives that were verified, milestones that
were revised, activities that took place. Drafts and who typed what are of the story, for staff.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logframe.models import Activity, ProgressReport
from logframe.scores import IndicatorScore, OutputScore
from logframe.shown import value_in_unit
from logframe.values import SetMilestone, VerifiedValue

WORDS_OF_A_NARRATIVE = 24


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of event: its name in addresses, the word for one, and the heading of all."""

    slug: str
    word: str
    heading: str


VALUES = Kind("values", gettext_lazy("value"), gettext_lazy("Values"))
NARRATIVES = Kind("narratives", gettext_lazy("narrative"), gettext_lazy("Narratives"))
MILESTONES = Kind("milestones", gettext_lazy("milestone"), gettext_lazy("Milestones revised"))
ACTIVITIES = Kind("activities", gettext_lazy("activity"), gettext_lazy("Activities"))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day: of what (with its address), what, and why."""

    day: date
    kind: Kind
    name: str
    address: str
    text: str
    reason: str = ""


def events(score: OutputScore, activities: Iterable[Activity], on: date) -> Iterator[Event]:
    """Tell what happened to an output up to the day of its score, in no order."""
    for indicator in score.indicators:
        yield from _values(indicator)
        yield from _revisions(indicator)
    for year, report in score.reports.items():
        yield _narrative(report, year)
    for activity in activities:
        first = activity.starts_on or activity.ends_on
        if first and first <= on and activity.status != Activity.Status.CANCELLED:
            yield _activity(activity, first)


def _values(score: IndicatorScore) -> Iterator[Event]:
    for year in score.years:
        for row in year.rows.values():
            yield Event(
                day=timezone.localdate(row.verified_at),
                kind=VALUES,
                name=score.indicator.code,
                address=score.url,
                text=_value_told(score, row),
                reason=row.replacement_reason,
            )


def _value_told(score: IndicatorScore, row: VerifiedValue) -> str:
    words = {
        "title": score.indicator.title,
        "year": row.period.year,
        "state": row.member_state.name if row.member_state else "",
        "value": _value(score, row),
        "old": _value(score, row.replaces) if row.replaces else "",
    }
    if row.replaces:
        if row.member_state:
            return _("%(title)s, %(state)s, %(year)s: %(old)s → %(value)s, corrected") % words
        return _("%(title)s, %(year)s: %(old)s → %(value)s, corrected") % words
    if row.member_state:
        return _("%(title)s, %(state)s, %(year)s: %(value)s") % words
    return _("%(title)s, %(year)s: %(value)s") % words


def _value(score: IndicatorScore, row: VerifiedValue) -> str:
    if row.value is None:
        return _("not applicable")
    value = value_in_unit(score.indicator.measure, row.value)
    return _("%(value)s (provisional)") % {"value": value} if row.is_provisional else value


def _revisions(score: IndicatorScore) -> Iterator[Event]:
    for year in score.years:
        if year.milestone:
            rows = [*year.replaced_milestones, year.milestone]
            for old, new in pairwise(rows):
                yield _revision(score, old, new)


def _revision(score: IndicatorScore, old: SetMilestone, new: SetMilestone) -> Event:
    measure = score.indicator.measure
    return Event(
        day=new.set_on,
        kind=MILESTONES,
        name=score.indicator.code,
        address=score.url,
        text=_("%(title)s, %(year)s: %(old)s → %(new)s (%(authority)s)")
        % {
            "title": score.indicator.title,
            "year": new.year,
            "old": value_in_unit(measure, old.value),
            "new": value_in_unit(measure, new.value),
            "authority": new.authority,
        },
        reason=new.reason,
    )


def _narrative(report: ProgressReport, year: int) -> Event:
    told = report.achievements or report.challenges or report.next_steps or report.rating_reason
    words = {"text": Truncator(told).words(WORDS_OF_A_NARRATIVE)}
    if report.rating:
        words["rating"] = report.get_rating_display()
        text = _("own rating: %(rating)s. %(text)s") % words
    else:
        text = words["text"]
    return Event(
        day=timezone.localdate(report.verified_at),
        kind=NARRATIVES,
        name=_("Report of %(year)s") % {"year": year},
        address=f"#report-{year}",
        text=text,
        reason=report.replacement_reason,
    )


def _activity(activity: Activity, first: date) -> Event:
    details = [activity.title, activity.dates_as_known, activity.place]
    return Event(
        day=first,
        kind=ACTIVITIES,
        name=activity.code,
        address="#activities",
        text=" · ".join(detail for detail in details if detail),
    )
