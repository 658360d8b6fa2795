"""Where people arrive after signing in."""

from django.contrib.auth.models import User
from django.urls import reverse

from logframe.models import FocalPoint, Plan
from logframe.work import is_staff


def landing_page(user: User) -> str:
    """Return where a person starts: staff at their work, a focal point at the own State.

    Who works in the admin alone starts there.
    """
    if is_staff(user):
        return reverse("work")
    if user.is_staff:
        return reverse("admin:index")
    focal_point = FocalPoint.objects.filter(user=user).select_related("member_state").first()
    plan = Plan.objects.current()
    if focal_point and plan:
        return reverse("member-state", args=[plan.slug, focal_point.member_state.code])
    return reverse("home")
