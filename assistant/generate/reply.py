"""Reads what a language model answered, whole or as it streams in; it never raises, whatever comes."""

from __future__ import annotations

import re

from assistant.generate.claim import Claim, Reply
from assistant.generate.objects import STARTS, Objects, structured
from assistant.generate.prose import Prose

__all__ = ["Claim", "Reader", "Reply", "read_reply"]

LONGEST = 100_000
"""Characters of a reply that are read; no answer is longer, and a server that never ends would fill the memory."""
EDGE = 300

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>", re.IGNORECASE)
_THOUGHT_ENDS = re.compile(r"</(?:think|thinking|reasoning)>", re.IGNORECASE)


class Reader:
    """Reads a reply piece by piece, as text or JSON, with or without a preamble, a code fence or thoughts before it."""

    def __init__(self) -> None:
        self._prose, self._objects = Prose(), Objects()
        self._held, self._json, self._thinks = "", False, False
        self._room, self._any = LONGEST, False

    @property
    def cannot(self) -> bool:
        """Tell whether the model says that the sources hold no answer, and has claimed nothing yet."""
        return not self._any and (self._prose.cannot or self._objects.cannot)

    @property
    def full(self) -> bool:
        """Tell whether nothing more will be read, so that the model may be stopped."""
        return self._room <= 0

    def feed(self, piece: str) -> list[Claim]:
        """Take the next piece of text; return the claims that are complete now."""
        piece = piece[: max(0, self._room)]
        self._room -= len(piece)
        return self._noted(self._read(self._held + piece, done=False))

    def close(self) -> list[Claim]:
        """Say that no more comes; return the claims that this completes."""
        claims = self._read(self._held, done=True)
        return self._noted(claims + (self._objects if self._json else self._prose).close())

    def _noted(self, claims: list[Claim]) -> list[Claim]:
        self._any = self._any or bool(claims)
        return claims

    def _read(self, text: str, *, done: bool) -> list[Claim]:
        self._held = ""
        if self._thinks or (opened := _THOUGHT.match(text.lstrip())):
            ended = _THOUGHT_ENDS.search(text)
            self._thinks = ended is None
            if ended is None:
                self._held = "" if done else text[-EDGE:]
                return []
            text = text[ended.end() :]
        elif not done and _may_think(text) and not self._json and not opened:
            self._held = text
            return []
        return self._routed(text, done=done)

    def _routed(self, text: str, *, done: bool) -> list[Claim]:
        """Give text to the reader of prose, until JSON starts; hold back what may be the start of it."""
        if self._json:
            return self._objects.feed(text)
        found = STARTS.search(text)
        if found:
            self._json = True
            return self._objects.feed(text[found.start() :])
        brace = text.rfind("{", max(0, len(text) - EDGE))
        if brace >= 0 and not done:
            self._held, text = text[brace:], text[:brace]
        return self._prose.feed(text)


def _may_think(text: str) -> bool:
    """Tell whether a text may be the first letters of "<thinking>"."""
    start = text.lstrip()
    return len(start) < 11 and any(f"<{word}>".startswith(start.lower()) for word in ("thinking", "think", "reasoning"))


def read_reply(raw: object) -> Reply:
    """Read a whole reply: text in any of the forms that models write, or a structured object."""
    if not isinstance(raw, str):
        claims, cannot = structured(raw.model_dump() if hasattr(raw, "model_dump") else raw)
        return Reply(tuple(claims), cannot)
    reader = Reader()
    found = (*reader.feed(raw), *reader.close())
    return Reply(found, reader.cannot)
