"""The menus of every page: what they lead to, and where in them the reader is."""

from functools import lru_cache
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

register = template.Library()

HERE = mark_safe(' aria-current="page"')


class Entry(NamedTuple):
    """A line of the menu: the name of the address it leads to, and of those that lie behind it."""

    word: str
    name: str
    behind: tuple[str, ...] = ()
    of_plan: bool = False
    for_staff: bool = False


MAIN = (
    Entry(gettext_noop("My work"), "work", ("narrative",), for_staff=True),
    Entry(gettext_noop("Overview"), "plan", ("home", "area", "output"), of_plan=True),
    Entry(gettext_noop("Logframe"), "logframe", of_plan=True),
    Entry(gettext_noop("Indicators"), "indicators", ("indicator", "milestones"), of_plan=True),
    Entry(gettext_noop("Activities"), "activities", of_plan=True),
    Entry(gettext_noop("Decisions"), "decisions", ("decision", "follow_up", "relation", "trace")),
    Entry(gettext_noop("Meetings"), "meetings", ("meeting", "meeting_follow_up")),
    Entry(gettext_noop("Member States"), "member-states", ("member-state",), of_plan=True),
    Entry(gettext_noop("Help"), "help"),
)
OWN = (
    Entry(gettext_noop("Admin"), "admin:index", for_staff=True),
    Entry(gettext_noop("Account"), "mfa_index", ("account_change_password", "account_sign_ins")),
)
FOOT = (
    Entry(gettext_noop("What the statuses mean"), "help"),
    Entry(gettext_noop("Trace of decisions and outputs"), "trace"),
    Entry(gettext_noop("Sustainable Development Goals"), "sdgs", of_plan=True),
)


@register.simple_tag(takes_context=True)
def main_menu(context) -> SafeString:
    """Show what the site has for a reader, who is at one of its places or at none."""
    return put_together(MAIN, **_reader(context))


@register.simple_tag(takes_context=True)
def own_menu(context) -> SafeString:
    """Show what somebody who is signed in has of their own."""
    return put_together(OWN, **_reader(context))


@register.simple_tag(takes_context=True)
def foot_menu(context) -> SafeString:
    """Show what explains the rest; who may not read that is led to the help alone."""
    if context["user"].is_authenticated or context["public"]:
        return put_together(FOOT, between=" · ", **_reader(context) | {"here": None})
    nobody = {"plan": None, "is_staff": False, "here": None, "language": get_language()}
    return put_together(FOOT[:1], **nobody)


def _reader(context) -> dict:
    plan, match = context["current_plan"], context["request"].resolver_match
    return {
        "plan": plan.slug if plan else None,
        "is_staff": context["user"].is_staff,
        "here": match.url_name if match else None,
        "language": get_language(),
    }


@lru_cache(maxsize=500)
def put_together(
    entries: tuple[Entry, ...],
    *,
    plan: str | None,
    is_staff: bool,
    here: str | None,
    language: str,
    between: str = "\n",
) -> SafeString:
    """Return a menu in the language that is active now, the same for all readers who share it."""
    return format_html_join(
        between,
        '<a href="{}"{}>{}</a>',
        (
            (
                reverse(entry.name, args=[plan] if entry.of_plan else []),
                HERE if here in (entry.name, *entry.behind) else "",
                gettext(entry.word),
            )
            for entry in entries
            if entry.for_staff <= is_staff and (plan or not entry.of_plan)
        ),
    )
