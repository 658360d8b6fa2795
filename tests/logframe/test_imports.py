"""Import and export in the admin: a preview first, then all rows or none, and plain words."""

import csv
import io
from copy import copy
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission

from logframe.admin import exchange
from logframe.formats import csv_bytes, xlsx_bytes
from logframe.models import Activity, Indicator, Measurement, Milestone
from logframe.resources import MeasurementResource
from logframe.uploads import read_csv, read_xlsx
from tests.conftest import signed_in
from tests.exchange import (
    ACTIVITIES,
    CSV,
    INDICATORS,
    MEASUREMENTS,
    MILESTONES,
    XLSX,
    changed,
    confirm,
    export,
    measurement_row,
    page,
    problems,
    send,
)
from tests.factories import (
    close_year,
    make_activity,
    make_indicator,
    make_measurement,
    make_member_state,
    make_milestone,
    make_output,
    make_period,
    make_progress_report,
    make_user,
)
from tests.forms import text_of

pytestmark = pytest.mark.django_db

# Who may


def test_who_only_sees_a_list_exports_it_and_cannot_open_or_send_an_import(client):
    make_indicator()
    viewer = make_user(None, is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_indicator"))
    client.force_login(viewer)

    assert client.get(page(INDICATORS)).status_code == 403
    assert send(client, INDICATORS, b"a,b\r\n").status_code == 403
    assert client.post(page(INDICATORS, "process_import")).status_code == 403
    assert b"4.1(a)-1" in export(client, INDICATORS)


def test_who_may_change_but_not_add_cannot_import(client):
    editor = make_user(None, is_staff=True)
    codenames = ["view_indicator", "change_indicator"]
    editor.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(editor)

    assert client.get(page(INDICATORS)).status_code == 403


# There and back


@pytest.mark.parametrize("file_format", [CSV, XLSX])
@pytest.mark.parametrize(
    "kind", ["indicator", "milestone", "measurement", "progressreport", "activity"]
)
def test_an_export_that_is_imported_changes_nothing(officer_client, kind, file_format):
    indicator = make_indicator(
        title="=Not a formula", baseline_value=Decimal("1.5"), baseline_year=2025
    )
    make_indicator(definition="two\r\nlines", owner=make_user("officer"))
    make_milestone(value=Decimal("0.25"))
    make_measurement(state="verified", note="-0 is odd")
    make_measurement(indicator=make_indicator(), value=None, not_applicable=True, note="No coast")
    make_progress_report(achievements="One\n\nTwo, and “three”")
    make_activity(outputs=[indicator.output, make_output()], starts_on=date(2026, 3, 1), budget=100)
    name, ending = f"logframe_{kind}", {CSV: "csv", XLSX: "xlsx"}[file_format]
    before = export(officer_client, name)

    preview = send(officer_client, name, export(officer_client, name, file_format), f"a.{ending}")
    confirm(officer_client, name, preview)

    totals = preview.context["result"].totals
    assert (totals["new"], totals["update"]) == (0, 0), problems(preview)
    assert "Import these rows" not in problems(preview)
    assert totals["skip"] > 0
    assert export(officer_client, name) == before


def test_an_export_names_its_rows_by_codes_and_takes_the_filters_of_the_list(officer_client):
    make_indicator()
    make_indicator(adoption="adopted", output=make_output())

    address = page(INDICATORS, "export") + "?adoption__exact=adopted"
    content = officer_client.post(address, {"format": XLSX}).content
    (row,) = read_xlsx(content).dict

    assert (row["plan"], row["code"], row["output"]) == ("2026-2030", "4.1(b)-1", "4.1(b)")


def test_a_list_is_exported_in_as_many_queries_whatever_its_length(
    officer_client, django_assert_max_num_queries
):
    make_activity(outputs=[make_output()])
    with django_assert_max_num_queries(40) as few:
        export(officer_client, ACTIVITIES)
    for _number in range(27):
        make_activity(outputs=[make_output()])
    with django_assert_max_num_queries(len(few)):
        export(officer_client, ACTIVITIES)


# A preview first


def test_a_list_of_more_values_than_sqlite_joins_at_once_is_imported_again(officer_client):
    first = make_measurement()
    many = range(2, 1102)
    # Past all checks, which cost time.
    indicators = Indicator.objects.bulk_create(
        copied(first.indicator, code=f"4.1(a)-{number}", slug=f"4.1a-{number}") for number in many
    )
    Measurement.objects.bulk_create(copied(first, indicator=one) for one in indicators)

    text = text_of(send(officer_client, MEASUREMENTS, export(officer_client, MEASUREMENTS)))

    assert "0 new, 0 changed, 1101 unchanged." in text


def copied(record, **changes):
    row = copy(record)
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def test_a_preview_shows_old_and_new_and_writes_nothing(officer_client):
    make_indicator(title="Old title")

    preview = send(
        officer_client,
        INDICATORS,
        changed(export(officer_client, INDICATORS), title="New <b>"),
    )

    assert "<del>Old title</del> <ins>New &lt;b&gt;</ins>" in preview.content.decode()
    assert "0 new, 1 changed, 0 unchanged" in problems(preview)
    assert "Import these rows" in problems(preview)
    assert Indicator.objects.get().title == "Old title"


def test_what_was_confirmed_is_written_with_its_history(officer_client, officer):
    make_indicator(title="Old title")
    content = changed(export(officer_client, INDICATORS), title="New title")

    response = confirm(officer_client, INDICATORS, send(officer_client, INDICATORS, content))

    indicator = Indicator.objects.get()
    assert indicator.title == "New title"
    assert indicator.history.first().history_user == officer
    assert "0 new, 1 changed, 0 unchanged" in problems(response)


def test_an_upload_is_imported_once(officer_client):
    make_indicator()
    preview = send(officer_client, INDICATORS, export(officer_client, INDICATORS))
    confirm(officer_client, INDICATORS, preview)

    again = confirm(officer_client, INDICATORS, preview)

    assert "choose the file again" in problems(again)


@pytest.mark.parametrize("name", ["../../etc/passwd", "passwd", ""])
def test_a_confirmation_reads_no_other_file_of_the_server(officer_client, name):
    data = {"import_file_name": name, "original_file_name": "x.csv", "format": CSV, "resource": "0"}

    response = officer_client.post(page(INDICATORS, "process_import"), data)

    assert response.status_code in (302, 400)
    assert not list(exchange.UPLOADS.glob("*passwd*"))


def test_a_rule_that_breaks_after_the_preview_writes_nothing(officer_client):
    make_activity(title="One")
    make_activity(title="Two")
    state = make_member_state()
    dataset = read_csv(export(officer_client, ACTIVITIES))
    rows = [dict(zip(dataset.headers, row, strict=True)) | {"title": "Changed"} for row in dataset]
    rows[1]["host_state"] = state.code
    content = csv_bytes(dataset.headers, [row.values() for row in rows])
    preview = send(officer_client, ACTIVITIES, content)
    state.delete()

    response = confirm(officer_client, ACTIVITIES, preview)

    assert "Nothing was imported" in problems(response)
    assert "<td>3</td><td><code>host_state</code></td>" in problems(response)
    assert set(Activity.objects.values_list("title", flat=True)) == {"One", "Two"}


# The rules of the model


def test_who_imports_a_new_value_has_recorded_it(officer_client, officer):
    make_indicator()
    make_period(year=2026)

    preview = send(officer_client, MEASUREMENTS, measurement_row())
    confirm(officer_client, MEASUREMENTS, preview)

    measurement = Measurement.objects.get()
    assert (measurement.value, measurement.recorded_by, measurement.state) == (3, officer, "draft")


def test_a_value_that_a_file_changes_keeps_its_author_and_gets_a_history(officer_client, officer):
    measurement = make_measurement(value=5)
    content = changed(export(officer_client, MEASUREMENTS), value="6")

    confirm(officer_client, MEASUREMENTS, send(officer_client, MEASUREMENTS, content))

    author = measurement.recorded_by
    measurement.refresh_from_db()
    newest = measurement.history.first()
    assert (measurement.value, measurement.version, measurement.recorded_by) == (6, 2, author)
    assert (newest.value, newest.version, newest.history_user) == (6, 2, officer)
    assert (newest.history_type, newest.history_change_reason) == ("~", "imported from rows.csv")


def test_a_verified_value_is_not_changed_by_a_file(officer_client):
    make_measurement(state="verified", value=5)

    content = changed(export(officer_client, MEASUREMENTS), value="6")

    text = problems(send(officer_client, MEASUREMENTS, content))
    assert "<td>2</td>" in text
    assert "A verified row is never edited" in text
    assert Measurement.objects.get().value == 5


def test_a_verified_value_is_corrected_by_the_next_revision(officer_client):
    verified = make_measurement(state="verified", value=5)
    content = changed(
        export(officer_client, MEASUREMENTS),
        revision="2",
        value="6",
        replacement_reason="Counted twice",
        state="",
        recorded_by="",
        verified_by="",
    )

    confirm(
        officer_client,
        MEASUREMENTS,
        send(officer_client, MEASUREMENTS, content),
    )

    correction = Measurement.objects.get(revision=2)
    assert (correction.replaces, correction.value) == (verified, 6)


def test_a_closed_year_takes_no_file(officer_client):
    measurement = make_measurement()
    content = changed(export(officer_client, MEASUREMENTS), value="6")
    close_year(measurement.period)

    assert "2026 was closed on" in problems(send(officer_client, MEASUREMENTS, content))


def test_a_milestone_that_was_set_stays_and_a_revision_is_a_further_row(officer_client):
    make_milestone(value=10)
    dataset = read_csv(export(officer_client, MILESTONES))
    row = dict(zip(dataset.headers, dataset[0], strict=True))

    refused = send(officer_client, MILESTONES, csv_bytes(row, [(row | {"value": "12"}).values()]))
    assert "A milestone that was set stays" in problems(refused)

    revised = row | {"value": "12", "set_on": "2026-05-01", "authority": "M-2", "reason": "More"}
    content = csv_bytes(row, [row.values(), revised.values()])
    confirm(officer_client, MILESTONES, send(officer_client, MILESTONES, content))
    assert list(Milestone.objects.values_list("value", flat=True)) == [10, 12]


def test_spaces_around_a_code_name_the_same_record(officer_client):
    make_activity()
    content = export(officer_client, ACTIVITIES)

    preview = send(officer_client, ACTIVITIES, changed(content, code=" A01\u00a0", title="New"))

    assert preview.context["result"].totals["update"] == 1


def test_spaces_alone_are_an_empty_cell(officer_client):
    make_activity()
    content = export(officer_client, ACTIVITIES)

    assert "This cell is empty: fill it." in problems(
        send(officer_client, ACTIVITIES, changed(content, title="  "))
    )


def test_text_that_begins_like_a_formula_survives_the_way_out_and_back(officer_client):
    make_activity(title="=SUM(A1)", note="'@already quoted")

    content = export(officer_client, ACTIVITIES)

    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (row["title"], row["note"]) == ("'=SUM(A1)", "''@already quoted")
    preview = send(officer_client, ACTIVITIES, content)
    assert preview.context["result"].totals["skip"] == 1


def test_a_spreadsheet_can_bring_numbers_days_and_truths_as_its_own_types(officer_client):
    make_indicator()
    make_period(year=2026)
    row = {
        "plan": "2026-2030",
        "indicator": "4.1(a)-1",
        "year": 2026,
        "value": 2.5,
        "as_of": date(2026, 6, 30),
        "is_provisional": True,
    }
    headers = MeasurementResource().get_export_headers()
    content = xlsx_bytes(headers, [[row.get(header) for header in headers]], "Values")

    preview = send(officer_client, MEASUREMENTS, content, "values.xlsx")
    confirm(officer_client, MEASUREMENTS, preview)

    measurement = Measurement.objects.get()
    assert measurement.value == Decimal("2.5")
    assert (measurement.as_of, measurement.is_provisional) == (date(2026, 6, 30), True)


def test_a_focal_point_has_no_import(focal):
    assert signed_in(focal).get(page(INDICATORS)).status_code == 403
