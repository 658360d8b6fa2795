"""What was issued to meetings: to be read, never to be written here."""

from django.contrib import admin

from logframe.admin.base import ListedInline, RecordAdmin
from meetings.models import Edition, Erratum, IssuedFile


class IssuedFileInline(ListedInline):
    """The files of an edition."""

    model = IssuedFile
    fields = ("name", "file_sha256")
    readonly_fields = fields


class ErratumInline(ListedInline):
    """The corrections of an edition, which managers add on its page."""

    model = Erratum
    fields = ("number", "on", "place", "was", "now", "reason", "author")
    readonly_fields = fields


@admin.register(Edition)
class EditionAdmin(RecordAdmin):
    """Editions."""

    list_display = ("meeting", "number", "as_of", "issued_by", "issued_at")
    list_filter = ("meeting",)
    list_select_related = ("meeting", "issued_by")
    fields = ("meeting", "number", "as_of", "order", "issued_by", "issued_at", "content_sha256")
    readonly_fields = ("content_sha256",)
    left_out_of_files = ("content",)
    inlines = (IssuedFileInline, ErratumInline)

    def has_add_permission(self, request) -> bool:
        """Editions are issued from the papers of a meeting."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """What was issued stays as it is."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """What was issued is kept."""
        return False
