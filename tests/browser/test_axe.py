"""Everybody can read and use every page: axe, by WCAG 2.2 A and AA, finds nothing."""

import pytest

from tests.browser.visits import OPEN_ALL, ROLES, pages_of
from tests.looks import EVERY_LOOK

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "runOnly": {"type": "tag", "values": STANDARD},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
ALL_LOOKS = [(width, colours) for width in (1280, 390) for colours in ("light", "dark")]
LOOKS = ALL_LOOKS if EVERY_LOOK else ALL_LOOKS[-1:]


@pytest.mark.parametrize("role", ROLES if EVERY_LOOK else ["manager"])
def test_axe_finds_nothing_on_any_page(visit, axe, role):
    with visit(role) as visitor:
        found = {}
        for name, address in pages_of(role).items():
            visitor.goto(address)
            visitor.page.evaluate(OPEN_ALL)
            for width, colours in LOOKS:
                visitor.page.emulate_media(color_scheme=colours)
                visitor.page.set_viewport_size({"width": width, "height": 900})
                for violation in axe.run(visitor.page, options=RULES).response["violations"]:
                    nodes = [node["html"][:90] for node in violation["nodes"][:3]]
                    found[f"{name}, {width}, {colours}: {violation['id']}"] = nodes

        assert found == {}
