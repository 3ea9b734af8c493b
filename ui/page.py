"""Dress Gradio's page: Dutch, our own head, only known scripts, and no route that the chat does not use."""

from __future__ import annotations

import asyncio
import re
import secrets

import gradio as gr
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import render, sources, texts

# What the browser needs of Gradio; uploads, files, proxies, API pages and the like are not there.
USED = re.compile(
    r"/(?:$|(?:assets|static)/|theme\.css$|gradio_api/(?:startup-events$|queue/(?:join|data)$|heartbeat/|cancel$|reset$))"
)
OTHERS_META = re.compile(r'\s*<meta\s+(?:property|name)="(?:og|twitter):[^>]*>|\s*<link rel="manifest"[^>]*>')
# gr.HTML compiles its own template with Function(), hence 'unsafe-eval'; inline handlers and scripts stay shut out.
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)


def gradio_app(blocks: gr.Blocks) -> FastAPI:
    """Make Gradio's own app for the page, with system fonts, no footer and no run history in the browser."""
    theme = gr.themes.Base(font=("system-ui", "sans-serif"), font_mono=("ui-monospace", "monospace"))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    return gr.mount_gradio_app(
        app,
        blocks,
        "/",
        theme=theme,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size=1,
        enable_monitoring=False,
    )


def stop_event(app: FastAPI) -> asyncio.Event:
    """Find the event that ends the connections of open pages."""
    mounted = next(route.app for route in app.routes if isinstance(route, Mount))
    return mounted.stop_event  # type: ignore[attr-defined]


def dress(html: str, nonce: str) -> str:
    """Rewrite Gradio's page: lang, title, our head, and the nonce on every script it came with."""
    html = OTHERS_META.sub("", html.replace('lang="en"', 'lang="nl"', 1))
    head, _, rest = html.partition("</head>")
    body_tag, _, body = rest.partition(">")
    whole = f"{head}{render.template('head.html')}</head>{body_tag}>{render.template('noscript.html')}{body}"
    return whole.replace("<script", f'<script nonce="{nonce}"')


class DutchPage:
    """An ASGI app around Gradio's that lets the page and what it needs through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the page dressed, its parts as they are, and the rest as absent."""
        if scope["type"] != "http":
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not USED.match(path):
            response = sources.sorry(Request(scope), 404, texts.PAGE_ABSENT, texts.PAGE_ABSENT_TEXT)
            await response(scope, receive, send)
        elif path == "/":
            await self._page(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        parts: list[bytes] = []
        start: Message = {}

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self.app(plain, receive, collect)
        raw, headers = b"".join(parts), Headers(raw=start["headers"])
        if not headers.get("content-type", "").startswith("text/html"):
            await Response(raw, start["status"], headers)(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        policy = {"Content-Security-Policy": POLICY.format(nonce=nonce)}
        await HTMLResponse(dress(raw.decode(), nonce), start["status"], policy)(scope, receive, send)
