"""Sentence spans of Dutch text: where a full stop ends a sentence, and where it only shortens a word."""

from __future__ import annotations

import re

from assistant.dutch.abbreviations import BEFORE_NUMBER, CLOSING, LEADING, STARTERS
from assistant.dutch.lines import Span, runs

VERSION = "1"
LABEL = 24
"""Characters: an item's label ("Artikel 12a.") is no longer than this."""

_END = re.compile(
    r"[.!?…]+(?:[\"'’”»)\]]|[¹²³⁴-⁹⁰]|\[\d{1,3}\])*(?:(?<=[^\W\d_]{4}\.)\d{1,3}(?=\s|$))?"
    r"(?:[ \u00a0][’”»](?=\s|$))?(?=\s|$|[A-Z])"
)
_TOKEN = re.compile(r"[^\s(\[\"'‘’“”«»/]*$")
_OPENING = re.compile(r"[\s\"'‘’“”«»„‚(\[*_–—•-]*(?:(?<=['’‘])[snt]\b[\s-]+)?")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LABEL = re.compile(
    r"\s*(?:[-–—•*·▪◦‣●○■□►▸➢✓✔⁃∙|]\s*)*(?:(?:ad|artikel|art\.?|hoofdstuk|paragraaf|bijlage|stap|vraag|deel|fase|§)\s*)?"
    r"\(?(?:\d{1,3}(?:[.:]\d{1,3})*[a-z]?|[a-zA-Z]|[ivxIVX]{1,4})°?[.)]+$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-Z][a-z]?\.){1,5}[A-Z][a-z]?")
_ALNUM = re.compile(r"[^\W_]")
_ELISION = re.compile(r"[(\[](?:\.{2,}|…|[!?]+)[)\]]$")


def sentence_spans(text: str) -> list[Span]:
    """Cut text into sentences, in order: every non-blank character is in one, no outer white space is.

    Headings, list items, rows and captions on lines of their own count as sentences.
    """
    spans: list[Span] = []
    for start, end in runs(text):
        spans.extend(_sentences(text, start, end))
    return spans


def _sentences(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    for match in _END.finditer(text, start, end):
        if match.end() < end and _ends(text, start, match, end):
            spans.append(_strip(text, start, match.end()))
            start = match.end()
    last = _strip(text, start, end)
    if last[0] == last[1]:
        return spans
    if spans and not _ALNUM.search(text, *last):
        last = spans.pop()[0], last[1]
    spans.append(last)
    return spans


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str, start: int, match: re.Match[str], limit: int) -> bool:
    """Say whether the mark that was matched ends the sentence that began at `start`."""
    if not text[match.end()].isspace():
        return _lost_space(text, match)
    after = _OPENING.match(text, match.end(), limit)
    opening = after.end() if after else match.end()
    if opening >= limit:
        return text[match.end() : limit].isspace()
    if text[opening].islower():
        return False
    if match.end() - start <= LABEL and (
        _LABEL.match(text, start, match.end()) or not _ALNUM.search(text, start, match.end())
    ):
        return False
    if text[match.start()] != "." or text[match.start() : match.end()].startswith(".."):
        return not _ELISION.search(text, max(start, match.start() - 3), match.end())
    found = _WORD.match(text, opening, limit)
    following = found.group() if found else ""
    number = any(c.isdigit() for c in text[opening : opening + 4])
    return _stop_ends(text, start, match.start(), following, number, _word_after(text, opening + len(following), limit))


def _lost_space(text: str, match: re.Match[str]) -> bool:
    """Say whether only the space is missing between two sentences, as in "de wet.De raad"."""
    found = _WORD.match(text, match.end())
    return text[max(0, match.start() - 3) : match.start()].isalpha() and bool(
        found and found.group().lower() in STARTERS
    )


def _word_after(text: str, position: int, limit: int) -> str:
    return text[position : min(position + 3, limit)].strip()[:1]


def _stop_ends(text: str, start: int, stop: int, following: str, number: bool, second: str) -> bool:
    """Say whether the full stop at `stop` ends a sentence, from the word before it and the two words after it."""
    found = _TOKEN.search(text, max(start, stop - 30), stop)
    token = found.group() if found else ""
    folded = token.lower()
    if len(token) == 1 and token.isupper():
        return following.lower() in STARTERS and second.islower() and _follows_small_word(text, start, stop - 1)
    if number and (folded in BEFORE_NUMBER or folded.endswith("str")):
        return False
    if _INITIALS.fullmatch(token):
        return following.lower() in STARTERS and second.islower()
    if folded in CLOSING:
        return True
    if folded in LEADING:
        return False
    if "." in token and not any(c.isdigit() for c in token) and len(token) < 12:
        return following.lower() in STARTERS
    return True


def _follows_small_word(text: str, start: int, position: int) -> bool:
    before = text[max(start, position - 30) : position].split()
    return bool(before) and before[-1].isalpha() and before[-1].islower()
