"""Goals: which areas and outputs serve each, and where these stand."""

import re

import pytest
from django.urls import reverse

from logframe.models import SdgLink, SustainableDevelopmentGoal
from logframe.progress import Status
from logframe.scorecard import Scorecard
from logframe.sdgs import served
from tests.factories import make_area, make_indicator, make_objective, make_output, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


def goal(number):
    goals = SustainableDevelopmentGoal.objects
    return goals.filter(number=number).first() or goals.create(number=number, name=f"Goal {number}")


def serve(plan, number, area=None, rationale="as the plan words it"):
    """Say that an area, or the whole plan, serves a goal."""
    return SdgLink.objects.create(plan=plan, area=area, goal=goal(number), rationale=rationale)


def area_with_output(indicators=1):
    """Make an area with one output and some indicators, of which no milestone is set."""
    output = make_output(objective=make_objective(area=make_area()))
    for _ in range(indicators):
        make_indicator(output=output)
    return output.objective.area


def goals_of(plan):
    return served(Scorecard.load(plan), plan.sdg_links.select_related("goal"))


def test_goals_stand_in_their_order_with_the_areas_that_serve_them(plan):
    first, second = area_with_output(), area_with_output()
    serve(plan, 13, second)
    serve(plan, 13, first)
    serve(plan, 3, second)

    found = {one.goal.number: [score.area for score in one.areas] for one in goals_of(plan)}

    assert list(found) == [3, 13]
    assert found == {3: [second], 13: [first, second]}


def test_a_goal_counts_the_indicators_of_all_its_areas(plan):
    for count in (2, 3):
        serve(plan, 11, area_with_output(count))

    (one,) = goals_of(plan)

    assert one.summary.statuses[Status.SETUP_INCOMPLETE] == 5
    assert len(one.outputs) == 2


def test_a_goal_of_the_whole_plan_counts_every_indicator(plan):
    serve(plan, 17)
    for count in (2, 3):
        area_with_output(count)

    (one,) = goals_of(plan)

    assert one.is_of_whole_plan
    assert one.areas == []
    assert one.summary.total == 5


def test_the_page_quotes_the_plan(officer_client, plan):
    serve(plan, 6, area_with_output(), rationale="protect what is water")

    page = officer_client.get(reverse("sdgs", args=[plan.slug])).content.decode()

    assert "<blockquote>protect what is water</blockquote>" in page
    assert "4.1(a)" in page


def test_a_plan_without_goals_says_so(officer_client, plan):
    page = officer_client.get(reverse("sdgs", args=[plan.slug])).content.decode()

    assert "The plan names no goal." in re.sub(r"\s+", " ", page)


@pytest.mark.parametrize("many", [1, 10])
def test_the_page_asks_as_often_for_ten_times_the_links(
    officer_client, plan, many, django_assert_num_queries
):
    for number in range(1, many + 1):
        serve(plan, number, area_with_output())

    with django_assert_num_queries(11):
        officer_client.get(reverse("sdgs", args=[plan.slug]))
