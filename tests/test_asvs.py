"""docs/asvs.md has every requirement of levels 1 and 2 once, a reason for each, and shows it."""

import re
from collections import Counter

import pytest
from django.conf import settings

# ASVS 5.0.0: the level of each requirement of a section, in order. Level 3 is not in the table.
LEVELS = """
1.1 22 1.2 1111122223 1.3 112222222223 1.4 222 1.5 123
2.1 122 2.2 112 2.3 12223 2.4 23
3.1 3 3.2 113 3.3 12223 3.4 11222233 3.5 11122333 3.6 3 3.7 22333
4.1 12233 4.2 23333 4.3 22 4.4 1222
5.1 2 5.2 112333 5.3 113 5.4 222
6.1 122 6.2 111111112222 6.3 11223333 6.4 112233 6.5 22222333 6.6 2223 6.7 33 6.8 2222
7.1 222 7.2 1111 7.3 22 7.4 11222 7.5 223 7.6 22
8.1 1233 8.2 1123 8.3 133 8.4 23
9.1 111 9.2 1222
10.1 22 10.2 223 10.3 22223 10.4 1111122222233333 10.5 22222 10.6 22 10.7 222
11.1 2233 11.2 22233 11.3 11233 11.4 1222 11.5 23 11.6 23 11.7 33
12.1 12233 12.2 11 12.3 22223
13.1 2333 13.2 222223 13.3 2233 13.4 1222233
14.1 22 14.2 12223333 14.3 122
15.1 12233 15.2 12233 15.3 1222222 15.4 3333
16.1 2 16.2 22222 16.3 2222 16.4 222 16.5 2223
17.1 23 17.2 22223333 17.3 22
"""
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
ONLY_SOMETIMES = ("9.", "10.", "17.")  # chapters outside the 210
PLACE = re.compile(r"`([\w./-]+/[\w.-]+)`")
SECTION = re.compile(r"`docs/security\.md`, ([A-Z][\w ]+)")
SETTING = re.compile(r"`([A-Z][A-Z_]{5,})`")


def text_of(name: str) -> str:
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, ...]]:
    return ROW.findall(text_of("docs/asvs.md"))


def test_every_requirement_of_levels_1_and_2_is_there_once(rows):
    words = LEVELS.split()
    expected = [
        (f"{section}.{number}", level)
        for section, levels in zip(words[::2], words[1::2], strict=True)
        for number, level in enumerate(levels, start=1)
        if level != "3"
    ]

    assert [(number, level) for number, level, *_rest in rows] == expected
    assert Counter(level for _number, level in expected) == {"1": 70, "2": 183}


def test_none_is_not_met_and_the_numbers_on_top_are_those_of_the_table(rows):
    in_scope = [row for row in rows if not row[0].startswith(ONLY_SOMETIMES)]
    found = Counter(verdict for _number, _level, _what, verdict, _why in in_scope)

    assert {verdict for _number, _level, _what, verdict, _why in rows} == {"met", "not applicable"}
    assert len(in_scope) == 210
    summary = " ".join(text_of("docs/asvs.md").split())
    assert f"Of those {found['met']} are met and {found['not applicable']} do not" in summary


def test_every_place_that_a_reason_names_is_there(rows):
    reasons = [why for *_rest, why in rows]
    headings = set(re.findall(r"^## (.+)$", text_of("docs/security.md"), re.MULTILINE))
    known = text_of("config/settings.py") + text_of("config/organisation.py") + text_of("README.md")

    places = {place for why in reasons for place in PLACE.findall(why)}
    sections = {section for why in reasons for section in SECTION.findall(why)}
    names = {name for why in reasons for name in SETTING.findall(why)}
    assert {place for place in places if not (settings.BASE_DIR / place).exists()} == set()
    assert sections - headings == set()
    assert {name for name in names if name not in known} == set()
    assert (len(places) > 60, len(sections) > 8, len(names) > 8) == (True, True, True)
