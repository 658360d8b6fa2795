"""Every list goes out as a file, and every kind of record that comes in comes back the same."""

import io
import os

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from logframe.models import Record
from logframe.resources.many import ManyRowsResource
from logframe.uploads import SafeCSV, SafeXLSX, read_csv, read_xlsx
from meetings.models import Edition, Meeting
from tests.conftest import signed_in
from tests.exchange import CSV, KINDS, XLSX, export, page, resource_of, send
from tests.factories import (
    make_body,
    make_edition,
    make_focal_point,
    make_import_run,
    make_member_state,
    make_sdg_link,
    make_user,
)

pytestmark = pytest.mark.django_db

# Who was locked out is no record of the programme, and leaves by no file.
LISTS = [
    f"{model._meta.app_label}_{model._meta.model_name}"
    for model in admin.site._registry
    if model._meta.app_label != "axes"
]
every_kind = pytest.mark.parametrize("kind", KINDS)
PLAN_OF_MANAGERS = ("logframe_thematicarea", "logframe_objective", "logframe_output")


def model_of(name: str) -> type[models.Model]:
    return apps.get_model(*name.split("_"))


@pytest.fixture
def one_of_each():
    """One row or more in every list of the admin."""
    for make in KINDS.values():
        make()
    for make in (make_body, make_edition, make_focal_point, make_import_run, make_sdg_link):
        make()


# Out


def test_every_list_of_the_admin_is_a_csv_and_an_xlsx(superuser, one_of_each, subtests):
    client = signed_in(superuser)

    for name in LISTS:
        with subtests.test(name):
            plain, book = export(client, name), export(client, name, XLSX)

            assert plain.startswith(b"\xef\xbb\xbf")
            assert b"\n" not in plain.replace(b"\r\n", b"")
            rows, sheet = read_csv(plain), load_workbook(io.BytesIO(book)).active
            assert len(rows) == len(read_xlsx(book)) == model_of(name).objects.count() > 0
            assert rows.headers == [cell.value for cell in sheet[1]]
            assert sheet.freeze_panes == "A2"


def test_a_list_names_others_by_their_keys_and_holds_no_secret(superuser):
    make_focal_point(member_state=make_member_state(code="MNG"), user=superuser)
    superuser.groups.add(Group.objects.get(name="Focal points"))
    client = signed_in(superuser)

    (person,) = read_csv(export(client, "auth_user")).dict
    (speaker,) = read_csv(export(client, "logframe_focalpoint")).dict

    assert (person["username"], person["groups"]) == ("superuser", "Focal points")
    assert "password" not in person
    assert speaker == {"user": "superuser", "member_state": "MNG"}


def test_what_is_longer_than_a_cell_is_left_out_of_a_list(superuser):
    make_edition(meeting=Meeting.objects.first())

    (row,) = read_csv(export(signed_in(superuser), "meetings_edition")).dict

    assert Edition.objects.count() == 1
    assert "content" not in row
    assert row["content_sha256"]


def test_who_does_not_see_a_list_does_not_export_it(officer_client):
    assert officer_client.post(page("auth_user", "export"), {"format": CSV}).status_code == 403


# Who may bring a file


def test_every_kind_that_can_be_imported_is_tried_here():
    pages = admin.site._registry.items()
    imported = {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model, model_admin in pages
        if hasattr(model_admin, "import_action")
    }

    assert imported == set(KINDS)


@every_kind
def test_who_may_not_both_add_and_change_neither_opens_nor_sends_a_file(client, kind, subtests):
    KINDS[kind]()
    person = make_user(None, is_staff=True)
    client.force_login(person)

    for rights in ("view", "view change", "view add"):
        with subtests.test(rights):
            names = [f"{right}_{model_of(kind)._meta.model_name}" for right in rights.split()]
            person.user_permissions.set(Permission.objects.filter(codename__in=names))
            content = export(client, kind)

            assert client.get(page(kind)).status_code == 403
            assert send(client, kind, content).status_code == 403
            assert client.post(page(kind, "process_import")).status_code == 403


@every_kind
def test_officers_and_managers_import_what_they_enter(officer_client, manager_client, kind):
    KINDS[kind]()

    by_officer = 403 if kind in PLAN_OF_MANAGERS else 200
    assert officer_client.get(page(kind)).status_code == by_officer
    assert send(officer_client, kind, export(officer_client, kind)).status_code == by_officer
    preview = send(manager_client, kind, export(manager_client, kind))
    assert preview.context["result"].totals["skip"] == 1


def test_what_is_written_many_at_a_time_has_no_saving_of_its_own():
    many = [kind for kind in KINDS if isinstance(resource_of(kind), ManyRowsResource)]

    assert many == ["logframe_measurement", "logframe_progressreport"]
    assert all(model_of(kind).save is Record.save for kind in many)


# Out and in again

TEXTS = (
    "=1+1",
    "'=quoted",
    "''-twice",
    "+cmd|' /C calc'!A0",
    "@SUM(1;2)",
    "-",
    "\tx",
    "\n=x",
    "007",
    "1,234.50",
    "2026-06-30",
    "TRUE",
    "#N/A",
    "_x0041_",
    " before and after ",
    "a, “b”; \"c\" 'd'\n\n2nd line\r\n3rd",
    "Агаарын бохирдол, ᠮᠣᠩᠭᠣᠯ",
    "대기오염, 한국",
    "大气污染；環境",
    "Загрязнение воздуха",
    "＝全角",
    "👩‍🔬",
)
characters = st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\t\n")
texts = st.one_of(st.sampled_from(TEXTS), st.text(characters, max_size=60).filter(str.strip))


def text_fields(model) -> list[models.Field]:
    """Return the fields that hold free text."""
    free = (models.CharField, models.TextField)
    closed = (models.URLField, models.SlugField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, free)
        and not isinstance(field, closed)
        and field.editable
        and not field.choices
        and (field.max_length or 60) >= 60
        and not field.unique
    ]


@every_kind
@pytest.mark.parametrize("file_format", [SafeCSV, SafeXLSX])
@settings(
    max_examples=int(os.environ.get("EXCHANGE_EXAMPLES", "5")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_what_goes_out_comes_in_again_and_goes_out_the_same(kind, file_format, data):
    model, user = model_of(kind), make_user("manager")
    row = model.objects.first() or KINDS[kind]()
    fields = text_fields(model)
    drawn = {field.name: data.draw(texts)[: field.max_length] for field in fields}
    model.objects.filter(pk=row.pk).update(**drawn)
    before = file_format().export_data(resource_of(kind).export())

    model.objects.filter(pk=row.pk).update(**dict.fromkeys(drawn, "lost"))
    result = resource_of(kind).import_data(
        file_format().create_dataset(before), user=user, file_name="rows"
    )

    assert result.totals["update"] == 1, result.rows
    assert file_format().export_data(resource_of(kind).export()) == before


def test_the_same_list_is_the_same_file(one_of_each, subtests):
    for kind in KINDS:
        for file_format in (SafeCSV(), SafeXLSX()):
            with subtests.test(kind, format=file_format.get_title()):
                once, again = (
                    file_format.export_data(resource_of(kind).export()) for _time in range(2)
                )
                assert once == again
