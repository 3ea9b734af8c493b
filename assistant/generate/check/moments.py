"""Dates, weekdays and times of day, in figures and in letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dutch.lexicon import number

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_SHORT = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()
WEEKDAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
SEASONS = {"voorjaar": "lente", "najaar": "herfst"} | {name: name for name in ("lente", "zomer", "herfst", "winter")}
_NAMES = "|".join([*MONTHS, *(f"{short}\\." for short in _SHORT)])
_HOURS = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|1[0-2]|[1-9]"

_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:e|ste|de)?\s+(?P<month>{_NAMES})(?:\s+(?P<year>(?:19|20)\d\d))?\b"
    r"|\b(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>(?:19|20)?\d\d)\b"
    r"|\b(?P<Y>(?:19|20)\d\d)-(?P<M>\d\d)-(?P<D>\d\d)\b"
    rf"|\b(?P<only>{_NAMES})(?:\s+(?P<its>(?:19|20)\d\d))?\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d€.,-])(?<!€ )(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)(?![\d.,]*\d)(?:\s?uur)?"
    rf"|\b(?P<shift>(?:vijf|tien|kwart)\s+(?:voor|over)\s+)?(?P<half>half\s+)(?P<after>{_HOURS})\b(?!\s+(?:jaar|uur\s+lang))"
    rf"|\b(?P<part>vijf|tien|kwart)\s+(?P<way>voor|over)\s+(?P<whole>{_HOURS})\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})", re.IGNORECASE)
_SEASON = re.compile(rf"\b({'|'.join(SEASONS)})\b(?!-)", re.IGNORECASE)
_SPAN = re.compile(rf"\b({'|'.join(WEEKDAYS)})\s+tot(?:\s+en\s+met)?\s+({'|'.join(WEEKDAYS)})", re.IGNORECASE)
_WORKDAYS = re.compile(r"\b(?:werkdagen|doordeweeks)\b", re.IGNORECASE)
_COUNTED = re.compile(r"(?:\d|\w{3,}) werkdagen", re.IGNORECASE)
_BOUNDS = {"before": {"voor", "vóór", "tot", "uiterlijk"}, "after": {"na", "vanaf", "sinds", "per"}, "on": {"op"}}
_PARTS = {"vijf": 5, "tien": 10, "kwart": 15}


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month or a year as far as a text names it, and where it stands."""

    day: int | None
    month: int
    year: int | None
    start: int
    end: int
    bound: str | None = None

    def carried_by(self, other: Date, years: set[int]) -> bool:
        """Tell whether another date says this; a year that it does not name itself may stand elsewhere (`years`)."""
        if self.month != other.month or (self.day is not None and self.day != other.day):
            return False
        if {self.bound, other.bound} == {"before", "after"} or (self.bound, other.bound) == ("before", "on"):
            return False
        return self.year is None or self.year == other.year or (other.year is None and self.year in years)


def dates(text: str) -> list[Date]:
    """The dates in a text."""
    return [date for match in _DATE.finditer(text) if (date := _date(match, _bound(text[: match.start()])))]


def _bound(before: str) -> str | None:
    last = before.lower().split()[-1:]
    return next((bound for bound, words in _BOUNDS.items() if last and last[0] in words), None)


def _date(match: re.Match[str], bound: str | None) -> Date | None:
    part = match.groupdict()
    if name := part["month"] or part["only"]:
        month = next(i for i, short in enumerate(_SHORT, 1) if _named(name, short, i))
        year = part["year"] or part["its"]
        return Date(int(part["day"]) if part["day"] else None, month, int(year) if year else None, *match.span(), bound)
    day, month, year = (int(part[a] or part[b]) for a, b in (("d", "D"), ("m", "M"), ("y", "Y")))
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return Date(day, month, year if year > 99 else 2000 + year, *match.span(), bound)


def _named(name: str, short: str, month: int) -> bool:
    return name.lower().rstrip(".") in {short, MONTHS[month - 1]}


def clocks(text: str) -> list[tuple[int, bool, int, int]]:
    """Times of day as minutes after midnight, each with its start and end.

    One that is told in words ("half drie") may be after noon as well.
    """
    return [(_minutes(match), match["hour"] is None, *match.span()) for match in _CLOCK.finditer(text)]


def _minutes(match: re.Match[str]) -> int:
    part = match.groupdict()
    if part["hour"]:
        return int(part["hour"]) * 60 + int(part["minute"])
    hour = int(number(part["after"] or part["whole"]) or 0) * 60
    if part["half"]:
        shift = part["shift"].split() if part["shift"] else None
        return hour - 30 + (_PARTS[shift[0].lower()] * (-1 if shift[1].lower() == "voor" else 1) if shift else 0)
    return hour + _PARTS[part["part"].lower()] * (-1 if part["way"].lower() == "voor" else 1)


def weekdays(text: str) -> set[str]:
    """The days of the week that a text names; working days are five of them."""
    found = {match.group(1).lower() for match in _WEEKDAY.finditer(text)}
    for match in _SPAN.finditer(text):
        first, last = (WEEKDAYS.index(name.lower()) for name in match.groups())
        found |= set(WEEKDAYS[first : last + 1])
    if _WORKDAYS.search(_COUNTED.sub(" ", text)):
        found |= set(WEEKDAYS[:5])
    return found


def seasons(text: str) -> set[str]:
    """The seasons that a text names."""
    return {SEASONS[match.group().lower()] for match in _SEASON.finditer(text)}


def blanked(text: str) -> str:
    """The text with its dates and times as spaces, so that their digits are not read as other numbers."""
    spans = [(date.start, date.end) for date in dates(text)] + [match.span() for match in _CLOCK.finditer(text)]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
