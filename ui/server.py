"""One FastAPI app: the chat on `/`, the source viewer on `/bron/{id}`, `/healthz`, and for who manages it `/beheer`."""

from __future__ import annotations

import gc
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import SettingsError, VraagbaakError
from assistant.settings import PREFIX, Settings
from ui import chat, page, render, sources, texts
from ui.manage import door, router
from ui.manage.measuring import Measuring

if TYPE_CHECKING:
    from assistant.chat import Assistant

WAIT_SECONDS, BACKLOG = 5, 2048
HEALTH = "/healthz"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Guard:
    """An ASGI app that adds the security headers a response does not have yet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with headers."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded)


def create_app(settings: Settings) -> FastAPI:
    """Open the index and make the app; raises what `Assistant.open` raises. The app closes it at shutdown."""
    from assistant.chat import Assistant

    return assemble(Assistant.open(settings))


class Server(uvicorn.Server):
    """A server that lets go of the pages that are still open when it is told to stop."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and set apart what is loaded by then: looking it over for garbage holds an answer up for 0.1 s."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, and let garbage be collected as before."""
        await super().shutdown(sockets)
        gc.unfreeze()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End the chat's open connections first, as uvicorn waits for them."""
        self.config.app.state.stop.set()  # type: ignore[union-attr]
        super().handle_exit(sig, frame)


def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until stopped; `announce` gets the address. Raises SettingsError for an address that is taken."""
    listening = _listen(settings)
    app = create_app(settings)
    announce(f"http://{settings.host}:{settings.port}/")
    Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=WAIT_SECONDS)).run([listening])


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise SettingsError(f"{PREFIX}PORT", settings.port, f"{settings.host}: {error.strerror}") from error


def _failed(request: Request, error: VraagbaakError) -> Response:
    """Say in one Dutch sentence what an index that cannot be read needs."""
    if request.scope["path"].endswith(HEALTH):
        return JSONResponse({"status": "error", "error": type(error).__name__}, 503)
    return sources.sorry(request, 503, texts.FAILED, texts.message(error))


def assemble(assistant: Assistant) -> FastAPI:
    """Make the app around an open assistant, which it closes at shutdown."""
    chat_app = page.gradio_app(chat.blocks(assistant))
    measuring, password = Measuring(assistant.settings), assistant.settings.manage_password

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            async with chat_app.router.lifespan_context(chat_app):
                yield
        finally:
            measuring.close()
            assistant.close()

    app = FastAPI(title="Vraagbaak", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.assistant, app.state.stop = assistant, page.stop_event(chat_app)
    app.add_middleware(Guard)
    app.exception_handler(VraagbaakError)(_failed)

    @app.get(HEALTH, include_in_schema=False)
    def health() -> dict[str, Any]:
        return {"status": "ok", "generation": assistant.store.generation}

    app.include_router(sources.router(assistant.store))
    if password:
        app.exception_handler(door.Closed)(door.closed)
        app.include_router(router(assistant.settings, password, measuring))
    app.mount("/ui", StaticFiles(directory=render.STATIC))
    app.mount("/", page.DutchPage(chat_app))
    return app
