"""Who may do what, for the help page: read from the table that gives the rights."""

from django import template

from config.roles import DEEDS, ROLES

register = template.Library()


@register.inclusion_tag("components/roles.html")
def roles() -> dict:
    """Show what the people of each group may do."""
    rows = [(deed.words, [(group, deed.is_open_to(group)) for group in ROLES]) for deed in DEEDS]
    return {"groups": list(ROLES), "rows": rows}
