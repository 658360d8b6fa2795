"""Who may do what, for the help page: read from the table that gives the rights."""

from django import template
from django.utils.translation import gettext

from config.roles import DEEDS, ROLES

register = template.Library()


@register.inclusion_tag("components/roles.html")
def roles() -> dict:
    """Show what the people of each group may do."""
    names = {group: gettext(group) for group in ROLES}
    rows = [
        (deed.words, [(name, deed.is_open_to(group)) for group, name in names.items()])
        for deed in DEEDS
    ]
    return {"groups": names.values(), "rows": rows}
