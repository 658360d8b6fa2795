"""Every list of the admin as a file: CSV or XLSX, with the filters of the list."""

from django.utils import timezone
from import_export.admin import ExportMixin
from import_export.forms import ExportForm

from logframe.resources.listed import listed_resource
from logframe.uploads import SafeCSV, SafeXLSX

FORMATS = (SafeCSV, SafeXLSX)


class DownloadForm(ExportForm):
    """The format of an export; all columns are in it, so that it can be imported again."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        field = self.fields["format"]
        field.choices = [choice for choice in field.choices if choice[0]]
        field.initial = "0"


class ExportedAdmin(ExportMixin):
    """A list that can be taken along as a file.

    Its columns are those of `resource_classes`, or else all fields but `left_out_of_files`.
    """

    formats = export_formats = FORMATS
    export_form_class = DownloadForm
    left_out_of_files: tuple[str, ...] = ()

    def get_resource_classes(self, request) -> list[type]:
        """Return the only kind of row that the list has."""
        return self.resource_classes or [listed_resource(self.model, self.left_out_of_files)]

    def has_export_permission(self, request) -> bool:
        """Let everybody export who sees the list."""
        return self.has_view_permission(request)

    def get_export_context_data(self, **kwargs) -> dict:
        """Tell the page whether the file can come back."""
        return {"comes_back": hasattr(self, "import_action")}

    def get_export_filename(self, request, queryset, file_format) -> str:
        """Return a name that says what it is and from which day."""
        day = timezone.localdate()
        return f"{self.opts.model_name}-{day:%Y-%m-%d}.{file_format.get_extension()}"
