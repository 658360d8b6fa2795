"""Which kinds of record come and go as files, for commands: those that the admin exchanges."""

from django.contrib import admin
from django.core.management.base import CommandError

from logframe.uploads import SafeCSV, SafeXLSX

FORMATS = {"csv": SafeCSV, "xlsx": SafeXLSX}


def kinds() -> dict[str, admin.ModelAdmin]:
    """Return the pages of each kind of record that can be imported, by its name."""
    return {
        model._meta.model_name: pages
        for model, pages in admin.site._registry.items()
        if hasattr(pages, "has_import_permission")
    }


def pages_of(kind: str) -> admin.ModelAdmin:
    """Return the pages of a kind, or say which kinds there are."""
    found = kinds()
    if kind not in found:
        raise CommandError(f"There is no “{kind}”: write one of {', '.join(sorted(found))}.")
    return found[kind]


def resource_of(pages: admin.ModelAdmin):
    """Return what reads and writes the files of a kind."""
    return pages.resource_classes[0]()


def format_of(name: str):
    """Return the format that the ending of a file name tells."""
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise CommandError("The name of the file ends in .csv or in .xlsx.")
    return FORMATS[ending]()
