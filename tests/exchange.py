"""What the tests of import and export share: one function a step that a person takes."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from logframe.formats import csv_bytes
from logframe.resources import MeasurementResource
from logframe.uploads import read_csv

CSV, XLSX = "0", "1"
INDICATORS = "logframe_indicator"
MILESTONES = "logframe_milestone"
MEASUREMENTS = "logframe_measurement"
ACTIVITIES = "logframe_activity"


def page(name: str, step: str = "import") -> str:
    """Return the address of a step for a kind of row, as logframe_activity."""
    return reverse(f"admin:{name}_{step}")


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
