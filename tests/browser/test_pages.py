"""What a person meets in a browser: no error, no stranger, nothing cut off, nothing unreadable."""

import pytest

from tests.browser.visits import OPEN_ALL, ROLES, pages_of
from tests.looks import EVERY_LOOK
from tests.pages import PAGES

ADMIN = (
    "/admin/",
    "/admin/logframe/measurement/",
    "/admin/logframe/measurement/add/",
    "/admin/logframe/indicator/",
    "/admin/logframe/measurement/import/",
    "/admin/logframe/measurement/export/",
    "/admin/meetings/decision/",
    "/admin/meetings/meeting/",
    "/admin/auth/user/",
)
INLINE = """() => [...document.querySelectorAll("*")].filter((element) =>
    element.matches("style, [style], script:not([src])")
    || element.getAttributeNames().some((name) => name.startsWith("on"))
).map((element) => element.outerHTML.slice(0, 90))"""
# What is hidden from the eye alone is clipped, and a wide table scrolls.
CUT = """() => [...document.querySelectorAll("body *")].filter((element) =>
    element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).overflowX !== "visible"
    && !element.matches(".scroll, input, svg *")
    && !element.closest(".hidden, thead")
).map((element) => element.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("role", ROLES if EVERY_LOOK else ["manager"])
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


def test_nothing_is_wider_than_the_window_and_no_text_is_cut(visit):
    with visit("manager") as visitor:
        lost = {}
        for name, address in pages_of("manager").items():
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
