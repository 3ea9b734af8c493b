"""The source viewer: one whole text, with a quote marked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from assistant.citations import stored
from assistant.errors import DocumentMissing
from ui import render, texts
from ui.paragraphs import heading_spans, page_starts, paragraphs

if TYPE_CHECKING:
    from assistant.store import Store

MOST = 2**53  # the largest offset that a browser's script counts exactly
Offset = Annotated[int, Query(ge=0, le=MOST)]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def router(store: Store) -> APIRouter:
    """Make the viewer's routes."""
    routes = APIRouter()

    @routes.get("/bron/{document_id}", response_class=HTMLResponse, include_in_schema=False)
    def source(request: Request, document_id: str, start: Offset = 0, end: Offset = 0) -> HTMLResponse:
        try:
            document = stored(store, document_id)
        except DocumentMissing:
            return sorry(request, 404, texts.SOURCE_ABSENT, texts.SOURCE_ABSENT_TEXT)
        asked = end > start
        mark = (start, end) if asked and end <= len(document.text) else (0, 0)
        passages = store.passages(document_id)
        cut = paragraphs(document.text, mark, page_starts(passages), heading_spans(document.text, passages))
        files = store.files(document_id) or (document.source,)
        return _page(request, "source.html", document=document, files=files, paragraphs=cut, mark=mark, asked=asked)

    return routes


def sorry(request: Request, status: int, title: str, text: str) -> HTMLResponse:
    """Say in one Dutch sentence why there is nothing to see."""
    return _page(request, "sorry.html", status, title=title, text=text)


def _page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    root = request.scope.get("root_path", "") + "/"
    html = render.template(template, root=root, **values)
    return HTMLResponse(html, status, headers={"Content-Security-Policy": POLICY})
