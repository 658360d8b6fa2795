"""The member States and the people who speak for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from logframe.models.base import Record
from logframe.models.history import HistoricalRecords


class MemberState(Record):
    """A State that takes part in the programme, named as in the plan."""

    natural_key_fields = ("code",)
    named_by = ("name",)

    code = models.CharField(
        _("code"), max_length=3, unique=True, help_text=_("Three letters of ISO 3166-1, as MNG.")
    )
    name = models.CharField(_("name"), max_length=100, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member State")
        verbose_name_plural = _("member States")
        ordering = ["order", "code"]


class FocalPoint(Record):
    """A person whom a member State has named as its official channel to the programme."""

    natural_key_fields = ("user__username",)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("user"), related_name="focal_point"
    )
    member_state = models.ForeignKey(
        MemberState, models.PROTECT, verbose_name=_("member State"), related_name="focal_points"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["member_state__order", "user__username"]

    def __str__(self) -> str:
        return f"focal point {self.pk}"
