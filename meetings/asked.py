"""A decision in one plain sentence: what is asked of whom, and by when.

Who tells of many decisions passes a `gettext` that remembers what it looked up.
"""

from collections.abc import Callable

from django.utils.translation import gettext, gettext_noop

from logframe.dates import day
from meetings.models import Addressee, Decision

FEW = 3  # so many States are named; more are counted
ASKED = {
    Decision.Kind.REQUEST: gettext_noop("Requested of %(who)s"),
    Decision.Kind.RECOMMEND: gettext_noop("Recommended to %(who)s"),
    Decision.Kind.APPROVE: gettext_noop("Approved, to be carried out by %(who)s"),
    Decision.Kind.ADOPT: gettext_noop("Adopted, to be carried out by %(who)s"),
    Decision.Kind.SUPPORT: gettext_noop("Supported, to be carried out by %(who)s"),
    Decision.Kind.ENCOURAGE: gettext_noop("Encouraged: %(who)s"),
    Decision.Kind.WELCOME: gettext_noop("Welcomed, to be done by %(who)s"),
    Decision.Kind.COMMEND: gettext_noop("Commended, with action by %(who)s"),
    Decision.Kind.EXPRESS: gettext_noop("Expressed, with action by %(who)s"),
    Decision.Kind.NOTE: gettext_noop("Noted, with action by %(who)s"),
}


def asked(decision: Decision, gettext: Callable = gettext) -> str:
    """Return what is asked of whom by when; load addressees and due meeting with the decision."""
    if not decision.is_actionable:
        return gettext("No action is asked.")
    who = whom(list(decision.addressees.all()), gettext)
    return f"{gettext(ASKED[decision.kind]) % {'who': who}}; {by_when(decision, gettext)}."


def whom(addressees: list[Addressee], gettext: Callable) -> str:
    """Return the addressees as words; many States are counted, the implied ones marked."""
    states = [row for row in addressees if row.kind == Addressee.Kind.MEMBER_STATE]
    if len(states) > FEW:
        named = [row for row in addressees if row not in states]
        counted = [gettext("%(n)s member States") % {"n": len(states)}]
    else:
        named, counted = addressees, []
    names = [_name(row, gettext) for row in named] + counted
    if not names:
        return gettext("nobody by name")
    *first, last = names
    return (
        gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}
        if (first)
        else last
    )


def _name(addressee: Addressee, gettext: Callable) -> str:
    is_secretariat = addressee.kind == Addressee.Kind.SECRETARIAT
    name = gettext("the Secretariat") if is_secretariat else addressee.who
    return gettext("%(name)s (implied)") % {"name": name} if addressee.is_implied else name


def by_when(decision: Decision, gettext: Callable) -> str:
    """Return when it is due, with the words of the report where a day was made of them."""
    when = _when(decision, gettext)
    if not decision.due_text:
        return when or gettext("no day is given")
    words = f"“{decision.due_text}”"
    return f"{when} ({words})" if when else words


def _when(decision: Decision, gettext: Callable) -> str:
    if decision.recurrence:
        how_often = str(Decision.Recurrence(decision.recurrence).label)
        if not decision.falls_due_on:
            return how_often
        said = {"how_often": how_often, "day": day(decision.falls_due_on)}
        return gettext("%(how_often)s, next by %(day)s") % said
    if decision.due_on:
        return gettext("by %(day)s") % {"day": day(decision.due_on)}
    if decision.due_meeting and decision.due_day:
        names = {"code": decision.due_meeting.code, "day": day(decision.due_day)}
        return gettext("at %(code)s, %(day)s") % names
    if decision.due_meeting:
        return gettext("at %(code)s, whose days are not known") % {
            "code": decision.due_meeting.code
        }
    return ""
