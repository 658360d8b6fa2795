"""Files of evidence are shown to the scanner where there is one; it speaks clamd's own protocol."""

import socketserver
import struct
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from logframe.evidence import validate_evidence
from tests.evidence import pdf

BAD = b"known to the scanner"


class Scanner(socketserver.StreamRequestHandler):
    """Answers as clamd does: it knows one text."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        found = b"Test-Signature FOUND" if BAD in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@pytest.fixture
def scanner(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    server = socketserver.ThreadingUnixStreamServer(settings.CLAMD_SOCKET, Scanner)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def minutes(inside: bytes = b"harmless") -> ContentFile:
    return ContentFile(pdf(inside), name="minutes.pdf")


def test_a_file_that_the_scanner_does_not_know_is_taken(scanner):
    validate_evidence(minutes())


def test_a_file_that_the_scanner_knows_is_refused(scanner):
    with pytest.raises(ValidationError, match="knows this file"):
        validate_evidence(minutes(BAD))


def test_without_its_scanner_a_site_takes_no_file(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nothing")

    with pytest.raises(ValidationError, match="could not be checked"):
        validate_evidence(minutes())
