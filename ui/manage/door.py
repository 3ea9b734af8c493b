"""Who may open the manage page: whoever knows its password, from a page of ours.

There is one secret and no accounts, so that a small organisation needs nothing beside Vraagbaak: the setting
`manage_password` switches the page on, and HTTP Basic asks for it (any user name will do), which every browser and
proxy knows and which works without script or cookie. What that asks for in return:

- The password travels with every request, so serve the page over https, or on this machine only.
- A browser sends it along with whatever another site makes it post, so what changes anything must come from our own
  pages: `Sec-Fetch-Site` says so, and where a browser does not send that (plain http), `Origin` must be this host.
- Guessing is slow: at least 12 characters, compared in constant time, and after TRIES wrong ones in a minute nobody
  gets in for a while. Those tries are counted together, as behind a proxy everybody has one address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response
from pydantic import SecretStr

from ui import sources
from ui import texts_manage as said

TRIES, WINDOW = 20, 60.0
"""Wrong passwords in so many seconds before the door stays shut."""
SAFE = ("GET", "HEAD")
ASK = {"WWW-Authenticate": 'Basic realm="Vraagbaak", charset="UTF-8"'}


class Closed(Exception):
    """The door stays shut; a page says why."""

    def __init__(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        self.status, self.text, self.headers = status, text, headers or {}
        super().__init__(text)


class Door:
    """Lets a request in, or raises Closed."""

    def __init__(self, password: SecretStr, clock: Callable[[], float] = time.monotonic) -> None:
        self._digest, self._clock = _digest(password.get_secret_value()), clock
        self._wrong: deque[float] = deque()

    async def __call__(self, request: Request) -> None:
        """Check where a request comes from and which password it brings."""
        if request.method not in SAFE and not from_our_page(request):
            raise Closed(403, said.ELSEWHERE)
        given = _given(request)
        self._forget()
        if len(self._wrong) >= TRIES:
            raise Closed(429, said.TOO_MANY_TRIES, {"Retry-After": str(int(WINDOW))})
        if given is None or not hmac.compare_digest(_digest(given), self._digest):
            if given is not None:
                self._wrong.append(self._clock())
            raise Closed(401, said.DOOR_TEXT, ASK)

    def _forget(self) -> None:
        while self._wrong and self._wrong[0] < self._clock() - WINDOW:
            self._wrong.popleft()


def from_our_page(request: Request) -> bool:
    """Say whether the browser tells that one of our own pages made it ask this; a program must tell so itself."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


def closed(request: Request, error: Closed) -> Response:
    """Say in one Dutch sentence why the door stays shut."""
    answer = sources.sorry(request, error.status, said.CLOSED, error.text)
    answer.headers.update(error.headers)
    return answer


def _given(request: Request) -> str | None:
    """Read the password of an Authorization header; None when there is none that can be read."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        _, found, password = base64.b64decode(token, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return None
    return password if found else None


def _digest(password: str) -> bytes:
    return hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest()
