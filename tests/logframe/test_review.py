"""The way of what is reported: draft, submitted, verified or returned, corrected, closed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from logframe.models import Measurement, ProgressReport, ReviewReturn
from logframe.models.base import StaleRecordError
from tests.factories import (
    make_indicator,
    make_measurement,
    make_member_state,
    make_output,
    make_period,
    make_progress_report,
    make_user,
)

pytestmark = pytest.mark.django_db

# A rule of review holds for both kinds of row.
both = pytest.mark.parametrize("make", [make_measurement, make_progress_report])


def again(row):
    """Read the row as the database has it."""
    return type(row).objects.get(pk=row.pk)


# Submitting


@both
def test_a_row_begins_as_a_draft(make):
    row = make()

    assert (row.state, row.submitted_by, row.verified_by) == ("draft", None, None)


@both
def test_a_draft_can_be_edited(make):
    row = make()
    row.recorded_by = other = make_user("officer")
    row.save()

    assert again(row).recorded_by == other


@both
def test_a_draft_is_submitted_by_somebody_at_some_time(make, officer):
    row = make()

    row.submit(officer)

    row = again(row)
    assert (row.state, row.submitted_by) == ("submitted", officer)
    assert row.submitted_at >= row.recorded_at


@both
@pytest.mark.parametrize("state", ["submitted", "verified"])
def test_what_was_submitted_is_not_submitted_twice(make, officer, state):
    row = make(state=state)

    with pytest.raises(ValidationError, match=f"This is {state}: only what is draft or returned"):
        row.submit(officer)

    assert again(row).state == state


@both
def test_each_step_says_in_the_history_what_it_was(make, officer, manager):
    row = make(recorded_by=officer)

    row.submit(officer)
    row.return_to_author(manager, "Wrong year")
    row.submit(officer)
    row.verify(manager)

    reasons = [entry.history_change_reason for entry in row.history.order_by("history_id")]
    assert reasons == [None, "submitted", "returned: Wrong year", "submitted", "verified"]


# Verifying


@both
def test_a_submitted_row_is_verified_by_a_colleague(make, officer, manager):
    row = make(state="submitted", recorded_by=officer)

    row.verify(manager)

    row = again(row)
    assert (row.state, row.verified_by) == ("verified", manager)
    assert row.verified_at >= row.submitted_at


@both
@pytest.mark.parametrize("state", ["draft", "verified"])
def test_only_what_is_submitted_is_verified(make, manager, state):
    row = make(state=state)

    with pytest.raises(ValidationError, match=f"This is {state}: only what is submitted can be"):
        row.verify(manager)

    assert again(row).state == state


@both
def test_who_recorded_a_row_does_not_verify_it(make, officer, manager):
    row = make(state="submitted", recorded_by=manager, submitted_by=officer)

    with pytest.raises(PermissionDenied, match="ask a colleague"):
        row.verify(manager)

    assert again(row).state == "submitted"


@both
def test_who_submitted_a_row_does_not_verify_it(make, officer, manager):
    row = make(state="submitted", recorded_by=officer, submitted_by=manager)

    with pytest.raises(PermissionDenied, match="ask a colleague"):
        row.verify(manager)

    assert again(row).state == "submitted"


@both
def test_an_office_of_one_verifies_its_own_rows(make, manager, settings):
    settings.LOGFRAME_OWN_VERIFICATION = True
    row = make(state="submitted", recorded_by=manager)

    row.verify(manager)

    assert again(row).state == "verified"


@both
def test_a_row_that_was_edited_meanwhile_is_not_verified_unseen(make, manager):
    row = make(state="submitted")
    seen = again(row)
    row.save()

    with pytest.raises(StaleRecordError):
        seen.verify(manager)

    assert again(row).state == "submitted"


# Returning


@both
def test_a_row_is_returned_with_a_reason(make, manager):
    row = make(state="submitted")

    row.return_to_author(manager, "Wrong year")

    returned = again(row).returns.get()
    assert again(row).state == "returned"
    assert (returned.reason, returned.returned_by) == ("Wrong year", manager)


@both
def test_a_return_without_a_reason_is_refused(make, manager):
    row = make(state="submitted")

    with pytest.raises(ValidationError, match="This field cannot be blank"):
        row.return_to_author(manager, "")

    assert again(row).state == "submitted"
    assert not ReviewReturn.objects.exists()


@both
def test_a_return_that_was_refused_can_be_repeated_with_a_reason(make, manager):
    row = make(state="submitted")
    with pytest.raises(ValidationError):
        row.return_to_author(manager, "")

    row.return_to_author(manager, "Wrong year")

    assert again(row).state == "returned"


@both
@pytest.mark.parametrize("state", ["draft", "verified"])
def test_only_what_is_submitted_is_returned(make, manager, state):
    row = make(state=state)

    with pytest.raises(ValidationError, match=f"This is {state}: only what is submitted can be"):
        row.return_to_author(manager, "Wrong year")

    assert not ReviewReturn.objects.exists()


@both
def test_a_returned_row_is_mended_and_verified_with_all_reasons_kept(make, officer, manager):
    row = make(state="submitted", recorded_by=officer)
    row.return_to_author(manager, "Wrong year")
    row.submit(officer)
    row.return_to_author(manager, "No source")
    row.submit(officer)

    row.verify(manager)

    assert again(row).state == "verified"
    assert [entry.reason for entry in row.returns.all()] == ["Wrong year", "No source"]


@both
def test_a_returned_row_is_not_verified_before_it_is_submitted_again(make, manager):
    row = make(state="submitted")
    row.return_to_author(manager, "Wrong year")

    with pytest.raises(ValidationError, match="This is returned: only what is submitted can be"):
        row.verify(manager)


# What was verified


def test_a_verified_value_is_never_edited():
    row = make_measurement(state="verified", value=5)

    row.value = 6
    with pytest.raises(ValidationError, match="A verified row is never edited: add a correction"):
        row.save()

    assert again(row).value == 5


def test_a_verified_narrative_is_never_edited():
    row = make_progress_report(state="verified", achievements="Two stations")

    row.achievements = "Three stations"
    with pytest.raises(ValidationError, match="A verified row is never edited: add a correction"):
        row.save()

    assert again(row).achievements == "Two stations"


@both
def test_a_verified_row_does_not_become_a_draft_again(make):
    row = make(state="verified")

    row.state, row.verified_by, row.verified_at = "draft", None, None
    with pytest.raises(ValidationError, match="A verified row is never edited"):
        row.save()

    assert again(row).state == "verified"


@both
def test_a_verified_row_is_not_deleted(make):
    row = make(state="verified")

    with pytest.raises(ValidationError, match="is kept: add a correction"):
        row.delete()

    assert again(row)


@both
def test_a_row_that_a_colleague_verified_meanwhile_is_not_deleted(make, manager):
    row = make(state="submitted")
    seen = again(row)
    row.verify(manager)

    with pytest.raises(ValidationError, match="is kept: add a correction"):
        seen.delete()

    assert again(row).state == "verified"


@both
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_row_that_was_never_verified_can_be_deleted(make, state):
    row = make(state=state)

    row.delete()

    assert not type(row).objects.exists()


# Corrections


@both
def test_a_correction_has_the_next_revision(make):
    first = make(state="verified")
    second = make(replaces=first, state="verified")
    third = make(replaces=second)

    assert [row.revision for row in (first, second, third)] == [1, 2, 3]


@both
def test_nobody_chooses_the_revision(make):
    row = make(revision=7)

    assert again(row).revision == 1


@both
def test_a_correction_says_why(make):
    first = make(state="verified")

    with pytest.raises(ValidationError, match="Say why this replaces what was verified"):
        make(replaces=first, replacement_reason="")

    assert type(first).objects.get() == first


@both
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_only_what_was_verified_is_corrected(make, state):
    first = make(state=state)

    with pytest.raises(ValidationError, match="Only a verified row is replaced by another"):
        make(replaces=first)

    assert type(first).objects.get() == first


@both
def test_a_row_is_corrected_by_one_other_at_most(make):
    first = make(state="verified")
    second = make(replaces=first)

    with pytest.raises(ValidationError, match="This row is replaced already"):
        make(replaces=first)

    assert again(first).replaced_by == second


@both
def test_what_was_corrected_is_kept_word_for_word(make, manager):
    first = again(make(state="verified"))
    before = first.__dict__ | {"_state": None}
    make(replaces=first, state="submitted", recorded_by=make_user()).verify(manager)

    assert again(first).__dict__ | {"_state": None} == before


def test_a_correction_stays_with_indicator_year_and_state_of_what_it_replaces():
    indicator = make_indicator(by_member_state=True, state_total="sum")
    first, second = make_member_state(), make_member_state()
    verified = make_measurement(
        indicator=indicator, period=make_period(), member_state=first, state="verified"
    )
    elsewhere = (
        {"indicator": make_indicator(by_member_state=True, state_total="sum")},
        {"period": make_period()},
        {"member_state": second},
    )

    for place in elsewhere:
        with pytest.raises(ValidationError, match="the same indicator, year and State"):
            make_measurement(replaces=verified, **place)

    assert Measurement.objects.get() == verified


def test_a_correction_stays_with_output_and_year_of_what_it_replaces():
    verified = make_progress_report(period=make_period(), state="verified")

    for place in ({"output": make_output()}, {"period": make_period()}):
        with pytest.raises(ValidationError, match="the same output and year"):
            make_progress_report(replaces=verified, **place)

    assert ProgressReport.objects.get() == verified


def test_what_waits_to_be_verified_is_not_changed_meanwhile():
    value = make_measurement(value=5, state="submitted")
    value.value = 6

    with pytest.raises(ValidationError, match="waits to be verified is not changed"):
        value.save()

    assert Measurement.objects.get().value == 5


@both
def test_many_rows_are_deleted_by_the_same_rule_and_all_or_none(make):
    verified = make(state="verified")
    correction = make(replaces=verified, replacement_reason="Counted twice")

    with pytest.raises(ValidationError, match="is kept: add a correction"):
        type(verified).objects.order_by("-pk").delete()

    assert set(type(verified).objects.all()) == {verified, correction}
    type(verified).objects.filter(pk=correction.pk).delete()
    assert set(type(verified).objects.all()) == {verified}
