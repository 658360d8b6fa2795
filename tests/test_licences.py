"""docs/licences.md lists what production installs, each with the licence that it declares."""

import re
from importlib.metadata import PackageNotFoundError, metadata

from django.conf import settings

PINNED = re.compile(r"^([a-z0-9-]+)(?:\[.*\])?==", re.MULTILINE)
LISTED = re.compile(r"^\| ([a-z0-9-]+) \| (.+) \|$", re.MULTILINE)


def read(name: str) -> str:
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


def declared(part: str) -> str:
    """Return the licence as the part says it: an expression, its classes, or a word."""
    said = metadata(part)
    classes = [
        one.rpartition(" :: ")[2]
        for one in said.get_all("Classifier", [])
        if one.startswith("License")
    ]
    return said.get("License-Expression") or ", ".join(classes) or said["License"]


def test_every_part_is_listed_once_and_no_other():
    listed = [name for name, _licence in LISTED.findall(read("docs/licences.md"))]

    assert listed == sorted(PINNED.findall(read("requirements.txt")))


def test_each_licence_is_the_one_that_the_part_declares():
    different = {}
    for name, licence in LISTED.findall(read("docs/licences.md")):
        try:
            if declared(name) != licence:
                different[name] = declared(name)
        except PackageNotFoundError:  # of another operating system
            continue

    assert different == {}
