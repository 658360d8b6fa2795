"""What a file gets wrong is named: row, column and remedy; nothing of it is imported."""

import pytest

from logframe.formats import csv_bytes
from logframe.models import Activity, Measurement
from logframe.resources import MeasurementResource
from logframe.uploads import MAX_ROWS, read_csv
from tests.exchange import (
    ACTIVITIES,
    INDICATORS,
    MEASUREMENTS,
    changed,
    export,
    measurement_row,
    problems,
    send,
)
from tests.factories import make_activity, make_indicator, make_output, make_period

pytestmark = pytest.mark.django_db


# All or nothing


def test_one_bad_row_in_fifty_changes_nothing_and_is_named(officer_client):
    for number in range(50):
        make_activity(title=f"Activity {number}")
    dataset = read_csv(export(officer_client, ACTIVITIES))
    title, area = dataset.headers.index("title"), dataset.headers.index("area")
    rows = [[*row] for row in dataset]
    for row in rows:
        row[title] = "Changed"
    rows[36][area] = "A7"

    response = send(officer_client, ACTIVITIES, csv_bytes(dataset.headers, rows))

    text = problems(response)
    assert "<td>38</td><td><code>area</code></td>" in text  # the heading is row 1
    assert "There is no thematic area “A7 (2026-2030)”" in text
    assert "confirm_form" not in response.context or not response.context["confirm_form"]
    assert not Activity.objects.filter(title="Changed").exists()


def values(*bad: int) -> bytes:
    """Return a file of forty values, some of which only the database refuses."""
    make_period(year=2026)
    headers = MeasurementResource().get_export_headers()
    rows = [
        {"plan": "2026-2030", "indicator": make_indicator().code, "year": 2026}
        | {"as_of": "2026-06-30", "value": "" if number in bad else 3}
        for number in range(2, 42)
    ]
    return csv_bytes(headers, [[row.get(header) for header in headers] for row in rows])


def test_values_that_the_database_refuses_are_named_among_many(officer_client):
    text = problems(send(officer_client, MEASUREMENTS, values(7, 8, 33)))

    for number in range(2, 42):
        assert (f"<td>{number}</td>" in text) == (number in (7, 8, 33))
    assert text.count("Leave no row where nothing was reported.") == 3
    assert not Measurement.objects.exists()


def test_after_a_hundred_rows_with_mistakes_the_others_wait(officer_client):
    headers = MeasurementResource().get_export_headers()

    response = send(officer_client, MEASUREMENTS, csv_bytes(headers, [["x"] * len(headers)] * 300))

    text = problems(response)
    assert "These are the first 100 rows with mistakes: correct them, then look further." in text
    assert "<td>101</td>" in text
    assert "<td>102</td>" not in text


def test_all_problems_of_a_row_are_told_at_once(officer_client):
    make_indicator()
    content = changed(
        export(officer_client, INDICATORS),
        tolerance="1,5",
        measure="size",
        owner="nobody",
    )

    text = problems(send(officer_client, INDICATORS, content))

    assert "“1,5” is not a number: write it without separators or units, as 1234.5." in text
    assert "“size” is not in the list: write one of number, percentage, yes_no, scale." in text
    assert "There is no user “nobody”" in text


@pytest.mark.parametrize(
    ("cells", "column", "remedy"),
    [
        ({"indicator": "4.1(a)-9"}, "indicator", "write one of 4.1(a)-1."),
        ({"plan": "2021-2025"}, "indicator", "only in 2026-2030: correct the column plan."),
        ({"year": "2031"}, "year", "write one of 2026."),
        ({"as_of": "06/30/2026"}, "as_of", "write it as year-month-day, as 2026-06-30."),
        ({"as_of": ""}, "as_of", "This cell is empty: fill it."),
        ({"revision": "2"}, "revision", "There is no revision 1 to correct"),
        ({"revision": "1.5"}, "revision", "is not a whole number"),
        ({"not_applicable": "perhaps"}, "not_applicable", "is neither yes nor no"),
        ({"state": "verified"}, "state", "This column is not imported: leave “draft” in it"),
        ({"value": ""}, "(the row)", "Leave no row where nothing was reported"),
    ],
)
def test_a_cell_that_is_wrong_is_named_with_the_remedy(officer_client, cells, column, remedy):
    make_indicator()
    make_period(year=2026)

    text = problems(send(officer_client, MEASUREMENTS, measurement_row(**cells)))

    assert f"<td>2</td><td><code>{column}</code></td>" in text.replace(
        "<td>(the row)</td>", "<td><code>(the row)</code></td>"
    )
    assert remedy in text
    assert not Measurement.objects.exists()


def test_an_unknown_code_among_several_is_refused_not_dropped(officer_client):
    make_activity(outputs=[make_output()])

    content = changed(export(officer_client, ACTIVITIES), outputs="4.1(a); 4.1(z)")

    assert "There is no output “4.1(z) (2026-2030)”: write one of 4.1(a)." in problems(
        send(officer_client, ACTIVITIES, content)
    )


# The file as a whole


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        (["plan", "code"], "Missing column: output, objective, order, title"),
        (["plan", "code", "colour"], "Unknown column: colour."),
        (["plan", "code", "code"], "Doubled column: code."),
        (["plan", "Code"], "Missing column: code"),
    ],
)
def test_wrong_columns_are_named(officer_client, headers, sentence):
    make_indicator()

    response = send(officer_client, INDICATORS, csv_bytes(headers, [["x"] * len(headers)]))

    assert sentence in problems(response)


def test_rows_that_name_the_same_record_are_named(officer_client):
    make_indicator()
    dataset = read_csv(export(officer_client, INDICATORS))

    content = csv_bytes(dataset.headers, [dataset[0], dataset[0]])

    assert "Row 2 names the same record: keep one of them." in problems(
        send(officer_client, INDICATORS, content)
    )


def test_more_rows_than_a_request_can_take_are_refused(officer_client):
    headers = MeasurementResource().get_export_headers()

    response = send(
        officer_client,
        MEASUREMENTS,
        csv_bytes(headers, [["x"] * len(headers)] * (MAX_ROWS + 1)),
    )

    assert "more than 10000 rows: split it" in problems(response)


def test_a_file_that_is_too_large_is_refused(officer_client):
    response = send(officer_client, INDICATORS, b"x" * (5 * 1024 * 1024 + 1))

    assert "larger than 5 MB" in problems(response)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("rows.csv", b"a;b\r\n1;2\r\n", "semicolons"),
        ("rows.csv", b"Our indicators\r\nplan,code\r\n", "put nothing above the headings"),
        ("rows.csv", "titre,é\r\n".encode("cp1252"), "not in UTF-8"),
        ("rows.xlsx", b"not a workbook", "not an Excel file"),
        ("rows.ods", b"x", "ends in .csv or in .xlsx"),
        ("rows.csv", b"", "The submitted file is empty"),
        ("rows.csv", b"plan,code\r\n", "No valid data to import"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(officer_client, name, content, sentence):
    response = send(officer_client, INDICATORS, content, name)

    assert response.status_code == 200
    assert sentence in problems(response)
    assert "<code>plan, code, output, objective," in problems(response)
