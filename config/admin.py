"""Who may sign in: the accounts, and the addresses that were locked out."""

from allauth.account import admin as account_admin
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social_admin
from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from config.invitations import NOT_SENT, invite
from config.roles import STAFF, appointed_by
from config.sessions import end, sign_ins_of
from logframe.admin.export import ExportedAdmin
from logframe.audit_log import note

# What a person has set up is not for others to read or write; settings name the other sign-in.
for library in (account_admin, mfa_admin, social_admin):
    for model, model_admin in list(admin.site._registry.items()):
        if type(model_admin).__module__ == library.__name__:
            admin.site.unregister(model)
admin.site.unregister([User, Group])


class PersonForm(forms.ModelForm):
    """A person's account: name, address and what the person may do."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].required = self.instance.pk is None

    def clean_email(self) -> str:
        """Refuse an address that another account has: it opens one account.

        Small letters, in which the sign-in looks for it.
        """
        email = self.cleaned_data["email"].lower()
        others = User.objects.exclude(pk=self.instance.pk)
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account has this address."))
        return email


def _may_write(request) -> bool:
    return request.user.has_perm("auth.change_user")


def _runs_an_action(request) -> bool:
    return request.method == "POST" and _may_write(request)


@admin.register(User)
@method_decorator(reauthentication_required(enabled=_runs_an_action), name="changelist_view")
@method_decorator(reauthentication_required(enabled=_may_write), name="add_view")
@method_decorator(reauthentication_required(enabled=_may_write), name="change_view")
class PersonAdmin(ExportedAdmin, UserAdmin):
    """Who may sign in. Nobody changes the own account, nor one of a group above the own.

    Whoever writes here opens accounts to others, and so proves once more who it is.
    """

    form = add_form = PersonForm
    add_form_template = None
    list_display = ("username", "first_name", "last_name", "email", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "groups")
    filter_horizontal = ()
    actions = ("send_links", "forget_second_factors", "end_sign_ins")
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        (_("What the person may do"), {"fields": ("groups", "is_active")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "first_name", "last_name", "email", "groups"),
                "description": _("A mail invites the person to set a password."),
            },
        ),
    )

    # Who may do what

    def has_change_permission(self, request, obj=None) -> bool:
        """Let people change the accounts of whom they may appoint, and none of their own."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or _may_change(request.user, obj))

    def has_delete_permission(self, request, obj=None) -> bool:
        """Let nobody delete a person: what the person did stays; the account is closed instead."""
        return False

    def user_change_password(self, request, *args, **kwargs):
        """Let nobody type the password of another person, who could then be acted for."""
        raise PermissionDenied

    # The form

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        """Offer the groups into which the signed-in person may put others."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.queryset = Group.objects.filter(name__in=appointed_by(request.user))
            field.widget = CheckboxSelectMultiple(choices=field.choices)
            field.help_text = _("The help page tells what each group may do.")
        return field

    def save_model(self, request, obj, form, change) -> None:
        """Save the account; a new one has no password before the person sets it."""
        if not change:
            obj.set_unusable_password()
        if "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj.pk).delete()  # of the organisation's sign-in
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change) -> None:
        """Open the admin to who works in it."""
        super().save_related(request, form, formsets, change)
        person = form.instance
        person.is_staff = person.is_superuser or person.groups.filter(name__in=STAFF).exists()
        person.save(update_fields=["is_staff"])
        request.saved_person = person

    def add_view(self, request, form_url="", extra_context=None):
        """Invite who is new, once the account is written."""
        response = super().add_view(request, form_url, extra_context)
        if person := getattr(request, "saved_person", None):
            self._send_link(request, person)
        return response

    # What is done for people who cannot sign in

    @admin.action(permissions=["change"], description=_("Send a link to set the password"))
    def send_links(self, request, queryset) -> None:
        """Send each person a link, whose account the signed-in person may change."""
        for person in self._changeable(request, queryset):
            self._send_link(request, person)

    @admin.action(permissions=["change"], description=_("Forget the second factor"))
    def forget_second_factors(self, request, queryset) -> None:
        """Forget the second factor of who lost the phone; the next sign-in sets up another."""
        people = self._changeable(request, queryset)
        Authenticator.objects.filter(user__in=people).delete()
        for person in people:
            note("second_factor_removed", request.user, of=person.pk)
        text = ngettext(
            "%(n)s second factor was forgotten.", "%(n)s were forgotten.", len(people)
        ) % {"n": len(people)}
        self.message_user(request, text)

    @admin.action(permissions=["change"], description=_("Sign out everywhere"))
    def end_sign_ins(self, request, queryset) -> None:
        """Sign people out, whose browser may be in other hands."""
        people = self._changeable(request, queryset)
        sign_ins = sign_ins_of(*people)
        end(*sign_ins)
        for person in people:
            note("sign_ins_ended", request.user, of=person.pk)
        text = ngettext("%(n)s sign-in was ended.", "%(n)s sign-ins were ended.", len(sign_ins))
        self.message_user(request, text % {"n": len(sign_ins)})

    def _changeable(self, request, queryset) -> list[User]:
        people = [person for person in queryset if self.has_change_permission(request, person)]
        for person in set(queryset) - set(people):
            text = gettext("The account of %(person)s is not yours to change.")
            self.message_user(request, text % {"person": person}, messages.ERROR)
        return people

    def _send_link(self, request, person: User) -> None:
        if not (person.email and person.is_active):
            text = gettext("%(person)s has no address, or the account is closed: nothing was sent.")
            self.message_user(request, text % {"person": person}, messages.ERROR)
            return
        try:
            invite(person, by=request.user)
        except NOT_SENT as error:
            text = gettext("The mail to %(email)s could not be sent: %(error)s. Send it again.")
            told = {"email": person.email, "error": error}
            self.message_user(request, text % told, messages.ERROR)
        else:
            text = gettext("A link to set the password was sent to %(email)s.")
            self.message_user(request, text % {"email": person.email})


def _may_change(by: User, person: User) -> bool:
    if by.is_superuser:
        return True
    if by == person or person.is_superuser or person.user_permissions.exists():
        return False
    return set(person.groups.values_list("name", flat=True)) <= appointed_by(by)


@admin.register(Group)
class RightsAdmin(ExportedAdmin, GroupAdmin):
    """What people may do, by their office: as config.roles says, which migrating gives."""


@admin.register(AccessAttempt)
class AttemptAdmin(AccessAttemptAdmin):
    """Wrong passwords by account and address; deleting a row opens the sign-in again."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    list_filter = ()
    date_hierarchy = None
    actions = ("delete_selected",)
    fieldsets = ((None, {"fields": list_display}),)

    def has_change_permission(self, request, obj=None) -> bool:
        """Let nobody change what happened."""
        return False
