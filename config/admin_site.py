"""The admin's front page: models grouped in the order in which staff think of them."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

GROUPS = (
    (
        _("Progress"),
        ("Measurement", "ProgressReport", "Activity", "Milestone"),
    ),
    (
        _("Meetings and decisions"),
        ("Meeting", "Decision", "FollowUp", "Edition"),
    ),
    (
        _("Plan"),
        ("Plan", "ThematicArea", "Objective", "Output", "Indicator", "ReportingPeriod", "SdgLink"),
    ),
    (
        _("People and lists"),
        (
            "User",
            "Group",
            "FocalPoint",
            "MemberState",
            "Body",
            "SustainableDevelopmentGoal",
            "ImportRun",
        ),
    ),
)


class TrackerAdminSite(AdminSite):
    """The secretariat's workplace."""

    site_header = f"{settings.PROGRAMME_NAME} {settings.PROGRAMME_SITE_TITLE}"
    site_title = site_header
    index_title = _("What would you like to enter?")
    enable_nav_sidebar = False  # the lists need the width

    def get_app_list(self, request, app_label=None):
        """Return the groups of the front page, or one app's models on its own page."""
        if app_label:
            return super().get_app_list(request, app_label)
        models = {
            model["object_name"]: model
            for app in super().get_app_list(request)
            for model in app["models"]
        }
        return [
            {
                "name": name,
                "app_label": str(name).lower().replace(" ", "-"),
                "app_url": "",
                "has_module_perms": True,
                "models": [models[key] for key in keys if key in models],
            }
            for name, keys in GROUPS
            if any(key in models for key in keys)
        ]
