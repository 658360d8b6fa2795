"""The words and addresses of the drafts on the page of the papers of a meeting."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting

register = template.Library()

ORDER_NAMES = {"agenda": _("the agenda"), "plan": _("the plan")}
FILE_TYPES = {"docx": _("Word"), "csv": "CSV", "xlsx": "XLSX"}


@register.simple_tag
def draft_url(meeting: Meeting, order: str, name: str = "") -> str:
    """Return the address of a file of the drafts; without a name, of all as a ZIP."""
    name = name or f"{meeting.code}-papers.zip"
    return f"{reverse('meeting_draft', args=[meeting.code, name])}?order={order}"


@register.filter
def order_name(order: str) -> str:
    """Return what the papers are in the order of."""
    return ORDER_NAMES[order]


@register.filter
def file_type(extension: str) -> str:
    """Return how people call a type of file."""
    return FILE_TYPES[extension]
