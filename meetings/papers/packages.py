"""Office files and ZIP archives to the byte the same whenever they are made of the same content.

Python's writers put the time of the day into them: here every entry has the day of the content.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

# An Office file names its parts first, as its readers expect.
CONTENT_TYPES = "[Content_Types].xml"
WRITTEN_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def zip_of(entries: Iterable[tuple[str, bytes]], day: date) -> bytes:
    """Return files as one archive, sorted by their names, all of one day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(entries, key=lambda entry: (entry[0] != CONTENT_TYPES, entry[0])):
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # on every computer the same
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return stream.getvalue()


def frozen(package: bytes, day: date) -> bytes:
    """Return a Word or Excel file as if it had been written at the beginning of a day."""
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = WRITTEN_AT.sub(rb"\g<1>" + moment + rb"\g<3>", parts[core])
    return zip_of(parts.items(), day)


def folder_as_package(folder: Path) -> bytes:
    """Return the parts of an Office file, kept as XML in a folder, as the file that they make."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    entries = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
    return zip_of(entries, date(2000, 1, 1))
