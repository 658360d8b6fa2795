"""The app of the meetings and their decisions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings, decisions and their follow-up; may import logframe, never the reverse."""

    name = "meetings"
    verbose_name = _("Meetings and decisions")

    def ready(self) -> None:
        """Keep the index over the words of decisions through every migration."""
        from meetings import text_index

        pre_migrate.connect(text_index.take_away, sender=self)
        post_migrate.connect(text_index.make, sender=self)
