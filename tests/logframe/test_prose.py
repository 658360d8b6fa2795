"""Plain text on a page: paragraphs and lists as typed, nothing else, nothing lost."""

from html.parser import HTMLParser

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from logframe.prose import html


class Reader(HTMLParser):
    """Reads the tags, their attributes and the words of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.attributes, self.words = set(), [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        self.tags.add(tag)

    def handle_comment(self, data):
        self.tags.add("comment")

    def handle_decl(self, decl):
        self.tags.add("declaration")

    def handle_pi(self, data):
        self.tags.add("instruction")

    def handle_data(self, data):
        self.words += data


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("", ""),
        (" \n\t\n", ""),
        ("One sentence.", "<p>One sentence.</p>"),
        ("First.\n\nSecond.", "<p>First.</p>\n<p>Second.</p>"),
        ("First.\r\n\r\n\r\nSecond.", "<p>First.</p>\n<p>Second.</p>"),
        ("A line\nand its next", "<p>A line<br>and its next</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("* one\n  * two", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("Done:\n- one\nMore", "<p>Done:</p>\n<ul><li>one</li></ul>\n<p>More</p>"),
        ("- one\n\n- two", "<ul><li>one</li></ul>\n<ul><li>two</li></ul>"),
    ],
)
def test_paragraphs_and_lists_are_as_they_were_typed(text, page):
    assert html(text) == page


@pytest.mark.parametrize(
    "text", ["2026. A year of work", "2. second\n3. third", "1.5 degrees", "-5 degrees", "*", "-"]
)
def test_a_number_or_a_dash_that_makes_no_list_stays_in_the_text(text):
    page = Reader(html(text))

    assert page.tags <= {"p", "br"}
    assert without_space(page.words) == without_space(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '- <img src=x onerror="alert(1)">',
        "1. <a href='javascript:alert(1)'>here</a>",
        "<!-- unseen -->",
        "&lt;script&gt;",
    ],
)
def test_what_looks_like_markup_is_shown_as_text(text):
    page = Reader(html(text))

    assert page.tags <= {"p", "ul", "ol", "li"}
    assert without_space(page.words).endswith(without_space(text).lstrip("-1."))


def test_a_template_shows_it_without_escaping_it_again():
    template = engines["django"].from_string("{% load logframe %}{{ text|prose }}")

    assert template.render({"text": "Soil & water"}) == "<p>Soil &amp; water</p>"


LINES = st.lists(
    st.one_of(
        st.text(),
        st.builds("{}{}".format, st.sampled_from(["- ", "* ", "1. ", "2. ", "", "\t"]), st.text()),
        st.sampled_from(["<p>", "</li>", "<br onclick=x>", "<b>", "&#60;script>", "<!--", "]]>"]),
    )
).map("\n".join)


@given(LINES)
def test_no_text_brings_a_tag_of_its_own(text):
    page = Reader(html(text))

    assert page.tags <= {"p", "ul", "ol", "li", "br"}
    assert page.attributes == []


@given(LINES)
def test_no_text_loses_more_than_the_marks_of_its_lists(text):
    shown = without_space(Reader(html(text)).words)
    typed = without_space(text)

    rest = iter(typed)
    lost = len(typed) - len(shown)
    assert all(letter in rest for letter in shown)
    assert lost <= 3 * len(text.splitlines())
