"""Signing in with a second factor in a real browser: every page of the way, read by axe too."""

from django.core.cache import cache
from playwright.sync_api import expect

from tests.browser.test_axe import LOOKS, RULES
from tests.totp import code_of

APP = "/accounts/2fa/app/"


def check(visitor, axe, found: dict) -> None:
    """Note what axe finds on the page."""
    for width, colours in LOOKS:
        visitor.page.emulate_media(color_scheme=colours)
        visitor.page.set_viewport_size({"width": width, "height": 900})
        for violation in axe.run(visitor.page, options=RULES).response["violations"]:
            nodes = [node["html"][:90] for node in violation["nodes"][:3]]
            found[visitor.page.url, width, violation["id"]] = nodes


def test_a_second_factor_is_set_up_and_asked_for(visit, axe):
    cache.clear()
    found = {}
    with visit("officer") as visitor:
        page = visitor.page
        page.goto(f"{visitor.site}{APP}")
        check(visitor, axe, found)
        page.get_by_label("Password").fill("demo")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("img")).to_be_visible()
        check(visitor, axe, found)
        secret = page.locator("code").inner_text()
        page.get_by_label("code").fill(code_of(secret))
        page.get_by_role("button", name="Set it up").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
        check(visitor, axe, found)
        for address in ("/accounts/2fa/", "/accounts/2fa/codes/new/", f"{APP}remove/"):
            visitor.goto(address)
            check(visitor, axe, found)
        complaints = visitor.complaints

    with visit() as visitor:
        page = visitor.page
        page.goto(f"{visitor.site}/accounts/login/?next=/help/")
        page.get_by_label("Username").fill("officer")
        page.get_by_label("Password").fill("demo")
        page.get_by_role("button", name="Sign in").click()
        check(visitor, axe, found)
        cache.clear()  # the code was used to set it up
        page.get_by_label("Code").fill(code_of(secret))
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What the statuses mean")
        complaints += visitor.complaints

    assert found == {}
    assert complaints == []
