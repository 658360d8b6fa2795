"""The second factor: a code of an app on the phone, beside the password."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from config.roles import ADMINISTRATORS, MANAGERS
from config.sealing import seal, unseal_or_replace

OF_WHOM = Q(is_superuser=True) | Q(groups__name__in=(MANAGERS, ADMINISTRATORS))
# What somebody may open on the way to a second factor.
ON_THE_WAY = (
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "healthz",
    "mfa_activate_totp",
    "readyz",
)


def is_required_of(person: User) -> bool:
    """Whether a person signs in with a second factor: managers and administrators, or everybody."""
    if not settings.MFA_REQUIRED:
        return False
    return settings.MFA_OF_EVERYBODY or User.objects.filter(OF_WHOM, pk=person.pk).exists()


def is_lacking(person: User) -> bool:
    """Whether a person who needs a second factor has none."""
    of_app = Authenticator.objects.filter(user=person.pk, type=Authenticator.Type.TOTP)
    return is_required_of(person) and not of_app.exists()


class SecondFactorMiddleware:
    """Leads who needs a second factor and has none to the page where it is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs) -> HttpResponse | None:
        """Let the request pass, unless a second factor has to be set up first."""
        if not settings.MFA_REQUIRED or request.resolver_match.view_name in ON_THE_WAY:
            return None
        if request.user.is_authenticated and is_lacking(request.user):
            return redirect("mfa_activate_totp")
        return None


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the second factor of who needs one, and its key sealed."""

    def encrypt(self, text: str) -> str:
        """Return a key as the database has it."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the key of what the database has."""
        return unseal_or_replace(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to remove what is required; an administrator forgets it where a phone is lost."""
        return not is_required_of(authenticator.user)
