"""What went wrong with a language model, told from whatever its library raised; no text of a reply is kept."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.errors import KeyRefused, ModelError, ModelSilent, ModelUnknown, ModelUnreachable

NO_SERVER = {"ConnectError", "ConnectTimeout", "ConnectionRefusedError", "gaierror"}
BROKEN_OFF = {"APIConnectionError", "ConnectionError", "ReadError", "RemoteProtocolError", "IncompleteRead"}
LATE = {"TimeoutError", "APITimeoutError", "ReadTimeout"}
LONGEST_WAIT = 300.0
"""Seconds; a server that asks for more is tried again after these."""


def told(error: BaseException, model: str, url: str) -> ModelError:
    """Name what a library raised as one of our own errors."""
    code, kinds = status(error), {kind.__name__ for one in _chain(error) for kind in type(one).__mro__}
    if code in (401, 403) or "api_key" in str(error):
        return KeyRefused(model)
    if code == 404:
        return ModelUnknown(model, url)
    if code == 429:
        return ModelSilent(model, "busy", _wait(error))
    if code and code >= 500:
        return ModelSilent(model, f"status {code}", _wait(error))
    if kinds & NO_SERVER:
        return ModelUnreachable(model, url)
    if kinds & LATE:
        return ModelSilent(model, "late")
    if kinds & BROKEN_OFF:
        return ModelSilent(model, "broken off")
    return ModelError(model, f"status {code}" if code else f"unreadable reply, {type(error).__name__}")


def status(error: BaseException) -> int | None:
    """The HTTP status behind an error, if any."""
    for one in _chain(error):
        for holder in (one, getattr(one, "response", None)):
            code = getattr(holder, "status_code", None)
            if isinstance(code, int) and code >= 400:
                return code
    return None


def _wait(error: BaseException) -> float:
    """Seconds that the server asks to wait, in its header Retry-After; 0 when it names no number."""
    for one in _chain(error):
        headers = getattr(getattr(one, "response", None), "headers", None)
        asked = headers.get("retry-after", "") if headers is not None else ""
        if asked.strip().isdecimal():
            return min(float(asked), LONGEST_WAIT)
    return 0.0


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
