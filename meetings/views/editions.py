"""What was issued to a meeting: an edition, its files as they were, and what changed since."""

import logging
from functools import cached_property

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from logframe.evidence import content_type_of
from logframe.formats import csv_bytes, xlsx_bytes
from logframe.views.base import ToldNotFound
from logframe.views.evidence import harmless
from logframe.views.lists import CONTENT_TYPES
from meetings.canonical import sha256_of
from meetings.edition_changes import COLUMNS, Kind, as_rows, by_kind, changes
from meetings.forms import ErratumForm
from meetings.models import Edition, Erratum, IssuedFile, Meeting
from meetings.papers import PaperFile, content_of, zipped

log = logging.getLogger(__name__)

TYPES = CONTENT_TYPES | {
    "docx": content_type_of("paper.docx"),
    "json": "application/json",
    "zip": "application/zip",
}
LINES_OF_A_KIND = 20
ERRATA_COLUMNS = (
    gettext_lazy("Number"),
    gettext_lazy("Corrected on"),
    gettext_lazy("Place"),
    gettext_lazy("What stands there"),
    gettext_lazy("What should stand there"),
    gettext_lazy("Why"),
)


class EditionMixin:
    """A page on one edition."""

    @cached_property
    def edition(self) -> Edition:
        """The edition that the address names."""
        editions = Edition.objects.select_related("meeting__body", "issued_by")
        return get_object_or_404(
            editions, meeting__code=self.kwargs["code"], number=self.kwargs["number"]
        )

    @property
    def others(self):
        """The other editions of the body, the newest first, without their contents."""
        editions = Edition.objects.filter(meeting__body=self.edition.meeting.body_id)
        order = ("-meeting__number", "-number")
        editions = editions.exclude(pk=self.edition.pk).order_by(*order)
        return editions.select_related("meeting").defer("content")

    def get_context_data(self, **kwargs) -> dict:
        """Give the template the edition."""
        return super().get_context_data(**kwargs, edition=self.edition)


class EditionView(EditionMixin, TemplateView):
    """An edition: when, by whom, of which day, its files and its errata, to which managers add."""

    template_name = "meetings/edition.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show the page, or give the errata as the file that `_export` asks for."""
        file_type = request.GET.get("_export")
        if file_type in CONTENT_TYPES:
            return table_file(file_type, f"errata-{self.name}", *self._errata_table())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Add an erratum, or say why not."""
        if not request.user.has_perm("meetings.add_erratum"):
            raise PermissionDenied
        erratum = Erratum(edition=self.edition, author=request.user)
        form = ErratumForm(request.POST, instance=erratum)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.save()
        messages.success(request, _("The correction stands beside the edition."))
        return redirect(self.edition)

    def get_context_data(self, **kwargs) -> dict:
        """Add the files, the errata with a form for one more, and the editions to compare with."""
        before, after = [], []
        for other in self.others:
            (before if _is_earlier(other, self.edition) else after).append(other)
        return super().get_context_data(
            **{"form": ErratumForm()} | kwargs,
            files=self.edition.files.all(),
            errata=self.edition.errata.select_related("author"),
            before=before,
            after=after,
        )

    @property
    def name(self) -> str:
        """The edition in the names of files."""
        return f"{self.edition.meeting.code}-{self.edition.number}"

    def _errata_table(self):
        names = ("number", "on", "place", "was", "now", "reason")
        return ERRATA_COLUMNS, self.edition.errata.values_list(*names)


def _is_earlier(one: Edition, other: Edition) -> bool:
    return (one.meeting.number, one.number) < (other.meeting.number, other.number)


class EditionContentView(EditionMixin, View):
    """The content of an edition, to the byte: its SHA-256 is the one that the papers print."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Give the content, unless it is not what was issued."""
        content = self.edition.content.encode()
        check(content, self.edition.content_sha256, self.edition.code)
        return download(content, "content.json")


class IssuedFileView(EditionMixin, View):
    """A file of an edition, as it was issued."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Give the file, unless it is not what was issued."""
        issued = get_object_or_404(self.edition.files, name=self.kwargs["name"])
        return download(content_of_file(issued, self.edition), issued.name)


class EditionZipView(EditionMixin, View):
    """All files of an edition in one, each as it was issued."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Give the archive, unless a file is not what was issued."""
        files = [
            PaperFile(issued.name, content_of_file(issued, self.edition))
            for issued in self.edition.files.all()
        ]
        if not files:
            raise Http404
        name = f"{self.edition.meeting.code}-edition-{self.edition.number}.zip"
        return download(zipped(files, self.edition.data), name)


def content_of_file(issued: IssuedFile, edition: Edition) -> bytes:
    """Return an issued file; where it is missing or was changed, tell the person and the log."""
    try:
        with issued.file.open() as file:
            content = file.read()
    except FileNotFoundError as error:
        log.error("An issued file is missing: %s of %s", issued.name, edition.code)
        raise ToldNotFound(
            _("The file was issued, but it is not on the server: tell the administrator.")
        ) from error
    check(content, issued.file_sha256, f"{issued.name} of {edition.code}")
    return content


def check(content: bytes, sha256: str, name: str) -> None:
    """Refuse to give out what is not what was issued."""
    if sha256_of(content) != sha256:
        log.error("What was issued was changed: %s", name)
        raise ToldNotFound(
            _(
                "This is not what was issued: its SHA-256 is another one. Tell the administrator, "
                "who has it in a backup."
            )
        )


def download(content: bytes, name: str) -> HttpResponse:
    """Return what was issued as a download."""
    return harmless(
        HttpResponse(
            content,
            content_type=TYPES.get(name.rpartition(".")[2], "application/octet-stream"),
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    )


class EditionChangesView(EditionMixin, TemplateView):
    """What changed since an edition: until today, or until the edition that `to` names."""

    template_name = "meetings/edition_changes.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show the page, or give the changes as the file that `_export` asks for."""
        file_type = request.GET.get("_export")
        if file_type in CONTENT_TYPES:
            until = self.until.code.replace("/", "-") if self.until else "today"
            name = f"since-{self.edition.code.replace('/', '-')}-until-{until}"
            return table_file(file_type, name, COLUMNS, as_rows(self.changes, settings.SITE_URL))
        return super().get(request, *args, **kwargs)

    @cached_property
    def until(self) -> Edition | None:
        """The later edition; None where today is asked for."""
        asked = self.request.GET.get("to", "")
        if not asked:
            return None
        code, _slash, number = asked.rpartition("/")
        number = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0
        found = get_object_or_404(
            Edition.objects.select_related("meeting"),
            meeting__code=code,
            meeting__body=self.edition.meeting.body_id,
            number=number,
        )
        if not _is_earlier(self.edition, found):
            raise Http404
        return found

    @cached_property
    def changes(self) -> list:
        """What changed."""
        return changes(self.edition.data, self.until.data if self.until else self._today())

    def _today(self) -> dict:
        """Return what the papers for the next meeting would say today."""
        meeting = self.edition.meeting
        later = Meeting.objects.filter(body=meeting.body_id, number__gt=meeting.number)
        later = later.exclude(status=Meeting.Status.CANCELLED).order_by("number")
        return content_of(later.last() or meeting, timezone.localdate())

    def get_context_data(self, **kwargs) -> dict:
        """Add the changes by kind, the kinds of which there are none, and until when."""
        groups = by_kind(self.changes)
        return super().get_context_data(
            **kwargs,
            until=self.until,
            groups=groups,
            most=LINES_OF_A_KIND,
            shown="" if self.request.GET.get("all") else f":{LINES_OF_A_KIND}",
            nothing=[kind for kind, found in groups.items() if not found],
            total=sum(change.kind is not Kind.SILENT for change in self.changes),
        )


def table_file(file_type: str, name: str, columns, rows) -> HttpResponse:
    """Return a table as CSV or XLSX."""
    columns = [str(column) for column in columns]
    data = csv_bytes(columns, rows) if file_type == "csv" else xlsx_bytes(columns, rows, name)
    return HttpResponse(
        data,
        content_type=CONTENT_TYPES[file_type],
        headers={"Content-Disposition": f'attachment; filename="{name}.{file_type}"'},
    )
