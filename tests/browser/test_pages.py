"""What a person meets in a browser: no error, no stranger, nothing cut off, nothing unreadable."""

import os

import pytest

from tests.pages import MANAGER_PAGES, PAGES, PLAN, STAFF_PAGES

ADMIN = (
    "/admin/",
    "/admin/logframe/measurement/",
    "/admin/logframe/measurement/add/",
    "/admin/logframe/indicator/",
    "/admin/logframe/measurement/import/",
    "/admin/logframe/measurement/export/",
    "/admin/meetings/decision/",
    "/admin/meetings/meeting/",
)
# The home page is the overview of the plan; a value has a form where it is one, a table for States.
HTML_PAGES = {name: page for name, page in PAGES.items() if name not in ("healthz", "home")}
HTML_PAGES["record_value"] = f"{PLAN}record/2026/4.2c-2/"
HTML_PAGES["plan_of_the_past"] = f"{PLAN}?as_of=2025-12-01"
HTML_PAGES["decision_to_come"] = f"{PAGES['decision']}?as_of=2023-01-01"
ROLES = ("officer", "manager", "focal")

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "runOnly": {"type": "tag", "values": STANDARD},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# A plain run looks at each page in each size and in each colouring, at least once, by one of the
# roles; EVERY_LOOK=1, as the CI's, at all of them as everybody.
EVERY = [(width, colours, RULES) for width in (1280, 390) for colours in ("light", "dark")]
FEW = {
    "officer": [(1280, "light", RULES), (390, "dark", RULES)],
    "manager": [(390, "light", RULES), (1280, "dark", COLOURS)],
    "focal": [(390, "light", RULES), (1280, "dark", COLOURS)],
}
LOOKS = dict.fromkeys(ROLES, EVERY) if os.environ.get("EVERY_LOOK") else FEW

INLINE = """() => [...document.querySelectorAll("*")].filter((element) =>
    element.matches("style, [style], script:not([src])")
    || element.getAttributeNames().some((name) => name.startsWith("on"))
).map((element) => element.outerHTML.slice(0, 90))"""
OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# What is hidden from the eye alone is clipped, and a wide table scrolls.
CUT = """() => [...document.querySelectorAll("body *")].filter((element) =>
    element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).overflowX !== "visible"
    && !element.matches(".scroll, input, svg *")
    && !element.closest(".hidden, thead")
).map((element) => element.outerHTML.slice(0, 90))"""


def pages_of(role: str) -> dict[str, str]:
    """Return the pages that somebody of the role may see."""
    closed = {"focal": (*STAFF_PAGES, "record_value"), "officer": MANAGER_PAGES}.get(role, ())
    return {name: address for name, address in HTML_PAGES.items() if name not in closed}


@pytest.mark.parametrize("role", ROLES)
def test_no_page_complains_asks_another_host_or_has_code_or_looks_of_its_own(visit, role):
    with visit(role) as visitor:
        inline = {}
        for name, address in pages_of(role).items():
            visitor.goto(address)
            if found := visitor.page.evaluate(INLINE):
                inline[name] = found

        assert inline == {}
        assert visitor.complaints == []


def test_no_page_of_the_admin_complains_or_asks_another_host(visit):
    with visit("manager") as visitor:
        for address in ADMIN:
            response = visitor.goto(address)
            assert response.status == 200, address

        assert visitor.complaints == []


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_page(visit, axe, role):
    with visit(role) as visitor:
        found = {}
        for name, address in pages_of(role).items():
            visitor.goto(address)
            visitor.page.evaluate(OPEN_ALL)
            for width, colours, rules in LOOKS[role]:
                visitor.page.emulate_media(color_scheme=colours)
                visitor.page.set_viewport_size({"width": width, "height": 900})
                for violation in axe.run(visitor.page, options=rules).response["violations"]:
                    nodes = [node["html"][:90] for node in violation["nodes"][:3]]
                    found[f"{name}, {width}, {colours}: {violation['id']}"] = nodes

        assert found == {}


def test_nothing_is_wider_than_the_window_and_no_text_is_cut(visit):
    with visit("manager") as visitor:
        lost = {}
        for name, address in HTML_PAGES.items():
            visitor.goto(address)
            visitor.page.evaluate(OPEN_ALL)
            # The last is a window of 1280 x 1024, magnified to 400 %.
            for width, height in ((1280, 900), (390, 844), (320, 640), (320, 256)):
                visitor.page.set_viewport_size({"width": width, "height": height})
                found = visitor.page.evaluate("() => document.documentElement.scrollWidth")
                cut = visitor.page.evaluate(CUT)
                if found > width or cut:
                    lost[name, width, height] = found, cut

        assert lost == {}


def test_the_main_path_works_without_javascript(visit):
    with visit("officer", java_script=False) as visitor:
        visitor.goto(PAGES["indicators"])
        visitor.page.get_by_label("Status").select_option(label="Off track")
        visitor.page.get_by_role("button", name="Filter").click()
        visitor.page.get_by_role("row").nth(1).get_by_role("link").click()
        visitor.page.locator(".lead summary").click()

        assert visitor.page.locator(".lead .why p").first.is_visible()
