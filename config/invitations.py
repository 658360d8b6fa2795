"""Links by mail with which people set their password: how somebody gets an account here."""

from smtplib import SMTPException

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User

from logframe.audit_log import note

# What a mail server, the way to it, or an address that no header can carry answers with.
NOT_SENT = (SMTPException, OSError, ValueError)
DAY = 24 * 3600


def invite(person: User, by: User) -> None:
    """Send a person the link to set the password; raises NOT_SENT where the mail does not leave."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    adapter = get_adapter()
    facts = {
        "person": person,
        "url": adapter.get_reset_password_from_key_url(f"{user_pk_to_url_str(person)}-{token}"),
        "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
    }
    adapter.send_mail("account/email/invitation", person.email, facts)
    note("person_invited", by, of=person.pk)
