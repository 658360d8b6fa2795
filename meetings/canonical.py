"""The one way in which the content of an edition is written, so that equal content is equal bytes.

JSON in UTF-8 with the keys of every object in the order of their characters' numbers, no space and
no line break between the parts, and no character escaped that JSON allows as it is. Texts stay as
they are, to the last accent: nothing is normalised. Numbers are whole; a decimal is a text, since
programs differ in how they write fractions.
"""

import hashlib
import json


def canonical(content) -> str:
    """Return plain JSON data as canonical text. Raises TypeError where it is not plain."""
    _refuse_fractions(content)
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def is_canonical(text: str) -> bool:
    """Whether a text is JSON, written canonically."""
    try:
        return canonical(json.loads(text)) == text
    except (ValueError, TypeError, RecursionError):
        return False


def sha256_of(data: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def _refuse_fractions(content, place: str = "$") -> None:
    match content:
        case float():
            raise TypeError(f"{place} is a fraction: write decimals as texts.")
        case dict():
            for key, value in content.items():
                if not isinstance(key, str):
                    raise TypeError(f"{place} has the key {key!r}: keys are texts.")
                _refuse_fractions(value, f"{place}.{key}")
        case list() | tuple():
            for number, value in enumerate(content):
                _refuse_fractions(value, f"{place}[{number}]")
