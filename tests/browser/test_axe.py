"""Everybody can read and use every page: axe, by WCAG 2.2 A and AA, finds nothing."""

import os

import pytest

from tests.browser.visits import OPEN_ALL, ROLES, pages_of

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "runOnly": {"type": "tag", "values": STANDARD},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# A plain run looks at each page once, as who sees most of it; EVERY_LOOK=1, as the CI's, in both
# sizes and in both colourings, as everybody.
EVERY = [(width, colours, RULES) for width in (1280, 390) for colours in ("light", "dark")]
FEW = {"manager": [(390, "dark", RULES)]}
LOOKS = dict.fromkeys(ROLES, EVERY) if os.environ.get("EVERY_LOOK") else FEW


@pytest.mark.parametrize("role", LOOKS)
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
