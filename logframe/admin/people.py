"""The States, and who speaks for which."""

from django.contrib import admin

from logframe.admin.base import RecordAdmin
from logframe.models import FocalPoint, MemberState


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
