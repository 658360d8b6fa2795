"""The app that joins the two others, and the admin as this site lays it out."""

import gc

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate

# How many new objects Python makes before it looks for rings of objects that nobody holds any more,
# and how often it looks among older ones. A page makes tens of thousands and leaves few such rings:
# looked for every 700 objects, as Python would by itself, they take up to a quarter of the time.
OBJECTS_BETWEEN_LOOKS = (50_000, 20, 50)


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
        gc.freeze()  # what is loaded by now stays until the end, and need not be looked at again
        gc.set_threshold(*OBJECTS_BETWEEN_LOOKS)


class TrackerAdminConfig(AdminConfig):
    """The stock admin, grouped in the order in which staff think."""

    default_site = "config.admin_site.TrackerAdminSite"
