"""The keys with which programs read lists in the name of a person."""

import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.models.base import Record, RecordQuerySet, sha256_field
from logframe.models.history import HistoricalRecords

KEY_BYTES = 32


class FeedKeyQuerySet(RecordQuerySet):
    """Keys of feeds."""

    def opening(self, secret: str):
        """Return the key with this secret, or None: revoked, or of a person who is not active."""
        keys = self.filter(revoked_on=None, user__is_active=True).select_related("user")
        return keys.filter(secret_sha256=hash_of(secret)).first()


class FeedKey(Record):
    """A key with which one program, such as a spreadsheet, reads lists as the person may.

    Its secret is 256 random bits and is shown once; only the hash is kept, by which it is found. A
    slow or salted hash would add nothing, for nobody guesses such a secret.
    """

    natural_key_fields = ("user__username", "name")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("user"),
        related_name="feed_keys",
        editable=False,
    )
    name = models.CharField(
        _("what it is for"), max_length=80, help_text=_("For example: Workbook of the Secretariat.")
    )
    secret_sha256 = sha256_field(unique=True, editable=False)
    made_on = models.DateField(_("made on"), default=timezone.localdate, editable=False)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True, editable=False)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True, editable=False)

    objects = FeedKeyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("key of a feed")
        verbose_name_plural = _("keys of feeds")
        ordering = ["user", "-made_on", "name"]
        constraints = [
            models.UniqueConstraint(
                name="feed_key_name_once",
                fields=["user", "name"],
                violation_error_message=_("You have a key with this name: choose another name."),
            ),
            models.CheckConstraint(
                name="feed_key_days_in_order",
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("made_on")),
                violation_error_message=_("A key is not revoked before it is made."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse every change of a key that is revoked."""
        stored = self.stored()
        if stored is not None and stored.revoked_on:
            raise ValidationError(_("The key is revoked for good: make another one."))

    def give_secret(self) -> str:
        """Choose the secret and keep its hash; the caller shows it, for nobody can look it up."""
        secret = secrets.token_urlsafe(KEY_BYTES)
        self.secret_sha256 = hash_of(secret)
        return secret

    def revoke(self) -> None:
        """End the key from now on."""
        self.revoked_on = timezone.localdate()
        self.save()

    def mark_used(self) -> None:
        """Keep the day on which it was last used: nothing else of who read what and when.

        Past the checks, since a program reads several lists in the same moment, and none of these
        reads may be refused because another one was quicker.
        """
        today = timezone.localdate()
        if self.last_used_on != today:
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)


def hash_of(secret: str) -> str:
    """Return the hash by which a secret is kept and found."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
