"""What a refusal says to people, and which record it speaks of."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext

REFUSALS = (ValidationError, PermissionDenied, ProtectedError, RestrictedError)


def sentence(refusal: Exception) -> str:
    """Return what a refusal says to people."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    if isinstance(refusal, ProtectedError | RestrictedError):
        return gettext("Other records refer to it, so it is kept.")
    return str(refusal)


def name_of(record: models.Model) -> str:
    """Return the codes that name a record among all of its kind, for a message about it."""
    return ", ".join(str(part) for part in record.natural_key() if part not in (None, ""))
