"""What was imported: to be read, and to be undone as a whole."""

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe.admin.base import RecordAdmin
from logframe.admin.exchange import ROWS_SHOWN
from logframe.models import ImportRun
from logframe.resources.undo import NotUndoneError, undo


@admin.register(ImportRun)
class ImportRunAdmin(RecordAdmin):
    """Imports."""

    list_display = (
        "imported_at",
        "records",
        "file_name",
        "imported_by",
        "new",
        "changed",
        "undone_at",
    )
    list_display_links = ("imported_at", "file_name")
    list_filter = ("imported_at",)
    list_select_related = ("imported_by",)
    search_fields = ("file_name", "sha256")
    left_out_of_files = ("rows",)
    change_form_template = "admin/logframe/import_run.html"
    readonly_fields = ("records", "new", "changed")
    fields = (
        "records",
        "file_name",
        "sha256",
        "imported_by",
        "imported_at",
        ("new", "changed"),
        "undone_by",
        "undone_at",
    )

    def get_queryset(self, request):
        """Leave the rows of the files aside: a list does not show them."""
        return super().get_queryset(request).defer("rows")

    def has_add_permission(self, request) -> bool:
        """Imports begin at the list of what is imported."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """What was done stays as it is."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """What was done is kept."""
        return False

    @admin.display(description=_("records"), ordering="kind")
    def records(self, run: ImportRun) -> str:
        """Return what was imported, in the words of the pages."""
        return str(apps.get_model(run.kind)._meta.verbose_name_plural)

    def may_undo(self, request, run: ImportRun) -> bool:
        """Whether the person could have imported it, and did, or may delete what it added."""
        pages = self.admin_site.get_model_admin(apps.get_model(run.kind))
        is_own = run.imported_by_id == request.user.pk
        may_take_back = is_own or pages.has_delete_permission(request)
        return (
            self.has_view_permission(request)
            and pages.has_import_permission(request)
            and may_take_back
        )

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Show the rows, and lead to the undoing who may undo."""
        context |= {"shown": obj.rows[:ROWS_SHOWN], "more": len(obj.rows[ROWS_SHOWN:])}
        if not obj.is_undone and self.may_undo(request, obj):
            context["undo_url"] = reverse("admin:logframe_importrun_undo", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list:
        """Add the page on which an import is undone."""
        view = self.admin_site.admin_view(self.undo_view)
        return [
            path("<int:pk>/undo/", view, name="logframe_importrun_undo"),
            *super().get_urls(),
        ]

    def undo_view(self, request, pk: int):
        """Ask, then undo the import, or say what stands against it."""
        run = get_object_or_404(ImportRun.objects.select_related("imported_by"), pk=pk)
        if not self.may_undo(request, run):
            raise PermissionDenied
        reasons = []
        if request.method == "POST":
            try:
                undo(run, self._resource(request, run), request.user)
            except NotUndoneError as refusal:
                reasons = refusal.reasons
            else:
                text = gettext("The import of %s was undone.") % run.file_name
                self.message_user(request, text, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:logframe_importrun_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Undo an import"),
            "subtitle": run.file_name,
            "opts": self.opts,
            "original": run,
            "records": self.records(run),
            "reasons": reasons[:ROWS_SHOWN],
            "more": len(reasons[ROWS_SHOWN:]),
        }
        return TemplateResponse(request, "admin/logframe/undo_import.html", context)

    def _resource(self, request, run: ImportRun):
        pages = self.admin_site.get_model_admin(apps.get_model(run.kind))
        return pages.get_resource_classes(request)[0]()
