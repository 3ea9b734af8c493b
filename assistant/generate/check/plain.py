"""The text of a statement as plain text: no mark-up, nothing hidden, and no quotation marks but around a slice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)")
_TAG = re.compile(r"</?[a-z!][^<>\n]{0,500}>", re.IGNORECASE)
_MARKUP = re.compile(r"(\*\*|__|~~|`+)|^\s{0,3}(?:#{1,6}|>|[-*•])\s+", re.MULTILINE)
_ITALIC = re.compile(r"(?<!\w)[*_]([^*_\n]{1,300})[*_](?!\w)")
QUOTED = re.compile(
    r"[“„”]([^“”„\n]{1,2000})[”“]|\"([^\"\n]{1,2000})\"|«([^«»\n]{1,2000})»|‘([^‘\n]{1,2000}?)’(?!\w)"
    r"|(?<![\w])'(?![sntk]\b)([^'\n]{1,2000}?)'(?!\w)"
)
_MARKS = re.compile(r"[“”„\"«»‘‚]|(?<!\w)[’'](?![sntk]\b|\d\d\b)|(?<![sxzaeiouyé])['’](?!\w)")
TYPED = 3
"""Words: a shorter span between quotation marks is no quote, and just loses its marks."""


def plain(text: str) -> str:
    """A text on one line, without mark-up and hidden characters."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if unicodedata.category(c) not in {"Cf", "Cc", "Co", "Cs"} or c in "\n\t" else "" for c in text)
    text = _TAG.sub(" ", _LINK.sub(r"\1", text))
    return " ".join(_ITALIC.sub(r"\1", _MARKUP.sub("", text)).split())


def quotes(text: str) -> list[str]:
    """Everything that stands between quotation marks."""
    return [next(part for part in match.groups() if part) for match in QUOTED.finditer(text)]


def misquotes(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether a text offers as a quote what is no slice of a sentence."""
    return any(
        len(quote.split()) >= TYPED and not any(quote in sentence for sentence in sentences) for quote in quotes(text)
    )


def terms(text: str) -> list[str]:
    """What stands between quotation marks and is too short to be a quote: words that are spoken of."""
    return [quote for quote in quotes(text) if len(quote.split()) < TYPED]


def unquoted(text: str, sentences: Sequence[str]) -> str:
    """Take every quotation mark out, but those around an exact slice of a sentence."""
    kept: list[str] = []
    at = 0
    for match in QUOTED.finditer(text):
        quote = next(part for part in match.groups() if part)
        exact = len(quote.split()) >= TYPED and any(quote in sentence for sentence in sentences)
        kept += [_MARKS.sub("", text[at : match.start()]), match.group() if exact else _MARKS.sub("", quote)]
        at = match.end()
    return " ".join("".join([*kept, _MARKS.sub("", text[at:])]).split())
