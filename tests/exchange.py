"""What the tests of import and export share: one function a step that a person takes."""

from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from logframe.formats import csv_bytes
from logframe.resources import MeasurementResource
from logframe.uploads import read_csv
from tests.factories import (
    make_activity,
    make_area,
    make_decision,
    make_follow_up,
    make_indicator,
    make_measurement,
    make_meeting,
    make_milestone,
    make_objective,
    make_output,
    make_progress_report,
)

CSV, XLSX = "0", "1"
INDICATORS = "logframe_indicator"
MILESTONES = "logframe_milestone"
MEASUREMENTS = "logframe_measurement"
ACTIVITIES = "logframe_activity"
# Every kind of record that comes and goes as a file, and how a row of it is made.
KINDS = {
    "logframe_thematicarea": make_area,
    "logframe_objective": make_objective,
    "logframe_output": make_output,
    INDICATORS: make_indicator,
    MILESTONES: make_milestone,
    MEASUREMENTS: make_measurement,
    "logframe_progressreport": make_progress_report,
    ACTIVITIES: make_activity,
    "meetings_meeting": make_meeting,
    "meetings_decision": make_decision,
    "meetings_followup": make_follow_up,
}


def page(name: str, step: str = "import") -> str:
    """Return the address of a step for a kind of row, as logframe_activity."""
    return reverse(f"admin:{name}_{step}")


def resource_of(name: str):
    """Return what reads and writes the files of a kind."""
    return admin.site.get_model_admin(apps.get_model(*name.split("_"))).resource_classes[0]()


def send(client, name: str, content: bytes, file_name="rows.csv"):
    """Send a file for the preview."""
    upload = SimpleUploadedFile(file_name, content)
    return client.post(page(name), {"resource": "0", "format": "", "import_file": upload})


def confirm(client, name: str, preview):
    """Accept the preview."""
    form = preview.context["confirm_form"]
    data = {field.html_name: field.value() for field in form}
    return client.post(page(name, "process_import"), data, follow=True)


def export(client, name: str, file_format=CSV) -> bytes:
    return client.post(page(name, "export"), {"resource": "", "format": file_format}).content


def with_columns(columns: dict, *, of: type) -> bytes:
    """Return a CSV of one row in which the other columns are empty."""
    headers = of().get_export_headers()
    return csv_bytes(headers, [[columns.get(header) for header in headers]])


def changed(content: bytes, **cells) -> bytes:
    """Return the CSV with other values in its first row."""
    dataset = read_csv(content)
    row = dict(zip(dataset.headers, dataset[0], strict=True)) | cells
    return csv_bytes(dataset.headers, [row.values(), *dataset[1:]])


def measurement_row(**cells) -> bytes:
    row = {"plan": "2026-2030", "indicator": "4.1(a)-1", "year": 2026, "value": 3}
    return with_columns(row | {"as_of": "2026-06-30"} | cells, of=MeasurementResource)


def problems(response) -> str:
    """Return what the page says, without markup."""
    content = response.content.decode()
    assert "Traceback" not in content
    return " ".join(content.split())
