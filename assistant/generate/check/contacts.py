"""Links, mark-up, e-mail addresses and telephone numbers: only those that the sentences hold may be said."""

from __future__ import annotations

import re

CONTACT = re.compile(
    r"(?:https?|ftp|mailto|javascript|data)\s?:\s?\S+|\bwww\.\S+|[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)*"
    r"|\b[a-z0-9-]{2,}\.(?:nl|com|org|eu|net|info|example|gov|io|be|de)\b(?:/\S*)?"
    r"|(?<![\w,.])(?:\+|00)?\d{2,4}[\s-]\d{3}[\d\s-]{2,9}\d(?![\w,])|\b0\d{8,9}\b",
    re.IGNORECASE,
)
MARKUP = re.compile(r"!?\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)|</?[a-z!][^<>\n]{0,500}>?", re.IGNORECASE)


def foreign(text: str, sentences: str) -> bool:
    """Tell whether a text holds a way to get in touch, a link or mark-up that the sentences do not hold."""
    held = _bare(sentences)
    return any(_bare(m.group().rstrip(".,;:!?)")) not in held for m in CONTACT.finditer(text)) or any(
        m.group() not in sentences for m in MARKUP.finditer(text)
    )


def without(text: str) -> str:
    """The text without ways to get in touch, so that their digits are not read as numbers."""
    return CONTACT.sub(" ", text)


def _bare(text: str) -> str:
    return re.sub(r"[\s-]+", "", text).lower()
