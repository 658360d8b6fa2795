"""Which passwords are refused, and that no rule says of which characters they are."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",  # common as it is
        "Password2026",  # common and four digits
        "letmeinletmein",  # twice
        "NEASPEC-2026!",  # a word of this office
        "trackersecretariat",  # two of them
    ],
)
def test_what_many_people_use_or_little_more_is_refused(password):
    with pytest.raises(ValidationError, match="many people use"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "purple dishwasher monkey",
        "otgfvznmwqkr",  # of small letters only
        "Ü" * 6 + "漢字漢字漢字",
        "the length that a manager of passwords likes: " + "k7" * 40,
    ],
)
def test_what_nobody_guesses_is_taken_whatever_its_characters(password):
    validate_password(password)


def test_eleven_characters_are_too_few():
    with pytest.raises(ValidationError, match="at least 12"):
        validate_password("otgfvznmwqk")
