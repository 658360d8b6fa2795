"""What papers say of the plan: areas, outputs, indicators and activities, from the scorecard."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from logframe.models import Measurement, Milestone, Plan, ProgressReport
from logframe.past import activities_on
from logframe.progress import Status, Summary
from logframe.ratings import differs
from logframe.scorecard import Scorecard
from logframe.scores import AreaScore, IndicatorScore, OutputScore, YearScore
from logframe.shown import value_in_unit
from meetings.models import AgendaItem
from meetings.papers.plain import iso, plain


def status(value: Status) -> dict:
    """Return a status as slug, word and shape."""
    return {"status": value.value, "status_text": value.word, "shape": value.shape}


def summary(value: Summary) -> dict:
    """Return the word for a whole, which never stands without the coverage, and its counts."""
    return status(value.status) | {
        "coverage": str(value.coverage),
        "assessable": value.assessable,
        "total": value.total,
        "statuses": {status.value: count for status, count in value.statuses.items()},
        "groups": {group.value: count for group, count in value.groups.items()},
    }


# Areas


def areas(scorecard: Scorecard, agenda: list[AgendaItem], before: list[AgendaItem]) -> list[dict]:
    """Return the areas in the order of the plan, each with its place on the agenda.

    While the agenda names no area, the places are those of the agenda before. An area that neither
    names comes after the others.
    """
    items = {item.area.code: item for item in agenda if item.area}
    named = [item.area.code for item in before or agenda if item.area]
    codes = [score.area.code for score in scorecard.areas]
    in_agenda_order = sorted(codes, key=lambda code: _place(code, named))
    return [
        _area(score, items.get(score.area.code), 1 + in_agenda_order.index(score.area.code))
        for score in scorecard.areas
    ]


def _place(code: str, named: list[str]) -> int:
    return named.index(code) if code in named else len(named)


def _area(score: AreaScore, item: AgendaItem | None, agenda_order: int) -> dict:
    area, objective = score.area, score.objective
    return {
        "code": area.code,
        "name": area.name,
        "slug": area.slug,
        "section": area.section,
        "order": area.order,
        "agenda_order": agenda_order,
        "agenda_item": {"number": item.number, "title": item.title} if item else None,
        "platform": area.platform,
        "platform_abbreviation": area.platform_abbreviation,
        "objectives": [{"code": objective.code, "statement": objective.statement}]
        if objective
        else [],
        "url": area.get_absolute_url(),
        "summary": summary(score.summary),
    }


# Outputs


def outputs(scorecard: Scorecard, year: int) -> list[dict]:
    """Return the outputs in the order of the plan, with the verified narrative of a year."""
    return [_output(score, area, year) for area in scorecard.areas for score in area.outputs]


def _output(score: OutputScore, area: AreaScore, year: int) -> dict:
    output = score.output
    report = score.reports.get(year)
    waiting = [report for report in score.pending_reports if report.period.year == year]
    return {
        "code": output.code,
        "area": area.area.code,
        "objective": area.objective.code,
        "short_title": output.short_title,
        "statement": output.statement,
        "annex_wording": output.annex_wording,
        "in_plan": output.get_status_display(),
        "url": output.get_absolute_url(),
        **status(score.summary.status),
        "summary": summary(score.summary),
        "narrative": _narrative(report, score, year) if report else None,
        "narrative_waits": bool(waiting),
    }


def _narrative(report: ProgressReport, score: OutputScore, year: int) -> dict:
    return {
        "year": year,
        "state": report.get_state_display(),
        "rating": report.rating or None,
        "rating_text": report.get_rating_display(),
        "rating_reason": report.rating_reason,
        "rating_differs": differs(report, score, year),
        "achievements": report.achievements,
        "challenges": report.challenges,
        "next_steps": report.next_steps,
        "revision": report.revision,
        "verified_on": iso(timezone.localdate(report.verified_at)),
    }


# Indicators


def indicators(scorecard: Scorecard, year: int) -> list[dict]:
    """Return the indicators in the order of the plan, with all that is behind their status."""
    return [_indicator(score, year) for score in scorecard.indicators]


def _indicator(score: IndicatorScore, year: int) -> dict:
    indicator, found = score.indicator, score.assessment
    return {
        "code": indicator.code,
        "area": score.area.code,
        "output": indicator.output.code if indicator.output else None,
        "objective": indicator.objective.code if indicator.objective else None,
        "title": indicator.title,
        "definition": indicator.definition,
        "unit": indicator.unit,
        "measure": indicator.measure,
        "measure_text": indicator.get_measure_display(),
        "direction": indicator.direction,
        "direction_text": indicator.get_direction_display(),
        "accumulation": indicator.accumulation,
        "accumulation_text": indicator.get_accumulation_display(),
        "adoption": indicator.adoption,
        "adoption_text": indicator.get_adoption_display(),
        "means_of_verification": indicator.means_of_verification,
        "url": indicator.get_absolute_url(),
        "baseline": {
            "value": plain(indicator.baseline_value),
            "text": _text(score, indicator.baseline_value),
            "year": indicator.baseline_year,
            "source": indicator.baseline_source,
        },
        "targets": list(_targets(score)),
        "values": [_value(row, score) for years in score.years for row in _rows(years)],
        "years": [_year(years, score) for years in score.years],
        **status(score.status),
        "explanation": str(found.explanation),
        "value": plain(found.value),
        "value_text": _text(score, found.value),
        "progress": plain(found.progress),
        "ratio": plain(found.ratio),
        "reporting": score.reporting.value,
        "reporting_text": str(score.reporting),
        "due": _milestone(score.due, score),
        "target": _milestone(score.target, score),
        "previous": _previous(score, year),
        "waiting": sorted({row.period.year for row in score.pending}),
    }


def _text(score: IndicatorScore, number) -> str:
    return "" if number is None else value_in_unit(score.indicator.measure, number)


def _targets(score: IndicatorScore) -> Iterator[dict]:
    for years in score.years:
        for milestone in years.replaced_milestones:
            yield _target(milestone, years, score, in_force=False)
        if years.milestone:
            yield _target(years.milestone, years, score, in_force=True)


def _target(milestone: Milestone, years: YearScore, score, *, in_force: bool) -> dict:
    return {
        "year": years.year,
        "value": plain(milestone.value),
        "text": _text(score, milestone.value),
        "due_on": iso(milestone.due_on or years.period.due_on),
        "set_on": iso(milestone.set_on),
        "authority": milestone.authority,
        "reason": milestone.reason,
        "in_force": in_force,
    }


def _rows(years: YearScore) -> list[Measurement]:
    """Return the values in force of a year, those of States in the order of their codes."""
    return [row for _code, row in sorted(years.rows.items(), key=lambda item: item[0] or "")]


def _value(row: Measurement, score: IndicatorScore) -> dict:
    return {
        "year": row.period.year,
        "value": plain(row.value),
        "text": _text(score, row.value),
        "member_state": row.member_state.code if row.member_state else None,
        "as_of": iso(row.as_of),
        "provisional": row.is_provisional,
        "not_applicable": row.not_applicable,
        "note": row.note,
        "evidence_link": row.evidence_link,
        "has_evidence": bool(row.evidence_link or row.evidence_file),
        "revision": row.revision,
        "verified_on": iso(timezone.localdate(row.verified_at)),
    }


def _year(years: YearScore, score: IndicatorScore) -> dict:
    """Return what a year comes to: the States added up, as the status counts it."""
    milestone = years.milestone.value if years.milestone else None
    return {
        "year": years.year,
        "value": plain(years.value),
        "text": _text(score, years.value),
        "milestone": plain(milestone),
        "milestone_text": _text(score, milestone),
        "due_on": iso(years.due_on),
        "as_of": iso(years.as_of),
        "provisional": years.is_provisional,
        "reporting": years.reporting.value,
        "reporting_text": str(years.reporting),
        **status(score.status_in(years.year)),
    }


def _milestone(years: YearScore | None, score: IndicatorScore) -> dict | None:
    if years is None or years.milestone is None:
        return None
    value = years.milestone.value
    return {
        "year": years.year,
        "due_on": iso(years.due_on),
        "value": plain(value),
        "text": _text(score, value),
    }


def _previous(score: IndicatorScore, year: int) -> dict | None:
    """Return the last value of a year before the one under review."""
    earlier = [one for one in score.years if one.year < year and one.value is not None]
    if not earlier:
        return None
    last = earlier[-1]
    return {"year": last.year, "value": plain(last.value), "text": _text(score, last.value)}


# Activities


def activities(plan: Plan, on: date) -> list[dict]:
    """Return the activities of the plan as they stood on a day, in the order of their codes."""
    rows = activities_on(plan.activities.all(), on)
    rows = rows.select_related("area", "host_state").prefetch_related("outputs")
    return [_activity(row) for row in rows.order_by("code")]


def _activity(row) -> dict:
    return {
        "code": row.code,
        "title": row.title,
        "kind": row.kind,
        "area": row.area.code if row.area else None,
        "outputs": sorted(output.code for output in row.outputs.all()),
        "starts_on": iso(row.starts_on),
        "ends_on": iso(row.ends_on),
        "dates": row.dates_as_known,
        "place": row.place,
        "host_state": row.host_state.name if row.host_state else None,
        "lead": row.lead,
        "partners": row.partners,
        "status": row.status,
        "status_text": row.get_status_display(),
        "status_words": row.status_text,
        "status_as_of": row.status_as_of,
        "funding": row.funding_source,
        "funding_text": row.get_funding_source_display(),
        "funding_words": row.funding_text,
        "budget": plain(row.budget),
        "spent": plain(row.spent),
        "link": row.link,
        "source": row.source,
        "note": row.note,
    }
