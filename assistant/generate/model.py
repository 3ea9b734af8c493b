"""A chat model behind LangChain: its reply comes piece by piece, within a deadline, and stops when nobody listens.

Only this file of the room knows LangChain, and imports it when a model is opened. Replies are read in one event loop,
because cancelling there ends the HTTP request at once, whatever provider it goes to.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import aclosing
from functools import cache
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from assistant.errors import KeyRefused, ModelError, ModelSilent, ModelUnknown, ProviderMissing, SettingsError
from assistant.generate.breaker import Breaker
from assistant.generate.providers import PROVIDERS, Provider, named
from assistant.generate.trouble import status, told
from assistant.prompts import PING
from assistant.settings import PREFIX, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PULSE = 0.5
"""Seconds of silence after which a stream yields nothing, so that a consumer can leave."""

LONGEST = 100_000
"""Characters of a reply that are read, thoughts included; no answer is longer."""

TRIES, PAUSE = 2, 0.5
START_SECONDS = 10.0
TALKATIVE = (
    *("openai", "anthropic", "ollama", "httpx", "httpx2", "httpcore", "httpcore2", "langsmith"),
    *("langchain", "langchain_core", "langchain_openai", "langchain_anthropic", "langchain_ollama"),
)
"""Loggers that write requests at DEBUG, and with them what a user asked."""

log = logging.getLogger(__name__)
Way = tuple["BaseChatModel", dict[str, Any]]
Piece = str | Exception | None


class LanguageModel:
    """Streams replies; safe to use from several threads at once."""

    def __init__(self, name: str, url: str, ways: tuple[Way, ...]) -> None:
        """Take the ways to ask, the most demanding first: a server that refuses one gets the next."""
        self.name, self.url, self.breaker = name, url, Breaker()
        self._ways, self._way = ways, 0

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Make the model that the settings name, and ask it for one word.

        Raises ModelError when that shows that it will never work; one that is merely slow or busy is logged.
        """
        name = settings.llm or ""
        provider, model = named(name)
        chat = _chat(name, provider, model, settings)
        plain: Way = (chat, {})
        ways = ((chat, dict(provider.structured)), plain) if provider.structured else (plain,)
        url = settings.llm_base_url or provider.url or provider.name
        opened = cls(name, url, (*ways, (chat.model_copy(update={"temperature": None}), {})))
        _hush()
        opened._greet(min(START_SECONDS, settings.llm_seconds))
        return opened

    def stream(self, system: str, user: str, until: float) -> Generator[str, None, None]:
        """Yield a reply piece by piece, and "" whenever nothing came for a while.

        `until` is a moment of `time.monotonic`. Raises ModelError when no reply comes, or when it breaks off.
        """
        if not self.breaker.allows():
            raise ModelSilent(self.name, "left alone after failures")
        said = False
        for attempt in range(TRIES):
            try:
                for piece in self._ask([("system", system), ("human", user)], until):
                    said = said or bool(piece.strip())
                    yield piece
                return
            except ModelError as error:
                log.warning("%s", error)
                pause = max(_wait(error), PAUSE)
                if said or attempt + 1 == TRIES or _hopeless(error) or time.monotonic() + pause >= until:
                    if not said:
                        self.breaker.failed(_wait(error))
                    raise
            yield from _rest(pause)

    def _greet(self, seconds: float) -> None:
        try:
            for piece in self.stream(PING, PING, time.monotonic() + seconds):
                if piece:
                    return
        except ModelSilent:
            return

    def _ask(self, messages: list[tuple[str, str]], until: float) -> Iterator[str]:
        """Ask in the way that worked last; where the server calls that a wrong request, in a simpler one."""
        for number in range(self._way, len(self._ways)):
            said = False
            try:
                for piece in self._read(self._ways[number], messages, until):
                    if piece.strip() and not said:
                        said, self._way = True, number
                        self.breaker.succeeded()
                    yield piece
            except Exception as error:  # noqa: BLE001  (a provider's library may raise anything)
                if status(error) in (400, 422) and not said and number + 1 < len(self._ways):
                    continue
                raise told(error, self.name, self.url) from None
            if not said:
                raise ModelSilent(self.name, "empty reply")
            return

    def _read(self, way: Way, messages: list[tuple[str, str]], until: float) -> Iterator[str]:
        pieces: SimpleQueue[Piece] = SimpleQueue()
        reading = asyncio.run_coroutine_threadsafe(_fetch(way, messages, until, pieces.put), _loop())
        try:
            while (piece := _next(pieces, until)) is not None:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            reading.cancel()


async def _fetch(way: Way, messages: list[tuple[str, str]], until: float, put: Callable[[Piece], None]) -> None:
    """Hand over the pieces of a reply as they come, and at its end None, or what went wrong."""
    from langsmith import tracing_context

    chat, keywords = way
    length = 0
    try:
        async with asyncio.timeout(max(until - time.monotonic(), 0)):
            with tracing_context(enabled=False):
                reply = chat.astream(messages, config={"callbacks": []}, **keywords)
                async with aclosing(reply):  # type: ignore[type-var]
                    async for chunk in reply:
                        text = str(chunk.text)
                        if text:  # a model that thinks says nothing for a while, in thousands of pieces
                            put(text)
                        length += len(text)
                        if length > LONGEST:
                            raise ConnectionError("the reply does not end")
        put(None)
    except Exception as error:  # noqa: BLE001  (whoever reads the pieces raises it)
        put(error)


def _next(pieces: SimpleQueue[Piece], until: float) -> Piece:
    """Wait a little for the next piece; raises TimeoutError long after the reader should have given up."""
    try:
        return pieces.get(timeout=PULSE)
    except Empty:
        if time.monotonic() > until + PULSE:
            raise TimeoutError from None
        return ""


def _chat(name: str, provider: Provider, model: str, settings: Settings) -> BaseChatModel:
    """Make LangChain's chat model; raises ProviderMissing, SettingsError, KeyRefused or ModelError."""
    arguments = provider.arguments(settings)
    try:
        from langchain.chat_models import init_chat_model

        return init_chat_model(model, model_provider=provider.name, temperature=0, **arguments)
    except ImportError as error:
        raise ProviderMissing(name, provider.install) from error
    except Exception as error:  # noqa: BLE001  (likewise)
        if provider.name not in PROVIDERS and "provider" in str(error).lower():
            raise SettingsError(f"{PREFIX}LLM", name, f"provider unknown; known: {', '.join(PROVIDERS)}") from None
        raise told(error, name, settings.llm_base_url or provider.url) from None


def _hopeless(error: ModelError) -> bool:
    return isinstance(error, KeyRefused | ModelUnknown)


def _wait(error: ModelError) -> float:
    return error.wait if isinstance(error, ModelSilent) else 0.0


def _rest(seconds: float) -> Iterator[str]:
    """Sleep, in naps after which a consumer can leave."""
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, PULSE))
        yield ""


def _hush() -> None:
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)  # they show what a server said


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Run one event loop for the whole process, as the providers' clients are bound to the loop they first ran in."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop
