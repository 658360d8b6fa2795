"""The scorecard: what counts on a date, how States add up, what is missing, in how many queries."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from logframe.models import ReviewState
from logframe.progress import Group, Status
from logframe.scorecard import Scorecard
from logframe.scores import Gap, Reporting
from tests.factories import (
    make_area,
    make_indicator,
    make_measurement,
    make_member_state,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
    make_user,
)

pytestmark = pytest.mark.django_db

QUERIES = 8
DECEMBER = date(2026, 12, 31)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.fixture
def plan():
    plan = make_plan()
    for _ in plan.years:
        make_period(plan=plan)
    return plan


def verified(indicator, value, **fields):
    fields.setdefault("verified_at", noon(2026, 11, 1))
    fields.setdefault("recorded_at", noon(2026, 10, 1))
    return make_measurement(indicator=indicator, value=value, state=ReviewState.VERIFIED, **fields)


def score_of(indicator, on=DECEMBER):
    return Scorecard.load(indicator.plan, on=on).by_pk[indicator.pk]


def test_only_verified_values_count(plan):
    indicator = make_indicator(accumulation="annual")
    make_milestone(indicator=indicator, value=10)
    draft = make_measurement(indicator=indicator, value=9, recorded_at=noon(2026, 10, 1))

    score = score_of(indicator)

    assert score.assessment.value is None
    assert score.status == Status.REPORT_DUE
    assert score.pending == [draft]


def test_a_value_counts_from_the_day_on_which_it_was_verified(plan):
    indicator = make_indicator(accumulation="annual")
    make_milestone(indicator=indicator, value=10)
    value = verified(indicator, 10, verified_at=noon(2026, 11, 5), recorded_at=noon(2026, 10, 1))

    before, after = score_of(indicator, date(2026, 11, 4)), score_of(indicator, date(2026, 11, 5))

    assert (before.assessment.value, before.pending) == (None, [value])
    assert (after.assessment.value, after.pending) == (10, [])


def test_a_correction_takes_the_place_of_what_it_replaces_from_its_own_day_on(plan):
    indicator = make_indicator(accumulation="annual")
    make_milestone(indicator=indicator, value=10)
    first = verified(indicator, 4, verified_at=noon(2026, 3, 1), recorded_at=noon(2026, 2, 1))
    verified(
        indicator,
        6,
        replaces=first,
        verified_at=noon(2026, 5, 1),
        recorded_at=noon(2026, 4, 1),
    )

    assert score_of(indicator, date(2026, 3, 31)).assessment.value == 4
    assert score_of(indicator, date(2026, 5, 1)).assessment.value == 6


def test_a_correction_that_waits_to_be_verified_changes_nothing(plan):
    indicator = make_indicator(accumulation="annual")
    make_milestone(indicator=indicator, value=10)
    first = verified(indicator, 4)
    correction = make_measurement(
        indicator=indicator, value=6, replaces=first, recorded_at=noon(2026, 12, 1)
    )

    score = score_of(indicator)

    assert score.assessment.value == 4
    assert score.pending == [correction]


def test_the_milestone_in_force_is_the_one_set_latest_by_the_date(plan):
    indicator = make_indicator()
    make_milestone(indicator=indicator, value=40, set_on=date(2026, 1, 1))
    make_milestone(
        indicator=indicator, value=35, set_on=date(2026, 9, 1), authority="SOM", reason="delay"
    )

    august, september = (score_of(indicator, date(2026, month, 30)) for month in (8, 9))

    assert august.in_year(2026).milestone.value == 40
    assert september.in_year(2026).milestone.value == 35
    assert [old.value for old in september.in_year(2026).replaced_milestones] == [40]


def test_a_milestone_falls_due_with_its_period_unless_it_has_a_day_of_its_own(plan):
    indicator = make_indicator(accumulation="annual")
    make_milestone(indicator=indicator, year=2026)
    make_milestone(indicator=indicator, year=2027, due_on=date(2027, 6, 30))

    years = score_of(indicator).years

    assert [year.due_on for year in years[:2]] == [date(2026, 12, 31), date(2027, 6, 30)]


def test_the_values_of_the_states_add_up_exactly(plan):
    indicator = make_indicator(by_member_state=True, state_total="sum", accumulation="annual")
    make_milestone(indicator=indicator, value=Decimal("0.3"))
    for value in ("0.1", "0.2"):
        verified(indicator, Decimal(value), member_state=make_member_state())

    score = score_of(indicator)

    assert score.assessment.value == Decimal("0.3")
    assert score.in_year(2026).states_reported == 2


def test_a_count_of_states_counts_those_that_say_yes(plan):
    indicator = make_indicator(by_member_state=True, state_total="count", accumulation="annual")
    make_milestone(indicator=indicator, value=2)
    for value in (1, 0, 1):
        verified(indicator, value, member_state=make_member_state())

    assert score_of(indicator).assessment.value == 2


def test_values_of_states_that_cannot_be_added_stand_beside_the_total(plan):
    indicator = make_indicator(by_member_state=True, state_total="separate", accumulation="annual")
    make_milestone(indicator=indicator, value=50)
    verified(indicator, 40)
    verified(indicator, 90, member_state=make_member_state())

    score = score_of(indicator)

    assert score.assessment.value == 40
    assert score.in_year(2026).states_reported == 1


def test_zero_not_reported_not_applicable_and_not_yet_due_are_told_apart(plan):
    indicator = make_indicator(accumulation="annual")
    for year in (2026, 2027, 2028, 2029):
        make_milestone(indicator=indicator, year=year)
    periods = {period.year: period for period in plan.periods.all()}
    verified(indicator, 0, period=periods[2026])
    verified(indicator, None, not_applicable=True, note="no forum", period=periods[2027])

    years = score_of(indicator, date(2028, 12, 31)).years

    assert [year.reporting for year in years] == [
        Reporting.REPORTED,
        Reporting.NOT_APPLICABLE,
        Reporting.NOT_REPORTED,
        Reporting.NOT_YET_DUE,
        Reporting.NOT_YET_DUE,
    ]
    assert [year.value for year in years] == [0, None, None, None, None]


def test_a_year_without_a_milestone_is_not_missing_a_report(plan):
    indicator = make_indicator()
    make_milestone(indicator=indicator, year=2028)

    years = score_of(indicator, date(2028, 12, 31)).years

    assert [year.reporting for year in years][:3] == [
        Reporting.NOT_YET_DUE,
        Reporting.NOT_YET_DUE,
        Reporting.NOT_REPORTED,
    ]


def test_an_output_is_summed_up_by_counting_its_indicators(plan):
    output = make_output()
    good, silent = make_indicator(output=output), make_indicator(output=output)
    for indicator in (good, silent):
        indicator.accumulation = "annual"
        indicator.save()
        make_milestone(indicator=indicator, value=10)
    verified(good, 10)

    summary = Scorecard.load(plan, on=DECEMBER).outputs[0].summary

    assert str(summary.coverage) == "1 of 2 assessable"
    assert summary.groups[Group.GOOD] == 1
    assert summary.groups[Group.NOT_ASSESSABLE] == 1


def test_gaps_say_what_is_missing(plan):
    bare = make_indicator()
    silent = make_indicator(baseline_value=0, baseline_year=2025)
    make_milestone(indicator=silent, value=10)
    unproven = make_indicator(accumulation="annual")
    make_milestone(indicator=unproven, value=10)
    verified(unproven, 10)
    proven = make_indicator(accumulation="annual")
    make_milestone(indicator=proven, value=10)
    verified(proven, 10, evidence_link="https://example.org/report")

    gaps = {pk: score.gaps for pk, score in Scorecard.load(plan, on=DECEMBER).by_pk.items()}

    assert gaps[bare.pk] == [Gap.MILESTONE, Gap.BASELINE]
    assert gaps[silent.pk] == [Gap.REPORT]
    assert gaps[unproven.pk] == [Gap.EVIDENCE]
    assert gaps[proven.pk] == []


def test_a_narrative_counts_once_it_is_verified(plan):
    output = make_output()
    period = plan.periods.get(year=2026)
    report = make_progress_report(
        output=output,
        period=period,
        state=ReviewState.VERIFIED,
        recorded_at=noon(2026, 10, 1),
        verified_at=noon(2026, 11, 1),
        rating="on_track",
    )

    october, november = (
        Scorecard.load(plan, on=date(2026, month, 30)).outputs[0] for month in (10, 11)
    )

    assert october.reports == {}
    assert november.reports == {2026: report}


def test_before_any_value_everything_is_silent_and_nothing_breaks(plan):
    indicator = make_indicator(accumulation="annual")
    make_milestone(indicator=indicator, value=10, set_on=date(2026, 1, 1))
    verified(indicator, 10)

    long_before = Scorecard.load(plan, on=date(2020, 1, 1)).by_pk[indicator.pk]
    new_year = score_of(indicator, date(2026, 1, 2))

    assert long_before.status == Status.SETUP_INCOMPLETE
    assert new_year.status == Status.NOT_YET_DUE


def test_a_past_year_keeps_its_status_and_a_coming_one_has_none(plan):
    indicator = make_indicator(accumulation="annual")
    for year in plan.years:
        make_milestone(indicator=indicator, year=year, value=10)
    verified(indicator, 10, period=plan.periods.get(year=2026))

    score = score_of(indicator, date(2027, 6, 1))

    assert score.status_in(2026) == Status.ON_TRACK
    assert score.status_in(2028) == Status.NOT_YET_DUE


@pytest.mark.parametrize("part", ["area", "output", "indicator"])
def test_a_part_of_a_plan_holds_that_part_and_nothing_else(plan, part):
    for _ in range(2):
        objective = make_objective(area=make_area(plan=plan))
        for _ in range(2):
            output = make_output(objective=objective)
            make_indicator(output=output)
            make_indicator(output=output)
    whole = Scorecard.load(plan, on=DECEMBER)
    area = whole.areas[1]
    output = area.outputs[1]
    indicator = output.indicators[1]
    scope = {"area": area.area, "output": output.output, "indicator": indicator.indicator}[part]

    loaded = Scorecard.load(plan, on=DECEMBER, include=scope)

    assert [one.area for one in loaded.areas] == [area.area]
    assert len(list(loaded.outputs)) == (2 if part == "area" else 1)
    assert len(list(loaded.indicators)) == {"area": 4, "output": 2, "indicator": 1}[part]


def test_an_indicator_of_an_objective_is_loaded_with_its_area(plan):
    objective = make_objective(area=make_area(plan=plan))
    indicator = make_indicator(objective=objective, output=None)

    loaded = Scorecard.load(plan, on=DECEMBER, include=indicator)

    assert loaded.areas[0].area == objective.area
    assert [score.indicator for score in loaded.indicators] == [indicator]


@pytest.mark.parametrize("indicators", [1, 10])
def test_a_plan_loads_in_the_same_number_of_queries_however_large(
    plan, indicators, django_assert_num_queries
):
    officer, manager = make_user("officer"), make_user("manager")
    for _ in range(indicators):
        indicator = make_indicator(
            output=make_output(), by_member_state=True, state_total="sum", accumulation="annual"
        )
        make_milestone(indicator=indicator, value=10)
        verified(
            indicator, 5, member_state=make_member_state(), recorded_by=officer, verified_by=manager
        )

    with django_assert_num_queries(QUERIES):
        scorecard = Scorecard.load(plan, on=DECEMBER)
        read = [
            (score.status, score.url, score.area.name, score.parent.code, str(row))
            for score in scorecard.indicators
            for year in score.years
            for row in (year.rows.values() or [""])
        ]
    with django_assert_num_queries(1):
        gaps = [score.gaps for score in scorecard.indicators]

    assert len(read) >= indicators
    assert gaps == [[Gap.EVIDENCE]] * indicators


# What waits to be verified


def test_what_is_reported_says_where_the_indicator_would_stand(plan):
    indicator = make_indicator()
    period = plan.periods.get(year=2026)
    make_milestone(indicator=indicator, year=2026, value=10)
    make_measurement(indicator=indicator, period=period, value=10, state="submitted")
    score = Scorecard.load(plan, on=date(2027, 3, 1)).by_pk[indicator.pk]

    after = score.if_verified()

    assert (score.status, score.assessment.value) == (Status.REPORT_OVERDUE, None)
    assert (after.status, after.assessment.value) == (Status.ACHIEVED, 10)
