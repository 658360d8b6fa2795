"""What goes into the audit log by itself; other code calls `logframe.audit_log.note`."""

from http import HTTPStatus

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from simple_history.signals import post_create_historical_record

from logframe.audit_log import note, page_of
from logframe.models import ImportRun, Reviewed, ReviewState
from meetings.models import Edition


@receiver(auth.user_logged_in)
def note_sign_in(sender, request, user, **kwargs) -> None:
    """Note who signed in, and by what: password, mfa, socialaccount."""
    note("sign_in", user, by=[one["method"] for one in get_authentication_records(request, user)])


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


@receiver(post_create_historical_record)
def note_act(sender, instance, history_instance, **kwargs) -> None:
    """Note who verified a row, imported rows, took an import back, or issued an edition."""
    match instance:
        case Reviewed(state=ReviewState.VERIFIED):
            kind = instance._meta.label_lower
            note("verification", instance.verified_by_id, record=kind, pk=instance.pk)
        case ImportRun(undone_by_id=None):
            note("import", instance.imported_by_id, records=instance.kind, pk=instance.pk)
        case ImportRun():
            note("import_undone", instance.undone_by_id, records=instance.kind, pk=instance.pk)
        case Edition() if history_instance.history_type == "+":
            note("issue", instance.issued_by_id, edition=instance.code)


class ExportMiddleware:
    """Notes each file that leaves: tables, evidence, papers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_file = response.get("Content-Disposition", "").startswith("attachment")
        if is_file and response.status_code == HTTPStatus.OK:
            kind = response.get("Content-Type", "").partition(";")[0]
            note("export", request.user, page=page_of(request), type=kind)
        return response


def _number_of(username: str | None) -> int | None:
    return User.objects.filter(username=username or "").values_list("pk", flat=True).first()
