"""What every page knows: the programme, the current plan and the day it speaks of."""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from logframe.models import Plan


def programme(request) -> dict:
    """Return the programme's name, the current plan (read only where a page asks), today,
    and whether the site is open to people who are not signed in.

    `as_of` is the day of the past that the page was asked for, None where it is today.
    """
    return {
        "programme_name": settings.PROGRAMME_NAME,
        "site_title": settings.PROGRAMME_SITE_TITLE,
        "current_plan": SimpleLazyObject(Plan.objects.current),
        "as_of": getattr(request, "as_of", None),
        "today": timezone.localdate(),
        "public": settings.LOGFRAME_PUBLIC,
    }
