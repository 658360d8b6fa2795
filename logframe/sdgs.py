"""Where the plan stands by Sustainable Development Goal, read from its scorecard."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from logframe.models import SdgLink, SustainableDevelopmentGoal, ThematicArea
from logframe.prepared import Prepared, Rows
from logframe.progress import Summary, summarise
from logframe.scorecard import Scorecard
from logframe.scores import AreaScore, OutputScore


@dataclass(frozen=True, slots=True)
class Service:
    """One statement that an area serves a goal; without an area it is the plan as a whole."""

    link: SdgLink
    area: AreaScore | None


@dataclass
class Goal:
    """One goal with what serves it: its outputs, and the indicators summed up."""

    goal: SustainableDevelopmentGoal
    services: list[Service]
    outputs: list[OutputScore]
    summary: Summary

    @property
    def is_of_whole_plan(self) -> bool:
        """Whether the plan as a whole is said to serve it."""
        return any(service.area is None for service in self.services)

    @property
    def areas(self) -> list[AreaScore]:
        """The areas that serve it."""
        return [service.area for service in self.services if service.area]


def served(scorecard: Scorecard, links: Iterable[SdgLink]) -> list[Goal]:
    """Return the goals that the plan names, in their order, with the areas that serve each.

    A goal that the plan as a whole serves is summed up over all its indicators.
    """
    areas = {score.area.pk: score for score in scorecard.areas}
    by_goal: dict[int, list[Service]] = {}
    ordered = sorted(links, key=lambda link: (link.goal.number, _place(areas, link)))
    for link in ordered:
        by_goal.setdefault(link.goal.number, []).append(Service(link, areas.get(link.area_id)))
    return [_goal(scorecard, services) for services in by_goal.values()]


def _place(areas: dict[int, AreaScore], link: SdgLink) -> int:
    """Return the place of a link among those of its goal: the whole plan, then its areas."""
    return areas[link.area_id].area.order if link.area_id else -1


def _goal(scorecard: Scorecard, services: list[Service]) -> Goal:
    whole = any(service.area is None for service in services)
    areas = scorecard.areas if whole else [service.area for service in services]
    return Goal(
        goal=services[0].link.goal,
        services=services,
        outputs=[output for area in areas for output in area.outputs],
        summary=summarise(score for area in areas for score in area.indicators),
    )


def goals_of(area: ThematicArea) -> list[tuple[int, str, str]]:
    """Return the goals that an area serves: number, name and why."""
    return OF_AREA.read(("area", area.pk))


def _lines(of: Q) -> QuerySet:
    links = SdgLink.objects.filter(of).order_by("goal__number")
    return links.values_list("goal__number", "goal__name", "rationale")


OF_AREA = Rows(_lines, Prepared)
