"""The code that an authenticator app would show (RFC 6238), worked out without the library."""

import base64
import hashlib
import hmac
import struct
import time

STEP = 30  # seconds for which a code is shown


def code_of(secret: str, at: float | None = None) -> str:
    """Return the six digits for the key in base 32, at a time in seconds since 1970."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    steps = int((at or time.time()) // STEP)
    digest = hmac.new(key, struct.pack(">Q", steps), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
