"""What goes into the audit log by itself; other code calls `logframe.audit_log.note`."""

from http import HTTPStatus

from allauth.account import signals as account
from allauth.core import context
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from import_export.signals import post_import
from simple_history.signals import post_create_historical_record

from logframe.audit_log import note
from logframe.models import Reviewed, ReviewState


@receiver(auth.user_logged_in)
def note_sign_in(sender, user, **kwargs) -> None:
    """Note who signed in."""
    note("sign_in", user)


@receiver(auth.user_logged_out)
def note_sign_out(sender, user, **kwargs) -> None:
    """Note who signed out, or was signed out."""
    note("sign_out", user)


@receiver(auth.user_login_failed)
def note_refused_sign_in(sender, credentials, **kwargs) -> None:
    """Note for which account a wrong password was given; a name that is none is not kept."""
    note("sign_in_refused", _number_of(credentials.get("username")))


@receiver(user_locked_out)
def note_lock(sender, username, **kwargs) -> None:
    """Note for which account an address was locked out."""
    note("sign_in_locked", _number_of(username))


@receiver(account.password_changed)
@receiver(account.password_reset)
def note_password(sender, user, **kwargs) -> None:
    """Note who set a new password."""
    note("password_changed", user)


@receiver(mfa.authenticator_added)
def note_second_factor(sender, user, authenticator, **kwargs) -> None:
    """Note who set up a second factor."""
    note("second_factor_added", user, type=authenticator.type)


@receiver(mfa.authenticator_removed)
def note_no_second_factor(sender, user, authenticator, **kwargs) -> None:
    """Note who took a second factor away, and whose it was."""
    note("second_factor_removed", user, type=authenticator.type, of=authenticator.user_id)


@receiver(post_import)
def note_import(sender, model, **kwargs) -> None:
    """Note who imported rows of what."""
    request = context.request
    note("import", request and request.user, records=model._meta.label_lower)


@receiver(post_create_historical_record)
def note_verification(sender, instance, history_user=None, **kwargs) -> None:
    """Note who verified a row: a verified row is never written again."""
    if isinstance(instance, Reviewed) and instance.state == ReviewState.VERIFIED:
        note(
            "verification",
            instance.verified_by_id,
            record=instance._meta.label_lower,
            pk=instance.pk,
        )


class ExportMiddleware:
    """Notes each file that leaves: tables, evidence, papers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_file = response.get("Content-Disposition", "").startswith("attachment")
        if is_file and response.status_code == HTTPStatus.OK:
            kind = response.get("Content-Type", "").partition(";")[0]
            note("export", request.user, page=request.path, type=kind)
        return response


def _number_of(username: str | None) -> int | None:
    return User.objects.filter(username=username or "").values_list("pk", flat=True).first()
