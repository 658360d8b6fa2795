"""The app that joins the two others, and the admin as this site lays it out."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class TrackerConfig(AppConfig):
    """Settings, addresses and commands; the only package that knows both apps."""

    name = "config"
    verbose_name = "Tracker"

    def ready(self) -> None:
        """Keep groups, revision and sealed keys right after migrating, and hear what is logged."""
        from config import audit, sessions  # noqa: F401  they receive signals
        from config.revision import unwatch, watch
        from config.roles import grant_roles
        from config.sealing import seal_all

        post_migrate.connect(grant_roles, sender=apps.get_app_config("auth"))
        post_migrate.connect(seal_all, sender=apps.get_app_config("mfa"))
        pre_migrate.connect(unwatch, sender=self)
        post_migrate.connect(watch, sender=self)


class TrackerAdminConfig(AdminConfig):
    """The stock admin, grouped in the order in which staff think."""

    default_site = "config.admin_site.TrackerAdminSite"
