"""Where an indicator stands: cases worked out by hand, and what the words around them say."""

import json
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from logframe.progress import (
    AT_RISK_RATIO,
    NEAR_MISS_PERCENT,
    ON_TRACK_RATIO,
    PARTLY_ACHIEVED_PERCENT,
    REPORT_GRACE_DAYS,
    Facts,
    Milestone,
    Status,
    assess,
    summarise,
)
from tests.logframe.progress_cases import CASES

VECTORS = json.loads(Path(__file__).with_name("progress_vectors.json").read_text())


def to_six_places(number):
    return None if number is None else number.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def maybe(read, text):
    return None if text is None else read(text)


def facts_of(vector):
    return Facts(
        measure=vector["measure"],
        direction=vector["direction"],
        accumulation=vector["accumulation"],
        baseline=maybe(Decimal, vector["baseline"]),
        milestones=tuple(
            Milestone(row["year"], date.fromisoformat(row["due"]), Decimal(row["value"]))
            for row in vector["milestones"]
        ),
        values={int(year): Decimal(value) for year, value in vector["values"].items()},
        reported_on={
            int(year): date.fromisoformat(day) for year, day in vector["reported_on"].items()
        },
        tolerance=Decimal(vector["tolerance"]),
        discontinued=vector["discontinued"],
    )


def make_facts(**kwargs):
    """An indicator from 0 to 100 in two years, half of it by the end of 2026."""
    defaults = {
        "measure": "number",
        "direction": "increase",
        "accumulation": "level",
        "baseline": Decimal(0),
        "milestones": (
            Milestone(2026, date(2026, 12, 31), Decimal(50)),
            Milestone(2027, date(2027, 12, 31), Decimal(100)),
        ),
    }
    return Facts(**{**defaults, **kwargs})


def explain(on, **kwargs):
    return str(assess(make_facts(**kwargs), on=on).explanation)


@pytest.mark.parametrize("vector", [pytest.param(v, id=v["name"]) for v in VECTORS])
def test_shared_vector_comes_out(vector):
    result = assess(facts_of(vector), on=date.fromisoformat(vector["on"]))

    assert result.status == Status(vector["status"])
    assert to_six_places(result.progress) == maybe(Decimal, vector["progress"])
    assert to_six_places(result.ratio) == maybe(Decimal, vector["ratio"])
    assert result.value == maybe(Decimal, vector["value"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_case_worked_out_by_hand_comes_out(case):
    result = assess(case.facts, on=case.on)

    assert result.status == Status(case.status)
    assert to_six_places(result.progress) == case.progress
    assert to_six_places(result.ratio) == case.ratio
    assert result.value == case.value
    assert f"by rule {case.rule}: " in str(result.explanation)


def test_cases_reach_every_status_and_every_rule():
    assert {case.status for case in CASES} == {status.value for status in Status}
    assert {case.rule for case in CASES} == set(range(1, 12))


def test_case_names_are_unique():
    assert Counter(case.name for case in CASES).most_common(1)[0][1] == 1


def test_constants_are_those_agreed():
    assert Decimal("0.95") == ON_TRACK_RATIO
    assert Decimal("0.60") == AT_RISK_RATIO
    assert PARTLY_ACHIEVED_PERCENT == 60
    assert REPORT_GRACE_DAYS == 30
    assert NEAR_MISS_PERCENT == 5


# The other parts of an assessment


@pytest.mark.parametrize(
    ("on", "year"),
    [
        pytest.param(date(2026, 12, 30), None, id="nothing due"),
        pytest.param(date(2026, 12, 31), 2026, id="the first due"),
        pytest.param(date(2027, 12, 30), 2026, id="the day before the second"),
        pytest.param(date(2028, 5, 1), 2027, id="after the last"),
    ],
)
def test_milestone_is_the_last_one_due(on, year):
    milestone = assess(make_facts(), on=on).milestone

    assert (milestone.year if milestone else None) == year


def test_progress_is_cut_far_behind_the_point_and_never_rounded_up():
    facts = make_facts(baseline=Decimal(-50), values={2026: Decimal(50)})

    # 100 of 150; a last digit of 7 would be more than the true number.
    assert str(assess(facts, on=date(2026, 12, 31)).progress) == "66." + "6" * 58


def test_nothing_is_tolerated_unless_it_is_said():
    facts = make_facts(values={2026: Decimal("-0.5")})

    assert assess(facts, on=date(2026, 12, 31)).status is Status.REGRESSING


def test_an_unmoved_falling_indicator_has_a_plain_zero():
    facts = make_facts(
        direction="decrease",
        baseline=Decimal(100),
        milestones=(Milestone(2026, date(2026, 12, 31), Decimal(40)),),
        values={2026: Decimal(100)},
    )

    result = assess(facts, on=date(2026, 12, 31))

    assert not result.progress.is_signed()
    assert not result.ratio.is_signed()


def test_facts_and_assessment_cannot_be_changed():
    facts = make_facts()

    for fixed, name in [(facts, "baseline"), (facts.milestones[0], "value")]:
        with pytest.raises(AttributeError):
            setattr(fixed, name, Decimal(1))
    with pytest.raises(AttributeError):
        assess(facts, on=date(2026, 12, 31)).status = Status.ACHIEVED


def test_arguments_come_in_any_order_and_by_name_only():
    assert make_facts(values={}, measure="scale").measure == "scale"
    with pytest.raises(TypeError):
        Facts("number", "increase", "level")


@pytest.mark.parametrize("name", ["measure", "direction", "accumulation"])
def test_unknown_word_is_refused(name):
    with pytest.raises(ValueError, match=rf"^{name} 'sideways' is none of \('\w+'"):
        make_facts(**{name: "sideways"})


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"baseline": Decimal("NaN")}, id="baseline"),
        pytest.param({"tolerance": Decimal("Infinity")}, id="tolerance"),
        pytest.param({"values": {2026: Decimal("-Infinity")}}, id="value"),
        pytest.param(
            {"milestones": (Milestone(2026, date(2026, 12, 31), Decimal("sNaN")),)}, id="milestone"
        ),
    ],
)
def test_number_that_is_not_finite_is_refused(wrong):
    with pytest.raises(ValueError, match=r"^-?(NaN|sNaN|Infinity) is not a finite number$"):
        make_facts(**wrong)


def test_summary_takes_assessments():
    silent = assess(make_facts(), on=date(2027, 6, 30))
    half_way = assess(make_facts(values={2026: Decimal(50)}), on=date(2027, 6, 30))

    assert str(summarise([silent, half_way])) == "On track, 1 of 2 assessable"
