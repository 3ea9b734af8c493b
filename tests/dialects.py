"""How three kinds of servers write a reply that streams: OpenAI's, Ollama's and Anthropic's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

MODEL = "proef"


@dataclass(frozen=True)
class Dialect:
    """The bytes around and in a reply."""

    kind: str = "text/event-stream"

    def begin(self) -> bytes:
        """Open a reply."""
        return b""

    def piece(self, text: str) -> bytes:
        """Say a piece of text."""
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
        return event({"id": "p", "object": "chat.completion.chunk", "created": 1, "model": MODEL, "choices": [choice]})

    def end(self) -> bytes:
        """Close a reply."""
        return b"data: [DONE]\n\n"


@dataclass(frozen=True)
class Ollama(Dialect):
    """One JSON object a line."""

    kind: str = "application/x-ndjson"

    def piece(self, text: str) -> bytes:
        """Say a piece of text."""
        return self._line(text, done=False)

    def end(self) -> bytes:
        """Close a reply."""
        return self._line("", done=True, done_reason="stop")

    def _line(self, text: str, **more: Any) -> bytes:
        said = {"role": "assistant", "content": text}
        return (
            json.dumps({"model": MODEL, "created_at": "2026-01-01T00:00:00Z", "message": said, **more}).encode() + b"\n"
        )


@dataclass(frozen=True)
class Anthropic(Dialect):
    """Named events around blocks of text."""

    def begin(self) -> bytes:
        """Open a reply."""
        usage = {"input_tokens": 1, "output_tokens": 1}
        message = {"id": "p", "type": "message", "role": "assistant", "content": [], "model": MODEL, "usage": usage}
        block = {"type": "text", "text": ""}
        return _named("message_start", message=message) + _named("content_block_start", index=0, content_block=block)

    def piece(self, text: str) -> bytes:
        """Say a piece of text."""
        return _named("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def end(self) -> bytes:
        """Close a reply."""
        stopped = _named("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 1})
        return _named("content_block_stop", index=0) + stopped + _named("message_stop")


def event(data: dict[str, Any], name: str = "") -> bytes:
    """One server-sent event."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data)}\n\n".encode()


def _named(kind: str, **data: Any) -> bytes:
    return event({"type": kind, **data}, kind)


def dialect(path: str) -> Dialect:
    """The way to write for whoever asks at this path."""
    if path.endswith("/api/chat"):
        return Ollama()
    return Anthropic() if path.endswith("/messages") else Dialect()
