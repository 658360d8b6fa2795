"""What staff save most, as a browser sends it into the plan that is current.

Tests look how often the database is asked for it, and what it walks through, with ten times the
demonstration; the benchmark of speed measures it on the invented load.
"""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.test import Client

from logframe.formats import csv_bytes
from logframe.models import Indicator, Measurement, Plan, ReportingPeriod, ReviewState
from logframe.resources import MeasurementResource
from meetings.models import Decision, FollowUp
from tests.exchange import MEASUREMENTS, page, send
from tests.forms import PageReader, admin_url, filled

Act = Callable[[], HttpResponse]
YEAR, DAY = 2026, "2026-11-01"


def free_place() -> tuple[Indicator, ReportingPeriod]:
    """Return an indicator of which nothing was reported for the year."""
    period = Plan.objects.current().periods.get(year=YEAR)
    numbers = period.plan.indicators.filter(measure="number", by_member_state=False)
    still_followed = numbers.exclude(adoption=Indicator.Adoption.DISCONTINUED)
    return still_followed.exclude(measurements__period=period).first(), period


def values(state: ReviewState) -> list[Measurement]:
    """Return two values of the plan that are so far on their way."""
    return list(Measurement.objects.filter(period__year=YEAR, state=state)[:2])


def value_in_the_grid(manager: Client) -> Act:
    """Type a value, as the row of the grid saves itself."""
    indicator, period = free_place()
    address = f"{period.plan.get_absolute_url()}record/{YEAR}/{indicator.slug}/"
    typed = {f"{indicator.slug}-value": "3", f"{indicator.slug}-as_of": DAY}
    return partial(manager.post, address, typed, headers={"HX-Request": "true"})


def value_in_the_admin(manager: Client) -> Act:
    """Add a value on its own form."""
    indicator, period = free_place()
    typed = {"indicator": indicator.pk, "period": period.pk, "value": "3", "as_of": DAY}
    return in_admin(manager, admin_url(Measurement, "add"), **typed)


def value_deleted(manager: Client) -> Act:
    """Delete a draft."""
    address = admin_url(values(ReviewState.DRAFT)[0], "delete")
    return partial(manager.post, address, {"post": "yes"})


def values_verified(manager: Client) -> Act:
    """Verify two values at once."""
    rows = values(ReviewState.SUBMITTED)
    ticked = [f"measurement-{row.pk}-{row.version}" for row in rows]
    return partial(manager.post, "/my-work/", {"do": "verify", "row": ticked})


def milestones(manager: Client) -> Act:
    """Set the milestones of an indicator as they are proposed."""
    indicator, _period = free_place()
    address = f"{indicator.get_absolute_url()}milestones/"
    asked = {"target": "77", "profile": "even", "do": "propose", "set_on": DAY}
    reason = {"authority": "SOM-29", "reason": "Because."}
    proposed = manager.post(address, asked | reason)
    return partial(manager.post, address, typed_in(proposed) | reason | {"do": "save"})


def decision(how_far: str) -> Decision:
    """Return a decision that asks somebody for something, and is so far."""
    asked = Decision.objects.filter(is_actionable=True, addressees__isnull=False)
    return asked.filter(implementation=how_far).order_by("pk").first()


def follow_up(manager: Client) -> Act:
    """Tell what was done about a decision, on its page."""
    address = f"{decision('in_progress').get_absolute_url()}follow-up/"
    typed = {"date": DAY, "what_was_done": "Much.", "implementation": "delayed"}
    return partial(manager.post, address, typed)


def follow_up_in_the_admin(manager: Client) -> Act:
    """Tell the same in the admin."""
    typed = {"decision": decision("in_progress").pk, "date": DAY, "what_was_done": "Much."}
    return in_admin(manager, admin_url(FollowUp, "add"), implementation="delayed", **typed)


def decision_changed(manager: Client) -> Act:
    """Change the note on a decision of which there is no news yet."""
    return in_admin(manager, admin_url(decision("not_started")), note="Another.")


def in_admin(manager: Client, address: str, **typed) -> Act:
    """Send a form of the admin as its page shows it, but for what is typed."""
    return partial(manager.post, address, filled(manager.get(address), **typed))


def typed_in(shown: HttpResponse) -> dict:
    """Return what a page would send as it stands."""
    return PageReader(shown.content.decode()).data


def file_of_a_value() -> bytes:
    """Return a file with one new value."""
    indicator, period = free_place()
    cells = {"plan": period.plan.slug, "indicator": indicator.code, "year": YEAR}
    cells |= {"value": 3, "as_of": DAY}
    headers = MeasurementResource().get_export_headers()
    return csv_bytes(headers, [[cells.get(header) for header in headers]])


def file_imported(manager: Client) -> Act:
    """Look at what a file would change, then import it."""
    file = file_of_a_value()

    def look_and_import() -> HttpResponse:
        preview = send(manager, MEASUREMENTS, file)
        return manager.post(page(MEASUREMENTS, "process_import"), typed_in(preview))

    return look_and_import


# Each with how many queries it may ask, those of the sign-in and of the rights included.
SAVES = {
    value_in_the_grid: 33,
    value_in_the_admin: 26,
    value_deleted: 26,
    values_verified: 44,
    milestones: 55,
    follow_up: 49,
    follow_up_in_the_admin: 50,
    decision_changed: 58,
    file_imported: 52,
}
