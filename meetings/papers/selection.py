"""What of the content belongs to one paper, one area or one output."""

from collections.abc import Iterator
from itertools import pairwise

NOTHING = {
    "value": None,
    "text": "",
    "milestone": None,
    "milestone_text": "",
    "reporting_text": "–",
}
OPEN_ACTIVITIES = ("planned", "in_progress")


def area_of(content: dict, code: str) -> dict:
    """Return an area by its code."""
    return next(area for area in content["areas"] if area["code"] == code)


def outputs_of(content: dict, area: dict) -> list[dict]:
    """Return the outputs of an area."""
    return [output for output in content["outputs"] if output["area"] == area["code"]]


def indicators_of(content: dict, area: dict) -> list[dict]:
    """Return all indicators of an area, those of its objective first."""
    return [one for one in content["indicators"] if one["area"] == area["code"]]


def indicators_of_objective(content: dict, area: dict) -> list[dict]:
    """Return the indicators of the objective of an area."""
    return [one for one in indicators_of(content, area) if one["output"] is None]


def indicators_of_output(content: dict, output: dict) -> list[dict]:
    """Return the indicators of an output."""
    return [one for one in content["indicators"] if one["output"] == output["code"]]


def in_year(indicator: dict, year: int) -> dict:
    """Return what is known of an indicator in a year: nothing of one that is not reported on."""
    return next((one for one in indicator["years"] if one["year"] == year), NOTHING)


# Decisions


def to_follow_up(content: dict) -> list[dict]:
    """Return the decisions that are followed up for the meeting."""
    return [one for one in content["decisions"] if one["in_follow_up"]]


def to_follow_up_in(content: dict, area: dict) -> list[dict]:
    """Return those of them on an area: named by it, or else linked to its plan."""
    return [one for one in to_follow_up(content) if _is_on(one, content, area)]


def _is_on(decision: dict, content: dict, area: dict) -> bool:
    if decision["area"]:
        return decision["area"] == area["code"]
    codes = {output["code"] for output in outputs_of(content, area)}
    codes |= {objective["code"] for objective in area["objectives"]}
    return any((link["output"] or link["objective"]) in codes for link in decision["links"])


def news_of(decision: dict) -> list[dict]:
    """Return the follow-ups of a decision since the meeting before."""
    return [one for one in decision["follow_ups"] if one["is_news"]]


# Targets


def revisions(indicators: list[dict], since: str | None) -> Iterator[tuple[dict, dict, dict]]:
    """Tell the milestones that were revised after a day: the indicator, the old and the new."""
    for indicator in indicators:
        by_year: dict[int, list[dict]] = {}
        for target in indicator["targets"]:
            by_year.setdefault(target["year"], []).append(target)
        for targets in by_year.values():
            for old, new in pairwise(targets):
                if since is None or new["set_on"] > since:
                    yield indicator, old, new


# Activities


def activities_of(content: dict, area: dict) -> list[dict]:
    """Return the activities of an area."""
    return [one for one in content["activities"] if one["area"] == area["code"]]


def activities_since(content: dict, area: dict) -> list[dict]:
    """Return the activities that began or ended between the meeting before and the day."""
    since = (content["since"] or {}).get("ends_on") or ""
    return [
        one
        for one in activities_of(content, area)
        if one["status"] != "cancelled"
        and any(day and since < day <= content["as_of"] for day in _days(one))
    ]


def activities_planned(content: dict, area: dict) -> list[dict]:
    """Return the open activities whose last known day is still to come."""
    return [
        one
        for one in activities_of(content, area)
        if one["status"] in OPEN_ACTIVITIES and (_last_day(one) or "") >= content["as_of"]
    ]


def activities_without_end(content: dict, area: dict) -> list[dict]:
    """Return the other open activities: begun or planned, and no day to come is known."""
    planned = activities_planned(content, area)
    return [
        one
        for one in activities_of(content, area)
        if one["status"] in OPEN_ACTIVITIES and one not in planned
    ]


def _days(activity: dict) -> tuple[str | None, str | None]:
    return activity["starts_on"], activity["ends_on"]


def _last_day(activity: dict) -> str | None:
    return activity["ends_on"] or activity["starts_on"]
