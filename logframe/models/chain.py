"""What proves the history: a fingerprint of each entry, and seals over all fingerprints."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HistorySeal(models.Model):
    """A link of the chain: it holds for all fingerprints under it and for the seal before it.

    `digest` is a SHA-256 in hexadecimal digits. `note` says why entries were taken in that the
    application had not written so; it is empty as a rule.
    """

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    made_at = models.DateTimeField(_("made at"))
    note = models.TextField(_("note"), blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("seal of the history")
        verbose_name_plural = _("seals of the history")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"seal {self.number}"


class Fingerprint(models.Model):
    """The SHA-256 of one entry of a history, written in the transaction that wrote the entry.

    `history` is the label of the table of entries, `entry` the key in it. Of several fingerprints
    of one entry the last counts; an empty one says that the entry is known to be gone.
    """

    history = models.CharField(_("history"), max_length=100)
    entry = models.BigIntegerField(_("entry"))
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    seal = models.ForeignKey(
        HistorySeal,
        models.PROTECT,
        verbose_name=_("seal"),
        related_name="fingerprints",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("fingerprint of an entry")
        verbose_name_plural = _("fingerprints of entries")
        ordering = ["pk"]
        indexes = [models.Index(name="fingerprint_of_entry", fields=["history", "entry"])]

    def __str__(self) -> str:
        return f"{self.history} {self.entry}"
