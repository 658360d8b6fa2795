"""The way of a reported row in the admin: submit, verify, return, correct."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from logframe.forms import ReturnForm
from logframe.models import Reviewed, ReviewState
from logframe.models.base import StaleRecordError
from logframe.refusals import name_of, sentence
from logframe.review_steps import take_step

SUBMIT = "_submit_for_verification"
CAN_BE_SUBMITTED = (ReviewState.DRAFT, ReviewState.RETURNED)


class ReviewAdmin(admin.ModelAdmin):
    """Buttons, actions and pages of the review; the rules are those of the model.

    `copied_fields` are what a correction begins with: the values of the row that it replaces.
    """

    copied_fields: tuple[str, ...] = ()
    review_fieldset: tuple
    change_form_template = "admin/logframe/reviewed_change_form.html"
    actions = ("submit_rows", "verify_rows", "delete_selected")

    # Who may do what

    def has_verify_permission(self, request) -> bool:
        """Ask for the right to verify this kind of row."""
        return request.user.has_perm(f"{self.opts.app_label}.verify_{self.opts.model_name}")

    def has_change_permission(self, request, obj=None) -> bool:
        """Let nobody edit what was verified: it is corrected by a new row."""
        return super().has_change_permission(request, obj) and not _is_verified(obj)

    # The form

    def get_fieldsets(self, request, obj=None):
        """Show the review of a row that exists, and the reason of a correction."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if (obj and obj.replaces_id) or (obj is None and "replaces" in request.GET):
            fields = ("replaces", "replacement_reason")
            fieldsets.insert(0, (_("Correction of what was verified"), {"fields": fields}))
        return [*fieldsets, self.review_fieldset] if obj else fieldsets

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Carry the corrected row along without showing it as a choice."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "replaces" and field is not None:
            field.widget = field.hidden_widget()
        return field

    def get_changeform_initial_data(self, request) -> dict:
        """Begin a correction with the values of the row that it replaces."""
        initial = super().get_changeform_initial_data(request)
        if replaced := self._row_to_correct(request):
            copied = {name: replaced.serializable_value(name) for name in self.copied_fields}
            initial = {**copied, **initial}
        return initial

    def _row_to_correct(self, request) -> Reviewed | None:
        key = request.GET.get("replaces", "")
        return self.model.objects.filter(pk=key).first() if key.isdecimal() else None

    def heading(self, record: Reviewed) -> str:
        """Name the row by its codes: its own words are a value or a text."""
        return name_of(record)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Add the buttons that fit the state of the row and the rights of the person."""
        if obj is None:
            context["can_submit"] = self.has_add_permission(request)
        else:
            may_change = self.has_change_permission(request, obj)
            context["can_submit"] = may_change and obj.state in CAN_BE_SUBMITTED
            context["show_delete"] = not _is_verified(obj)
            context["review"] = self._review(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _review(self, request, row: Reviewed) -> dict:
        may_verify = self.has_verify_permission(request)
        is_submitted = row.state == ReviewState.SUBMITTED
        following = self.model.objects.filter(replaces=row).first()
        return {
            "returns": row.returns.select_related("returned_by"),
            "verify_url": self._address("verify", row) if may_verify and is_submitted else "",
            "return_url": self._address("return", row) if may_verify and is_submitted else "",
            "correct_url": self._correction_address(request, row) if not following else "",
            "corrected_by_url": self._address("change", following) if following else "",
            "corrects_url": self._address("change", row.replaces) if row.replaces else "",
        }

    def _correction_address(self, request, row: Reviewed) -> str:
        if not (_is_verified(row) and self.has_add_permission(request)):
            return ""
        return f"{self._address('add')}?replaces={row.pk}"

    def _address(self, page: str, row: Reviewed | None = None) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[row.pk] if row else [])

    # Save and submit

    def response_add(self, request, obj, post_url_continue=None):
        """Submit a new row where that button was pressed."""
        self._submit_saved(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """Submit a saved row where that button was pressed."""
        self._submit_saved(request, obj)
        return super().response_change(request, obj)

    def _submit_saved(self, request, obj) -> None:
        if SUBMIT in request.POST and self._take(request, "submit", [obj]):
            self.message_user(request, gettext("It was submitted for verification."))

    # Pages of their own

    def get_urls(self) -> list:
        """Add the pages of the review."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = (("verify", self.verify_view), ("return", self.return_view))
        return [
            path(f"<int:pk>/{page}/", self.admin_site.admin_view(view), name=f"{name}_{page}")
            for page, view in pages
        ] + super().get_urls()

    def verify_view(self, request, pk: int):
        """Verify the version of a row that the person saw."""
        row = self._row_for_review(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if self._is_seen(request, row) and self._take(request, "verify", [row]):
            self.message_user(request, gettext("It was verified, and counts from today."))
        return HttpResponseRedirect(self._address("change", row))

    def return_view(self, request, pk: int):
        """Ask for the reason, then return a row to its author."""
        row = self._row_for_review(request, pk)
        form = ReturnForm(request.POST or None, initial={"seen_version": row.version})
        if request.method == "POST" and form.is_valid() and self._is_seen(request, row):
            if self._take(request, "return_to_author", [row], form.cleaned_data["reason"]):
                self.message_user(request, gettext("It was returned to its author."))
            return HttpResponseRedirect(self._address("change", row))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Return to its author"),
            "subtitle": name_of(row),
            "opts": self.opts,
            "original": row,
            "form": form,
        }
        return TemplateResponse(request, "admin/logframe/return_form.html", context)

    def _row_for_review(self, request, pk: int) -> Reviewed:
        if not self.has_verify_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _is_seen(self, request, row: Reviewed) -> bool:
        seen = request.POST.get("seen_version") == str(row.version)
        if not seen:
            self.message_user(request, sentence(StaleRecordError(row)), messages.ERROR)
        return seen

    # Many rows at once

    @admin.action(permissions=["change"], description=_("Submit for verification"))
    def submit_rows(self, request, queryset) -> None:
        """Submit each row that can be."""
        done = self._take(request, "submit", queryset)
        text = ngettext("%(count)d row was submitted.", "%(count)d rows were submitted.", done)
        self._report(request, text, done)

    @admin.action(permissions=["verify"], description=_("Verify"))
    def verify_rows(self, request, queryset) -> None:
        """Verify each row that can be."""
        done = self._take(request, "verify", queryset)
        text = ngettext("%(count)d row was verified.", "%(count)d rows were verified.", done)
        self._report(request, text, done)

    def _report(self, request, text: str, done: int) -> None:
        if done:
            self.message_user(request, text % {"count": done}, messages.SUCCESS)

    def _take(self, request, step: str, rows, *args) -> int:
        """Take one step of the review, say where and why it is refused, and count the rest."""
        outcome = take_step(step, rows, request.user, *args)
        for refusal in outcome.refusals:
            self.message_user(request, refusal, messages.ERROR)
        return len(outcome.done)


def _is_verified(row: Reviewed | None) -> bool:
    return row is not None and row.state == ReviewState.VERIFIED
