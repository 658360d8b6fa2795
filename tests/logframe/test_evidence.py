"""Evidence: what is taken, and what is refused and with which sentence."""

import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from config.settings import env_int
from logframe.models import Measurement
from logframe.models.evidence import evidence_path
from tests.evidence import (
    GOOD,
    kept,
    open_document,
    open_xml,
    packed,
    pdf,
    picture,
    sheet,
    with_file,
    word,
)
from tests.factories import (
    make_indicator,
    make_measurement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def refusal_of(name: str, content: bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(ValidationError) as refusal:
        with_file(name, content)
    assert not Measurement.objects.exists()
    (sentence,) = refusal.value.message_dict["evidence_file"]
    return sentence


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
