"""Which pages a browser opens, and as whom."""

from tests.looks import EVERY_LOOK
from tests.pages import MANAGER_PAGES, PAGES, PLAN, STAFF_PAGES

ROLES = ("officer", "manager", "focal")
# The home page is the overview of the plan; a value has a form where it is one, a table for States.
HTML_PAGES = {name: page for name, page in PAGES.items() if name not in ("healthz", "home")}
HTML_PAGES["record_value"] = f"{PLAN}record/2026/4.2c-2/"
HTML_PAGES["plan_of_the_past"] = f"{PLAN}?as_of=2025-12-01"
HTML_PAGES["decision_to_come"] = f"{PAGES['decision']}?as_of=2023-01-01"
# Pages with cards, a chart, a grid of forms, a long text, a list and a table.
DIFFERENT = ("plan", "indicator", "record", "decision", "decisions", "logframe")
LOOKED_AT = HTML_PAGES if EVERY_LOOK else {name: HTML_PAGES[name] for name in DIFFERENT}
OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def pages_of(role: str) -> dict[str, str]:
    """Return the pages to look at that somebody of the role may see."""
    closed = {"focal": (*STAFF_PAGES, "record_value"), "officer": MANAGER_PAGES}.get(role, ())
    return {name: address for name, address in LOOKED_AT.items() if name not in closed}
