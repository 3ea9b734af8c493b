"""A server of language models on loopback, over real HTTP, that says what a test tells it to."""

from __future__ import annotations

import json
import re
import select
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dialects import dialect

from assistant.generate.neutral import neutral
from assistant.prompts import PING
from assistant.settings import Settings

Body = dict[str, Any]
NOWHERE = 999
"""A number that no sentence in a prompt has."""


@dataclass(frozen=True)
class Status:
    """An error instead of a reply."""

    code: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"error": {"message": "nee", "type": "proef"}}'


@dataclass(frozen=True)
class Wait:
    """Hold the stream until the event is set, or so many seconds."""

    until: threading.Event = field(default_factory=threading.Event)
    seconds: float = 60


class Cut:
    """Break off the connection."""


Step = str | bytes | Status | Wait | Cut | Callable[[], object]
"""Text is a piece of the reply, bytes go as they are; a function is called when the stream gets there."""

Reply = Iterable[Step] | Callable[[Body], Iterable[Step]]


class Scripted:
    """The server's script and what it saw; `left` is set once a client goes away before the end of a reply."""

    def __init__(self) -> None:
        self.reply: Reply = ()
        self.greets = True
        self.bodies: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.left = threading.Event()
        self.address = ""

    @property
    def prompts(self) -> list[str]:
        """What was asked of the model, without the greetings: the last message of each request."""
        return [text for body in self.bodies if (text := asked(body)) != PING]

    def settings(self, settings: Settings, **changes: Any) -> Settings:
        """Change settings so that they use this server."""
        ours = {"llm": "openai:proef", "llm_base_url": f"{self.address}/v1", "llm_seconds": 10.0}
        return Settings.model_validate({**settings.model_dump(), **ours, **changes})

    def steps(self, body: Body) -> Iterable[Step]:
        """Say what to do for one request."""
        self.bodies.append(body)
        if self.greets and asked(body) == PING:
            return ["ja"]
        return self.reply(body) if callable(self.reply) else self.reply


def asked(body: Body) -> str:
    """The last message of a request."""
    return str(body["messages"][-1]["content"])


def is_rewrite(body: Body) -> bool:
    """Tell whether a request asks for a follow-up as a question that stands alone."""
    return "Laatste vraag:" in asked(body)


def number(body: Body, words: str) -> int:
    """The number in the prompt of the first sentence that holds these words."""
    wanted = neutral(words)
    for found, text in re.findall(r"^\[(\d+)\] (.*)$", asked(body), re.MULTILINE):
        if wanted in text:
            return int(found)
    return NOWHERE


def told(*statements: tuple[str, Sequence[int]], cannot: bool = False) -> str:
    """Write statements as a model that keeps to the schema does."""
    rows = [{"tekst": text, "zinnen": list(numbers)} for text, numbers in statements]
    return json.dumps({"geen_antwoord": cannot, "uitspraken": rows}, ensure_ascii=False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each reply waits 40 ms for the client to acknowledge its header
    script: Scripted

    def do_POST(self) -> None:
        """Say what the script says."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.script.paths.append(self.path)
        self.script.headers.append({name.lower(): value for name, value in self.headers.items()})
        try:
            self._say(self.script.steps(body))
        except OSError:
            self.script.left.set()
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _say(self, steps: Iterable[Step]) -> None:
        dialect_, begun = dialect(self.path), False
        for step in steps:
            if isinstance(step, Status):
                self._refuse(step)
                return
            if not begun:
                self._begin(dialect_.kind, dialect_.begin())
                begun = True
            if isinstance(step, Cut):
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            if isinstance(step, str | bytes):
                self._chunk(dialect_.piece(step) if isinstance(step, str) else step)
            elif isinstance(step, Wait):
                self._hold(step)
            else:
                step()
        if not begun:
            self._begin(dialect_.kind, b"")
        self._chunk(dialect_.end())
        self.wfile.write(b"0\r\n\r\n")

    def _refuse(self, status: Status) -> None:
        self.send_response(status.code)
        for name, value in {**status.headers, "Content-Length": str(len(status.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(status.body)

    def _begin(self, kind: str, opening: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._chunk(opening)

    def _chunk(self, data: bytes) -> None:
        if data:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _hold(self, wait: Wait) -> None:
        """Wait, and notice a client that goes away meanwhile."""
        for _ in range(int(wait.seconds / 0.02)):
            if wait.until.wait(0.02):
                return
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionAbortedError


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing of clients that went away."""


@contextmanager
def scripted() -> Iterator[Scripted]:
    """Serve a script on a free loopback port."""
    script = Scripted()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"script": script}))
    script.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
