"""Every way of writing into a year: while it is open it writes, once it is closed it is refused.

A further way is one line of WAYS: what somebody does in a scene, and with what it is refused. It
returns or raises what the person is told. Where a page is opened before the year is closed, the
scene is told when: `scene.close()`.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from config.records import RecordsError, load_folder
from logframe.models import (
    Indicator,
    Measurement,
    Milestone,
    Output,
    ProgressReport,
    ReportingPeriod,
    ReviewReturn,
)
from logframe.resources import MeasurementResource, MilestoneResource, ProgressReportResource
from logframe.review_steps import take_step
from tests.conftest import signed_in
from tests.evidence import GOOD, upload
from tests.exchange import MEASUREMENTS, MILESTONES, confirm, send, with_columns
from tests.factories import (
    close_year,
    make_import_run,
    make_indicator,
    make_measurement,
    make_milestone,
    make_output,
    make_period,
    make_progress_report,
    make_user,
)
from tests.forms import admin_url, filled, run, save, text_of

pytestmark = pytest.mark.django_db
REPORTS = "logframe_progressreport"
CLOSED = "2026 was closed on"
NO_MILESTONE = "2026 is closed: ask a manager to reopen it first."
NOT_RECORDED = "was not saved. The year is closed."
DAY_STAYS = "2026 is closed, and its day is kept"
LOCKED = (Measurement, ProgressReport, Milestone, ReviewReturn)


@dataclass
class Scene:
    """The year 2026 with rows of every kind, people who write, and the end of the year."""

    folder: Path
    is_closing: bool
    officer: Client
    manager: Client
    person: object
    period: ReportingPeriod
    next_year: ReportingPeriod
    draft: Measurement
    submitted: Measurement
    verified: Measurement
    later: Measurement
    report: ProgressReport
    milestone: Milestone
    indicator: Indicator
    output: Output

    def close(self) -> None:
        """Close the year, if it is one that is closed."""
        if self.is_closing:
            self.period = close_year(self.period)

    @property
    def place(self) -> dict:
        """Where there is no value yet, as a form names it."""
        return {"indicator": self.indicator.pk, "period": self.period.pk, "value": "3"}

    @property
    def row(self) -> dict:
        """Where there is no value yet, as a file names it."""
        return {"plan": "2026-2030", "indicator": self.indicator.code, "year": 2026}


@pytest.fixture(scope="module")
def rows(rows_of_module) -> dict:
    """The rows of the scene, made once for all ways."""
    person, other = make_user("manager"), make_user("officer")
    output = make_output()
    period, next_year = make_period(year=2026), make_period(year=2027)
    values = [make_indicator(output=output) for _number in range(5)]
    common = {"period": period, "recorded_by": other}
    return {
        "person": person,
        "period": period,
        "next_year": next_year,
        "draft": make_measurement(indicator=values[0], **common),
        "submitted": make_measurement(indicator=values[1], state="submitted", **common),
        "verified": make_measurement(indicator=values[2], state="verified", **common),
        "later": make_measurement(indicator=values[3], period=next_year, recorded_by=other),
        "report": make_progress_report(output=output, **common),
        "milestone": make_milestone(indicator=values[0], year=2026),
        "indicator": values[4],
        "output": make_output(objective=output.objective),
    }


@pytest.fixture
def scene(rows, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return Scene(
        folder=tmp_path,
        is_closing=False,
        officer=signed_in(make_user("officer")),
        manager=signed_in(rows["person"]),
        **deepcopy(rows),
    )


# What people do


def changed(row, **fields):
    """Change a row and save it."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def create_value(scene):
    Measurement.objects.create(
        indicator=scene.indicator,
        period=scene.period,
        value=3,
        as_of=date(2026, 6, 30),
        recorded_by=scene.person,
    )


def create_narrative(scene):
    ProgressReport.objects.create(
        output=scene.output, period=scene.period, recorded_by=scene.person
    )


def create_milestone(scene):
    Milestone.objects.create(indicator=scene.indicator, year=2026, value=3)


def step(name: str, row, *args):
    """Take a step of the review."""
    return take_step(name, [row], *args).refusals


def add(client, model, query="", **fields):
    """Fill in the form of the admin for a new row."""
    address = admin_url(model, "add") + query
    return client.post(address, filled(client.get(address), **fields), follow=True)


def delete(client, row):
    """Press Delete in the admin, and confirm it."""
    return client.post(admin_url(row, "delete"), {"post": "yes"}, follow=True)


def press(client, row, page: str, **fields):
    """Press a button of the review in the admin."""
    data = {"seen_version": row.version, **fields}
    return client.post(admin_url(row, page), data, follow=True)


def import_rows(scene, kind: str, resource, close=False, **cells):
    """Send a file, and confirm the preview where it can be confirmed."""
    preview = send(scene.officer, kind, with_columns(cells, of=resource))
    if close:
        scene.close()
    if not preview.context.get("confirm_form"):
        return preview
    return confirm(scene.officer, kind, preview)


def import_value(scene, **options):
    cells = scene.row | {"value": 3, "as_of": "2026-06-30"}
    return import_rows(scene, MEASUREMENTS, MeasurementResource, **options, **cells)


def import_narrative(scene):
    cells = {"plan": "2026-2030", "output": scene.output.code, "year": 2026, "achievements": "x"}
    return import_rows(scene, REPORTS, ProgressReportResource, **cells)


def import_milestone(scene):
    cells = scene.row | {"value": 3, "set_on": "2026-06-30"}
    return import_rows(scene, MILESTONES, MilestoneResource, **cells)


def undo_import(scene, row, before=None):
    """Undo an import that added a row, or changed it from the cells of before."""
    did = {"did": "changed", "before": before} if before else {"did": "new"}
    entry = did | {"row": 2, "name": "", "pk": row.pk, "version": row.version}
    run = make_import_run(kind=row._meta.label_lower, rows=[entry])
    return scene.manager.post(reverse("admin:logframe_importrun_undo", args=[run.pk]), follow=True)


def undo_change(scene):
    row = {"indicator": scene.draft.indicator.code, "year": "2026", "revision": "1", "value": "9"}
    return undo_import(scene, scene.draft, {"plan": "2026-2030", "as_of": "2026-06-30"} | row)


def load_value(scene):
    """Load a value from a folder of records."""
    fields = {
        "indicator": ["2026-2030", scene.indicator.code],
        "period": ["2026-2030", 2026],
        "value": 3,
        "as_of": date(2026, 6, 30),
        "recorded_by": [scene.person.username],
    }
    records = [{"model": "logframe.measurement", "fields": fields}]
    (scene.folder / "records").mkdir()
    (scene.folder / "records" / "values.yaml").write_text(yaml.safe_dump(records))
    load_folder(scene.folder / "records")


def attach(scene):
    """Attach a file to a value in the admin."""
    address = admin_url(scene.draft)
    file = {"evidence_file": upload("report.pdf", GOOD["report.pdf"])}
    return scene.officer.post(address, filled(scene.officer.get(address)) | file, follow=True)


def set_milestone(scene):
    """Save a number for the year on the page of the milestones."""
    address = reverse("milestones", args=["2026-2030", scene.indicator.slug])
    asked = {
        "target": "3",
        "profile": "even",
        "set_on": "2026-06-30",
        "authority": "",
        "reason": "",
    }
    return scene.officer.post(address, asked | {"year_2026": "3", "seen": 0, "do": "save"})


def record(scene, page="", headers=None):
    """Type a value in the recording grid, on the page of an indicator, or in a row by itself."""
    address = f"/plans/2026-2030/record/2026/{page}"
    typed = {"value": "3", "as_of": "2026-06-30", "note": "", "evidence_link": ""}
    sent = {f"{scene.indicator.slug}-{name}": value for name, value in typed.items()}
    return scene.officer.post(address, sent, headers=headers, follow=True)


def write_narrative(scene):
    """Write the narrative of an output on its page."""
    address = reverse("narrative", args=["2026-2030", scene.output.slug, 2026])
    words = {"achievements": "x", "challenges": "", "next_steps": "", "rating": ""}
    sent = words | {"rating_reason": "", "seen_version": 0, "submit": "yes"}
    return scene.officer.post(address, sent, follow=True)


def at_work(client, step: str, row):
    """Tick a row on My work, and take a step."""
    ticked = f"{row._meta.model_name}-{row.pk}-{row.version}"
    return client.post(reverse("work"), {"do": step, "row": [ticked]}, follow=True)


def late(scene):
    """Save in the admin what was opened before the year was closed."""
    data = filled(scene.officer.get(admin_url(scene.draft)), value="9")
    scene.close()
    return scene.officer.post(admin_url(scene.draft), data, follow=True)


# The ways, and with what each is refused

WAYS: dict[str, tuple[Callable[[Scene], object], str]] = {
    # The model
    "save a value": (lambda s: changed(s.draft, value=9), CLOSED),
    "save a narrative": (lambda s: changed(s.report, achievements="More"), CLOSED),
    "create a value": (create_value, CLOSED),
    "create a narrative": (create_narrative, CLOSED),
    "create a milestone": (create_milestone, NO_MILESTONE),
    "say who set a milestone": (lambda s: changed(s.milestone, authority="SOM"), NO_MILESTONE),
    "move a value in": (lambda s: changed(s.later, period=s.period), CLOSED),
    "move a value out": (lambda s: changed(s.draft, period=s.next_year), CLOSED),
    "submit": (lambda s: step("submit", s.draft, s.person), CLOSED),
    "verify": (lambda s: step("verify", s.submitted, s.person), CLOSED),
    "return": (lambda s: step("return_to_author", s.submitted, s.person, "Why?"), CLOSED),
    "correct": (lambda s: make_measurement(replaces=s.verified), CLOSED),
    "delete a value": (lambda s: s.draft.delete(), CLOSED),
    "delete a narrative": (lambda s: s.report.delete(), CLOSED),
    "delete a milestone": (lambda s: s.milestone.delete(), CLOSED),
    "delete values": (lambda s: Measurement.objects.filter(state="draft").delete(), CLOSED),
    "delete narratives": (lambda s: ProgressReport.objects.all().delete(), CLOSED),
    "delete milestones": (lambda s: Milestone.objects.all().delete(), CLOSED),
    "move the due day": (lambda s: changed(s.period, due_on=date(2026, 10, 1)), DAY_STAYS),
    # The site
    "milestones page": (set_milestone, NO_MILESTONE),
    "recording grid": (record, NOT_RECORDED),
    "value on its own page": (lambda s: record(s, f"{s.indicator.slug}/"), NOT_RECORDED),
    "row of the grid": (
        lambda s: record(s, f"{s.indicator.slug}/", {"HX-Request": "true"}),
        "The year is closed.",
    ),
    "narrative page": (write_narrative, CLOSED),
    "my work: verify": (lambda s: at_work(s.manager, "verify", s.submitted), CLOSED),
    # The admin
    "admin: add a value": (lambda s: add(s.officer, Measurement, **s.place), CLOSED),
    "admin: change a value": (lambda s: save(s.officer, s.draft, value="9"), CLOSED),
    "admin: change what was opened before": (late, CLOSED),
    "admin: save and submit": (
        lambda s: save(s.officer, s.draft, value="9", _submit_for_verification="1"),
        CLOSED,
    ),
    "admin: delete a value": (lambda s: delete(s.officer, s.draft), CLOSED),
    "admin: correct a value": (
        lambda s: add(
            s.officer,
            Measurement,
            f"?replaces={s.verified.pk}",
            value="9",
            replacement_reason="A slip",
        ),
        CLOSED,
    ),
    "admin: add a narrative": (
        lambda s: add(s.officer, ProgressReport, output=s.output.pk, period=s.period.pk),
        CLOSED,
    ),
    "admin: change a narrative": (lambda s: save(s.officer, s.report, challenges="x"), CLOSED),
    "admin: delete a narrative": (lambda s: delete(s.officer, s.report), CLOSED),
    "admin: add a milestone": (
        lambda s: add(s.officer, Milestone, indicator=s.indicator.pk, year=2026, value="3"),
        NO_MILESTONE,
    ),
    "admin: delete a milestone": (lambda s: delete(s.manager, s.milestone), CLOSED),
    "admin: milestone on the indicator": (
        lambda s: save(
            s.officer,
            s.indicator,
            **{
                "milestones-2-TOTAL_FORMS": "1",
                "milestones-2-0-year": "2026",
                "milestones-2-0-value": "3",
            },
        ),
        NO_MILESTONE,
    ),
    "admin: due day": (lambda s: save(s.manager, s.period, due_on="01/10/2026"), DAY_STAYS),
    "admin: due day on the plan": (
        lambda s: save(s.manager, s.period.plan, **{"periods-0-due_on": "01/10/2026"}),
        DAY_STAYS,
    ),
    "admin: verify": (lambda s: press(s.manager, s.submitted, "verify"), CLOSED),
    "admin: return": (lambda s: press(s.manager, s.submitted, "return", reason="Why?"), CLOSED),
    "admin: submit many": (lambda s: run(s.officer, "submit_rows", s.draft), CLOSED),
    "admin: submit many narratives": (lambda s: run(s.officer, "submit_rows", s.report), CLOSED),
    "admin: verify many": (lambda s: run(s.manager, "verify_rows", s.submitted), CLOSED),
    "admin: delete many": (lambda s: run(s.officer, "delete_selected", s.draft, post="1"), CLOSED),
    "admin: delete many narratives": (
        lambda s: run(s.officer, "delete_selected", s.report, post="1"),
        CLOSED,
    ),
    "admin: delete many milestones": (
        lambda s: run(s.manager, "delete_selected", s.milestone, post="1"),
        CLOSED,
    ),
    "admin: attach a file": (attach, CLOSED),
    # Files and commands
    "import a value": (import_value, CLOSED),
    "import what was previewed before": (lambda s: import_value(s, close=True), CLOSED),
    "import a narrative": (import_narrative, CLOSED),
    "import a milestone": (import_milestone, NO_MILESTONE),
    "undo the import of a value": (lambda s: undo_import(s, s.draft), CLOSED),
    "undo the import of a narrative": (lambda s: undo_import(s, s.report), CLOSED),
    "undo the import of a milestone": (lambda s: undo_import(s, s.milestone), CLOSED),
    "undo the change of a value": (undo_change, CLOSED),
    "load a value": (load_value, CLOSED),
}
CLOSE_THEMSELVES = ("admin: change what was opened before", "import what was previewed before")


def told_by(way: Callable[[Scene], object], scene: Scene) -> str:
    """What the person is told who goes that way."""
    try:
        answer = way(scene)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    except RecordsError as refusal:
        return str(refusal)
    return text_of(answer) if isinstance(answer, HttpResponse) else str(answer)


def everything(scene: Scene, *models) -> list:
    """All rows of these kinds with the length of their history, and all files."""
    rows = [list(model.objects.order_by("pk").values()) for model in models]
    histories = [model.history.count() for model in models]
    return [*rows, *histories, sorted((scene.folder / "evidence").rglob("*.pdf"))]


@pytest.mark.parametrize("name", WAYS)
def test_while_the_year_is_open_it_writes(name, scene, django_capture_on_commit_callbacks):
    before = everything(scene, *LOCKED, ReportingPeriod)

    with django_capture_on_commit_callbacks(execute=True):
        told = told_by(WAYS[name][0], scene)

    assert everything(scene, *LOCKED, ReportingPeriod) != before, told


@pytest.mark.parametrize("name", WAYS)
def test_once_the_year_is_closed_it_is_refused(name, scene, django_capture_on_commit_callbacks):
    way, sentence = WAYS[name]
    scene.is_closing = True
    if name not in CLOSE_THEMSELVES:
        scene.close()
    before = everything(scene, *LOCKED)

    with django_capture_on_commit_callbacks(execute=True):
        told = told_by(way, scene)

    assert sentence in told
    assert everything(scene, *LOCKED) == before
    assert ReportingPeriod.objects.get(year=2026).due_on == date(2026, 12, 31)
