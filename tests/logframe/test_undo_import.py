"""An import is undone as a whole, while nothing was built on it, and by who may."""

import pytest
from django.urls import reverse

from logframe.formats import csv_bytes
from logframe.models import Activity, ImportRun, Measurement, Output
from logframe.uploads import read_csv
from meetings.models import Decision, FollowUp
from meetings.resources import FollowUpResource
from tests.conftest import signed_in
from tests.evidence import GOOD, upload
from tests.exchange import (
    ACTIVITIES,
    MEASUREMENTS,
    confirm,
    export,
    measurement_row,
    problems,
    send,
    with_columns,
)
from tests.factories import (
    close_year,
    make_activity,
    make_decision,
    make_import_run,
    make_indicator,
    make_measurement,
    make_output,
    make_period,
    make_user,
)

pytestmark = pytest.mark.django_db
FOLLOW_UPS = "meetings_followup"


def imported(client, name: str, content: bytes) -> ImportRun:
    """Import a file and return what is kept of it."""
    preview = send(client, name, content)
    assert preview.context.get("confirm_form"), problems(preview)
    confirm(client, name, preview)
    return ImportRun.objects.latest("pk")


def undo(client, run: ImportRun):
    address = reverse("admin:logframe_importrun_undo", args=[run.pk])
    assert client.get(address).status_code == 200
    return client.post(address, follow=True)


def rows_of(content: bytes) -> list[dict]:
    dataset = read_csv(content)
    return [dict(zip(dataset.headers, row, strict=True)) for row in dataset]


def file_of(rows: list[dict]) -> bytes:
    return csv_bytes(list(rows[0]), [row.values() for row in rows])


@pytest.fixture
def two_activities(officer_client):
    """One activity changed and one new, by a file."""
    make_activity(title="=Old", outputs=[make_output(), make_output()], budget="1.50")
    before = export(officer_client, ACTIVITIES)
    (row,) = rows_of(before)
    changes = {"title": "New", "outputs": "4.1(b)", "budget": ""}
    rows = [row | changes, row | {"code": "A99", "title": "Added"}]
    return before, imported(officer_client, ACTIVITIES, file_of(rows))


def test_an_import_is_kept_with_its_file_its_author_and_its_rows(officer, two_activities):
    _before, run = two_activities

    assert (run.kind, run.file_name, run.imported_by) == ("logframe.activity", "rows.csv", officer)
    assert (len(run.sha256), run.new, run.changed) == (64, 1, 1)
    changed, new = run.rows
    assert (changed["row"], changed["did"], changed["version"]) == (2, "changed", 2)
    assert changed["before"]["outputs"] == "4.1(a); 4.1(b)"
    assert (new["row"], new["name"], new["did"]) == (3, "2026-2030, A99", "new")


def test_undoing_gives_back_every_byte_and_tells_the_history(
    officer, officer_client, two_activities
):
    before, run = two_activities

    response = undo(officer_client, run)

    assert "The import of rows.csv was undone." in problems(response)
    assert export(officer_client, ACTIVITIES) == before
    run.refresh_from_db()
    assert run.undone_by == officer
    newest = Activity.history.filter(code="A01").latest()
    assert newest.history_change_reason == "import of rows.csv undone"
    deleted = Activity.history.get(code="A99", history_type="-")
    assert (deleted.history_user, deleted.history_change_reason) == (
        officer,
        "import of rows.csv undone",
    )


def test_what_was_imported_says_so_in_its_history(officer, two_activities):
    entries = Activity.history.exclude(history_change_reason=None)

    reasons = {entry.history_change_reason for entry in entries}
    assert reasons == {"imported from rows.csv"}
    assert {entry.history_user for entry in entries} == {officer}


def test_what_is_undone_is_not_undone_again(officer_client, two_activities):
    _before, run = two_activities
    undo(officer_client, run)

    assert "This import was undone already." in problems(undo(officer_client, run))


def test_a_row_that_was_changed_since_keeps_the_whole_import(officer_client, two_activities):
    _before, run = two_activities
    activity = Activity.objects.get(code="A99")
    activity.title = "Changed by hand"
    activity.save()

    text = problems(undo(officer_client, run))

    assert "Row 3 (2026-2030, A99): it was changed since." in text
    assert Activity.objects.get(code="A01").title == "New"
    assert ImportRun.objects.get().undone_at is None


def test_a_row_that_was_deleted_since_keeps_the_whole_import(officer_client, two_activities):
    _before, run = two_activities
    Activity.objects.get(code="A99").delete()

    assert "it was deleted since" in problems(undo(officer_client, run))


def test_a_row_to_which_another_refers_keeps_the_whole_import(manager_client):
    make_output()
    (row,) = rows_of(export(manager_client, "logframe_output"))
    new = row | {"code": "", "letter": "q"}
    run = imported(manager_client, "logframe_output", file_of([new]))
    make_indicator(output=Output.objects.get(letter="q"))

    text = problems(undo(manager_client, run))

    assert "Row 2 (2026-2030, 4.1(q)): indicators refer to it." in text
    assert Output.objects.filter(letter="q").exists()


def test_what_would_be_deleted_with_it_keeps_an_import_too(officer_client):
    decision = make_decision()
    columns = {"meeting": decision.meeting.code, "section": "II", "paragraph": 1, "sequence": 1}
    row = rows_of(export(officer_client, "meetings_decision"))[0] | {"code": ""} | columns
    run = imported(officer_client, "meetings_decision", file_of([row | {"implementation": ""}]))
    Decision.objects.get(section="II").addressees.create(kind="secretariat")

    assert "addressees refer to it" in problems(undo(officer_client, run))


def test_values_are_taken_back_many_at_once(officer_client):
    make_indicator()
    make_measurement(period=make_period(year=2027), value=7, as_of="2026-06-30")
    make_period(year=2026)
    before = export(officer_client, MEASUREMENTS)
    (row,) = rows_of(before)
    new = row | {"year": "2026", "value": "0", "recorded_by": ""}
    run = imported(officer_client, MEASUREMENTS, file_of([row | {"value": "8"}, new]))
    assert list(Measurement.objects.values_list("value", flat=True)) == [0, 8]

    undo(officer_client, run)

    assert export(officer_client, MEASUREMENTS) == before
    assert Measurement.history.latest().history_type == "-"


def test_a_value_that_was_verified_since_keeps_the_import(officer_client, manager):
    make_indicator()
    make_period(year=2026)
    run = imported(officer_client, MEASUREMENTS, measurement_row())
    value = Measurement.objects.get()
    value.submit(value.recorded_by)
    value.verify(manager)

    assert "it was changed since" in problems(undo(officer_client, run))
    assert Measurement.objects.get().state == "verified"


def test_a_file_of_evidence_that_was_added_since_is_not_lost(officer_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_indicator()
    make_period(year=2026)
    run = imported(officer_client, MEASUREMENTS, measurement_row())
    value = Measurement.objects.get()
    value.evidence_file = upload(*next(iter(GOOD.items())))
    value.save()

    assert "it was changed since" in problems(undo(officer_client, run))


@pytest.mark.parametrize("value", ["8", ""])
def test_a_year_that_was_closed_since_keeps_the_import(officer_client, value):
    standing = make_measurement(value=7)
    indicator = make_indicator()
    (row,) = rows_of(export(officer_client, MEASUREMENTS))
    new = row | {"indicator": indicator.code, "recorded_by": ""}
    rows = [row | {"value": value}, new] if value else [row, new]
    run = imported(officer_client, MEASUREMENTS, file_of(rows))
    close_year(standing.period)

    assert "2026 was closed on" in problems(undo(officer_client, run))
    assert Measurement.objects.count() == 2


def test_undoing_a_follow_up_takes_its_decision_back(officer_client):
    decision = make_decision()
    cells = {
        "decision": decision.code,
        "date": "2026-06-30",
        "what_was_done": "Begun",
        "implementation": "in_progress",
    }
    run = imported(officer_client, FOLLOW_UPS, with_columns(cells, of=FollowUpResource))
    decision.refresh_from_db()
    assert decision.implementation == "in_progress"

    undo(officer_client, run)

    decision.refresh_from_db()
    assert (decision.implementation, FollowUp.objects.count()) == ("not_started", 0)


# Who may


def test_an_officer_undoes_an_own_import_and_a_manager_that_of_others(
    manager_client, two_activities
):
    before, run = two_activities
    colleague = signed_in(make_user("officer"))
    address = reverse("admin:logframe_importrun_undo", args=[run.pk])

    assert colleague.get(address).status_code == 403
    assert colleague.post(address).status_code == 403
    undo(manager_client, run)
    assert export(manager_client, ACTIVITIES) == before


def test_who_may_not_import_undoes_nothing(client):
    run = make_import_run(kind="logframe.output")
    officer = run.imported_by  # may look at the outputs only
    client.force_login(officer)
    page = reverse("admin:logframe_importrun_change", args=[run.pk])

    assert "Undo this import" not in client.get(page).content.decode()
    assert client.post(reverse("admin:logframe_importrun_undo", args=[run.pk])).status_code == 403


def test_what_an_import_did_is_not_rewritten():
    run = make_import_run()

    run.file_name = "another.csv"
    with pytest.raises(Exception, match="kept as it is"):
        run.save()
    with pytest.raises(Exception, match="kept as it is"):
        ImportRun.objects.get().delete()


# Between preview and confirmation


def test_what_somebody_changed_since_the_preview_is_not_overwritten(officer_client):
    make_activity(title="Old")
    (row,) = rows_of(export(officer_client, ACTIVITIES))
    preview = send(officer_client, ACTIVITIES, file_of([row | {"title": "By the file"}]))
    activity = Activity.objects.get()
    activity.title = "By a colleague"
    activity.save()

    text = problems(confirm(officer_client, ACTIVITIES, preview))

    assert "Somebody changed these records since the preview" in text
    assert Activity.objects.get().title == "By a colleague"
    assert not ImportRun.objects.exists()


def test_a_file_that_changes_nothing_leaves_no_trace(officer_client):
    make_activity()
    before = Activity.history.count()
    preview = send(officer_client, ACTIVITIES, export(officer_client, ACTIVITIES))

    confirm(officer_client, ACTIVITIES, preview)

    assert not ImportRun.objects.exists()
    assert Activity.history.count() == before
