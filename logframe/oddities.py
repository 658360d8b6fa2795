"""Values that are possible but odd: worth a second look and a note, never refused."""

from decimal import Decimal

from django.utils.translation import gettext as _

from logframe.figures import in_unit
from logframe.models import Indicator, Measurement

# A value this share of the last one away from it is worth a second look.
LEAP = Decimal("0.5")
COUNTED = (Indicator.Measure.NUMBER, Indicator.Measure.PERCENTAGE)


def oddities(indicator: Indicator, value: Decimal | None, last: Decimal | None) -> list[str]:
    """Return what is odd about a value beside the last one that counts, in sentences.

    `last` is the last verified value of an earlier year, None where there is none.
    """
    if value is None or indicator.measure not in COUNTED:
        return []
    found = []
    if indicator.measure == Indicator.Measure.PERCENTAGE and not 0 <= value <= 100:
        found.append(_("A percentage outside 0 to 100."))
    if last is None:
        return found
    shown = in_unit(indicator.measure, last)
    if indicator.accumulation == Indicator.Accumulation.CUMULATIVE and value < last:
        found.append(
            _("Below the last value, %(last)s: a running total does not fall.") % {"last": shown}
        )
    elif abs(value - last) > LEAP * abs(last):
        found.append(_("More than 50 %% away from the last value, %(last)s.") % {"last": shown})
    return found


def last_before(row: Measurement) -> Decimal | None:
    """Return the last verified value of an earlier year at the place of a row."""
    earlier = Measurement.objects.in_force().filter(
        indicator=row.indicator_id,
        member_state=row.member_state_id,
        period__year__lt=row.period.year,
        value__isnull=False,
    )
    return earlier.order_by("-period__year").values_list("value", flat=True).first()
