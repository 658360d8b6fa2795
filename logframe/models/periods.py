"""The years for which is reported, and the closing of a year."""

from collections.abc import Iterable
from datetime import MAXYEAR, date

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from logframe.dates import day
from logframe.models.base import Record, RecordQuerySet
from logframe.models.history import HistoricalRecords
from logframe.models.plan import Plan


class PeriodQuerySet(RecordQuerySet):
    """Reporting years, open and closed."""

    def check_open(self) -> None:
        """Refuse what would be written, if one of these years is closed."""
        for period in self:
            if period.is_closed:
                raise ValidationError(
                    _("%(year)s was closed on %(day)s: ask a manager to reopen it first.")
                    % {"year": period.year, "day": day(period.closed_on)}
                )

    def hold_open(self) -> None:
        """Refuse as above, and let nobody close these years before the transaction has ended.

        A check alone would not do: the year could be closed between it and the write. PostgreSQL
        locks the rows of the years, so that closing waits for who writes, and who writes waits for
        a closing and then reads that it is done. SQLite has no such locks and needs none: its
        transactions begin IMMEDIATE (config.settings), so there is one that writes at a time.
        """
        self.order_by("pk").select_for_update(no_key=True).check_open()


class ReportingPeriod(Record):
    """One calendar year for which values and narratives are reported."""

    natural_key_fields = ("plan__slug", "year")

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="periods")
    year = models.PositiveSmallIntegerField(_("year"))
    due_on = models.DateField(
        _("due on"), blank=True, help_text=_("Reports are due by this day; empty: 31 December.")
    )
    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("Once a day stands here nothing can be written into the year."),
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        permissions = [("close_reportingperiod", _("Can close and reopen a reporting period"))]
        ordering = ["plan", "year"]
        constraints = [
            models.UniqueConstraint(
                name="period_once_a_year",
                fields=["plan", "year"],
                violation_error_message=_("The plan already has a reporting period for this year."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_closing_url(self) -> str:
        """Return the address of the page on which the year is closed and reopened."""
        return reverse("close_year", args=[self.plan.slug, self.year])

    def derive(self) -> None:
        """Fill the due day: the last of the year unless another one is given."""
        if self.due_on is None and self.year and self.year <= MAXYEAR:
            self.due_on = date(self.year, 12, 31)

    def clean(self) -> None:
        """Refuse a year outside the plan, and to close or reopen it without saying who and why."""
        if self.plan_id and self.year and self.year not in self.plan.years:
            raise ValidationError(
                {
                    "year": _(
                        "%(year)s is outside the plan, which runs from %(first)s to %(last)s."
                    )
                    % {
                        "year": self.year,
                        "first": self.plan.start_year,
                        "last": self.plan.end_year,
                    }
                }
            )
        stored = self.stored()
        if stored is None or self._is_closing_or_reopening:
            return
        if stored.closed_on != self.closed_on:
            raise ValidationError(
                _("A year is closed and reopened on its own page, which keeps by whom and why.")
            )
        if stored.is_closed:
            raise ValidationError(
                _("%(year)s is closed, and its day is kept: reopen the year first.")
                % {"year": stored.year}
            )

    def delete(self, *args, **kwargs):
        """Delete a year that is open."""
        if (self.stored() or self).is_closed:
            raise ValidationError(_("A closed year is kept: reopen it first."))
        return super().delete(*args, **kwargs)

    @property
    def is_closed(self) -> bool:
        """Whether the year refuses every further write."""
        return self.closed_on is not None

    @property
    def is_over(self) -> bool:
        """Whether the calendar year has ended."""
        return timezone.localdate().year > self.year

    @property
    def has_begun(self) -> bool:
        """Whether the calendar year has begun."""
        return timezone.localdate().year >= self.year

    # Closing and reopening: acts that the history keeps, by whom, when and why

    _is_closing_or_reopening = False

    def close(self, by, open_points: int = 0) -> None:
        """Close the year: nothing can be written into it any more.

        `open_points` is how much was known to be missing; the history keeps it.
        """
        if self.is_closed:
            raise ValidationError(_("%(year)s is closed already.") % {"year": self.year})
        if not self.has_begun:
            raise ValidationError(
                _("%(year)s has not begun: it can be closed from 1 January %(year)s on.")
                % {"year": self.year}
            )
        reason = gettext("closed")
        if open_points:
            reason = ngettext(
                "closed although %(n)s point was open",
                "closed although %(n)s points were open",
                open_points,
            ) % {"n": open_points}
        self._record(timezone.localdate(), by, reason)

    def reopen(self, by, reason: str) -> None:
        """Reopen the year for a reason, which the history keeps."""
        if not self.is_closed:
            raise ValidationError(_("%(year)s is open.") % {"year": self.year})
        if not reason.strip():
            raise ValidationError(_("Say why the year is reopened."))
        self._record(None, by, gettext("reopened: %(reason)s") % {"reason": reason.strip()})

    def _record(self, closed_on: date | None, by, reason: str) -> None:
        before, self.closed_on = self.closed_on, closed_on
        self._history_user, self._change_reason = by, reason
        self._is_closing_or_reopening = True
        try:
            self.save()
        except ValidationError:
            self.closed_on = before
            raise
        finally:
            self._is_closing_or_reopening = False
            del self._history_user, self._change_reason


def newest_open(periods: Iterable[ReportingPeriod], on: date) -> ReportingPeriod | None:
    """Return the year that people report on: the newest open one that has begun, or the next."""
    still_open = [period for period in periods if not period.is_closed]
    begun = [period for period in still_open if period.year <= on.year]
    return begun[-1] if begun else next(iter(still_open), None)
