"""A test set that somebody uploads: not too large, of a kind that can be read, under a name that does no harm."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path, PurePath

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from assistant.evaluation.testset import READERS
from ui import texts_manage as said

LARGEST_MB = 10
FORM_BYTES = 65_536
"""What a form holds beside the file, at most."""
UNSAFE = re.compile(r"[^\w .()-]+")
KINDS = tuple(sorted(READERS))


class Unusable(Exception):
    """An upload cannot be used; the text says why, in Dutch."""


async def received(request: Request) -> tuple[Path, str]:
    """Write the form's test set into a temporary folder of its own; raise Unusable.

    Returns its path, and the id of the run to compare with, or nothing.
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST_MB * 1_000_000 + FORM_BYTES:
        raise Unusable(said.TOO_LARGE.format(LARGEST_MB))
    try:
        form = await request.form(max_files=1, max_fields=2, max_part_size=FORM_BYTES)
    except HTTPException as error:
        raise Unusable(said.UNREADABLE) from error
    file = form.get("testset")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise Unusable(said.NO_FILE)
        return await _stored(file, file.filename), str(form.get("compare") or "")
    finally:
        await form.close()


async def _stored(file: UploadFile, filename: str) -> Path:
    """Write an upload; of its name only the kind and harmless characters stay."""
    name = PurePath(filename.replace("\\", "/")).name
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        raise Unusable(said.WRONG_KIND.format(said.kinds(KINDS)))
    content = await file.read(LARGEST_MB * 1_000_000 + 1)
    if len(content) > LARGEST_MB * 1_000_000:
        raise Unusable(said.TOO_LARGE.format(LARGEST_MB))
    stem = UNSAFE.sub("_", PurePath(name).stem).strip(" .")[:80] or "vragen"
    path = Path(tempfile.mkdtemp(prefix="vraagbaak-upload-")) / f"{stem}{suffix}"
    path.write_bytes(content)
    return path
