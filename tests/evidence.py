"""Files for the tests of evidence: small, real ones of each kind, and ways of making them bad."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from logframe.evidence import KINDS
from logframe.models import Measurement
from tests.factories import make_measurement


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def pdf(inside: bytes = b"<< /Type /Catalog >>") -> bytes:
    """Return the smallest PDF, with an object."""
    body = b"%PDF-1.7\n1 0 obj\n" + inside + b"\nendobj\n"
    return body + b"xref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def picture(kind: str, size=(8, 8)) -> bytes:
    """Return a picture in one colour."""
    target = io.BytesIO()
    Image.new("L", size, 128).save(target, kind)
    return target.getvalue()


def word() -> bytes:
    """Return a document of Word."""
    target, document = io.BytesIO(), docx.Document()
    document.add_paragraph("The workshop was held.")
    document.save(target)
    return target.getvalue()


def sheet() -> bytes:
    """Return a workbook of Excel."""
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    return target.getvalue()


def packed(entries: dict[str, bytes | str], compression=zipfile.ZIP_DEFLATED) -> bytes:
    """Return a packed file with these entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def open_xml(ending: str, extra: dict | None = None, types: str = "") -> bytes:
    """Return a document of Office made by hand, with further entries and declared types."""
    main = f"{KINDS[ending].content_type}.main+xml"
    return packed(
        {
            "[Content_Types].xml": f'<Types><Override ContentType="{main}"/>{types}</Types>',
            "_rels/.rels": "<Relationships/>",
            **(extra or {}),
        }
    )


def open_document(ending: str, **extra) -> bytes:
    """Return a document of LibreOffice made by hand, with further entries."""
    kind = KINDS[ending].content_type
    return packed({"mimetype": kind, "content.xml": "<office:document-content/>", **extra})


GOOD = {
    "report.pdf": pdf(),
    "photo.png": picture("PNG"),
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "minutes.docx": word(),
    "list.xlsx": sheet(),
    "slides.pptx": open_xml("pptx", {"ppt/presentation.xml": "<p/>"}),
    "minutes.odt": open_document("odt"),
    "list.ods": open_document("ods"),
    "slides.odp": open_document("odp"),
}


def kept(store: Path) -> list[str]:
    """Return the names of all files in the folder."""
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def with_file(name="report.pdf", content=None, **fields) -> Measurement:
    """Record a value with a file."""
    file = upload(name, GOOD[name] if content is None else content)
    return make_measurement(evidence_file=file, **fields)
