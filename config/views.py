"""The home page and the sign-in."""

from functools import cached_property

from django.contrib.auth.views import LoginView
from django.urls import reverse
from django.utils.translation import gettext as _

from config.landing import landing_page
from logframe.models import Plan
from logframe.views.base import ToldNotFound
from logframe.views.plan import PlanView


class HomeView(PlanView):
    """The overview of the current plan."""

    @cached_property
    def plan(self) -> Plan:
        """The current plan."""
        plan = Plan.objects.current()
        if plan is None:
            raise ToldNotFound(
                _("No plan is marked as the current one: add it in the admin, or load the records.")
            )
        return plan


class SignInView(LoginView):
    """The sign-in: to the page that was asked for, or to where the person starts."""

    def get_redirect_url(self) -> str:
        """Return the page asked for before; the bare address of the site asks for none."""
        asked = super().get_redirect_url()
        return "" if asked == reverse("home") else asked

    def get_default_redirect_url(self) -> str:
        """Return where the person starts."""
        return landing_page(self.request.user)
