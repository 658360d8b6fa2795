"""What can prove a value: a PDF, a picture or an Office document that is what its name says.

A file is judged by what is in it, and a refusal is a sentence that says what to do. What is looked
for in a PDF is what stands there in clear: a script that is compressed or encrypted is not seen.
So every file is also served as a download that no browser runs (`logframe.views.evidence`).
"""

import io
import os
import re
import shutil
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import Storage
from django.utils.translation import gettext as _
from PIL import Image

from logframe.virus_scan import refuse_viruses

MAX_PIXELS = 50_000_000
MAX_ENTRIES = 3_000
MAX_UNPACKED = 100 * 1024 * 1024
# Tables of repeated cells are packed a hundredfold; bombs, a thousandfold.
MAX_RATIO = 200
SMALL = 1024 * 1024
# Left free on the disk, so that what is written beside a file succeeds too.
SPARE_ROOM = 5 * 1024 * 1024
# Invisible characters, among them those that turn the direction of the text.
INVISIBLE = ("Cc", "Cf", "Zl", "Zp")
# What another program would run or show, were the last ending hidden.
OTHER_ENDINGS = re.compile(
    r"apk|app|bat|cmd|com|cpl|dll|exe|hta|x?html?|jar|jse?|lnk|mjs|msi|phtml|php|pif|ps1|py|scr|sh"
    r"|svgz?|swf|vbe|vbs|wsf|xht|xml"
)
NEWER = {
    **dict.fromkeys(("doc", "docm", "dot", "dotm", "rtf"), "docx"),
    **dict.fromkeys(("xls", "xlsm", "xlsb", "xlt", "xltm"), "xlsx"),
    **dict.fromkeys(("ppt", "pptm", "pps", "ppsm", "pot", "potm"), "pptx"),
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED = b"PK\x03\x04"
END_OF_PACK = b"PK\x05\x06"
MARKUP = re.compile(rb"<(script|html|!doctype\s+html|\?php|svg|iframe)\b", re.IGNORECASE)
XREF = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\Z")
XREF_TABLE = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")
STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?)(?![A-Za-z0-9])")
SHORT_ACTIVE = re.compile(rb"/JS(?![A-Za-z0-9])")
OFFICE_MACROS = re.compile(r"vbaproject|vbadata|(^|/)(activex|macrosheets)/", re.IGNORECASE)
DECLARED_MACROS = re.compile(rb"macroEnabled|vbaProject|macrosheet", re.IGNORECASE)
ODF_MACROS = re.compile(r"^(Basic|Scripts)/", re.IGNORECASE)
BROKEN_PICTURE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
BROKEN_PACK = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def validate_evidence(file: File) -> None:
    """Refuse a file that is not evidence of a known kind, is too large, or carries a program."""
    kind = KINDS[ending_of(file.name)]
    if not file.size:
        raise ValidationError(_("The file is empty: choose another one."))
    if file.size > settings.EVIDENCE_MAX_MB * 1024 * 1024:
        raise ValidationError(
            _("The file is larger than %(n)s MB: make it smaller, or give a link to it.")
            % {"n": settings.EVIDENCE_MAX_MB}
        )
    file.open()
    content = file.read()
    file.seek(0)
    kind.check(content)
    refuse_viruses(content)


def validate_room(storage: Storage, size: int) -> None:
    """Refuse a file for which the disk has no room, or that it does not take."""
    try:
        folder = Path(storage.path(""))
    except NotImplementedError:  # kept on another machine, which says so itself
        return
    while not folder.exists():
        folder = folder.parent
    if shutil.disk_usage(folder).free < size + SPARE_ROOM or not os.access(folder, os.W_OK):
        raise ValidationError(
            _("The server has no room for the file: tell the administrator, or give a link to it.")
        )


def ending_of(name: str) -> str:
    """Return the ending of a name that is what it seems; refuse every other name."""
    if any(unicodedata.category(char) in INVISIBLE for char in name):
        raise ValidationError(_("The name of the file has invisible characters: rename the file."))
    _stem, *endings = (part.strip().lower() for part in name.split("."))
    *inner, ending = endings or [""]
    if ending in NEWER:
        raise ValidationError(
            _("A file .%(old)s can carry macros: open it and save it as .%(new)s.")
            % {"old": ending, "new": NEWER[ending]}
        )
    if ending not in KINDS:
        raise ValidationError(
            _(
                "Evidence is a PDF, a picture (PNG, JPEG) or an Office document (%(office)s): "
                "save it as one of these, or give a link to it."
            )
            % {"office": ", ".join(OFFICE)}
        )
    if any(OTHER_ENDINGS.fullmatch(part) for part in inner):
        raise ValidationError(_("The name of the file has two endings: rename the file."))
    return ending


def content_type_of(name: str) -> str:
    """Return as what a file that was taken is served."""
    return KINDS[name.rpartition(".")[2].lower()].content_type


# PDF


def check_pdf(content: bytes) -> None:
    """Refuse what does not begin and end as a PDF does, and what would run or unpack from it."""
    if not content.startswith(b"%PDF-") or not _has_table(content):
        raise _not_as_named("PDF")
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    # Two letters are met by chance in a picture: they count outside of the packed parts only.
    if ACTIVE.search(plain) or SHORT_ACTIVE.search(STREAM.sub(b"", plain)):
        raise ValidationError(
            _(
                "The PDF holds a script, a command or another file: print it to a new PDF and "
                "choose that one."
            )
        )
    _refuse_markup(content)


def _has_table(content: bytes) -> bool:
    """Whether the last thing in it says where its table of contents is, and the table is there."""
    trailer = XREF.search(content[-2048:].rstrip(b"\0\t\n\f\r "))
    if not trailer:
        return False
    place = int(trailer[1])
    return bool(XREF_TABLE.match(content[place : place + 64]))


# Pictures


def check_picture(name: str, content: bytes) -> None:
    """Refuse what cannot be drawn to the last line, or would fill the memory."""
    try:
        with Image.open(io.BytesIO(content), formats=[name]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _too_many_pixels()
            picture.verify()
        with Image.open(io.BytesIO(content), formats=[name]) as picture:
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except ValidationError:
        raise
    except BROKEN_PICTURE as error:
        raise _not_as_named(name) from error
    if END_OF_PACK in content[-65557:]:
        raise _not_as_named(name)
    _refuse_markup(content)


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(n)s million pixels: make it smaller and choose it again.")
        % {"n": MAX_PIXELS // 1_000_000}
    )


# Office documents


def check_open_xml(name: str, main_part: bytes, content: bytes) -> None:
    """Refuse what is no document of this kind of Microsoft Office, or carries macros."""
    with _opened(name, content) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
            raise _not_as_named(name)
        types = archive.read("[Content_Types].xml")
        if any(OFFICE_MACROS.search(entry) for entry in names) or DECLARED_MACROS.search(types):
            raise _has_macros(name)
        if main_part not in types or b"<!" in types:
            raise _not_as_named(name)


def check_open_document(name: str, content: bytes) -> None:
    """Refuse what is no document of this kind of LibreOffice, or carries macros."""
    with _opened(name, content) as archive:
        names = archive.namelist()
        if not {"mimetype", "content.xml"} <= set(names):
            raise _not_as_named(name)
        if any(ODF_MACROS.search(entry) for entry in names):
            raise _has_macros(name)
        if archive.read("mimetype").strip() != KINDS[name].content_type.encode():
            raise _not_as_named(name)


def _opened(name: str, content: bytes) -> zipfile.ZipFile:
    """Return the opened document, once all that is packed in it is known to be harmless."""
    if content.startswith(OLD_OFFICE):
        raise ValidationError(
            _(
                "The file is protected by a password, or older than its name: save it as "
                ".%(ending)s without a password."
            )
            % {"ending": name}
        )
    # Nothing may stand before or behind the packed parts: another program would read that.
    if not content.startswith(PACKED) or content[-22:-18] != END_OF_PACK:
        raise _not_as_named(name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES or _unpacks_too_far(entries):
            raise ValidationError(
                _("The document unpacks to far more than it should: save a smaller one.")
            )
        if _plays_tricks(entries):
            raise _not_as_named(name)
        if any(entry.flag_bits & 1 for entry in entries):
            raise ValidationError(
                _("The document is protected by a password: save it without one.")
            )
        if archive.testzip():
            raise _not_as_named(name)
    except BROKEN_PACK as error:
        raise _not_as_named(name) from error
    return archive


def _unpacks_too_far(entries: list[zipfile.ZipInfo]) -> bool:
    return sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(
        entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size) for entry in entries
    )


def _plays_tricks(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether a part would land outside of its folder, stands twice or stands behind a program."""
    names = [entry.orig_filename for entry in entries]
    return (
        len(set(names)) < len(names)
        or min(entry.header_offset for entry in entries) != 0
        or any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries)
        or any(map(_leaves_its_folder, names))
    )


def _leaves_its_folder(name: str) -> bool:
    return (
        name.startswith("/")
        or "\\" in name
        or ".." in name.split("/")
        or any(unicodedata.category(char) in INVISIBLE for char in name)
    )


# Refusals that several kinds share


def _refuse_markup(content: bytes) -> None:
    if MARKUP.search(content):
        raise ValidationError(
            _("The file holds parts of a web page: print it to a new PDF and choose that one.")
        )


def _not_as_named(name: str) -> ValidationError:
    return ValidationError(
        _(
            "The file is not what its name says, or it is damaged: open it in the program that "
            "made it, and save it as %(kind)s again."
        )
        % {"kind": name}
    )


def _has_macros(name: str) -> ValidationError:
    return ValidationError(
        _("The document has macros: save it without them, as .%(ending)s or as a PDF.")
        % {"ending": name}
    )


# The kinds, by the endings of their names


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: as what it is served, and how its content is checked."""

    content_type: str
    check: Callable[[bytes], None]


def _open_xml(ending: str, family: str) -> Kind:
    content_type = f"application/vnd.openxmlformats-officedocument.{family}"
    return Kind(content_type, partial(check_open_xml, ending, f"{content_type}.main+xml".encode()))


def _open_document(ending: str, family: str) -> Kind:
    content_type = f"application/vnd.oasis.opendocument.{family}"
    return Kind(content_type, partial(check_open_document, ending))


OFFICE = {
    "docx": _open_xml("docx", "wordprocessingml.document"),
    "xlsx": _open_xml("xlsx", "spreadsheetml.sheet"),
    "pptx": _open_xml("pptx", "presentationml.presentation"),
    "odt": _open_document("odt", "text"),
    "ods": _open_document("ods", "spreadsheet"),
    "odp": _open_document("odp", "presentation"),
}
KINDS = {
    "pdf": Kind("application/pdf", check_pdf),
    "png": Kind("image/png", partial(check_picture, "PNG")),
    "jpg": Kind("image/jpeg", partial(check_picture, "JPEG")),
    "jpeg": Kind("image/jpeg", partial(check_picture, "JPEG")),
    **OFFICE,
}
