"""How far what was decided has been done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Implementation(models.TextChoices):
    """How far what was decided has been done."""

    NO_ACTION = "no_action", _("no action required")
    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")
    DELAYED = "delayed", _("delayed")
    BLOCKED = "blocked", _("blocked")
    NOT_DONE = "not_done", _("not done")


OPEN = (
    Implementation.NOT_STARTED,
    Implementation.IN_PROGRESS,
    Implementation.DELAYED,
    Implementation.BLOCKED,
)
CONCLUDED = (Implementation.COMPLETED, Implementation.NOT_DONE)
