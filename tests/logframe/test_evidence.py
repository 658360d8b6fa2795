"""Evidence: what is taken, what is refused and then not kept, and who may have it."""

import struct
import zipfile
import zlib
from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from config.settings import env_int
from logframe.models import Measurement
from logframe.models.base import StaleRecordError
from logframe.models.evidence import EvidenceField, evidence_path
from tests.conftest import signed_in
from tests.evidence import (
    GOOD,
    open_document,
    open_xml,
    packed,
    pdf,
    picture,
    sheet,
    upload,
    word,
)
from tests.factories import (
    close_year,
    make_decision,
    make_indicator,
    make_measurement,
    make_period,
    make_user,
)
from tests.forms import admin_url, filled, text_of

pytestmark = pytest.mark.django_db
ADD = "/admin/logframe/measurement/add/"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """The folder of the evidence, empty at first."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return settings.MEDIA_ROOT


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something as a whole transaction: what follows the commit is done too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def kept(store: Path) -> list[str]:
    """The names of all files in the folder."""
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def with_file(name="report.pdf", content=None, **fields) -> Measurement:
    file = upload(name, GOOD[name] if content is None else content)
    return make_measurement(evidence_file=file, **fields)


def refusal_of(name: str, content: bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(ValidationError) as refusal:
        with_file(name, content)
    assert not Measurement.objects.exists()
    (sentence,) = refusal.value.message_dict["evidence_file"]
    return sentence


# What is taken


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_each_kind_is_taken_and_kept_under_its_own_name(name, store, committed):
    with committed():
        measurement = with_file(name)

    stored = Measurement.objects.get().evidence_file
    assert measurement.evidence_file == stored
    assert stored.short_name == name.replace("JPEG", "jpeg")
    assert stored.read() == GOOD[name]
    assert kept(store) == [stored.short_name]
    stored.close()


def test_the_history_has_the_name_of_the_file(committed):
    with committed():
        measurement = with_file()

    assert measurement.history.get().evidence_file == measurement.evidence_file.name


def test_two_files_of_one_name_do_not_meet(store, committed):
    with committed():
        first = with_file()
        other = with_file(content=pdf(b"(other)"), indicator=make_indicator())

    assert first.evidence_file.name != other.evidence_file.name
    assert kept(store) == ["report.pdf", "report.pdf"]


def test_a_file_counts_as_evidence_as_a_link_does(committed):
    from logframe.closing import Lack, open_points
    from logframe.scorecard import Scorecard

    with committed():
        proven = with_file(state="verified")
    make_measurement(indicator=make_indicator(), state="verified")

    points = open_points(Scorecard.load(proven.indicator.plan), proven.period)

    assert [point.code for point in points if point.lack is Lack.EVIDENCE] == ["4.1(a)-2"]


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("../../etc/passwd.pdf", "/passwd.pdf"),
        ("..\\..\\boot.pdf", "/boot.pdf"),
        ("Отчёт за 2026 год.pdf", "/Отчёт_за_2026_год.pdf"),
        ("회의록 (최종).PDF", "/회의록_최종.pdf"),
        ("!!!.pdf", "/evidence.pdf"),
        (".pdf", "/evidence.pdf"),
        (f"{'я' * 400}.pdf", f"{'я' * 73}.pdf"),
    ],
)
def test_the_name_that_people_gave_survives_as_far_as_a_folder_can_hold_it(name, end):
    path = evidence_path(Measurement(), name)

    year, folder, short = path.split("/")
    assert path.endswith(end)
    assert year.isdecimal()
    assert len(folder) == 32
    assert len(short.encode()) <= 155
    assert len(path) <= Measurement._meta.get_field("evidence_file").max_length


def test_the_largest_size_is_a_whole_number_of_the_environment(monkeypatch):
    monkeypatch.setenv("EVIDENCE_MAX_MB", "25")
    assert env_int("EVIDENCE_MAX_MB", default=10) == 25

    for wrong in ("ten", "-1", "1.5"):
        monkeypatch.setenv("EVIDENCE_MAX_MB", wrong)
        with pytest.raises(ImproperlyConfigured, match="whole number"):
            env_int("EVIDENCE_MAX_MB", default=10)


# What is refused, and with which sentence


def png_of(width: int, height: int) -> bytes:
    """A picture that says that it is larger than it is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def lying_about(entry: str, **size) -> bytes:
    """A document of Office in which the size of an entry is not what the contents say."""
    content = bytearray(open_xml("docx", {entry: b"a" * 5000}))
    place = content.rindex(b"PK\x01\x02" + b"", 0, content.rindex(entry.encode()))
    content[place + 24 : place + 28] = struct.pack("<I", size["says"])
    return bytes(content)


def with_password() -> bytes:
    content = bytearray(open_xml("docx"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(mark)
        content[start + place] |= 1
    return bytes(content)


def with_a_link() -> bytes:
    info = zipfile.ZipInfo("word/link")
    info.external_attr = 0o120777 << 16
    return open_xml("docx", {info: "/etc/passwd"})


HTML = b"<html><script>alert(1)</script></html>"
NOT_AS_NAMED = "is not what its name says"
KNOWN_KINDS = "Evidence is a PDF, a picture"
MACROS = "has macros: save it without them"
ACTIVE = "print it to a new PDF"
REFUSED = {
    "empty": ("report.pdf", b"", "The file is empty: choose another one."),
    "no ending": ("report", pdf(), KNOWN_KINDS),
    "a web page": ("page.html", HTML, KNOWN_KINDS),
    "a drawing that can hold scripts": ("map.svg", b"<svg onload='x()'/>", KNOWN_KINDS),
    "a script": ("run.js", b"alert(1)", KNOWN_KINDS),
    "a program": ("setup.exe", b"MZ\x90\0", KNOWN_KINDS),
    "a GIF": ("photo.gif", picture("GIF"), KNOWN_KINDS),
    "a table of text": ("list.csv", b"a,b", KNOWN_KINDS),
    "two endings, the last a program": ("report.pdf.exe", pdf(), KNOWN_KINDS),
    "two endings, the first a program": ("report.exe.pdf", pdf(), "has two endings: rename"),
    "two endings, the first a page": ("page.html .pdf", pdf(), "has two endings: rename"),
    "a name turned round": ("report\u202efdp.pdf", pdf(), "has invisible characters: rename"),
    "a control character": ("report\x07.pdf", pdf(), "has invisible characters: rename"),
    "old Word": ("minutes.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
    "old Excel": ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .xlsx"),
    "Word with macros by its name": ("minutes.docm", word(), "save it as .docx"),
    "old Word with a new name": (
        "minutes.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
        "protected by a password, or older than its name",
    ),
    # PDF
    "a page called PDF": ("report.pdf", HTML, NOT_AS_NAMED),
    "a PDF that becomes a page": ("report.pdf", b"%PDF-1.7\n" + HTML, NOT_AS_NAMED),
    "a page behind a PDF": ("report.pdf", pdf() + HTML, NOT_AS_NAMED),
    "a page before a PDF": ("report.pdf", HTML + pdf(), NOT_AS_NAMED),
    "a page inside a PDF": ("report.pdf", pdf(HTML), "parts of a web page"),
    "a PDF cut short": ("report.pdf", pdf()[:-20], NOT_AS_NAMED),
    "a PDF without its table": ("report.pdf", pdf().replace(b"\nxref", b"\nfooo"), NOT_AS_NAMED),
    "a packed file behind a PDF": ("report.pdf", pdf() + packed({"a": "b"}), NOT_AS_NAMED),
    "a PDF with a script": ("report.pdf", pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), ACTIVE),
    "a PDF with a hidden script": ("report.pdf", pdf(b"<< /S /J#61vaScript >>"), ACTIVE),
    "a PDF with a short script": ("report.pdf", pdf(b"<< /JS 5 0 R >>"), ACTIVE),
    "a PDF with a command": ("report.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), ACTIVE),
    "a PDF with a file in it": ("report.pdf", pdf(b"<< /Type /EmbeddedFile >>"), ACTIVE),
    # Pictures
    "a page called PNG": ("photo.png", HTML, NOT_AS_NAMED),
    "a JPEG called PNG": ("photo.png", picture("JPEG"), NOT_AS_NAMED),
    "a GIF that is a script": ("photo.jpg", b"GIF89a/*" + picture("GIF") + b"*/=1;", NOT_AS_NAMED),
    "a PNG cut short": ("photo.png", picture("PNG", (400, 400))[:-60], NOT_AS_NAMED),
    "a JPEG cut short": ("photo.jpg", picture("JPEG", (400, 400))[:300], NOT_AS_NAMED),
    "a page behind a picture": ("photo.jpg", picture("JPEG") + HTML, "parts of a web page"),
    "a packed file behind a picture": ("photo.png", picture("PNG") + sheet(), NOT_AS_NAMED),
    "many pixels": ("photo.png", png_of(9_000, 9_000), "more than 50 million pixels"),
    "a picture that fills the memory": ("photo.png", png_of(60_000, 60_000), "million pixels"),
    # Office
    "a page called Word": ("minutes.docx", HTML, NOT_AS_NAMED),
    "a packed file called Word": ("minutes.docx", packed({"a.txt": "b"}), NOT_AS_NAMED),
    "Excel called Word": ("minutes.docx", sheet(), NOT_AS_NAMED),
    "Word called LibreOffice": ("minutes.odt", word(), NOT_AS_NAMED),
    "LibreOffice of another kind": ("minutes.odt", open_document("ods"), NOT_AS_NAMED),
    "a program before a document": ("minutes.docx", b"MZ\x90\0" + word(), NOT_AS_NAMED),
    "a page behind a document": ("minutes.docx", word() + HTML, NOT_AS_NAMED),
    "an empty packed file": ("minutes.docx", packed({}), NOT_AS_NAMED),
    "a document cut short": ("minutes.docx", word()[:-100], NOT_AS_NAMED),
    "macros of Word": ("a.docx", open_xml("docx", {"word/vbaProject.bin": "x"}), MACROS),
    "declared macros": (
        "a.docx",
        open_xml(
            "docx",
            types='<Override ContentType="word.document.macroEnabled.main+xml"/>',
        ),
        MACROS,
    ),
    "macros of old Excel": ("a.xlsx", open_xml("xlsx", {"xl/macrosheets/s.xml": "x"}), MACROS),
    "controls": ("a.pptx", open_xml("pptx", {"ppt/activeX/activeX1.bin": "x"}), MACROS),
    "macros of LibreOffice": (
        "a.odt",
        open_document("odt", **{"Basic/Standard/M.xml": "x"}),
        MACROS,
    ),
    "scripts of LibreOffice": (
        "a.ods",
        open_document("ods", **{"Scripts/python/a.py": "x"}),
        MACROS,
    ),
    "entities": (
        "a.docx",
        open_xml("docx", types='<!DOCTYPE a [<!ENTITY b "c">]>'),
        NOT_AS_NAMED,
    ),
    "a bomb": ("a.docx", open_xml("docx", {"word/x.xml": b"a" * 3_000_000}), "unpacks to far more"),
    "too many entries": (
        "a.docx",
        open_xml("docx", {f"word/{n}.xml": "" for n in range(3_001)}),
        "unpacks to far more",
    ),
    "an entry larger than it says": ("a.docx", lying_about("word/x.xml", says=10), NOT_AS_NAMED),
    "an entry outside": ("a.docx", open_xml("docx", {"../../evil.xml": "x"}), NOT_AS_NAMED),
    "an entry at the root": ("a.docx", open_xml("docx", {"/etc/passwd": "x"}), NOT_AS_NAMED),
    "an entry for Windows": ("a.docx", open_xml("docx", {"..\\evil.xml": "x"}), NOT_AS_NAMED),
    "an entry that is a link": ("a.docx", with_a_link(), NOT_AS_NAMED),
    "a password": ("a.docx", with_password(), "protected by a password: save it without"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_evidence_is_refused_with_a_sentence_and_not_kept(case, store, committed):
    name, content, sentence = REFUSED[case]

    with committed():
        told = refusal_of(name, content)

    assert sentence in told
    assert told[0].isupper()
    assert told.endswith(".")
    assert kept(store) == []


def test_a_file_that_is_too_large_is_refused_with_the_limit(settings, store, committed):
    settings.EVIDENCE_MAX_MB = 1
    content = pdf(b"(" + b"x" * 1024 * 1024 + b")")

    with committed():
        told = refusal_of("report.pdf", content)

    assert "larger than 1 MB: make it smaller, or give a link" in told
    assert kept(store) == []


def test_two_letters_inside_a_packed_picture_are_no_script(committed):
    inside = b"<< /Length 9 >>\nstream\nxx/JS xx\nendstream"

    with committed():
        assert with_file(content=pdf(inside)).pk


def test_a_name_without_a_file_is_no_evidence():
    secret = with_file()

    for name in (secret.evidence_file.name, "2026/other.pdf", "../db.sqlite3"):
        with pytest.raises(ValidationError, match="Choose the file itself"):
            make_measurement(indicator=make_indicator(), evidence_file=name)
        secret.evidence_file = f"{name}x"
        with pytest.raises(ValidationError, match="Choose the file itself"):
            secret.save()


# Nothing refused is kept


def test_nothing_is_kept_when_the_row_is_refused_for_another_reason(store, committed):
    with committed(), pytest.raises(ValidationError):
        with_file(value=None)

    assert kept(store) == []


def test_nothing_is_kept_in_a_closed_year(store, committed):
    close_year(make_period(year=2026))

    with committed(), pytest.raises(ValidationError, match="2026 was closed"):
        with_file(period=Measurement._meta.get_field("period").related_model.objects.get())

    assert kept(store) == []


def test_nothing_is_kept_when_somebody_else_was_quicker(store, committed):
    measurement = make_measurement()
    other = Measurement.objects.get()
    other.save()

    measurement.evidence_file = upload("report.pdf", GOOD["report.pdf"])
    with committed(), pytest.raises(StaleRecordError):
        measurement.save()

    assert kept(store) == []


def test_nothing_is_kept_when_the_database_refuses(store, committed):
    measurement = make_measurement()
    twin = Measurement(
        **{
            field.attname: getattr(measurement, field.attname)
            for field in measurement._meta.concrete_fields
            if not field.primary_key
        }
    )
    twin.evidence_file = upload("report.pdf", GOOD["report.pdf"])

    with committed(), pytest.raises(IntegrityError), transaction.atomic():
        twin.save_base()

    assert kept(store) == []


def test_nothing_is_kept_when_the_transaction_is_taken_back(store, committed):
    with committed(), transaction.atomic():
        with_file()
        transaction.set_rollback(True)

    assert kept(store) == []
    assert not Measurement.objects.exists()


def test_what_is_replaced_before_it_was_verified_is_not_kept(store, committed):
    with committed():
        measurement = with_file()
    measurement.evidence_file = upload("other.png", GOOD["photo.png"])
    with committed():
        measurement.save()
    assert kept(store) == ["other.png"]

    measurement.evidence_file = ""
    with committed():
        measurement.save()
    assert kept(store) == []


def test_a_value_that_is_deleted_takes_its_file_along(store, committed):
    with committed():
        measurement = with_file()

    with committed():
        measurement.delete()

    assert kept(store) == []
    assert not [path for path in store.rglob("*") if path.name == "report.pdf"]


def test_a_deletion_that_is_refused_keeps_the_file(store, committed):
    with committed():
        measurement = with_file(state="verified")

    with committed(), pytest.raises(ValidationError):
        measurement.delete()

    assert kept(store) == ["report.pdf"]


def test_a_change_of_something_else_keeps_the_file(store, committed):
    with committed():
        measurement = with_file()

    measurement.note = "Counted again"
    with committed():
        measurement.save()

    assert kept(store) == ["report.pdf"]


# Who may have it


@pytest.fixture
def files(committed):
    """The addresses of a verified file and of one that nobody has verified."""
    with committed():
        rows = [
            with_file(state="verified"),
            with_file(indicator=make_indicator(), content=pdf(b"(draft)")),
        ]
    return [row.evidence_file.url for row in rows]


def answers(client, addresses) -> list[int]:
    found = []
    for address in addresses:
        response = client.get(address)
        found.append(response.status_code)
        b"".join(response)  # read to its end, which closes the file
    return found


def test_staff_have_every_file_and_focal_points_what_is_verified(files):
    officer, manager, focal = (
        signed_in(make_user(role)) for role in ("officer", "manager", "focal")
    )

    assert answers(officer, files) == [HTTPStatus.OK, HTTPStatus.OK]
    assert answers(manager, files) == [HTTPStatus.OK, HTTPStatus.OK]
    assert answers(focal, files) == [HTTPStatus.OK, HTTPStatus.NOT_FOUND]


def test_staff_without_the_right_to_see_values_have_what_is_verified(files):
    somebody = make_user(None, is_staff=True)
    assert answers(signed_in(somebody), files) == [HTTPStatus.OK, HTTPStatus.NOT_FOUND]

    somebody.user_permissions.add(Permission.objects.get(codename="view_measurement"))
    assert answers(signed_in(somebody), files) == [HTTPStatus.OK, HTTPStatus.OK]


@pytest.mark.parametrize("public", [False, True])
def test_who_is_not_signed_in_is_asked_to_whatever_the_site_shows(client, files, settings, public):
    settings.LOGFRAME_PUBLIC = public

    for address in [*files, "/evidence/2026/nothing.pdf"]:
        response = client.get(address)
        assert response.status_code == HTTPStatus.FOUND
        assert response.url.startswith("/accounts/login/")


def test_a_file_is_a_download_that_no_browser_runs_and_no_proxy_keeps(officer_client, files):
    response = officer_client.get(files[0])

    assert response.headers["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.getvalue() == GOOD["report.pdf"]
    b"".join(response)


@pytest.mark.parametrize(
    "name",
    [
        "nothing.pdf",
        "../tracker.sqlite3",
        "..%2f..%2ftracker.sqlite3",
        "%2e%2e/%2e%2e/etc/passwd",
        "2026/../../../etc/passwd",
        "/etc/passwd",
        "..\\..\\etc\\passwd",
        "2026",
        "%00",
    ],
)
def test_no_other_file_is_reached_by_any_name(officer_client, store, files, name):
    (store.parent / "tracker.sqlite3").write_text("secret")

    response = officer_client.get(f"/evidence/{name}")

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_a_file_of_the_folder_that_no_record_has_is_not_given(officer_client, store, files):
    (store / "stray.pdf").write_bytes(pdf())

    assert officer_client.get("/evidence/stray.pdf").status_code == HTTPStatus.NOT_FOUND


def test_a_row_without_a_file_answers_to_no_name(officer_client):
    make_measurement(state="verified")

    assert officer_client.get("/evidence/").status_code == HTTPStatus.NOT_FOUND


def test_a_file_that_is_missing_on_the_server_is_a_designed_page(officer_client, store, files):
    for path in store.rglob("*.pdf"):
        path.unlink()

    response = officer_client.get(files[0])

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "it is not on the server: tell the administrator" in text_of(response)


def test_a_file_is_not_changed_over_the_web(officer_client, files):
    assert officer_client.post(files[0]).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_address_of_a_file_is_the_page_that_asks_who_may():
    row = with_file()

    assert row.evidence_file.url == reverse("evidence", args=[row.evidence_file.name])
    assert configured.STATIC_ROOT not in Path(configured.MEDIA_ROOT).parents
    assert isinstance(Measurement._meta.get_field("evidence_file"), EvidenceField)


def test_the_page_of_the_indicator_leads_to_the_verified_file(
    client, focal_client, files, settings
):
    page = Measurement.objects.first().indicator.get_absolute_url()
    assert f'<a href="{files[0]}">report.pdf</a>' in focal_client.get(page).content.decode()

    settings.LOGFRAME_PUBLIC = True
    assert files[0] not in client.get(page).content.decode()


# The form of the admin


def test_a_file_is_attached_in_the_admin(officer_client, store, committed):
    data = filled(
        officer_client.get(ADD),
        indicator=make_indicator().pk,
        period=make_period(year=2026).pk,
        value="3",
    )

    with committed():
        officer_client.post(ADD, data | {"evidence_file": upload("report.pdf", pdf())})

    assert kept(store) == ["report.pdf"]
    page = text_of(officer_client.get(admin_url(Measurement.objects.get())))
    assert Measurement.objects.get().evidence_file.url in page


def test_a_refused_file_says_why_at_its_field(officer_client, store, committed):
    measurement = make_measurement()
    data = filled(officer_client.get(admin_url(measurement)), note="Typed")

    with committed():
        response = officer_client.post(
            admin_url(measurement), data | {"evidence_file": upload("report.pdf", HTML)}
        )

    errors = response.context["adminform"].form.errors
    assert list(errors) == ["evidence_file"]
    assert NOT_AS_NAMED in errors["evidence_file"][0]
    assert "Typed" in text_of(response)
    assert kept(store) == []


def test_an_empty_file_is_refused_by_the_form_too(officer_client):
    measurement = make_measurement()
    data = filled(officer_client.get(admin_url(measurement)))

    response = officer_client.post(
        admin_url(measurement), data | {"evidence_file": ContentFile(b"", "report.pdf")}
    )

    assert "The submitted file is empty." in text_of(response)


def test_a_form_that_is_shown_again_asks_for_the_file_again(officer_client, store, committed):
    measurement = make_measurement()
    data = filled(officer_client.get(admin_url(measurement)), value="")

    with committed():
        response = officer_client.post(
            admin_url(measurement), data | {"evidence_file": upload("report.pdf", pdf())}
        )

    assert "Choose the file again: a browser sends a file only once." in text_of(response)
    assert kept(store) == []


def test_who_is_second_sees_which_file_stands_and_chooses_again(officer_client, store, committed):
    with committed():
        measurement = with_file()
    seen = filled(officer_client.get(admin_url(measurement)))
    Measurement.objects.get().save()

    with committed():
        response = officer_client.post(
            admin_url(measurement), seen | {"evidence_file": upload("other.png", GOOD["photo.png"])}
        )

    text = text_of(response)
    assert "Yours: <q>other.png</q><br>Stored: <q>report.pdf</q>" in text
    assert "Choose the file again" in text
    assert kept(store) == ["report.pdf"]


def test_a_file_that_stands_stays_when_the_form_sends_none(officer_client, store, committed):
    with committed():
        measurement = with_file()

    with committed():
        officer_client.post(
            admin_url(measurement),
            filled(officer_client.get(admin_url(measurement)), value="9"),
        )

    measurement.refresh_from_db()
    assert (measurement.value, measurement.evidence_file.short_name) == (9, "report.pdf")
    assert kept(store) == ["report.pdf"]


# The other doors


def test_a_file_is_sent_where_values_are_recorded(officer_client, store, committed):
    row = make_measurement()
    slug, year = row.indicator.slug, row.period.year
    address = f"/plans/2026-2030/record/{year}/{slug}/"
    sent = {f"{slug}-value": "5", f"{slug}-as_of": "2026-06-30", f"{slug}-seen_version": "1"}

    with committed():
        officer_client.post(address, sent | {f"{slug}-evidence_file": upload("a.pdf", pdf())})
    with committed():
        refused = officer_client.post(
            address,
            sent
            | {f"{slug}-seen_version": "2", f"{slug}-evidence_file": upload("b.pdf", b"<script>")},
        )

    assert kept(store) == ["a.pdf"]
    assert Measurement.objects.get().evidence_file.short_name == "a.pdf"
    assert "value was not saved" in text_of(refused)
    assert Measurement.objects.get().version == 2


def test_a_follow_up_is_proven_by_a_file(officer_client, focal_client, store, committed):
    decision = make_decision(is_actionable=True)
    address = f"/decisions/{decision.slug}/follow-up/"
    sent = {
        "date": "2026-06-30",
        "what_was_done": "The report came out.",
        "implementation": "completed",
    }

    with committed():
        officer_client.post(address, sent | {"evidence_file": upload("a.pdf", pdf())})

    follow_up = decision.follow_ups.get()
    assert focal_client.get(follow_up.evidence_file.url).getvalue() == pdf()
    with committed():
        follow_up.delete()
    assert kept(store) == []
