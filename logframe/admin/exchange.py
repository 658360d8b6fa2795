"""Import and export in the admin: a preview first, then all rows or none."""

import contextlib
import re
import secrets
import tempfile
import time
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportMixin
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.results import Result
from import_export.tmp_storages import BaseStorage

from logframe.admin.base import RecordAdmin
from logframe.admin.export import FORMATS
from logframe.resources.base import PLAN
from logframe.uploads import UnreadableFileError

MAX_BYTES = 5 * 1024 * 1024
ROWS_SHOWN = 200  # of a preview; nobody reads thousands
UPLOADS = Path(tempfile.gettempdir()) / "strategic-plan-tracker-uploads"
UPLOAD_LIFETIME = 24 * 3600


class UploadFolder(BaseStorage):
    """Where an upload waits between preview and confirmation, for a day at most.

    The library's own storage would read, and then delete, any file of the temporary folder whose
    name a request gives.
    """

    def save(self, data: bytes) -> None:
        """Keep the upload under a name that nobody can guess."""
        UPLOADS.mkdir(mode=0o700, exist_ok=True)
        self._clear_old()
        self.name = secrets.token_hex(16)
        self._path.write_bytes(data)

    def read(self) -> bytes:
        """Return the upload."""
        return self._path.read_bytes()

    def remove(self) -> None:
        """Forget the upload."""
        self._path.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        if not re.fullmatch(r"[0-9a-f]{32}", self.name or ""):
            raise SuspiciousOperation("Not the name of an upload.")
        return UPLOADS / self.name

    def _clear_old(self) -> None:
        oldest = time.time() - UPLOAD_LIFETIME
        for path in UPLOADS.iterdir():
            # Others clear at the same moment.
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    path.unlink()


class UploadForm(ImportForm):
    """The file to import; its name tells the format."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["import_file"].widget.attrs["accept"] = ".csv,.xlsx"
        self.fields["import_file"].help_text = _(
            "CSV or XLSX with the columns below, at most %(rows)s rows and %(size)s MB."
        ) % {"rows": resources[0].max_rows, "size": MAX_BYTES // 1024 // 1024}

    @property
    def media(self) -> forms.Media:
        """Need no script: the format follows from the name of the file."""
        return forms.Media()

    def clean_import_file(self):
        """Refuse what is too large."""
        upload = self.cleaned_data["import_file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %s MB: split it.") % (MAX_BYTES // 1024 // 1024)
            )
        return upload

    def clean(self) -> dict:
        """Take the format from the ending of the name."""
        cleaned = super().clean()
        if upload := cleaned.get("import_file"):
            endings = [format_().get_extension() for format_ in FORMATS]
            ending = upload.name.rpartition(".")[2].lower()
            if ending in endings:
                cleaned["format"] = str(endings.index(ending))
            else:
                self.add_error("import_file", _("The name of the file ends in .csv or in .xlsx."))
        return cleaned


class ConfirmForm(ConfirmImportForm):
    """The preview that was accepted: which upload, in which format, and what it showed."""

    seen = forms.CharField(widget=forms.HiddenInput)
    format = forms.ChoiceField(
        choices=[(str(place), place) for place in range(len(FORMATS))], widget=forms.HiddenInput
    )

    def clean_resource(self) -> str:
        """Take the only kind of row that a list imports."""
        return "0"


class ExchangeAdmin(ImportMixin, RecordAdmin):
    """The pages of a record that can also be imported."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    import_formats = FORMATS
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    tmp_storage_class = UploadFolder
    skip_admin_log = True  # the history of each record tells it, and the list of imports

    def has_import_permission(self, request) -> bool:
        """Ask for what an import does: it adds rows and changes rows."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def get_import_data_kwargs(self, **kwargs) -> dict:
        """Refuse a confirmation where the preview has shown something else."""
        form = kwargs.pop("form", None)
        kwargs.pop("request", None)
        seen = {"seen": form.cleaned_data["seen"]} if isinstance(form, ConfirmForm) else {}
        return super().get_import_data_kwargs(**kwargs) | seen

    def add_data_read_fail_error_to_form(self, form, e) -> None:
        """Say what is wrong with the file."""
        known = isinstance(e, UnreadableFileError)
        form.add_error(
            "import_file",
            str(e)
            if known
            else _("The file cannot be read as what its name says: save it again as XLSX."),
        )

    def import_action(self, request, **kwargs):
        """Ask for a file, or show what it would change: as many rows as somebody reads."""
        response = super().import_action(request, **kwargs)
        context = response.context_data
        context["export_url"] = reverse("admin:{}_{}_export".format(*self.get_model_info()))
        context["fields_list"] = self._columns(request)
        if form := context.get("confirm_form"):
            result = context["result"]
            form.initial["seen"] = result.seen
            written = [row for row in result.rows if not row.is_skip()]
            shown = written[:ROWS_SHOWN]
            columns = self._columns_shown(request, shown)
            context |= {
                "shown": [(row, row.cells(columns)) for row in shown],
                "columns": columns,
                "more": len(written[ROWS_SHOWN:]),
            }
        return response

    def _columns_shown(self, request, rows: list) -> list[str]:
        """Return the columns that name the records, and those that the file writes into."""
        resource = self.get_import_resource_classes(request)[0]()
        keys = {resource.fields[name].column_name for name in resource.get_import_id_fields()}
        shown = keys.union({PLAN}, *(row.written for row in rows))
        return [field.column_name for field in resource.columns if field.column_name in shown]

    def process_import(self, request, **kwargs):
        """Import what the preview showed; an upload that is gone has to be sent again."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            if self.create_confirm_form(request).is_valid():
                return super().process_import(request, **kwargs)
        except FileNotFoundError:
            pass
        text = gettext("The upload is gone, or was imported already: choose the file again.")
        self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(self._import_address())

    def process_result(self, result: Result, request):
        """Go to the list, or show why nothing was imported."""
        if not result.has_errors() and not result.has_validation_errors():
            return super().process_result(result, request)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Import"),
            "opts": self.opts,
            "result": result,
            "form": UploadForm(FORMATS, self.get_import_resource_classes(request)),
            "form_url": self._import_address(),
            "export_url": reverse("admin:{}_{}_export".format(*self.get_model_info())),
            "fields_list": self._columns(request),
        }
        return TemplateResponse(request, [self.import_template_name], context)

    def add_success_message(self, result: Result, request) -> None:
        """Say how many rows were written, and where that can be undone."""
        text = gettext("Imported: %(new)s new, %(update)s changed, %(skip)s unchanged.")
        text %= result.totals
        if result.run and request.user.has_perm("logframe.view_importrun"):
            address = reverse("admin:logframe_importrun_change", args=[result.run.pk])
            link = format_html('<a href="{}">{}</a>', address, gettext("See it, or undo it"))
            text = format_html("{} {}", text, link)
        self.message_user(request, text, messages.SUCCESS)

    def _import_address(self) -> str:
        return reverse("admin:{}_{}_import".format(*self.get_model_info()))

    def _columns(self, request) -> list:
        return [
            (
                resource.get_display_name(),
                [field.column_name for field in resource().columns],
            )
            for resource in self.get_import_resource_classes(request)
        ]
