"""The plan and its results as the field's data standard has them: IATI 2.03, result elements.

A plan is one activity of the standard, an objective is an outcome, an output an output. Where the
standard asks for a number there is one, or the element is left out: what was not reported is never
0. Yes and no are 1 and 0 on a nominal scale, described levels are numbers on an ordinal one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings

from logframe.formats import number_text
from logframe.models import Indicator, Measurement, Plan
from logframe.scorecard import Scorecard
from logframe.scores import AreaScore, IndicatorScore, OutputScore, YearScore

VERSION = "2.03"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML cannot hold.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Codes of the standard's lists.
OUTPUT, OUTCOME = "1", "2"
UNIT, PERCENTAGE, NOMINAL, ORDINAL = "1", "2", "3", "4"
MEASURES = {
    Indicator.Measure.NUMBER: UNIT,
    Indicator.Measure.PERCENTAGE: PERCENTAGE,
    Indicator.Measure.YES_NO: NOMINAL,
    Indicator.Measure.SCALE: ORDINAL,
}
ASCENDING = {
    Indicator.Direction.INCREASE: "true",
    Indicator.Direction.AT_LEAST: "true",
    Indicator.Direction.DECREASE: "false",
    Indicator.Direction.AT_MOST: "false",
}
GENERAL, OTHER = "1", "4"
MULTILATERAL, IMPLEMENTING = "40", "4"
PIPELINE, IMPLEMENTATION, FINALISATION = "1", "2", "3"
PLANNED_START, ACTUAL_START, PLANNED_END = "1", "2", "3"
REGIONAL, DAC_REGIONS, DAC_FIVE_DIGITS, SDG_GOALS = "2", "1", "1", "2"


def iati_xml(scorecard: Scorecard) -> bytes:
    """Return the plan as an IATI file, as of the scorecard's day; the same data, the same bytes."""
    root = Element("iati-activities", version=VERSION)
    root.append(_activity(scorecard))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _activity(scorecard: Scorecard) -> Element:
    plan, ref = scorecard.plan, settings.IATI_ORGANISATION
    activity = Element("iati-activity", {LANG: _language(), "hierarchy": "1"})
    SubElement(activity, "iati-identifier").text = f"{ref}-{plan.slug}"
    _narrative(
        SubElement(activity, "reporting-org", ref=ref, type=MULTILATERAL), settings.PROGRAMME_NAME
    )
    _narrative(SubElement(activity, "title"), plan.title)
    for kind, text in ((GENERAL, plan.adoption_note or plan.title), (OTHER, plan.notice)):
        if text:
            _narrative(SubElement(activity, "description", type=kind), text)
    organisation = SubElement(
        activity, "participating-org", ref=ref, role=IMPLEMENTING, type=MULTILATERAL
    )
    _narrative(organisation, settings.PROGRAMME_NAME)
    SubElement(activity, "activity-status", code=_status(plan, scorecard.on))
    for kind, day in _dates(plan, scorecard.on):
        SubElement(activity, "activity-date", {"type": kind, "iso-date": day.isoformat()})
    SubElement(activity, "activity-scope", code=REGIONAL)
    SubElement(activity, "recipient-region", vocabulary=DAC_REGIONS, code=settings.IATI_REGION)
    SubElement(activity, "sector", vocabulary=DAC_FIVE_DIGITS, code=settings.IATI_SECTOR)
    numbers = plan.sdg_links.order_by("goal__number").values_list("goal__number", flat=True)
    for number in dict.fromkeys(numbers):
        SubElement(activity, "tag", vocabulary=SDG_GOALS, code=str(number))
    activity.extend(_results(scorecard))
    return activity


def _status(plan: Plan, on: date) -> str:
    if on.year < plan.start_year:
        return PIPELINE
    return IMPLEMENTATION if on.year <= plan.end_year else FINALISATION


def _dates(plan: Plan, on: date) -> Iterator[tuple[str, date]]:
    start = date(plan.start_year, 1, 1)
    yield PLANNED_START, start
    if start <= on:
        yield ACTUAL_START, start
    yield PLANNED_END, date(plan.end_year, 12, 31)


# Results and their indicators


def _results(scorecard: Scorecard) -> Iterator[Element]:
    """Make the results; the standard knows none without an indicator."""
    for area in scorecard.areas:
        if area.objective_indicators:
            yield _objective(area)
        yield from (_output(score) for score in area.outputs if score.indicators)


def _objective(score: AreaScore) -> Element:
    result = Element("result", type=OUTCOME)
    _narrative(SubElement(result, "title"), f"{score.objective.code} {score.area.name}")
    _narrative(SubElement(result, "description"), score.objective.statement)
    result.extend(map(_indicator, score.objective_indicators))
    return result


def _output(score: OutputScore) -> Element:
    result = Element("result", type=OUTPUT)
    _narrative(SubElement(result, "title"), str(score.output))
    _narrative(SubElement(result, "description"), score.output.statement)
    result.extend(map(_indicator, score.indicators))
    return result


def _indicator(score: IndicatorScore) -> Element:
    indicator = score.indicator
    element = Element("indicator", measure=MEASURES[indicator.measure])
    if indicator.direction in ASCENDING:
        element.set("ascending", ASCENDING[indicator.direction])
    _narrative(SubElement(element, "title"), str(indicator))
    _narrative(SubElement(element, "description"), _description(indicator))
    if indicator.baseline_value is not None:
        baseline = SubElement(
            element,
            "baseline",
            year=str(indicator.baseline_year),
            value=number_text(indicator.baseline_value),
        )
        _comment(baseline, indicator.baseline_source)
    element.extend(_periods(score))
    return element


def _description(indicator: Indicator) -> str:
    """Say what is measured, in which unit, which way is better, and whether it is adopted."""
    parts = (
        indicator.definition,
        f"Unit: {indicator.unit}." if indicator.unit else "",
        f"Aim: {indicator.get_direction_display()}; "
        f"values over years: {indicator.get_accumulation_display()}.",
        f"The indicator is {indicator.get_adoption_display()}.",
    )
    return " ".join(filter(None, parts))


# Years


@dataclass(frozen=True)
class _Actual:
    """A number for a period: of all together, or of the one member State that is named."""

    value: object
    state: str
    comment: str


def _periods(score: IndicatorScore) -> Iterator[Element]:
    """Make the years; one that adds up runs from the start of the plan, as its target does."""
    adds_up = score.indicator.accumulation == Indicator.Accumulation.CUMULATIVE
    for year in score.years:
        first = score.indicator.plan.start_year if adds_up else year.year
        known = [one for one in score.years if first <= one.year <= year.year]
        period = Element("period")
        SubElement(period, "period-start", {"iso-date": f"{first}-01-01"})
        SubElement(period, "period-end", {"iso-date": f"{year.year}-12-31"})
        if year.milestone:
            target = SubElement(period, "target", value=number_text(year.milestone.value))
            _comment(target, _why(year))
        for actual in _actuals(score.indicator, year, known):
            element = SubElement(period, "actual", value=number_text(actual.value))
            if actual.state:
                SubElement(element, "dimension", name="member State", value=actual.state)
            _comment(element, actual.comment)
        if len(period) > 2:
            yield period


def _why(year: YearScore) -> str:
    """Say which target the one in force replaced, on whose authority and why."""
    if not year.replaced_milestones:
        return ""
    old = number_text(year.replaced_milestones[-1].value)
    return f"Revised from {old}: {year.milestone.authority}. {year.milestone.reason}"


def _actuals(indicator: Indicator, year: YearScore, known: list[YearScore]) -> Iterator[_Actual]:
    """Make the numbers of a year that has any: the whole first, then the member States."""
    if year.value is not None:
        value = sum(one.value for one in known if one.value is not None)
        whole = year.rows.get(None)
        yield _Actual(value, "", _about([whole] if whole else list(year.rows.values())))
    for code, row in year.rows.items():
        if code is None or row.value is None:
            continue
        values = [one.rows[code].value for one in known if code in one.rows]
        value = sum(value for value in values if value is not None)
        yield _Actual(value, row.member_state.name, _about([row]))


def _about(rows: list[Measurement]) -> str:
    """Say of the values what a reader has to know beside them."""
    parts = []
    if any(row.is_provisional for row in rows):
        parts.append("Provisional.")
    if len(rows) == 1:
        parts += [rows[0].note, rows[0].evidence_link and f"Evidence: {rows[0].evidence_link}"]
    return " ".join(filter(None, parts))


# Texts


def _narrative(parent: Element, text: str) -> None:
    narrative = SubElement(parent, "narrative", {LANG: _language()})
    narrative.text = UNWRITABLE.sub("", text)


def _comment(parent: Element, text: str) -> None:
    if text:
        _narrative(SubElement(parent, "comment"), text)


def _language() -> str:
    """Return the language of the records: that of the site, without its country."""
    return settings.LANGUAGE_CODE.partition("-")[0]
