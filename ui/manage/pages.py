"""Pages, sheets and redirects of the manage page, with the headers that all of them get."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from ui import render, testset_file
from ui import texts_manage as said
from ui.feedback import Kept

PATH = "/beheer"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = {
    # Without an own address in Origin, a post over plain http could not be told from one of another site.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Fill a template of the manage page."""
    return HTMLResponse(html(request, template, **values), status, headers=HEADERS)


def html(request: Request, template: str, **values: Any) -> Markup:
    """Fill a template of the manage page, as text."""
    return render.template(f"manage/{template}", root=_root(request), path=PATH.lstrip("/"), said=said, **values)


def to(request: Request, path: str = "") -> Response:
    """Send the browser to another part of the manage page."""
    return RedirectResponse(f"{_root(request)}{PATH.lstrip('/')}{path}", 303, headers=HEADERS)


def sheet(name: str, kept: Sequence[Kept] = ()) -> Response:
    """Make a test set to fill in; a follow-up comes with the question before it, as a conversation."""
    alone = list(dict.fromkeys(row.question for row in kept if not row.after))
    talks = list(dict.fromkeys((row.after, row.question) for row in kept if row.after))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        testset_file.write(path, alone, talks)
        headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(path.read_bytes(), media_type=SHEET, headers=headers)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")) + "/"
