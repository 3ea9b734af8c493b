"""The gate: a place in a stored document becomes a citation, and nothing else does."""

from __future__ import annotations

from hashlib import sha256
from typing import Protocol

from assistant.errors import QuoteError
from assistant.types import Citation, Document, Span


class Documents(Protocol):
    """Whatever can be asked for a stored document by its id."""

    def document(self, document_id: str) -> Document:
        """Return the stored document, or raise StoreError."""


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def stored(documents: Documents, document_id: str) -> Document:
    """Re-read a stored document; raise QuoteError when its text is no longer the one that was ingested."""
    if not isinstance(document_id, str):
        raise QuoteError(f"a document id is a string, not {type(document_id).__name__}")
    document = documents.document(document_id)
    found = digest(document.text)
    if document.id != document_id or document.sha256 != found or not found.startswith(document_id):
        raise QuoteError(f"the stored text of {document_id} is not the text that was ingested")
    return document


def cite(
    documents: Documents,
    document_id: str,
    start: int,
    end: int,
    *,
    number: int = 1,
    mark: Span | None = None,
    heading: str | None = None,
    page: int | None = None,
) -> Citation:
    """Re-read the stored document and cite the characters from start to end.

    Raises QuoteError when the place is not whole numbers inside the text, when it is blank, when the mark
    lies outside it, or when the stored text no longer has the SHA-256 that it was stored with.
    """
    document = stored(documents, document_id)
    _check(document.text, start, end)
    if type(number) is not int:
        raise QuoteError(f"a citation is numbered, not called {number!r}")
    if mark is None:
        mark = (start, end)
    else:
        if type(mark) is not tuple or len(mark) != 2:
            raise QuoteError(f"a mark is two whole numbers, not {mark!r}")
        _check(document.text, *mark)
        if not start <= mark[0] < mark[1] <= end:
            raise QuoteError(f"the mark {mark} lies outside the quote ({start}, {end})")
    return Citation(number, document, start, end, mark, heading, page)


def _check(text: str, start: int, end: int) -> None:
    if type(start) is not int or type(end) is not int:
        raise QuoteError(f"a place is two whole numbers, not ({start!r}, {end!r})")
    if not 0 <= start < end <= len(text):
        raise QuoteError(f"({start}, {end}) is not inside a text of {len(text)} characters")
    if not text[start:end].strip():
        raise QuoteError(f"({start}, {end}) holds only white space")
