"""Nobody overwrites anybody: every form knows what it shows, and who is second sees both."""

from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.db.models import F

from logframe.admin.base import ListedInline, RecordAdmin
from logframe.admin.indicators import NewMilestoneInline
from logframe.models import ImportRun, Indicator, Milestone
from meetings.models import Addressee, Decision, Edition
from tests.conftest import signed_in
from tests.factories import (
    make_addressee,
    make_decision,
    make_follow_up,
    make_indicator,
    make_milestone,
)
from tests.forms import admin_url, filled, save, text_of
from tests.logframe.test_records import MAKERS
from tests.looks import looks

pytestmark = pytest.mark.django_db

ADMINS = [one for one in admin.site._registry.values() if isinstance(one, RecordAdmin)]
ONLY_READ = {Milestone, Edition, ImportRun}
ROWS = [
    (one, inline)
    for one in ADMINS
    for inline in one.inlines
    if not issubclass(inline, ListedInline) and inline is not NewMilestoneInline
]
NO_VERSIONS = (None, "", "x")
NOT_SAVED = "does not say which version of the record it shows, so nothing was saved"


def named(one) -> str:
    """Return how a form, a row of it or a version is called in the list of the tests."""
    if isinstance(one, tuple):
        return "-".join(named(part) for part in one)
    if one in NO_VERSIONS:
        return repr(one)
    return one.__name__ if isinstance(one, type) else type(one).__name__


# A form without its version


@pytest.mark.parametrize(("record_admin", "version"), looks(ADMINS, NO_VERSIONS), ids=named)
def test_a_form_without_its_version_is_refused(superuser, record_admin, version):
    client, record = signed_in(superuser), MAKERS[record_admin.model]()
    page = client.get(admin_url(record))

    response = client.post(admin_url(record), filled(page, seen_version=version))

    if record_admin.model in ONLY_READ:
        assert response.status_code == 403
    else:
        assert NOT_SAVED in text_of(response)
    assert record.history.count() == 1


@pytest.mark.parametrize(("place", "version"), looks(ROWS, NO_VERSIONS), ids=named)
def test_a_row_without_its_version_is_refused(superuser, place, version):
    record_admin, inline = place
    client, row = signed_in(superuser), MAKERS[inline.model]()
    field = next(
        field
        for field in inline.model._meta.fields
        if field.related_model is record_admin.model and inline.fk_name in (None, field.name)
    )
    address = admin_url(getattr(row, field.name))
    page = client.get(address)
    prefix = next(
        one.formset.prefix
        for one in page.context["inline_admin_formsets"]
        if type(one.opts) is inline
    )

    response = client.post(address, filled(page, **{f"{prefix}-0-seen_version": version}))

    assert NOT_SAVED in text_of(response)
    assert row.history.count() == 1


# The second of two


def test_a_row_is_told_both_versions_and_nothing_of_the_page_is_saved(
    officer_client, manager_client
):
    decision = make_decision(note="As it was")
    make_addressee(decision=decision)
    row = make_addressee(decision=decision, name="As it was")
    mine = {
        "note": "Mine",
        "addressees-0-implementation": "completed",
        "addressees-1-name": "Mine",
        "addressees-2-order": "3",
        "addressees-2-kind": "other",
        "addressees-2-name": "A new one",
    }
    data = filled(officer_client.get(admin_url(decision)), **mine)
    save(manager_client, decision, **{"addressees-1-name": "Theirs"})

    response = officer_client.post(admin_url(decision), data)

    text = text_of(response)
    assert "manager saved this record on" in text
    assert "<strong>Name</strong><br>Yours: <q>Mine</q><br>Stored: <q>Theirs</q>" in text
    assert text.count("Stored: ") == 1
    decision.refresh_from_db()
    row.refresh_from_db()
    assert (decision.note, row.name) == ("As it was", "Theirs")
    assert set(decision.addressees.values_list("implementation", flat=True)) == {"not_started"}
    assert decision.addressees.count() == 2

    officer_client.post(admin_url(decision), filled(response))

    row.refresh_from_db()
    assert (row.name, decision.addressees.count()) == ("Mine", 3)


def test_what_the_form_does_not_let_one_change_is_no_conflict(officer_client):
    decision = make_decision()
    data = filled(officer_client.get(admin_url(decision)), **{"addressees-0-kind": "secretariat"})
    make_follow_up(decision=decision)  # moves the decision on, which its form only shows

    officer_client.post(admin_url(decision), data)

    assert decision.addressees.count() == 1
    assert Decision.objects.get().implementation == "in_progress"


def test_what_a_row_does_not_show_is_no_conflict(officer_client, manager_client):
    decision = make_decision()
    data = filled(officer_client.get(admin_url(decision.meeting)), city="Incheon")
    save(manager_client, decision, note="Theirs")

    officer_client.post(admin_url(decision.meeting), data)

    assert Decision.objects.get().note == "Theirs"
    assert Decision.objects.get().meeting.city == "Incheon"


def test_a_row_that_somebody_else_changed_is_not_deleted_unseen(officer_client, manager_client):
    row = make_addressee(name="As it was")
    delete = {"addressees-0-DELETE": "on"}
    data = filled(officer_client.get(admin_url(row.decision)), **delete)
    save(manager_client, row.decision, **{"addressees-0-name": "Theirs"})

    response = officer_client.post(admin_url(row.decision), data)

    assert "saved a row that you marked for deletion" in text_of(response)
    assert "Stored: <q>Theirs</q>" in text_of(response)
    assert Addressee.objects.get().name == "Theirs"

    officer_client.post(admin_url(row.decision), filled(response))

    assert not Addressee.objects.exists()


def test_who_edits_a_row_that_somebody_else_deleted_is_told(officer_client):
    row = make_addressee(name="As it was")
    mine = {"note": "Mine", "addressees-0-name": "Mine alone"}
    data = filled(officer_client.get(admin_url(row.decision)), **mine)
    row.delete()

    response = officer_client.post(admin_url(row.decision), data)

    assert "Somebody else deleted a row while you were editing it" in text_of(response)
    assert "Name Mine alone" in text_of(response)
    assert Decision.objects.get().note == ""


# Overtaken between reading and writing


@contextmanager
def overtaken(statement: str, write):
    """Let somebody else write just before a statement of ours, and keep it when ours is undone."""
    state = {"begun": False}

    def run(execute, sql, *args):
        if not state["begun"] and sql.startswith(statement):
            state["begun"] = True
            write()
        result = execute(sql, *args)
        if state["begun"] and sql.startswith("ROLLBACK TO SAVEPOINT"):
            write()
        return result

    with connection.execute_wrapper(run):
        yield
    assert state["begun"]


def saved_by_another(row, **fields):
    """Return a save of the row that goes past ours, as from another process."""
    rows = type(row).objects.filter(pk=row.pk, version=row.version)
    return lambda: rows.update(version=F("version") + 1, **fields)


def test_who_is_overtaken_sees_both_versions(officer_client):
    indicator = make_indicator(title="Original")
    data = filled(officer_client.get(admin_url(indicator)), title="Mine")

    theirs = saved_by_another(indicator, title="Theirs")
    with overtaken('UPDATE "logframe_indicator"', theirs):
        response = officer_client.post(admin_url(indicator), data)

    assert "Yours: <q>Mine</q><br>Stored: <q>Theirs</q>" in text_of(response)
    assert 'value="Mine"' in text_of(response)
    assert Indicator.objects.get().title == "Theirs"


def test_who_is_overtaken_in_a_row_sees_both_versions_and_nothing_is_saved(officer_client):
    row = make_addressee(name="Original")
    mine = {"note": "Mine", "addressees-0-name": "Mine"}
    data = filled(officer_client.get(admin_url(row.decision)), **mine)

    with overtaken('UPDATE "meetings_addressee"', saved_by_another(row, name="Theirs")):
        response = officer_client.post(admin_url(row.decision), data)

    assert "Yours: <q>Mine</q><br>Stored: <q>Theirs</q>" in text_of(response)
    assert Addressee.objects.get().name == "Theirs"
    assert Decision.objects.get().note == ""


@contextmanager
def refused_by_the_database(statement: str, times: int):
    """Let the database give up on a statement, as where two wait for one another."""
    refusals = iter(range(times))

    def run(execute, sql, *args):
        if sql.startswith(statement) and next(refusals, None) is not None:
            raise OperationalError("deadlock detected")
        return execute(sql, *args)

    with connection.execute_wrapper(run):
        yield


@pytest.mark.parametrize("times", [1, 2])
def test_who_waited_in_vain_for_others_is_tried_again(officer_client, times):
    indicator = make_indicator(title="Original")
    data = filled(officer_client.get(admin_url(indicator)), title="Mine")

    with refused_by_the_database('UPDATE "logframe_indicator"', times):
        officer_client.post(admin_url(indicator), data)

    assert Indicator.objects.get().title == "Mine"
    assert indicator.history.count() == 2


def test_a_database_that_always_refuses_is_an_error_and_nothing_is_saved(officer_client):
    indicator = make_indicator(title="Original")
    data = filled(officer_client.get(admin_url(indicator)), title="Mine")

    with (
        refused_by_the_database('UPDATE "logframe_indicator"', 3),
        pytest.raises(OperationalError),
    ):
        officer_client.post(admin_url(indicator), data)

    assert Indicator.objects.get().title == "Original"


def test_a_follow_up_does_not_wait_for_who_edits_its_decision(officer_client):
    follow_up = make_follow_up()
    decision = Decision.objects.get()
    data = filled(officer_client.get(admin_url(follow_up)), implementation="delayed")

    with overtaken('UPDATE "meetings_decision"', saved_by_another(decision, note="Theirs")):
        officer_client.post(admin_url(follow_up), data)

    decision.refresh_from_db()
    assert (decision.note, decision.implementation) == ("Theirs", "delayed")


def test_who_is_overtaken_by_a_row_with_the_same_key_is_told_so():
    first = make_milestone(year=2026)
    same = Milestone(indicator=first.indicator, year=2027, value=1, set_on=first.set_on)
    theirs = Milestone.objects.filter(pk=first.pk)

    with (
        overtaken('INSERT INTO "logframe_milestone"', lambda: theirs.update(year=2027)),
        pytest.raises(ValidationError, match="was already set on this day"),
    ):
        same.save()

    assert Milestone.objects.count() == 1
