"""One-time codes as an authenticator makes them (RFC 6238), from Python's standard library."""

import base64
import hashlib
import hmac
import struct
import time

STEP_S = 30


def code_of(secret: str, step: int) -> str:
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 15
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


class Authenticator:
    """Gives each code once: a server takes none a second time, so the next one may be of the step to come."""

    def __init__(self, secret: str):
        self.secret = secret
        self._last = 0

    def next_code(self) -> str:
        now = int(time.time()) // STEP_S
        step = max(now, self._last + 1)
        while step > int(time.time()) // STEP_S + 1:
            time.sleep(1)
        self._last = step
        return code_of(self.secret, step)

    def last_code(self) -> str:
        return code_of(self.secret, self._last)

    def wrong_code(self) -> str:
        """A code of none of the steps about now."""
        now = int(time.time()) // STEP_S
        near = {code_of(self.secret, now + off) for off in range(-3, 6)}
        return next(f"{number:06d}" for number in range(100) if f"{number:06d}" not in near)
