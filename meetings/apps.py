"""The app of the meetings and their decisions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings, decisions and their follow-up; may import logframe, never the reverse."""

    name = "meetings"
    verbose_name = _("Meetings and decisions")
