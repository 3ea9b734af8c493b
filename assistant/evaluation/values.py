"""Numbers, dates and times in Dutch text, as values: "2,3 miljoen" is "€ 2.300.000", "1 maart 2026" is "01-03-2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.dutch.lexicon import number as numeral
from assistant.dutch.tokens import fold

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
SHORT = {"jan": 1, "feb": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10,
         "nov": 11, "dec": 12}  # fmt: skip
TIMES = {"duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "miljard": 10**9, "mld": 10**9}
EURO, PERCENT = "euro", "percent"

_MONTH = "|".join([*MONTHS, *SHORT])
_DATE = re.compile(
    rf"\b(?:(?P<day>0?[1-9]|[12]\d|3[01])\.?\s+)?(?P<month>{_MONTH})\b\.?(?:\s+(?P<year>\d{{4}}))?"
    r"|\b(?P<day2>0?[1-9]|[12]\d|3[01])(?P<mark>[-/.])(?P<month2>0?[1-9]|1[0-2])(?P=mark)(?P<year2>\d{4})\b"
    r"|\b(?P<year3>\d{4})-(?P<month3>0[1-9]|1[0-2])-(?P<day3>0[1-9]|[12]\d|3[01])\b",
    re.I,
)
_TIME = re.compile(r"\b([01]?\d|2[0-4])[.:]([0-5]\d)(?:\s*(?:uur|u\b))|\b([01]?\d|2[0-3]):([0-5]\d)\b", re.I)
_CODE = re.compile(r"\b0\d{1,3}[ -]?\d{6,8}\b|\b\d{4}\s?[A-Z]{2}\b|(?<![\w.,])\d+(?:\.\d{1,2}){2,}(?!\.?\d)")
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?P<euro>€\s*|\beuro?\s+)?(?<![\w.,])(?P<digits>{_DIGITS})(?:,-)?(?P<times>\s*(?:{'|'.join(TIMES)})\b\.?)?"
    r"(?P<unit>\s*(?:%|procent\b|euro\b))?",
    re.I,
)
_WORDS = re.compile(
    rf"\b(?P<word>[a-zëï]+)\b(?P<times>\s+(?:{'|'.join(TIMES)})\b)?(?P<unit>\s+(?:procent|euro)\b)?", re.I
)


@dataclass(frozen=True, slots=True)
class Value:
    """A number (with EURO, PERCENT or no unit), a date (year, month, day; 0 is untold), a time or a code.

    `start` and `end` are its place in the text.
    """

    kind: str
    parts: tuple[Decimal | int | str, ...]
    unit: str | None
    start: int
    end: int

    def met_by(self, other: Value) -> bool:
        """Say whether the other tells all that this one tells; what this one leaves untold does not matter.

        A bare year is told by a date in it.
        """
        if (self.kind, other.kind) == ("number", "date"):
            return self.unit is None and self.parts[0] == other.parts[0]
        if self.kind != other.kind or (self.unit and other.unit and self.unit != other.unit):
            return False
        if self.kind == "date":
            return all(not mine or mine == theirs for mine, theirs in zip(self.parts, other.parts, strict=True))
        return self.parts == other.parts

    @property
    def token(self) -> str:
        """The value as one word, the same for every way to write it."""
        return f"{self.kind}:{'-'.join(_plain(part) for part in self.parts)}"


def values(text: str) -> list[Value]:
    """Find the values of a text in reading order; a number inside a date or a time is no value of its own."""
    found: list[Value] = []
    for reader in (_dates, _times, _codes, _numbers, _numerals):
        taken = [(value.start, value.end) for value in found]
        found += [v for v in reader(text) if not any(v.start < end and start < v.end for start, end in taken)]
    return sorted(found, key=lambda value: value.start)


def _dates(text: str) -> Iterator[Value]:
    for match in _DATE.finditer(text):
        if match["month"]:
            if not (match["day"] or match["year"]):
                continue
            name = match["month"].lower()
            month = SHORT.get(name) or MONTHS.index(name) + 1
            year, day = match["year"], match["day"]
        else:
            month = int(match["month2"] or match["month3"])
            year, day = match["year2"] or match["year3"], match["day2"] or match["day3"]
        yield Value("date", (int(year or 0), month, int(day or 0)), None, *match.span())


def _times(text: str) -> Iterator[Value]:
    for match in _TIME.finditer(text):
        hour, minute = match[1] or match[3], match[2] or match[4]
        yield Value("time", (int(hour), int(minute)), None, *match.span())


def _codes(text: str) -> Iterator[Value]:
    """Telephone numbers, postal codes and numbers of articles: equal when their characters are."""
    for match in _CODE.finditer(text):
        yield Value("code", (re.sub(r"[ -]", "", match[0]),), None, *match.span())


def _numbers(text: str) -> Iterator[Value]:
    for match in _NUMBER.finditer(text):
        amount = _decimal(match["digits"]) * _times_of(match["times"])
        yield Value("number", (amount.normalize(),), _unit(match["euro"], match["unit"]), *match.span())


def _numerals(text: str) -> Iterator[Value]:
    """Numerals in letters from two up; "een" is an article more often than a number."""
    for match in _WORDS.finditer(text):
        amount = numeral(fold(match["word"]))
        if amount is not None and amount >= 2:
            whole = Decimal(str(amount)) * _times_of(match["times"])
            yield Value("number", (whole.normalize(),), _unit(None, match["unit"]), *match.span())


def _decimal(digits: str) -> Decimal:
    """Read digits as Dutch writes them; a full stop parts thousands when three digits follow, else it is a comma."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def _times_of(word: str | None) -> int:
    return TIMES[word.strip(" .\n\t\xa0").lower()] if word else 1


def _unit(before: str | None, after: str | None) -> str | None:
    after = (after or "").strip().lower()
    if after in ("%", "procent"):
        return PERCENT
    return EURO if before or after == "euro" else None


def _plain(part: Decimal | int | str) -> str:
    return f"{part:f}" if isinstance(part, Decimal) else str(part)
