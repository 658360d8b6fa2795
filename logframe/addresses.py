"""The addresses of the pages of records."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address(name: str, *parts: str | int) -> str:
    """Return the address of a page; once it is worked out it stays, and a list has hundreds."""
    return reverse(name, args=parts)
