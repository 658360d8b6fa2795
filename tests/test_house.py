"""The house keeps its order: which package may know which, and where names may stand."""

import ast
from pathlib import Path

import pytest
import yaml

from config.records import RECORDS_FOLDER

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("logframe", "meetings", "config")
MAY_IMPORT = {
    "logframe": {"logframe"},
    "meetings": {"logframe", "meetings"},
    "config": {"logframe", "meetings", "config"},
}
ARITHMETIC = (
    "facts",
    "figures",
    "profiles",
    "progress",
    "sentences",
    "statuses",
    "summary",
    "wording",
)


def modules(package: str) -> list[Path]:
    return [path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]


def imported_packages(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_stands_further_in(package):
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in imported_packages(path) & set(PACKAGES) - MAY_IMPORT[package]
    }

    assert found == set()


@pytest.mark.parametrize("module", ARITHMETIC)
def test_the_arithmetic_knows_no_django(module):
    names = imported_packages(ROOT / "logframe" / f"{module}.py")

    assert not names & {"django", "config", "meetings"}


def words_of_the_programme() -> set[str]:
    """Names that only the records may have: of the programme, its States, areas and platforms."""
    states = yaml.safe_load((RECORDS_FOLDER / "01-member-states.yaml").read_text())
    areas = yaml.safe_load((RECORDS_FOLDER / "04-areas.yaml").read_text())
    return (
        {"NEASPEC"}
        | {row["fields"]["name"] for row in states}
        | {row["fields"]["name"] for row in areas}
        | {row["fields"].get("platform_abbreviation") for row in areas} - {None, ""}
    )


def test_the_code_knows_no_programme_no_state_and_no_area():
    exempt = {ROOT / "config" / "settings.py", ROOT / "config" / "demonstration.py"}
    sources = [path for package in PACKAGES for path in modules(package) if path not in exempt]
    sources += list((ROOT / "templates").rglob("*.html"))
    words = words_of_the_programme()

    found = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in sources
        for word in words
        if word in path.read_text(encoding="utf-8")
    }

    assert len(words) > 12
    assert found == set()
