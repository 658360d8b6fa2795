"""Backups for the tests: made and put back as by command, and rewritten to be bad."""

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.backup import files
from config.backup.contents import contents_of


def backup(path) -> str:
    said = StringIO()
    call_command("backup", path, stdout=said)
    return said.getvalue()


def restore(path, *arguments) -> str:
    said = StringIO()
    call_command("restore", path, "--yes", *arguments, stdout=said)
    return said.getvalue()


def rewritten(path: Path, change) -> None:
    """Write the file of a backup again with other members, and a checksum that fits."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members[files.MANIFEST])
    change(members, manifest)
    members[files.MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = files.hashlib.sha256(members[files.MANIFEST]).hexdigest().encode()


def refusal(path, *arguments) -> str:
    """Return why a restore was refused, once nothing is known to have changed."""
    before = contents_of(connection)
    with pytest.raises(CommandError) as refused:
        restore(path, *arguments)
    assert contents_of(connection) == before
    return str(refused.value)
