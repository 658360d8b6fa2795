"""Who was reminded of what is due, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from logframe.models.base import Record
from logframe.models.history import HistoricalRecords


class Reminder(Record):
    """One digest of what is due that a person was sent; no second one follows on the same day."""

    natural_key_fields = ("user__username", "day")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("user"), related_name="reminders"
    )
    day = models.DateField(_("day"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-day", "user__username"]
        constraints = [
            models.UniqueConstraint(
                name="reminder_once_a_day",
                fields=["user", "day"],
                violation_error_message=_("This person was reminded on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk} of {self.day}"
