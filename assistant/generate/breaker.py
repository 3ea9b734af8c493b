"""Stops asking a server that failed a few times in a row, so that not every user waits for it."""

from __future__ import annotations

import threading
from time import monotonic as clock

FAILURES = 2
"""Failures in a row after which nobody waits any more."""

REST_SECONDS = 30.0
"""How long the server is left alone; then one question may try it again."""


class Breaker:
    """Counts failures in a row; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0

    def allows(self) -> bool:
        """Tell whether the server may be asked; after a rest, only the first who asks may try it."""
        with self._lock:
            now = clock()
            if now < self._until:
                return False
            if self._failures >= FAILURES:
                self._until = now + REST_SECONDS
            return True

    def succeeded(self) -> None:
        """Remember that the server answers."""
        with self._lock:
            self._failures, self._until = 0, 0.0

    def failed(self, wait: float = 0.0) -> None:
        """Remember a failure; `wait` is how many seconds the server itself asks to be left alone."""
        with self._lock:
            self._failures += 1
            rest = max(wait, REST_SECONDS if self._failures >= FAILURES else 0.0)
            self._until = max(self._until, clock() + rest)
