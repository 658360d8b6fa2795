"""The main path by the keyboard alone: all is reached, seen where it is, and left again."""

import pytest
from playwright.sync_api import ElementHandle, Locator, Page, expect

from logframe.models import Measurement, ReviewState
from tests.looks import EVERY_LOOK
from tests.pages import PAGES, PLAN

ENOUGH = 400  # keys, to come to the end of any page
# The button inside a field for a day has the focus in its stead; the browser itself marks it.
FOCUS = """(place) => {
    const element = document.activeElement;
    const { top, bottom, width } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const isMarked = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    const isInside = element.type === "date" && !element.matches(":focus");
    const isSeen = width > 0 && bottom > 0 && top < innerHeight && (isMarked || isInside);
    const name = element === document.body ? "" : element.outerHTML.slice(0, 90);
    return { isSeen, isThere: element === place, name };
}"""


def tab(page: Page, place: ElementHandle | None = None) -> dict:
    """Go on by one key, and tell of the focus: it must be seen."""
    page.keyboard.press("Tab")
    focus = page.evaluate(FOCUS, place)
    assert focus["isSeen"] or not focus["name"], focus
    return focus


def tab_to(page: Page, place: Locator) -> None:
    """Go on until the focus is there."""
    element = place.element_handle()
    if not any(tab(page, element)["isThere"] for _key in range(ENOUGH)):
        pytest.fail(f"not reached by the keyboard: {place}")


def follow(page: Page, name: str, *, exact=False) -> None:
    """Go to a link by Tab, and press Enter."""
    address = page.url
    tab_to(page, page.get_by_role("link", name=name, exact=exact).first)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != address)


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_the_main_path_is_read_by_keyboard_alone(visit):
    with visit() as visitor:
        page = visitor.page
        page.goto(visitor.site)
        expect(page.get_by_label("Username")).to_be_focused()
        page.keyboard.type("officer")
        page.keyboard.press("Tab")
        page.keyboard.type("demo")
        page.keyboard.press("Enter")
        expect(heading(page)).to_have_text("My work")

        follow(page, "Overview")
        follow(page, "4.1 Air Pollution")
        follow(page, "4.1(b) Technical cooperation")
        follow(page, "4.1(b)-2")
        expect(heading(page)).to_contain_text("Designated Technical Centers")
        tab_to(page, page.locator(".lead summary").first)
        page.keyboard.press("Enter")
        expect(page.locator(".lead .why p").first).to_be_visible()
        follow(page, "4.1(b) Technical cooperation")
        expect(heading(page)).to_contain_text("Technical cooperation")

        follow(page, "Decisions", exact=True)
        follow(page, "SOM-26/I/5/2")
        expect(heading(page)).to_contain_text("SOM-26/I/5/2")
        assert visitor.complaints == []


def test_a_value_is_recorded_and_submitted_by_keyboard_alone(visit):
    with visit("officer") as visitor:
        page = visitor.page
        visitor.goto(PAGES["plan"])
        follow(page, "My work")
        follow(page, "4.1(c)-2")
        expect(page.get_by_label("Value")).to_be_focused()
        page.keyboard.type("3")
        tab_to(page, page.get_by_role("button", name="Save and submit"))
        page.keyboard.press("Enter")
        expect(page.locator(".message").first).to_be_visible()

        row = Measurement.objects.get(indicator__slug="4.1c-2", period__year=2026)
        assert (row.value, row.state) == (3, ReviewState.SUBMITTED)


def test_a_value_is_recorded_in_three_steps_from_my_work(visit):
    with visit("officer") as visitor:
        page = visitor.page
        visitor.goto(PAGES["work"])

        page.get_by_role("link", name="4.1(c)-2").click()
        expect(page.get_by_label("Value")).to_be_focused()
        page.keyboard.type("3")
        page.keyboard.press("Enter")

        expect(page.get_by_text("saved", exact=False).first).to_be_visible()
        assert Measurement.objects.get(indicator__slug="4.1c-2", period__year=2026).value == 3


def test_the_first_key_leads_past_the_head_of_the_page(visit):
    with visit("officer") as visitor:
        page = visitor.page
        visitor.goto(PAGES["plan"])
        assert "Skip to content" in tab(page)["name"]
        page.keyboard.press("Enter")
        tab(page)

        assert page.evaluate("() => document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("name", ["plan", "record", *(("work", "decisions") if EVERY_LOOK else ())])
def test_the_keyboard_comes_through_a_page_and_out_of_it(visit, name):
    with visit("officer") as visitor:
        page = visitor.page
        visitor.goto(PAGES[name])
        page.evaluate("() => { document.activeElement.blur(); }")

        places = []
        while len(places) < ENOUGH and (place := tab(page)["name"]):
            places.append(place)

        assert 10 < len(places) < ENOUGH


def test_a_grid_is_left_by_keyboard(visit):
    with visit("officer") as visitor:
        visitor.goto(f"{PLAN}record/2027/?output=4.1c")

        tab_to(visitor.page, visitor.page.get_by_role("button", name="Save").first)
