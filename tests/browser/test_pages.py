"""What a person meets in a browser: no error, no stranger, nothing cut off, nothing unreadable."""

import pytest

from tests.pages import PAGES, STAFF_PAGES

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
# The home page is the overview of the plan.
HTML_PAGES = {name: page for name, page in PAGES.items() if name not in ("healthz", "home")}


@pytest.mark.parametrize("username", ["manager", "focal"])
def test_no_page_complains_or_asks_another_host(visit, username):
    with visit(username) as visitor:
        for name, address in HTML_PAGES.items():
            if username != "focal" or name not in STAFF_PAGES:
                visitor.goto(address)

        assert visitor.complaints == []


def test_no_page_of_the_admin_complains_or_asks_another_host(visit):
    with visit("manager") as visitor:
        for address in ADMIN:
            response = visitor.goto(address)
            assert response.status == 200, address

        assert visitor.complaints == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_nothing_on_any_page(visit, axe, width, dark):
    with visit("manager", width=width, dark=dark) as visitor:
        found = {}
        for name, address in HTML_PAGES.items():
            visitor.goto(address)
            results = axe.run(visitor.page, options={"resultTypes": ["violations"]})
            for violation in results.response["violations"]:
                nodes = [node["html"][:90] for node in violation["nodes"][:3]]
                found[f"{name}: {violation['id']}"] = nodes

        assert found == {}


def test_no_page_is_wider_than_the_window(visit):
    with visit("manager") as visitor:
        too_wide = {}
        for name, address in HTML_PAGES.items():
            visitor.goto(address)
            for width in (1280, 390, 320):
                visitor.page.set_viewport_size({"width": width, "height": 900})
                found = visitor.page.evaluate("() => document.documentElement.scrollWidth")
                if found > width:
                    too_wide[name, width] = found

        assert too_wide == {}


def test_the_main_path_works_without_javascript(visit):
    with visit("officer", java_script=False) as visitor:
        visitor.goto(PAGES["indicators"])
        visitor.page.get_by_label("Status").select_option(label="Off track")
        visitor.page.get_by_role("button", name="Filter").click()
        visitor.page.get_by_role("row").nth(1).get_by_role("link").click()
        visitor.page.locator(".lead summary").click()

        assert visitor.page.locator(".lead .why p").first.is_visible()
