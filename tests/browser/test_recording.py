"""Recording in a real browser: by keyboard, without a reload, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from logframe.models import Measurement
from tests.pages import PLAN

# Nothing of that year is recorded yet.
GRID = f"{PLAN}record/2027/"


def recorded() -> int:
    return Measurement.objects.filter(period__year=2027).count()


def enter(page, value: str) -> None:
    """Type a value, or choose the first of a list, and go on with the next row."""
    is_list = page.evaluate("() => document.activeElement.tagName") == "SELECT"
    page.keyboard.press("ArrowDown") if is_list else page.keyboard.type(value)
    page.keyboard.press("Enter")


def test_twenty_values_are_recorded_without_mouse_and_without_reload(visit):
    with visit("officer") as visitor:
        page = visitor.page
        visitor.goto(GRID)
        page.evaluate("() => { window.wasLoadedOnce = true; }")
        for number in range(20):
            enter(page, str(number))

        expect(page.locator("output b", has_text="Saved.")).to_have_count(20)
        assert page.evaluate("() => window.wasLoadedOnce")
        assert recorded() == 20
        assert visitor.complaints == []


def test_a_row_says_at_once_where_the_indicator_would_stand(visit):
    with visit("officer") as visitor:
        visitor.goto(GRID)
        row = visitor.page.locator("tr[hx-post]").first
        row.locator("input, select").first.press("ArrowDown")
        enter(visitor.page, "3")

        expect(visitor.page.locator("output .status").first).to_be_visible()


def test_the_states_open_in_their_place_and_each_saves_itself(visit):
    with visit("officer") as visitor:
        page = visitor.page
        visitor.goto(f"{GRID}?output=4.1b")
        page.locator("tr", has_text="4.1(b)-2").get_by_role("link", name="Open the States").click()
        cell = page.locator("input[name='4.1b-2.MNG-value']")
        cell.fill("2")
        cell.press("Enter")

        expect(page.locator("tr", has=cell).locator("b", has_text="Saved.")).to_be_visible()
        row = Measurement.objects.get(period__year=2027)
        assert (row.member_state.code, row.value) == ("MNG", 2)
        assert visitor.complaints == []


def test_on_a_phone_each_row_is_a_card_that_needs_no_scrolling(visit):
    with visit("officer") as visitor:
        page = visitor.page
        page.set_viewport_size({"width": 390, "height": 844})
        visitor.goto(f"{GRID}?output=4.1c")
        row = page.locator("tr[hx-post]").first
        shown = [row.locator("input").nth(place).bounding_box() for place in range(4)]
        enter(page, "3")

        expect(row.locator("b", has_text="Saved.")).to_be_visible()
        scroll = page.locator(".scroll").first
        assert scroll.evaluate("(one) => one.scrollWidth - one.clientWidth") == 0
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in shown)
        assert all(box["width"] > 140 for box in shown)


def test_a_value_that_cannot_be_saved_stays_where_it_was_typed_and_says_so(visit):
    with visit("officer") as visitor:
        page = visitor.page
        visitor.goto(f"{GRID}?output=4.1c")
        cell = page.locator("input[name$='-value']").first
        cell.fill("many")
        cell.press("Enter")

        expect(page.locator("output").first).to_contain_text("Not saved.")
        expect(cell).to_have_value("many")
        assert recorded() == 0


def test_who_was_signed_out_is_told_beside_the_value(visit):
    with visit("officer") as visitor:
        page = visitor.page
        visitor.goto(f"{GRID}?output=4.1c")
        page.context.clear_cookies(name="sessionid")
        cell = page.locator("input[name$='-value']").first
        cell.fill("5")
        cell.press("Enter")

        expect(page.locator("output").first).to_contain_text("you are signed out")
        expect(cell).to_have_value("5")
        assert recorded() == 0


@pytest.mark.parametrize("address", [f"{GRID}?output=4.1c", f"{GRID}4.1c-2/"])
def test_a_value_is_recorded_without_javascript(visit, address):
    with visit("officer", java_script=False) as visitor:
        page = visitor.page
        visitor.goto(address)
        page.locator("input[name='4.1c-2-value'], select[name='4.1c-2-value']").first.wait_for()
        cell = page.locator("[name='4.1c-2-value']")
        is_list = cell.evaluate("cell => cell.tagName") == "SELECT"
        cell.select_option("1") if is_list else cell.fill("1")
        page.get_by_role("button", name="Save").first.click()

        expect(page.locator(".message").first).to_contain_text("1 value was saved.")
        assert recorded() == 1
