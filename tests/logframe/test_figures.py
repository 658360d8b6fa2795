"""Numbers and dates as people read them."""

from datetime import date
from decimal import Decimal

import pytest

from logframe.figures import show_beside, spell
from logframe.progress import percent, show


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.004", "0"),
        ("-0.005", "-0.01"),
        ("0.005", "0.01"),
        ("0.0049", "0"),
        ("0.125", "0.13"),
        ("0.115", "0.12"),
        ("-2.345", "-2.35"),
        ("1.10", "1.1"),
        ("1.00", "1"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("1E-30", "0"),
        ("0E+3", "0"),
        ("9.995", "10"),
        ("99.994", "99.99"),
        ("12345678901234567890123456789012345.675", "12345678901234567890123456789012345.68"),
    ],
)
def test_number_is_shown_plainly_rounded_half_up(number, text):
    assert show(Decimal(number)) == text


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [("0.5", 0, "1"), ("-0.4", 0, "0"), ("100", 0, "100"), ("0.12345", 4, "0.1235")],
)
def test_number_is_shown_to_the_places_asked_for(number, places, text):
    assert show(Decimal(number), places) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [("45", "45 %"), ("33.35", "33.4 %"), ("-0.04", "0 %"), ("-33.333333", "-33.3 %")],
)
def test_percentage_is_shown_with_its_sign(number, text):
    assert percent(Decimal(number)) == text


def test_missing_number_is_a_dash():
    assert (show(None), percent(None)) == ("–", "–")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.949975", "0.94998"),
        ("0.5999", "0.5999"),
        ("0.95", "0.95"),
        ("0.951", "0.951"),
        ("0.956", "0.96"),
        ("0.77777", "0.78"),
    ],
)
def test_number_beside_a_bound_keeps_what_tells_them_apart(number, text):
    assert show_beside(Decimal(number), Decimal("0.95"), Decimal("0.60")) == text


def test_number_beside_a_long_bound_is_told_apart_from_all_of_it():
    assert show_beside(Decimal("0.12345"), Decimal("0.12346")) == "0.12345"


def test_day_is_spelt_out():
    assert spell(date(2027, 1, 5)) == "5 January 2027"
