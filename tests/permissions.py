"""Every address of the site with a row that it can show, and every kind of person who may ask.

`every_address` goes through the resolver, so that an address that is added later is asked for too.
"""

import re
from collections.abc import Iterator

from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from config.roles import OFFICERS
from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Output,
    Plan,
    ReportingPeriod,
    ReviewState,
    ThematicArea,
)
from meetings.canonical import canonical
from meetings.models import Decision, Edition, IssuedFile
from meetings.papers import content_of
from tests.factories import (
    make_activity,
    make_decision,
    make_edition,
    make_focal_point,
    make_follow_up,
    make_import_run,
    make_issued_file,
    make_measurement,
    make_meeting,
    make_member_state,
    make_milestone,
    make_progress_report,
    make_sdg_link,
    make_user,
)


def make_people() -> dict[str, User]:
    """Make one person of each role; the two focal points speak for two States."""
    own, other = make_member_state(), make_member_state()
    return {
        "focal": make_focal_point(member_state=own).user,
        "other focal": make_focal_point(member_state=other).user,
        **{role: make_user(role) for role in ("officer", "manager", "administrator")},
    }


def make_one_of_each() -> None:
    """Make a row for every address: a value and a narrative that wait to be verified among them.

    The file of the value is nowhere: that it is told of is for staff alone.
    """
    by = make_user(username="other officer")
    make_milestone()
    waiting = {"state": ReviewState.SUBMITTED, "recorded_by": by, "submitted_by": by}
    value = make_measurement(**waiting)
    Measurement.objects.filter(pk=value.pk).update(evidence_file="2026/a/b.pdf")
    make_progress_report(**waiting)
    make_activity(outputs=[Output.objects.get()])
    make_sdg_link()
    meeting = make_meeting()
    make_decision()
    make_follow_up()
    content = canonical(content_of(meeting, timezone.localdate()))
    make_issued_file(edition=make_edition(content=content))
    make_rows_of_the_office(by)


def make_rows_of_the_office(by: User) -> None:
    """Make an import that somebody did and a sign-in that failed: rows of the admin alone."""
    make_import_run(imported_by=by)
    AccessAttempt.objects.create(
        username="somebody", failures_since_start=1, attempt_time=timezone.now()
    )


# Of what an address with a slug is, where it is not of an indicator.
SLUGS = {
    "area": ThematicArea,
    "output": Output,
    "narrative": Output,
    "decision": Decision,
    "follow_up": Decision,
    "relation": Decision,
}
# Patterns that are regular expressions, as addresses.
EXPRESSIONS = {
    "^([^/]+)/history/([^/]+)/$": "<object_id>/history/<version>/",
    "^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/1-old/",
    "(?P<url>.*)$": "nowhere",
}


def every_address() -> Iterator[tuple[str, str]]:
    """Return the name and the address of every pattern, filled with rows that are there."""
    common = _common_values()
    for name, route in _routes(get_resolver().url_patterns):
        yield name, "/" + _filled(route, common | _own_values(name, route))


def _filled(route: str, values: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: values[part[1]], route)


def _routes(patterns, namespace="", before="") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        own = str(pattern.pattern)
        route = before + EXPRESSIONS.get(own, own)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, pattern.namespace or namespace, route)
        else:
            name = pattern.name or ("shortcut" if "<path" in own else "nowhere")
            yield f"{namespace}:{name}" if namespace else name, _of_apps(route)


def _of_apps(route: str) -> str:
    """Take one app for the page that lists the models of an app."""
    return re.sub(r"\^\(\?P<app_label>.*", "logframe/", route)


def _common_values() -> dict[str, str]:
    """Return what stands in most addresses, as text."""
    plan, period = Plan.objects.get(), ReportingPeriod.objects.first()
    return {
        "plan": plan.slug,
        "year": str(period.year),
        "slug": Indicator.objects.first().slug,
        "code": Edition.objects.select_related("meeting").get().meeting.code,
        "number": "1",
        "name": "nothing.csv",
        "provider_id": "organisation",
        "content_type_id": str(ContentType.objects.get_for_model(Plan).pk),
        "object_id": str(plan.pk),
    }


def _own_values(name: str, route: str) -> dict[str, str]:
    """Return what stands otherwise in an address: the row or the file that it is of."""
    if name in SLUGS:
        return {"slug": SLUGS[name].objects.first().slug}
    if name == "member-state":
        return {"code": MemberState.objects.first().code}
    if name == "evidence":
        return {"name": Measurement.objects.exclude(evidence_file="").get().evidence_file.name}
    if name == "issued_file":
        return {"name": IssuedFile.objects.order_by("pk").first().name}
    if name == "feed":
        return {"name": "indicators.csv"}
    found = re.match(r"admin/(\w+)/(\w+)/", route)
    if not found or found[1] not in apps.app_configs:
        return {}
    row = _row(apps.get_model(*found.groups()))
    version = row.history.first().history_id if hasattr(row, "history") else ""
    return dict.fromkeys(("object_id", "pk", "id"), str(row.pk)) | {"version": str(version)}


def _row(model):
    """Return the row of a model that pages of the admin are asked for; of people an officer."""
    if model is User:
        return User.objects.get(groups__name=OFFICERS, username__startswith="other")
    return model._default_manager.order_by("pk").first()
