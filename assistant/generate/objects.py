"""Claims out of JSON, whole, broken or half, and out of structured objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.generate.claim import Claim
from assistant.generate.marks import marked, numbers
from assistant.generate.prose import Prose

LONGEST_OBJECT, DEEPEST, MOST = 20_000, 8, 500
TEXT_KEYS = "tekst text uitspraak statement zin sentence bewering claim antwoord answer content".split()
NUMBER_KEYS = (
    "zinnen nummers numbers zinnummers sentences bronnen sources citaties citations verwijzingen references ids nummer "
    "number zin sentence id index"
).split()

STARTS = re.compile(r"\{\s{0,200}[\"'“]?[A-Za-z_]{2,40}[\"'”]?\s{0,20}:")
_STEP = re.compile(r'[{}"\n\\]')
_TRUE = re.compile(
    r"[\"'](?:geen_antwoord|geenAntwoord|cannot_answer|no_answer|niet_te_beantwoorden)[\"']\s{0,9}:\s{0,9}true", re.I
)
_TEXT = re.compile(rf"[\"'](?:{'|'.join(TEXT_KEYS)})[\"']\s{{0,9}}:\s{{0,9}}[\"']([^\n]{{1,2000}}?)[\"']\s{{0,9}}[,}}]")
_LIST = re.compile(
    rf"[\"'](?:{'|'.join(NUMBER_KEYS)})[\"']\s{{0,9}}:\s{{0,9}}(\[[^\]]{{0,400}}\]|\d{{1,5}}\s{{0,9}}[,}}])"
)


class Objects:
    """Reads JSON piece by piece: each object in it that states something is a claim as soon as it closes."""

    def __init__(self) -> None:
        self.cannot = False
        self._text, self._at, self._inside = "", 0, False
        self._open: list[tuple[int, bool]] = []
        self._found = False

    def feed(self, piece: str) -> list[Claim]:
        """Take the next piece; return the claims that are complete now."""
        seen = max(0, len(self._text) - 80)
        self._text += piece
        self.cannot = self.cannot or bool(_TRUE.search(self._text, seen))
        claims = []
        for start, end in self._closed():
            claims += _claims(self._text[start:end])
        self._found = self._found or bool(claims)
        return claims

    def close(self) -> list[Claim]:
        """Say that no more comes; read what is left open, as far as it is whole."""
        if self._found and not self._open:
            return []
        return _mended(self._text[self._open[-1][0] if self._found and self._open else 0 :])

    def _closed(self) -> Iterator[tuple[int, int]]:
        """Places of objects that close; an object whose parts were read already is passed over."""
        while match := _STEP.search(self._text, self._at):
            sign = match.group()
            if sign == "\\" and match.end() == len(self._text):
                return
            self._at = match.end() + (sign == "\\")
            if sign == '"':
                self._inside = not self._inside
            elif sign == "\n":
                self._inside = False
            elif self._inside:
                continue
            elif sign == "{":
                self._open.append((match.start(), False))
                if len(self._open) > DEEPEST:
                    del self._open[0]
            elif sign == "}" and self._open:
                start, read = self._open.pop()
                if not read and match.end() - start <= LONGEST_OBJECT:
                    yield start, match.end()
                if self._open and (read or _TEXT.search(self._text, start, min(match.end(), start + LONGEST_OBJECT))):
                    self._open[-1] = (self._open[-1][0], True)
        self._at = len(self._text)


def structured(value: object) -> tuple[list[Claim], bool]:
    """Read an object that a model returned as structured output: its claims, and whether it says it cannot answer."""
    claims = list(_walk(value, 0))[:MOST]
    return claims, not claims and _refuses(value)


def _refuses(value: object) -> bool:
    return isinstance(value, Mapping) and any(
        value.get(key) is True for key in ("geen_antwoord", "cannot_answer", "no_answer", "niet_te_beantwoorden")
    )


def _claims(text: str) -> list[Claim]:
    try:
        return list(_walk(json.loads(text, strict=False), 0))[:MOST]
    except (ValueError, RecursionError):
        return _mended(text)


def _mended(text: str) -> list[Claim]:
    """Pair each text with the closed list of numbers that follows it before the next text."""
    claims = []
    texts = list(_TEXT.finditer(text))
    ends = [*(match.start() for match in texts[1:]), len(text)]
    for match, end in zip(texts, ends[: len(texts)], strict=True):
        found = _LIST.search(text, match.end() - 1, end)
        bare, marks = marked(match.group(1).replace('\\"', '"'))
        pointed = numbers(found.group(1)) if found else ()
        if bare and (pointed or marks):
            claims.append(Claim(bare, tuple(dict.fromkeys((*pointed, *marks)))))
    return claims


def _walk(value: object, depth: int) -> Iterator[Claim]:
    if depth > DEEPEST:
        return
    if isinstance(value, Mapping):
        text = next((value[key] for key in TEXT_KEYS if isinstance(value.get(key), str)), None)
        if text is None:
            for part in value.values():
                yield from _walk(part, depth + 1)
            return
        pointed = tuple(n for key in NUMBER_KEYS for n in _numbers(value.get(key), 0))
        if pointed:
            bare, marks = marked(text)
            yield Claim(bare, tuple(dict.fromkeys((*pointed, *marks))))
        else:
            prose = Prose()
            yield from (*prose.feed(text), *prose.close())
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for part in value[:MOST]:
            yield from _walk(part, depth + 1)


def _numbers(value: object, depth: int) -> Iterator[int]:
    if isinstance(value, bool) or depth > 3:
        return
    if isinstance(value, int):
        yield value
    elif isinstance(value, float) and value.is_integer():
        yield int(value)
    elif isinstance(value, str):
        if len(value) < 200 and not re.search(r"[^\W\d_]{3,}(?<!zin)(?<!zinnen)", value):
            yield from numbers(value)
    elif isinstance(value, Mapping):
        yield from (n for key in NUMBER_KEYS for n in _numbers(value.get(key), depth + 1))
    elif isinstance(value, Sequence):
        yield from (n for part in value[:MOST] for n in _numbers(part, depth + 1))
