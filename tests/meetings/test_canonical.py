"""Canonical JSON: one way to write content, so that equal content is equal bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.canonical import canonical, is_canonical, sha256_of

# Any text that can be kept: a database takes no half of a pair of surrogates, and no NUL.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(TEXT, parts, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"b": 1, "a": [True, None, {}]}, '{"a":[true,null,{}],"b":1}'),
        ({"Z": "", "a": "", "ä": ""}, '{"Z":"","a":"","ä":""}'),
        ({"city": "Улаанбаатар 서울"}, '{"city":"Улаанбаатар 서울"}'),
        ({"text": 'a "b"\n\t\\ /'}, '{"text":"a \\"b\\"\\n\\t\\\\ /"}'),
        ({"value": "0.30"}, '{"value":"0.30"}'),
        ([], "[]"),
    ],
)
def test_content_has_one_form(content, text):
    assert canonical(content) == text
    assert is_canonical(text)


def test_an_accent_stays_as_it_was_typed():
    one, two = "\u00e9", "e\u0301"

    assert canonical(one) != canonical(two)
    assert canonical([two]) == f'["{two}"]'


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (0.5, r"\$ is a fraction"),
        ({"a": [1, {"b": 1.0}]}, r"\$\.a\[1\]\.b is a fraction"),
        ({"a": float("nan")}, r"\$\.a is a fraction"),
        ({1: "a"}, r"\$ has the key 1: keys are texts"),
    ],
)
def test_what_has_several_forms_is_refused_with_its_place(content, place):
    with pytest.raises(TypeError, match=place):
        canonical(content)


@pytest.mark.parametrize(
    "text",
    ['{"b":1,"a":2}', '{"a": 1}', '{"a":1}\n', '{"a":1,"a":1}', '"\\u00e9"', "1.5", "NaN", "", "{"],
)
def test_another_form_is_not_canonical(text):
    assert not is_canonical(text)


@given(PLAIN)
def test_what_is_read_back_is_the_same_and_is_written_the_same(content):
    text = canonical(content)

    assert json.loads(text) == content
    assert is_canonical(text)


@given(st.dictionaries(TEXT, PLAIN, max_size=6))
def test_the_order_in_which_content_was_put_together_does_not_show(content):
    turned = dict(reversed(content.items()))

    assert canonical(turned) == canonical(content)


def test_the_hash_is_that_of_the_text_in_utf_8():
    # printf 'é' | sha256sum
    digest = "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"

    assert sha256_of("é") == sha256_of("é".encode()) == digest
