"""The keys of second factors, sealed: a copy of the database without SECRET_KEY opens none."""

import base64
import secrets
from collections.abc import Iterator
from contextlib import suppress

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps as installed
from django.conf import settings
from django.utils.crypto import salted_hmac

# Under which name each kind of second factor keeps its key.
NAMES = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
SEALED = "gAAAA"  # so begins all that Fernet writes, and nothing that is in clear


def seal(key: str) -> str:
    """Return a key as it is kept."""
    return _box(settings.SECRET_KEY).encrypt(key.encode()).decode()


def unseal(kept: str) -> str:
    """Return the key; raises InvalidToken where it was sealed by a SECRET_KEY that is gone."""
    return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(kept).decode()


def unseal_or_replace(kept: str) -> str:
    """Return the key, or one that nobody knows: what cannot be read opens nothing."""
    try:
        return unseal(kept)
    except InvalidToken:
        return base64.b32encode(secrets.token_bytes(20)).decode()


def lost() -> Iterator[Authenticator]:
    """Return the second factors of which nobody can read the key any more."""
    for authenticator in Authenticator.objects.filter(type__in=NAMES).select_related("user"):
        try:
            unseal(authenticator.data[NAMES[authenticator.type]])
        except InvalidToken:
            yield authenticator


def seal_all(using: str, apps=installed, **kwargs) -> None:
    """Seal, after a migration, what is in clear or was sealed by an earlier SECRET_KEY."""
    try:
        model = apps.get_model("mfa", "Authenticator")
    except LookupError:  # the migration took the second factors away
        return
    for authenticator in model.objects.using(using).filter(type__in=NAMES):
        name = NAMES[authenticator.type]
        kept = authenticator.data[name]
        with suppress(InvalidToken):  # its SECRET_KEY is gone: `verify` tells
            clear = unseal(kept) if kept.startswith(SEALED) else kept
            authenticator.data[name] = seal(clear)
            authenticator.save(update_fields=["data"])


def _box(*secret_keys: str) -> MultiFernet:
    keys = (salted_hmac("config.sealing", "", key, algorithm="sha256") for key in secret_keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key.digest())) for key in keys])
