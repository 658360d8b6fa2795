"""The app of the plan and its progress."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LogframeConfig(AppConfig):
    """The plan and its progress; imports nothing of ours."""

    name = "logframe"
    verbose_name = _("Plan and progress")

    def ready(self) -> None:
        """Watch over the history: each entry leaves a fingerprint."""
        from logframe import history_chain

        history_chain.watch()
