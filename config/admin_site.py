"""The admin's front page: models grouped in the order in which staff think of them."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import BadRequest, FieldDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
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
            "AccessAttempt",
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

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in who works here; refuse who is signed in and does not."""
        if request.user.is_authenticated and not super().has_permission(request):
            raise PermissionDenied
        return super().has_permission(request)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Say of an address that names a field which is not there that nobody understands it."""

        @wraps(view)
        def understood(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (FieldDoesNotExist, IncorrectLookupParameters) as error:
                raise BadRequest(str(error)) from error

        return super().admin_view(understood, cacheable)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Lead to the sign-in of the site."""
        if self.has_permission(request):
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Lead to the page of the site."""
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Sign out as everywhere on the site."""
        return LogoutView.as_view()(request)

    def index(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Show the front page, with all that a person may enter."""
        return super().index(request, {"app_list": self.groups(request)})

    def get_app_list(self, request: HttpRequest, app_label=None) -> list[dict]:
        """Return one app's models for its own page; no other page has a list of all."""
        return super().get_app_list(request, app_label) if app_label else []

    def groups(self, request: HttpRequest) -> list[dict]:
        """Return the models that a person may see, in the groups of the front page."""
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
