"""Asking ClamAV whether a file is known to be malicious, where a setting says how it is reached."""

import socket
import struct

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SECONDS = 30  # for one file
CHUNK = 64 * 1024
CLEAN, FOUND = "OK", "FOUND"


def refuse_viruses(content: bytes) -> None:
    """Refuse what the scanner knows, and everything while there should be a scanner and is none."""
    if not settings.CLAMD_SOCKET:
        return
    try:
        verdict = _verdict(content)
    except OSError:
        verdict = ""
    if verdict == FOUND:
        raise ValidationError(_("The virus scanner of the server knows this file: do not open it."))
    if verdict != CLEAN:
        raise ValidationError(
            _(
                "The file could not be checked for viruses: try again later, or tell the "
                "administrator."
            )
        )


def _verdict(content: bytes) -> str:
    """Return the last word of the scanner's answer, by its command INSTREAM."""
    with socket.socket(socket.AF_UNIX) as scanner:
        scanner.settimeout(SECONDS)
        scanner.connect(settings.CLAMD_SOCKET)
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            scanner.sendall(struct.pack(">I", len(part)) + part)
        scanner.sendall(struct.pack(">I", 0))
        with scanner.makefile("rb") as answer:
            return answer.read().rstrip(b"\0").decode().rpartition(" ")[2]
