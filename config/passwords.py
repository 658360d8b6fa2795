"""Passwords that somebody who guesses would try early."""

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 4  # letters of a common password that counts as a part
ENOUGH = 7  # characters beside it


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Refuses the passwords most often found in leaks, and what only lengthens one of them.

    Django's list has some twenty thousand. Most are shorter than ours have to be, so that a list
    alone would refuse little: people who need twelve characters add "2026!" to a short one. The
    words of this office count as common.
    """

    def __init__(self):
        super().__init__()
        self.passwords |= {word.lower() for word in settings.PASSWORD_WORDS}
        self.longest = max(map(len, self.passwords))

    def validate(self, password: str, user=None) -> None:
        """Refuse a password that is common but for fewer characters than make it hard to guess."""
        text = password.lower().strip()
        rest = text.replace(self._longest_common_part(text), "") if text else ""
        if len(rest) < ENOUGH or rest in self.passwords:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        """Say what is wrong."""
        return _(
            "This password is one that many people use, or little more: take several words that do "
            "not belong together."
        )

    def _longest_common_part(self, text: str) -> str:
        for length in range(min(self.longest, len(text)), SHORTEST - 1, -1):
            for start in range(len(text) - length + 1):
                if (part := text[start : start + length]) in self.passwords:
                    return part
        return " "
