"""The charts of an indicator: where each mark stands, and what they say in words.

The line of a bullet runs from 12 to 188, so that a number at a share s of it stands at 12 + 176 s.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from logframe import indicator_table
from logframe.charts import bullet, line, marks_of
from logframe.models import ReviewState
from logframe.scorecard import Scorecard
from tests.factories import (
    make_area,
    make_indicator,
    make_measurement,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_scale_level,
)

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
ON = date(2027, 1, 15)


@pytest.fixture(autouse=True)
def plan():
    plan = make_plan()
    for _ in range(5):
        make_period(plan=plan)
    return plan


def score(plan, *, milestones, value, **fields):
    """The score of an indicator with milestones by year and a value of 2026."""
    if "baseline_value" in fields:
        fields["baseline_year"] = 2024
    indicator = make_indicator(**fields)
    for year, number in milestones.items():
        make_milestone(indicator=indicator, year=year, value=number)
    if value is not None:
        make_measurement(
            indicator=indicator,
            period=plan.periods.get(year=2026),
            value=value,
            state=ReviewState.VERIFIED,
            recorded_at=MOMENT,
            verified_at=MOMENT,
        )
    return Scorecard.load(plan, on=ON).by_pk[indicator.pk]


def marks(chart) -> dict:
    """Where the marks of a bullet stand."""
    names = ("baseline_x", "bar_x", "bar_width", "value_x", "milestone_x", "target_x")
    return {name: getattr(chart, name) for name in names}


def test_what_is_to_rise_runs_from_the_baseline_to_the_target(plan):
    """From 2 to 6: 3 stands at a quarter, 4 at the half."""
    chart = bullet(score(plan, baseline_value=2, milestones={2026: 4, 2030: 6}, value=3))

    assert marks(chart) == {
        "baseline_x": "12.0",
        "bar_x": "12.0",
        "bar_width": "44.0",
        "value_x": "56.0",
        "milestone_x": "100.0",
        "target_x": "188.0",
    }
    assert chart.arrow.startswith("M193")
    assert chart.sentence == (
        "Wanted: increase; baseline: 2, value: 3, milestone of 2026: 4, target of 2030: 6"
    )


def test_what_is_to_fall_runs_to_the_left(plan):
    """From 10 to 50: 40 stands at three quarters, 30 at the half."""
    chart = bullet(
        score(
            plan,
            direction="decrease",
            baseline_value=50,
            milestones={2026: 40, 2030: 10},
            value=30,
        )
    )

    assert marks(chart) == {
        "baseline_x": "188.0",
        "bar_x": "100.0",
        "bar_width": "88.0",
        "value_x": "100.0",
        "milestone_x": "144.0",
        "target_x": "12.0",
    }
    assert chart.arrow.startswith("M7")
    assert chart.sentence.startswith("Wanted: decrease; baseline: 50, value: 30")


def test_a_value_worse_than_the_baseline_runs_to_the_other_side(plan):
    """From 0 to 8: the baseline 2 stands at a quarter, the value 0 at the beginning."""
    chart = bullet(score(plan, baseline_value=2, milestones={2026: 4, 2030: 8}, value=0))

    assert (chart.bar_x, chart.bar_width) == ("12.0", "44.0")
    assert (chart.value_x, chart.baseline_x) == ("12.0", "56.0")


def test_numbers_below_zero_keep_their_order(plan):
    """From -10 to -2: -8 stands at a quarter, -6 at the half."""
    chart = bullet(score(plan, baseline_value=-10, milestones={2026: -6, 2030: -2}, value=-8))

    assert (chart.baseline_x, chart.value_x) == ("12.0", "56.0")
    assert (chart.milestone_x, chart.target_x) == ("100.0", "188.0")
    assert "value: -8" in chart.sentence


def test_what_adds_up_starts_from_zero(plan):
    """From 0 to 20: 0 reported has no bar, and its diamond stands at the beginning."""
    chart = bullet(score(plan, accumulation="cumulative", milestones={2026: 5, 2030: 20}, value=0))

    assert (chart.bar_x, chart.bar_width, chart.value_x) == ("12.0", "0.0", "12.0")
    assert (chart.milestone_x, chart.target_x) == ("56.0", "188.0")
    assert "value: 0" in chart.sentence


@pytest.mark.parametrize(
    ("fields", "milestone", "value", "band", "sentence"),
    [
        # 0 to 80 and an eighth of it: 0 to 90; from 80 on, 12 + 176 * 8 / 9.
        ({"direction": "at_least"}, 80, 72, ("168.4", "19.6"), "Wanted: keep at least"),
        # 0 to 8; up to 4, the half.
        ({"direction": "at_most"}, 4, 8, ("12.0", "88.0"), "Wanted: keep at most"),
        # 0 to 22; from 18 to 22, 12 + 176 * 18 / 22.
        (
            {"direction": "within", "tolerance": 2},
            20,
            21,
            ("156.0", "32.0"),
            "Wanted: keep within the tolerance",
        ),
    ],
)
def test_what_is_to_be_kept_has_a_band_and_no_arrow(plan, fields, milestone, value, band, sentence):
    chart = bullet(
        score(plan, milestones={2026: milestone, 2030: milestone}, value=value, **fields)
    )

    assert (chart.band_x, chart.band_width) == band
    assert chart.arrow == ""
    assert chart.sentence.startswith(sentence)


def test_nothing_at_all_is_kept_at_zero(plan):
    chart = bullet(score(plan, direction="at_most", milestones={2026: 0, 2030: 0}, value=0))

    assert float(chart.band_width) > 0
    assert chart.value_x == chart.milestone_x == chart.target_x == "188.0"


def test_yes_and_no_are_said_as_words(plan):
    chart = bullet(score(plan, measure="yes_no", milestones={2026: 1, 2030: 1}, value=0))

    assert (
        chart.sentence == "Wanted: increase; value: no, milestone of 2026: yes, target of 2030: yes"
    )


def test_percentages_say_so(plan):
    chart = bullet(score(plan, measure="percentage", milestones={2026: 40, 2030: 80}, value=20))

    assert "value: 20 %" in chart.sentence
    assert chart.value_x == "56.0"


@pytest.mark.parametrize(
    ("fields", "absent"),
    [
        ({"milestones": {2026: 4, 2030: 6}, "value": 3}, {"baseline_x"}),
        ({"baseline_value": 2, "milestones": {}, "value": 3}, {"milestone_x", "target_x"}),
        ({"baseline_value": 2, "milestones": {2030: 6}, "value": 3}, {"milestone_x"}),
        (
            {"baseline_value": 2, "milestones": {2026: 4}, "value": None},
            {"value_x", "bar_x", "bar_width"},
        ),
    ],
)
def test_what_is_missing_is_not_drawn(plan, fields, absent):
    chart = bullet(score(plan, **fields))

    assert {name for name, where in marks(chart).items() if where is None} == absent


def test_an_indicator_without_a_number_has_no_chart(plan):
    silent = score(plan, milestones={}, value=None)

    assert bullet(silent) is None
    assert line(silent) is None


def test_every_mark_has_a_shape_of_its_own(plan):
    """Read in grey: the ring, the bar with a diamond, the line and the dashes are told apart."""
    reported = score(plan, baseline_value=2, milestones={2026: 4, 2030: 6}, value=3)

    svg = indicator_table.bullet(reported)

    shapes = {name: tag for tag, name in re.findall(r'<(\w+) class="(\w+)', svg)}
    assert [shapes[name] for name in ("base", "now", "mile", "goal", "arrow")] == [
        "circle",
        "path",
        "line",
        "line",
        "path",
    ]
    assert f"<title>{bullet(reported).sentence}</title>" in svg


def test_the_line_names_the_year_of_the_baseline(plan):
    chart = line(score(plan, baseline_value=2, milestones={2026: 4, 2030: 6}, value=3))

    assert chart.sentence == (
        "Wanted: increase; baseline 2 (2024); values 3 (2026); milestones 4 (2026), 6 (2030)"
    )
    assert [year.label for year in chart.years] == ["2024", "2026", "2027", "2028", "2029", "2030"]


def test_the_line_stands_on_its_axis(plan):
    """Years 96 apart from 64 on; 0 to 6 from 170 up to 20, so that 3 stands at 95."""
    chart = line(score(plan, baseline_value=2, milestones={2026: 4, 2030: 6}, value=3))

    assert [(point.x, point.y) for point in chart.values] == [("64.0", "120.0"), ("160.0", "95.0")]
    assert [point.x for point in chart.milestones] == ["64.0", "160.0", "544.0"]


def test_a_plan_of_one_year_can_be_drawn():
    plan = make_plan(slug="short", start_year=2026, end_year=2026, is_current=False)
    make_period(plan=plan)
    output = make_output(objective=make_objective(area=make_area(plan=plan)))
    drawn = line(score(plan, output=output, milestones={2026: 4}, value=3))

    assert [point.x for point in drawn.values] == ["64.0"]


@pytest.mark.parametrize(
    ("measure", "numbers", "expected"),
    [
        ("yes_no", [0, 1], [0, 1]),
        ("yes_no", [0], [0, 1]),
        ("scale", [1, 3], [0, 1, 2, 3]),
        ("number", [2, 6], [0, 1, 2, 3, 4, 5, 6]),
        ("number", [-4, 6], [-4, -2, 0, 2, 4, 6]),
    ],
)
def test_the_marks_of_an_axis_fit_the_measure(measure, numbers, expected):
    assert marks_of(measure, [Decimal(number) for number in numbers]) == expected


def test_a_scale_is_drawn_by_its_levels(plan):
    indicator = make_indicator(measure="scale")
    for level in range(1, 4):
        make_scale_level(indicator=indicator, level=level)
    make_milestone(indicator=indicator, year=2026, value=2)

    chart = line(Scorecard.load(plan, on=ON).by_pk[indicator.pk])

    assert [tick.label for tick in chart.ticks] == ["0", "1", "2"]
