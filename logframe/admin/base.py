"""What all pages of the admin share: no lost update, no silent refusal, no query per row."""

from functools import cache

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as confirm_deletion
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import OperationalError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.forms import Textarea
from django.http import Http404, HttpResponseRedirect
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from logframe.admin.export import ExportedAdmin
from logframe.admin.widgets import SearchedRecord, SearchedRecords
from logframe.choices import MOST_OFFERED
from logframe.formats import number_text
from logframe.forms import VERSION, LabelledFormSet, ListedFormSet, RecordForm
from logframe.models import StaleRecordError
from logframe.refusals import REFUSALS, name_of, sentence
from logframe.story import Story

READINGS = 3  # how often a form is read before somebody is told that others are in the way
HTTPS = {models.URLField: {"assume_scheme": "https"}}
SHORT_TEXT = Textarea(attrs={"rows": 2, "cols": 40, "class": "vLargeTextField"})
FORM_TEXT = Textarea(attrs={"rows": 4, "cols": 80, "class": "vLargeTextField"})


class FieldMixin:
    """Calm fields: the choice alone, and people of the office where a record names a person.

    `searched_if_many` are relations whose records are listed while they are few.
    """

    searched_if_many: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Leave out the four icons that the admin puts beside every choice of another record."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer the people of the office, also those who have left it."""
        if db_field.name in self.autocomplete_fields or self._has_many(db_field):
            kwargs["widget"] = SearchedRecord(db_field, self.admin_site)
        elif db_field.related_model is get_user_model():
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _has_many(self, db_field: models.ForeignKey) -> bool:
        if db_field.name not in self.searched_if_many:
            return False
        return db_field.related_model.objects.count() > MOST_OFFERED

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Let several records be searched for, where there are many."""
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = SearchedRecords(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class PlainValueMixin:
    """Shows the value of a row without the zeros that the database keeps."""

    def get_fieldsets(self, request, obj=None):
        """Show the plain value where the row is only read."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [(name, {**options, "fields": _plain(options)}) for name, options in fieldsets]

    @admin.display(description=_("value"), ordering="value")
    def plain_value(self, row: models.Model) -> str:
        """Return the value as people write it."""
        return self.get_empty_value_display() if row.value is None else number_text(row.value)


def _refuse_no_number(key: str) -> None:
    # The package looks such a key up and fails with a server error.
    if not key.isdecimal():
        raise Http404


def _plain(options: dict) -> list:
    return [
        tuple("plain_value" if name == "value" else name for name in line)
        if isinstance(line, tuple)
        else line
        for line in options["fields"]
    ]


class RecordAdmin(ExportedAdmin, FieldMixin, SimpleHistoryAdmin):
    """The pages of one kind of record.

    `author_field` names the field that is filled with the signed-in person when a record is added.
    """

    form = RecordForm
    author_field = ""
    list_per_page = 50
    show_full_result_count = False
    actions = ("delete_selected",)
    formfield_overrides = {**HTTPS, models.TextField: {"widget": FORM_TEXT}}

    class Media:
        """What the pages need besides the admin's own scripts."""

        js = ("logframe/admin.js",)

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form, told who is signed in and what the last attempt to save met."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.author_field = self.author_field
        form.signed_in = request.user
        form.refusal = getattr(request, "refusal", None)
        return form

    def get_fieldsets(self, request, obj=None):
        """Add the version that the form shows, where the record can be edited."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (name, options), *others = fieldsets
        shown = [field for field in options["fields"] if field != VERSION]
        return [(name, {**options, "fields": [*shown, VERSION]}), *others]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the form again with all that was typed when saving refuses what had passed.

        Who was overtaken between reading and writing is read again: the form then tells both
        versions, or saves where the other one touched nothing that it shows. So is who waited in
        vain for others to write, as long as that may help.
        """
        for readings_left in reversed(range(READINGS)):
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except OperationalError:
                if not readings_left:
                    raise
            except StaleRecordError as refusal:
                if not readings_left:
                    request.refusal = refusal
            except ValidationError as refusal:
                request.refusal = refusal
                break
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change) -> None:
        """Write the record, unless nothing of it was changed: then there is nothing to remember."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def heading(self, record: models.Model) -> str:
        """Return what a record is called at the top of its pages."""
        return str(record)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Say at the top which record it is."""
        context["subtitle"] = self.heading(obj) if obj else None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        """Show what is only listed, also where a form comes back."""
        for formset in formsets:
            if isinstance(formset, ListedFormSet):
                formset.is_shown = True
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    def history_view_title(self, request, obj) -> str:
        """Say at the top whose history it is."""
        return gettext("History: %s") % self.heading(obj)

    def history_view(self, request, object_id, extra_context=None):
        """Show who changed what, when and why."""
        _refuse_no_number(object_id)
        return super().history_view(request, object_id, extra_context)

    def set_history_delta_changes(self, *args, **kwargs) -> None:
        """Compare nothing here: the story does."""

    def render_history_view(self, request, template, context, **kwargs):
        """Tell the history as a story, page by page."""
        if "page_obj" in context:
            story = Story(context["object"], request.user)
            paginator = Paginator(story, self.history_list_per_page)
            page = paginator.get_page(request.GET.get(context["page_var"]))
            context |= {
                "page_obj": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "pagination_required": page.has_other_pages(),
            }
        return super().render_history_view(request, template, context, **kwargs)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Show an earlier version; going back is a new entry, never a form of the past."""
        _refuse_no_number(object_id)
        _refuse_no_number(version_id)
        if request.method == "POST":
            raise PermissionDenied(_("An earlier version is not written over the present one."))
        return super().history_form_view(request, object_id, version_id, extra_context)

    # Deletion

    def delete_view(self, request, object_id, extra_context=None):
        """Delete a record, or say why it stays."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except REFUSALS as refusal:
            if isinstance(refusal, PermissionDenied):
                raise
            self.message_user(request, sentence(refusal), messages.ERROR)
            return HttpResponseRedirect(request.path.removesuffix("delete/") + "change/")

    def delete_queryset(self, request, queryset) -> None:
        """Delete row by row, so that each row can refuse; say which stay and why."""
        deleted = sum(self._delete_row(request, row) for row in queryset)
        if deleted:
            text = ngettext("%(count)d row was deleted.", "%(count)d rows were deleted.", deleted)
            self.message_user(request, text % {"count": deleted}, messages.SUCCESS)

    def _delete_row(self, request, row) -> bool:
        try:
            with transaction.atomic():
                self.log_deletions(request, [row])
                row.delete()
        except (ValidationError, ProtectedError, RestrictedError) as refusal:
            self.message_user(request, f"{name_of(row)}: {sentence(refusal)}", messages.ERROR)
            return False
        return True

    @admin.action(permissions=["delete"], description=_("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request, queryset):
        """Ask first, then delete the rows that can be deleted."""
        if "post" not in request.POST:
            return confirm_deletion(self, request, queryset)
        *_others, lacking, protected = self.get_deleted_objects(queryset, request)
        if lacking:
            names = get_text_list([str(name) for name in lacking], gettext("and"))
            raise PermissionDenied(gettext("You may not delete %s.") % names)
        if protected:
            return confirm_deletion(self, request, queryset)
        self.delete_queryset(request, queryset)
        return None


class InlineMixin(FieldMixin):
    """Rows of another record on the page of the record that they belong to.

    `related` are the relations that a row shows.
    """

    form = RecordForm
    formset = LabelledFormSet
    extra = 0
    author_field = ""
    related: tuple[str, ...] = ()
    show_change_link = True
    view_on_site = False
    formfield_overrides = {**HTTPS, models.TextField: {"widget": SHORT_TEXT}}

    def get_queryset(self, request):
        """Return the rows with what they show."""
        # With no name at all select_related would follow every relation.
        return super().get_queryset(request).select_related(*self.related or (None,))

    def get_formset(self, request, obj=None, **kwargs):
        """Return the rows' form, told who is signed in."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.author_field = self.author_field
        formset.form.signed_in = request.user
        return formset

    def get_fields(self, request, obj=None):
        """Add the version that each row shows, where rows can be edited."""
        fields = [field for field in super().get_fields(request, obj) if field != VERSION]
        return [*fields, VERSION] if self.has_change_permission(request, obj) else fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Ask for the choices once, not once a row, and only where they are shown."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if not isinstance(field.widget, SearchedRecord):
            choices = field.choices
            field.choices = cache(lambda: list(choices))
        return field


class RecordInline(InlineMixin, admin.TabularInline):
    """Rows that are edited where they belong."""


class ListedInline(InlineMixin, admin.TabularInline):
    """Rows that are only listed, each with a link to its own page."""

    formset = ListedFormSet
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        """Add on their own page."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Change on their own page."""
        return False
