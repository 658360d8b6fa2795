"""The plan as IATI: valid by the rules of the standard, and the numbers of the plan."""

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from logframe.iati import iati_xml
from logframe.models import Plan
from logframe.scorecard import Scorecard
from tests.factories import (
    make_area,
    make_goal,
    make_indicator,
    make_measurement,
    make_member_state,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_scale_level,
    make_sdg_link,
)

pytestmark = pytest.mark.django_db

ON = date(2027, 3, 1)


def tree(on=ON):
    return ElementTree.fromstring(iati_xml(Scorecard.load(Plan.objects.current(), on=on)))


def words(element, path="."):
    return "".join(element.find(path).itertext()).strip()


def verified(indicator, year, value, **fields):
    periods = indicator.plan.periods
    period = periods.filter(year=year).first() or make_period(plan=indicator.plan, year=year)
    return make_measurement(
        indicator=indicator,
        period=period,
        value=value,
        state="verified",
        verified_at=f"{year}-12-31T00:00Z",
        recorded_at=f"{year}-12-01T00:00Z",
        as_of=date(2026, 6, 30),
        **fields,
    )


def numbers(indicator, kind):
    """The numbers of an indicator by the first and last day of their periods."""
    return {
        (
            period.find("period-start").get("iso-date"),
            period.find("period-end").get("iso-date"),
        ): [one.get("value") for one in period.findall(kind)]
        for period in indicator.iter("period")
        if period.find(kind) is not None
    }


def test_an_output_is_an_output_and_an_objective_an_outcome():
    make_indicator(output=make_output(statement="Air is measured"))
    make_indicator(output=None, objective=make_objective(statement="Air is clean"))

    results = tree().findall(".//result")

    assert {(one.get("type"), words(one, "description")) for one in results} == {
        ("1", "Air is measured"),
        ("2", "Air is clean"),
    }


def test_a_result_without_an_indicator_is_left_out():
    make_output()

    assert tree().findall(".//result") == []


@pytest.mark.parametrize(
    ("measure", "code"),
    [("number", "1"), ("percentage", "2"), ("yes_no", "3"), ("scale", "4")],
)
def test_a_measure_has_its_code(measure, code):
    make_indicator(measure=measure)

    assert tree().find(".//indicator").get("measure") == code


@pytest.mark.parametrize(
    ("direction", "ascending"),
    [
        ("increase", "true"),
        ("at_least", "true"),
        ("decrease", "false"),
        ("at_most", "false"),
        ("within", None),
    ],
)
def test_which_way_is_better_is_told_where_it_is_one_way(direction, ascending):
    make_indicator(direction=direction)

    assert tree().find(".//indicator").get("ascending") == ascending


def test_a_baseline_is_dated_and_one_that_is_unknown_is_left_out():
    make_indicator(baseline_value=Decimal("2.50"), baseline_year=2025, baseline_source="A survey")
    make_indicator()

    known, unknown = tree().findall(".//indicator")

    baseline = known.find("baseline")
    assert (baseline.get("year"), baseline.get("value")) == ("2025", "2.5")
    assert words(baseline, "comment") == "A survey"
    assert unknown.find("baseline") is None


def test_what_was_not_reported_has_no_number_and_a_zero_has_one():
    indicator = make_indicator()
    verified(indicator, 2026, 0)
    make_period(plan=indicator.plan, year=2027)

    assert numbers(tree().find(".//indicator"), "actual") == {("2026-01-01", "2026-12-31"): ["0"]}


def test_what_does_not_apply_has_no_number():
    indicator = make_indicator()
    verified(indicator, 2026, None, not_applicable=True, note="No coast")

    assert tree().find(".//actual") is None


def test_what_nobody_verified_is_not_told():
    make_measurement(indicator=make_indicator(), state="submitted")

    assert tree().find(".//actual") is None


def test_yes_and_no_are_1_and_0_and_a_level_is_its_number():
    answer = make_indicator(measure="yes_no")
    level = make_indicator(measure="scale")
    make_scale_level(indicator=level, level=3)
    verified(answer, 2026, 1)
    verified(level, 2026, 3)

    assert [one.get("value") for one in tree().iter("actual")] == ["1", "3"]


def test_a_value_of_each_year_stands_in_its_year_beside_its_target():
    indicator = make_indicator(accumulation="level")
    make_milestone(indicator=indicator, year=2026, value=10)
    make_milestone(indicator=indicator, year=2027, value=20)
    verified(indicator, 2026, 8)
    make_period(plan=indicator.plan, year=2027)

    found = tree().find(".//indicator")

    assert numbers(found, "target") == {
        ("2026-01-01", "2026-12-31"): ["10"],
        ("2027-01-01", "2027-12-31"): ["20"],
    }
    assert numbers(found, "actual") == {("2026-01-01", "2026-12-31"): ["8"]}


def test_what_adds_up_runs_from_the_start_of_the_plan_as_its_target_does():
    indicator = make_indicator(accumulation="cumulative")
    make_milestone(indicator=indicator, year=2027, value=12)
    verified(indicator, 2026, 5)
    verified(indicator, 2027, 4)

    found = tree(on=date(2028, 1, 2)).find(".//indicator")

    assert numbers(found, "actual") == {
        ("2026-01-01", "2026-12-31"): ["5"],
        ("2026-01-01", "2027-12-31"): ["9"],
    }
    assert numbers(found, "target") == {("2026-01-01", "2027-12-31"): ["12"]}


def test_values_of_states_stand_beside_their_sum_and_name_the_state():
    indicator = make_indicator(by_member_state=True, state_total="sum")
    for value in (3, 4):
        verified(indicator, 2026, value, member_state=make_member_state())

    found = [
        (one.get("value"), [d.get("value") for d in one.findall("dimension")])
        for one in tree().iter("actual")
    ]

    assert found == [("7", []), ("3", ["State A"]), ("4", ["State B"])]


def test_a_revised_target_says_from_what_by_whom_and_why():
    indicator = make_indicator()
    make_milestone(indicator=indicator, value=10)
    make_milestone(
        indicator=indicator, value=8, set_on=date(2026, 3, 1), authority="SOM-30", reason="Too high"
    )
    make_period(plan=indicator.plan, year=2026)

    target = tree().find(".//target")

    assert target.get("value") == "8"
    assert words(target, "comment") == "Revised from 10: SOM-30. Too high"


def test_a_provisional_value_says_so_with_its_note_and_evidence():
    verified(
        make_indicator(),
        2026,
        5,
        is_provisional=True,
        note="Counted twice",
        evidence_link="https://example.org/proof",
    )

    comment = words(tree(), ".//actual/comment")
    assert comment == "Provisional. Counted twice Evidence: https://example.org/proof"


def test_the_plan_names_its_goals_once_each_in_order():
    plan = make_plan()
    goals = [make_goal(number=number) for number in (13, 3)]
    for goal in goals:
        make_sdg_link(area=make_area(plan=plan), goal=goal)
        make_sdg_link(plan=plan, goal=goal)

    assert [(tag.get("vocabulary"), tag.get("code")) for tag in tree().iter("tag")] == [
        ("2", "3"),
        ("2", "13"),
    ]


@pytest.mark.parametrize(
    ("day", "status", "dates"),
    [
        (date(2025, 12, 31), "1", ["1", "3"]),
        (date(2026, 1, 1), "2", ["1", "2", "3"]),
        (date(2030, 12, 31), "2", ["1", "2", "3"]),
        (date(2031, 1, 1), "3", ["1", "2", "3"]),
    ],
)
def test_a_plan_is_to_come_under_way_or_over(day, status, dates):
    make_plan()

    found = tree(on=day)

    assert found.find(".//activity-status").get("code") == status
    assert [one.get("type") for one in found.iter("activity-date")] == dates


def test_text_that_xml_cannot_hold_is_written_without_it():
    make_indicator(title="Воздух & <air>\x0b 대기\x1f")

    assert words(tree(), ".//indicator/title").endswith(" Воздух & <air> 대기")


def test_the_same_data_give_the_same_bytes():
    make_indicator()
    scorecards = [Scorecard.load(Plan.objects.current(), on=ON) for _ in range(2)]

    assert iati_xml(scorecards[0]) == iati_xml(scorecards[1])
