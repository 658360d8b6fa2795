"""Signing in: by password, by the organisation's own sign-in, and who guesses too often."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from config.errors import too_many_requests_page
from config.landing import landing_page


@method_decorator(rate_limit(action="login"), name="dispatch")
class SignInView(LoginView):
    """The sign-in: to the page that was asked for, or to where the person starts."""

    def get_context_data(self, **kwargs):
        """Name the organisation's own sign-in, where there is one."""
        organisation = settings.OIDC_NAME if settings.OIDC_SERVER_URL else ""
        return super().get_context_data(organisation=organisation, **kwargs)

    def get_redirect_url(self) -> str:
        """Return the page asked for before; the bare address of the site asks for none."""
        asked = super().get_redirect_url()
        return "" if asked == reverse("home") else asked

    def form_valid(self, form) -> HttpResponse:
        """Sign in, by way of the second factor where the person has one."""
        person = form.get_user()
        record_authentication(self.request, person, method="password")
        page = self.get_redirect_url() or landing_page(person)
        return perform_login(self.request, person, redirect_url=page)


class AccountAdapter(DefaultAccountAdapter):
    """How accounts behave here: people are invited, nobody makes an account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody in who was not invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        """Leave guesses to axes: a count by account alone would lock the real person out."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where the person starts."""
        return landing_page(request.user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address of a mail's link, on this site whatever host was asked for."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """The organisation's own sign-in opens the account that has its verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        """Make no account for who has none here."""
        return False

    def get_requests_session(self):
        """Ask the organisation at the addresses that it has published, and follow to no other."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session


def client_address(request: HttpRequest) -> str | None:
    """Return from where a request comes, behind as many proxies as the setting PROXIES says."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # there is none, as where a command signs somebody in
        return None


def locked_out(request: HttpRequest, response: HttpResponse, credentials) -> HttpResponse:
    """Say that too many wrong passwords came from here, in place of the usual answer."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    detail = _(
        "The password was wrong %(times)s times. Wait for %(minutes)s minutes, or have a link "
        "sent to you to set a new one."
    )
    numbers = {"times": settings.AXES_FAILURE_LIMIT, "minutes": minutes}
    return too_many_requests_page(request, detail % numbers)
