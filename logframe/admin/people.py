"""People, and the States for which they speak."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from logframe.admin.base import RecordAdmin
from logframe.admin.export import ExportedAdmin
from logframe.models import FocalPoint, MemberState

FOR_SUPERUSERS = ("is_superuser", "user_permissions", "last_login", "date_joined")

admin.site.unregister([User, Group])


@admin.register(User)
class PersonAdmin(ExportedAdmin, UserAdmin):
    """Who may sign in. Nobody hands out more rights than they have."""

    list_display = ("username", "first_name", "last_name", "email", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "groups")

    def get_fieldsets(self, request, obj=None):
        """Hide from managers what would make somebody a superuser, and what nobody types."""
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        kept = [(name, {**options, "fields": _kept(options)}) for name, options in fieldsets]
        return [(name, options) for name, options in kept if options["fields"]]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        """Offer the groups whose rights the signed-in person has."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and not request.user.is_superuser:
            field.queryset = Group.objects.filter(pk__in=_groups_within(request.user))
            field.widget = CheckboxSelectMultiple(choices=field.choices)
            field.help_text = _("What the person may do.")
        return field

    def save_related(self, request, form, formsets, change) -> None:
        """Keep the groups that the signed-in person was not offered."""
        others = ()
        if change and not request.user.is_superuser:
            others = list(form.instance.groups.exclude(pk__in=_groups_within(request.user)))
        super().save_related(request, form, formsets, change)
        form.instance.groups.add(*others)

    def has_change_permission(self, request, obj=None) -> bool:
        """Let only a superuser change a superuser, the password included."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or not (obj and obj.is_superuser))


def _kept(options: dict) -> tuple[str, ...]:
    return tuple(name for name in options["fields"] if name not in FOR_SUPERUSERS)


def _groups_within(person: User) -> list[int]:
    rights = person.get_all_permissions()
    return [
        group.pk
        for group in Group.objects.prefetch_related("permissions__content_type")
        if all(
            f"{right.content_type.app_label}.{right.codename}" in rights
            for right in group.permissions.all()
        )
    ]


@admin.register(Group)
class RightsAdmin(ExportedAdmin, GroupAdmin):
    """What people may do, by their office."""


@admin.register(FocalPoint)
class FocalPointAdmin(RecordAdmin):
    """Who speaks for which State."""

    list_display = ("user", "member_state")
    list_filter = ("member_state",)
    list_select_related = ("user", "member_state")
    search_fields = ("user__username", "user__first_name", "user__last_name")
    autocomplete_fields = ("user",)


@admin.register(MemberState)
class MemberStateAdmin(RecordAdmin):
    """The States that take part."""

    list_display = ("name", "code", "order")
    search_fields = ("name", "code")
