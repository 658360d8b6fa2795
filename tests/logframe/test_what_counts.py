"""What counts: in an open year, from the day on which it was verified, and only real values."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from logframe.models import Measurement, ReviewReturn
from tests.factories import (
    close_year,
    make_area,
    make_indicator,
    make_measurement,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
    make_user,
)

pytestmark = pytest.mark.django_db

# A rule of review holds for both kinds of row.
both = pytest.mark.parametrize("make", [make_measurement, make_progress_report])


def again(row):
    """Read the row as the database has it."""
    return type(row).objects.get(pk=row.pk)


# A closed year


@both
@pytest.mark.parametrize("state", ["draft", "submitted", "verified"])
def test_a_closed_year_takes_no_new_row(make, state):
    period = make_period(year=2026, closed_on=date(2026, 7, 1))

    with pytest.raises(
        ValidationError, match="2026 was closed on 1 July 2026: ask a manager to reopen it first"
    ):
        make(period=period, state=state)

    assert not period.measurements.exists()
    assert not period.progress_reports.exists()


@both
def test_a_closed_year_refuses_an_edit(make):
    row = make()
    close_year(row.period)

    row = again(row)
    row.recorded_by = make_user()
    with pytest.raises(ValidationError, match="2026 was closed"):
        row.save()

    assert again(row).version == 1


@both
def test_a_year_that_was_closed_while_somebody_typed_refuses_the_edit(make):
    row = make()
    assert not row.period.is_closed
    close_year(row.period)

    row.recorded_by = make_user()
    with pytest.raises(ValidationError, match="2026 was closed"):
        row.save()

    assert again(row).version == 1


@both
def test_a_row_does_not_leave_a_closed_year(make):
    row = make(period=make_period(year=2026))
    open_year = make_period(year=2027)
    close_year(row.period)

    row = again(row)
    row.period = open_year
    with pytest.raises(ValidationError, match="2026 was closed"):
        row.save()

    assert again(row).period.year == 2026


@both
def test_a_row_does_not_move_into_a_closed_year(make):
    row = make(period=make_period(year=2026))

    row.period = make_period(year=2027, closed_on=date(2026, 7, 1))
    with pytest.raises(ValidationError, match="2027 was closed"):
        row.save()

    assert again(row).period.year == 2026


@both
def test_nothing_is_submitted_in_a_closed_year(make, officer):
    row = make()
    close_year(row.period)

    with pytest.raises(ValidationError, match="2026 was closed"):
        again(row).submit(officer)

    assert again(row).state == "draft"


@both
def test_nothing_is_verified_in_a_closed_year(make, manager):
    row = make(state="submitted")
    close_year(row.period)

    with pytest.raises(ValidationError, match="2026 was closed"):
        again(row).verify(manager)

    assert again(row).state == "submitted"


@both
def test_nothing_is_returned_in_a_closed_year(make, manager):
    row = make(state="submitted")
    close_year(row.period)

    with pytest.raises(ValidationError, match="2026 was closed"):
        again(row).return_to_author(manager, "Wrong year")

    assert again(row).state == "submitted"
    assert not ReviewReturn.objects.exists()


@both
def test_nothing_is_corrected_in_a_closed_year(make):
    row = make(state="verified")
    close_year(row.period)

    with pytest.raises(ValidationError, match="2026 was closed"):
        make(replaces=again(row))

    assert type(row).objects.get() == row


@both
def test_a_draft_in_a_closed_year_is_not_deleted(make):
    row = make()
    close_year(row.period)

    with pytest.raises(ValidationError, match="2026 was closed"):
        row.delete()

    assert again(row)


@both
def test_a_reopened_year_takes_edits_again(make):
    row = make()
    close_year(row.period)
    again(row.period).reopen(make_user("manager"), "A value was missing")

    row = again(row)
    row.recorded_by = other = make_user()
    row.save()

    assert again(row).recorded_by == other


# What counts on a day. The office is in Seoul, where a day ends at 15:00 UTC.


def verified_at(make, *moment, **fields):
    return make(state="verified", verified_at=datetime(*moment, tzinfo=UTC), **fields)


@both
def test_a_row_counts_from_the_day_on_which_it_was_verified(make):
    row = verified_at(make, 2026, 6, 30, 3)
    rows = type(row).objects

    assert list(rows.in_force(date(2026, 6, 29))) == []
    assert list(rows.in_force(date(2026, 6, 30))) == [row]
    assert list(rows.in_force(date(2026, 7, 1))) == [row]


@both
def test_the_last_moment_of_a_day_belongs_to_it(make):
    row = verified_at(make, 2026, 6, 30, 14, 59, 59, 999_999)

    assert list(type(row).objects.in_force(date(2026, 6, 30))) == [row]


@both
def test_midnight_belongs_to_the_next_day(make):
    row = verified_at(make, 2026, 6, 30, 15)
    rows = type(row).objects

    assert list(rows.in_force(date(2026, 6, 30))) == []
    assert list(rows.in_force(date(2026, 7, 1))) == [row]


@both
def test_the_day_is_that_of_the_installation(make, settings):
    settings.TIME_ZONE = "Europe/Paris"  # two hours ahead of UTC in summer
    in_time = verified_at(make, 2026, 6, 30, 21, 59, 59)

    assert list(type(in_time).objects.in_force(date(2026, 6, 30))) == [in_time]


@both
def test_a_day_of_daylight_saving_is_as_long_as_it_is(make, settings):
    settings.TIME_ZONE = "Europe/Paris"  # on 29 March 2026 the day has 23 hours
    row = verified_at(make, 2026, 3, 29, 22)
    rows = type(row).objects

    assert list(rows.in_force(date(2026, 3, 29))) == []
    assert list(rows.in_force(date(2026, 3, 30))) == [row]


@both
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_what_nobody_verified_does_not_count(make, state):
    row = make(state=state)
    rows = type(row).objects

    assert list(rows.in_force()) == []
    assert list(rows.pending()) == [row]


@both
def test_what_was_returned_does_not_count(make, manager):
    row = make(state="submitted")
    row.return_to_author(manager, "Wrong year")
    rows = type(row).objects

    assert list(rows.in_force()) == []
    assert list(rows.pending()) == [row]


@both
def test_what_was_verified_counts_today_without_a_day_being_named(make):
    row = make(state="verified")
    rows = type(row).objects

    assert list(rows.in_force()) == [row]
    assert list(rows.verified()) == [row]
    assert list(rows.pending()) == []


@both
def test_a_correction_counts_from_its_own_day_and_the_first_value_until_then(make):
    first = verified_at(make, 2026, 6, 1, 3)
    second = verified_at(make, 2026, 7, 15, 3, replaces=first)
    rows = type(first).objects

    assert list(rows.in_force(date(2026, 7, 14))) == [first]
    assert list(rows.in_force(date(2026, 7, 15))) == [second]


@both
def test_a_correction_at_midnight_leaves_no_day_with_two_values_or_none(make):
    first = verified_at(make, 2026, 6, 1, 3)
    second = verified_at(make, 2026, 7, 14, 15, replaces=first)
    rows = type(first).objects

    assert list(rows.in_force(date(2026, 7, 14))) == [first]
    assert list(rows.in_force(date(2026, 7, 15))) == [second]


@both
def test_of_several_corrections_the_last_counts(make):
    first = verified_at(make, 2026, 6, 1, 3)
    second = verified_at(make, 2026, 6, 10, 3, replaces=first)
    third = verified_at(make, 2026, 6, 20, 3, replaces=second)
    rows = type(first).objects

    on_days = [list(rows.in_force(date(2026, 6, day))) for day in (9, 10, 19, 20)]
    assert on_days == [[first], [second], [second], [third]]


@both
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_correction_that_nobody_verified_replaces_nothing_yet(make, state):
    first = verified_at(make, 2026, 6, 1, 3)
    make(replaces=first, state=state)

    assert list(type(first).objects.in_force()) == [first]


@both
def test_what_was_replaced_stays_among_the_verified(make):
    first = verified_at(make, 2026, 6, 1, 3)
    second = verified_at(make, 2026, 7, 15, 3, replaces=first)
    rows = type(first).objects

    assert set(rows.verified(date(2026, 7, 14))) == {first}
    assert set(rows.verified(date(2026, 7, 15))) == {first, second}


# What is reported


def test_zero_is_reported_and_is_not_empty():
    row = again(make_measurement(value=0))

    assert row.value is not None
    assert (row.value, str(row)) == (0, "0")


def test_what_does_not_apply_has_no_value_and_says_so():
    row = again(make_measurement(not_applicable=True, note="No coast"))

    assert (row.value, str(row)) == (None, "not applicable")


@pytest.mark.parametrize(
    ("value", "text"), [("1200.5000", "1200.5"), ("100", "100"), ("-0.0001", "-0.0001")]
)
def test_a_value_shows_no_needless_zeros(value, text):
    assert str(again(make_measurement(value=value))) == text


def test_a_value_is_true_today_at_the_latest():
    with pytest.raises(ValidationError, match="The day on which a value was true is not in the"):
        make_measurement(as_of=date(2999, 1, 1))

    assert not Measurement.objects.exists()


def test_a_value_of_a_day_before_the_year_is_taken():
    assert make_measurement(as_of=date(2024, 12, 31)).as_of == date(2024, 12, 31)


def test_a_value_is_not_reported_for_a_year_of_another_plan():
    indicator = make_indicator()

    with pytest.raises(ValidationError, match="another plan than the indicator"):
        make_measurement(indicator=indicator, period=make_period(plan=make_plan()))


def test_a_narrative_is_not_written_for_a_year_of_another_plan():
    output = make_output(objective=make_objective(area=make_area()))

    with pytest.raises(ValidationError, match="another plan than the output"):
        make_progress_report(output=output, period=make_period(plan=make_plan()))


def test_a_narrative_needs_no_rating():
    assert make_progress_report().rating == ""


def test_a_rating_is_one_of_four():
    with pytest.raises(ValidationError, match="Value 'excellent' is not a valid choice"):
        make_progress_report(rating="excellent")
