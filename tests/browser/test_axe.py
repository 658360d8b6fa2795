"""Everybody can read and use every page: axe, by WCAG 2.2 A and AA, finds nothing."""

import pytest

from tests.browser.visits import EVERY_LOOK, HTML_PAGES, OPEN_ALL, ROLES, pages_of

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "runOnly": {"type": "tag", "values": STANDARD},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
EVERY = [(width, colours) for width in (1280, 390) for colours in ("light", "dark")]
# Of a plain run: pages with cards, a chart, a grid of forms, a long text, a list and a table.
DIFFERENT = ("plan", "indicator", "record", "decision", "decisions", "logframe")
if EVERY_LOOK:
    LOOKS = [(role, pages_of(role), EVERY) for role in ROLES]
else:
    LOOKS = [("manager", {name: HTML_PAGES[name] for name in DIFFERENT}, [(390, "dark")])]


@pytest.mark.parametrize(("role", "pages", "looks"), LOOKS, ids=[look[0] for look in LOOKS])
def test_axe_finds_nothing_on_any_page(visit, axe, role, pages, looks):
    with visit(role) as visitor:
        found = {}
        for name, address in pages.items():
            visitor.goto(address)
            visitor.page.evaluate(OPEN_ALL)
            for width, colours in looks:
                visitor.page.emulate_media(color_scheme=colours)
                visitor.page.set_viewport_size({"width": width, "height": 900})
                for violation in axe.run(visitor.page, options=RULES).response["violations"]:
                    nodes = [node["html"][:90] for node in violation["nodes"][:3]]
                    found[f"{name}, {width}, {colours}: {violation['id']}"] = nodes

        assert found == {}
