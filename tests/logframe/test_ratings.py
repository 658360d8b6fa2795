"""The officer's own rating beside the figures: which word goes with which, and when it differs."""

from datetime import date

import pytest

from logframe.models import Plan
from logframe.ratings import SUPPORTED, differs, is_unexplained, supported_rating
from logframe.scorecard import Scorecard
from logframe.statuses import Group, Status
from tests.factories import (
    make_indicator,
    make_measurement,
    make_milestone,
    make_output,
    make_period,
    make_progress_report,
)

pytestmark = pytest.mark.django_db

ON = date(2026, 12, 31)


@pytest.fixture
def period():
    return make_period(year=2026)


def score_of(value):
    """The output of one indicator that aims at 10 in 2026 and 20 in 2027, with a verified value."""
    indicator = make_indicator(output=make_output(), accumulation="cumulative")
    make_milestone(indicator=indicator, year=2026, value=10)
    make_milestone(indicator=indicator, year=2027, value=20)
    if value is not None:
        make_measurement(indicator=indicator, value=value, state="verified")
    return Scorecard.load(Plan.objects.get(), on=ON).outputs[0]


def report_on(score, **fields):
    return make_progress_report(output=score.output, **fields)


# Shares of the milestone of 10 that is due: all of it, 0.96, 0.7 and 0.3.
@pytest.mark.parametrize(
    ("value", "rating"), [(10, "achieved"), ("9.6", "on_track"), (7, "at_risk"), (3, "off_track")]
)
def test_the_figures_support_one_of_the_four_ratings(period, value, rating):
    assert supported_rating(score_of(value), 2026) == rating


def test_every_status_that_judges_has_its_rating_and_no_other_status_has():
    judging = {status for status in Status if status.group in (Group.GOOD, Group.WATCH, Group.POOR)}

    assert set(SUPPORTED) == judging


@pytest.mark.parametrize(("rating", "answer"), [("on_track", True), ("at_risk", False)])
def test_a_rating_differs_from_the_figures_or_does_not(period, rating, answer):
    score = score_of(7)

    assert differs(report_on(score, rating=rating), score, 2026) is answer


def test_a_report_without_a_rating_differs_from_nothing(period):
    score = score_of(7)

    assert not differs(report_on(score), score, 2026)


def test_figures_that_say_nothing_are_compared_with_nothing(period):
    score = score_of(None)

    assert supported_rating(score, 2026) is None
    assert not differs(report_on(score, rating="achieved"), score, 2026)


@pytest.mark.parametrize(
    ("reason", "answer"), [("", True), (" \n", True), ("One site was late", False)]
)
def test_a_difference_is_explained_by_a_reason(period, reason, answer):
    score = score_of(7)
    report = report_on(score, rating="on_track", rating_reason=reason)

    assert is_unexplained(report, score, 2026) is answer
