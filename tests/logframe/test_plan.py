"""The plan: its years, areas, objectives and outputs, and the reporting years."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from logframe.models import Plan, ThematicArea
from logframe.models.base import slug_of
from tests.factories import (
    make_area,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_sdg_link,
    make_statement,
)

pytestmark = pytest.mark.django_db


# The plan


def test_there_is_no_current_plan_before_one_is_marked():
    make_plan(is_current=False)

    assert Plan.objects.current() is None


def test_the_current_plan_is_the_one_that_is_marked():
    make_plan(is_current=False)
    marked = make_plan(is_current=True)

    assert Plan.objects.current() == marked


def test_the_mark_moves_once_the_other_plan_has_lost_it():
    old, new = make_plan(is_current=True), make_plan(is_current=False)

    old.is_current = False
    old.save()
    new.is_current = True
    new.save()

    assert Plan.objects.current() == new


def test_the_years_of_a_plan_include_the_last():
    plan = make_plan(start_year=2026, end_year=2030)

    assert list(plan.years) == [2026, 2027, 2028, 2029, 2030]


def test_a_plan_with_areas_is_not_deleted():
    area = make_area()

    with pytest.raises(ProtectedError):
        area.plan.delete()

    assert Plan.objects.filter(pk=area.plan_id).exists()


def test_the_newest_plan_comes_first():
    old = make_plan(start_year=2021, end_year=2025)
    new = make_plan(start_year=2026, end_year=2030)

    assert list(Plan.objects.all()) == [new, old]


def test_goals_come_before_approaches():
    plan = make_plan()
    approach = make_statement(plan=plan, kind="approach", letter="a")
    second = make_statement(plan=plan, kind="goal", letter="b")
    first = make_statement(plan=plan, kind="goal", letter="a")

    assert list(plan.statements.all()) == [first, second, approach]


# Reporting years


def test_a_year_is_due_on_its_last_day():
    period = make_period(year=2027)

    assert period.due_on == date(2027, 12, 31)


def test_a_year_keeps_the_due_day_that_is_given():
    period = make_period(year=2027, due_on=date(2028, 2, 15))

    period.refresh_from_db()

    assert period.due_on == date(2028, 2, 15)


@pytest.mark.parametrize("year", [2026, 2030])
def test_first_and_last_year_of_the_plan_are_reported_on(year):
    period = make_period(plan=make_plan(start_year=2026, end_year=2030), year=year)

    assert period.year == year


@pytest.mark.parametrize("year", [2025, 2031])
def test_a_year_outside_the_plan_is_refused(year):
    plan = make_plan(start_year=2026, end_year=2030)

    with pytest.raises(
        ValidationError, match=f"{year} is outside the plan, which runs from 2026 to 2030"
    ):
        make_period(plan=plan, year=year)

    assert not plan.periods.exists()


# Areas, objectives and outputs


def test_areas_stand_in_the_order_of_the_plan():
    plan = make_plan()
    last = make_area(plan=plan, order=3)
    first = make_area(plan=plan, order=1)

    assert list(plan.areas.all()) == [first, last]


def test_two_plans_may_have_the_same_areas():
    first, second = make_plan(), make_plan()

    areas = [make_area(plan=plan, section="4.1", code="AA", slug="air") for plan in (first, second)]

    assert [area.plan for area in areas] == [first, second]


def test_an_area_of_a_plan_that_is_not_there_is_refused():
    area = make_area()
    assert area.plan == Plan.objects.get()  # at hand from now on

    area.plan_id += 1

    with pytest.raises(ValidationError, match="is not a valid choice"):
        area.save()


def test_an_objective_has_the_plan_and_the_section_of_its_area():
    area = make_area(plan=make_plan(), section="4.3")

    objective = make_objective(area=area)

    assert (objective.plan, objective.code) == (area.plan, "4.3")


def test_an_output_has_its_code_from_objective_and_letter():
    objective = make_objective(area=make_area(section="4.3"))

    output = make_output(objective=objective, letter="b")

    assert (output.plan, output.code, output.slug) == (objective.plan, "4.3(b)", "4.3b")


def test_an_output_that_gets_another_letter_gets_another_code():
    output = make_output(objective=make_objective(area=make_area(section="4.3")), letter="b")

    output.letter = "c"
    output.save()
    output.refresh_from_db()

    assert (output.code, output.slug) == ("4.3(c)", "4.3c")


def test_an_output_is_active_unless_the_governing_body_changed_it():
    assert make_output().status == "active"


@pytest.mark.parametrize("status", ["active", "merged", "phased_out", "introduced"])
def test_an_output_can_have_each_status_of_the_plan(status):
    assert make_output(status=status).status == status


def test_an_output_of_no_known_status_is_refused():
    with pytest.raises(ValidationError, match="Value 'abandoned' is not a valid choice"):
        make_output(status="abandoned")


def test_outputs_stand_in_the_order_of_areas_and_letters():
    plan = make_plan()
    late = make_objective(area=make_area(plan=plan, order=2, section="4.2"))
    early = make_objective(area=make_area(plan=plan, order=1, section="4.1"))
    third = make_output(objective=late, letter="a")
    second = make_output(objective=early, letter="b")
    first = make_output(objective=early, letter="a")

    assert list(plan.outputs.all()) == [first, second, third]


def test_a_link_of_an_area_to_a_goal_belongs_to_the_plan_of_the_area():
    other, plan = make_plan(), make_plan()

    link = make_sdg_link(plan=other, area=make_area(plan=plan))

    assert link.plan == plan


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("4.1(a)", "4.1a"),
        ("4.1(a)-1", "4.1a-1"),
        ("4.1-O1", "4.1-O1"),
        ("SOM-26/I/5/2", "SOM-26-I-5-2"),
        ("SOM 26", "SOM-26"),
    ],
)
def test_a_code_stands_in_addresses_without_what_would_need_escaping(code, slug):
    assert slug_of(code) == slug


def test_the_section_of_an_area_stays_once_codes_are_made_of_it():
    objective = make_objective()
    area = objective.area
    area.section = "9.9"

    with pytest.raises(ValidationError, match="made of it: it stays"):
        area.save()


def test_the_section_of_an_area_without_an_objective_can_be_mended():
    area = make_area()
    area.section = "9.9"

    area.save()

    assert ThematicArea.objects.get().section == "9.9"
