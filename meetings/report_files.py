"""From the file of a report to its text: Word or plain text, or a sentence why it is not read."""

import io
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from meetings.report_numbering import Numbering

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 1000  # files inside a Word document
LONGEST_TEXT = 600_000
MACROS = "word/vbaProject.bin"
OLD_WORD = b"\xd0\xcf\x11\xe0"
PDF = b"%PDF"

TOO_LARGE = _(
    "This file is larger than 5 MB. A report without its pictures is smaller: remove them."
)
TOO_LONG = _("This text is too long for a report. Paste the part with the conclusions.")
NOT_A_REPORT = _("Send a Word document (.docx) or plain text (.txt), or paste the text.")
BROKEN = _("This Word document cannot be opened. Open it in Word and save it again as .docx.")
HAS_MACROS = _("This Word document contains macros. Save it as .docx, which has none.")
NOT_DOCX = _("This is an older or protected Word document. Save it as .docx without a password.")
IS_PDF = _("This is a PDF. Open it in Word and save it as .docx, or copy its text and paste it.")
NO_TEXT = _("This file is not text. Save it as “plain text, UTF-8” or as .docx.")
EMPTY = _("There is no text in it.")


def text_of(name: str, content: bytes) -> str:
    """Return the text of a file. Raises ValidationError with a sentence for the person."""
    if len(content) > LARGEST_FILE:
        raise ValidationError(TOO_LARGE)
    text = _read(name.lower(), content)
    if not text.strip():
        raise ValidationError(EMPTY)
    if len(text) > LONGEST_TEXT:
        raise ValidationError(TOO_LONG)
    return text


def _read(name: str, content: bytes) -> str:
    if content.startswith(PDF):
        raise ValidationError(IS_PDF)
    if content.startswith(OLD_WORD):
        raise ValidationError(NOT_DOCX)
    if name.endswith((".docx", ".docm")):
        return word_text(content)
    if not name.endswith((".txt", ".text", ".md")):
        raise ValidationError(NOT_A_REPORT)
    return plain_text(content)


# Plain text


def plain_text(content: bytes) -> str:
    """Return plain text in UTF-8, UTF-16 or the encoding of Western Windows."""
    text = _decoded(content)
    if "\x00" in text:
        raise ValidationError(NO_TEXT)
    return text


def _decoded(content: bytes) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(NO_TEXT)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # Western text in UTF-16 has a zero in every second byte.
    start = content[:2000]
    if start[1::2].count(0) * 3 > len(start):
        return ("utf-16-le",)
    if start[::2].count(0) * 3 > len(start):
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


# Word


def word_text(content: bytes) -> str:
    """Return the paragraphs and tables of a Word document in order, numbered as Word shows them."""
    _refuse_what_is_no_report(content)
    try:
        document = Document(io.BytesIO(content))
        return "\n\n".join(_lines(document, Numbering.of(document)))
    except CANNOT_OPEN as error:
        raise ValidationError(BROKEN) from error


def _refuse_what_is_no_report(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.namelist()
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as error:
        raise ValidationError(BROKEN) from error
    if MACROS in names:
        raise ValidationError(HAS_MACROS)
    if size > LARGEST_UNPACKED or len(names) > MOST_PARTS:
        raise ValidationError(TOO_LARGE)


def _lines(container, numbering: Numbering):
    body = getattr(container._element, "body", container._element)
    for part in _blocks(body):
        if part.tag == qn("w:p"):
            paragraph = Paragraph(part, container)
            yield (numbering.number(paragraph) + _words(paragraph)).strip()
        else:
            yield from _cells(Table(part, container), numbering)


def _blocks(element):
    """Yield paragraphs and tables, those within the frames of forms included."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in FRAMES:
            yield from _blocks(child)


def _cells(table: Table, numbering: Numbering):
    for row in table.rows:
        seen = []
        for cell in row.cells:
            if cell._tc not in seen:  # a merged cell comes once for each column
                seen.append(cell._tc)
                yield from _lines(cell, numbering)


def _words(paragraph: Paragraph) -> str:
    """Return the words of a paragraph, those that a colleague inserted included."""
    return "".join(_pieces(paragraph._p))


def _pieces(element):
    for child in element:
        if child.tag in SKIPPED:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in BLANKS:
            yield BLANKS[child.tag]
        else:
            yield from _pieces(child)


# What a damaged package makes the libraries raise.
CANNOT_OPEN = (
    *(OpcError, LxmlError, zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError),
    *(KeyError, ValueError, AttributeError, TypeError, IndexError),
)
# Deleted words, and boxes beside the text.
SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:pict"), qn("w:drawing")}
FRAMES = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")}
BLANKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
