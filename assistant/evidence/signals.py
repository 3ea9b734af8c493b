"""What a sentence offers: a person, a time, a place, a number, a reason. Read off its form, not its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.dutch.tokens import fold

_UP = r"[A-ZÀ-ÖØ-Þ]"
_NAME_WORD = rf"{_UP}[\w’'-]+"
_PARTICLE = r"(?:van|de|der|den|het|'t|’t|ten|ter|te|von|el|al|la|le|du|in)"
_INITIALS = rf"(?:{_UP}\.\s?)+"
_NAME = re.compile(rf"\b(?:{_INITIALS}\s?|{_NAME_WORD}\s+)(?:{_PARTICLE}\s+)*{_NAME_WORD}")
_TITLED = re.compile(
    rf"\b(?:mevrouw|meneer|mw\.|dhr\.|de heer|drs\.|mr\.|prof\.|dr\.|ir\.)\s+(?:{_PARTICLE}\s+)*{_NAME_WORD}", re.I
)
_CAPITAL = re.compile(rf"(?<=[\w,;:)’'”\"] )['‘“\"(]?({_NAME_WORD})")
_MONTH = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:e|ste)? {_MONTH}\b|\b{_MONTH}\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}[-/]\d{{1,2}}[-/]\d{{2,4}}\b"
    r"|\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|weekend)"
    r"|\b(?:gisteren|vandaag|morgen|vorig(?:e)? (?:jaar|week|maand)|volgend(?:e)? (?:jaar|week|maand)|(?:voor"
    r"|na)jaar|zomer|herfst|winter|lente)\b"
    r"|\b(?:\w+ (?:jaar|maanden|weken|dagen) (?:geleden|eerder|later)|jaarlijks|maandelijks|wekelijks"
    r"|elke (?:maand|week|dag)|per direct)\b",
    re.I,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[.:]\d\d\b(?: uur)?|\b\d{1,2} uur\b|\b(?:half )?(?:een|twee|drie|vier|vijf|zes|zeven|acht"
    r"|negen|tien|elf|twaalf) uur\b",
    re.I,
)
_NUMBER_WORDS = (
    r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien"
    r"|zeventien|achttien|negentien"
    r"|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd\w*|duizend\w*|miljoen|miljard"
    r"|tientallen|honderden|duizenden"
    r"|\w+(?:entwintig|endertig|enveertig|envijftig|enzestig|enzeventig|entachtig|ennegentig)|half|helft"
    r"|derde|kwart|driekwart|dubbel|beide|enkele|meerdere)"
)
_ONE = re.compile(r"\b[ÉéE]én\b")
_NUMBER = re.compile(rf"\d|\b{_NUMBER_WORDS}\b", re.I)
_MONEY = re.compile(r"€|\beuro\b|\b\w*(?:gratis|kosteloos)\b", re.I)
_SPELL = re.compile(
    rf"(?:\d|\b{_NUMBER_WORDS}\b)[\w ]{{0,14}}\b(?:seconden?|minuten?|minuut|uur|uren|dag|dagen|werkdagen"
    rf"|week|weken|maand|maanden|jaar|jaren|eeuw)\b|\b(?:jaren|maanden|weken|dagen)lang\b|\b(?:paar"
    rf"|enkele) (?:jaar|maanden|weken|dagen|uur)\b",
    re.I,
)
_AGE = re.compile(
    rf"\b(?:{_NUMBER_WORDS})[- ](?:jaar\b|jarige)|\b(?:ouder|jonger) dan\b|"
    r"\b\d{1,3}[- ](?:jaar\b|jarige)|\(\d{1,3}\)|\bjaar oud\b|\bgeboren\b|\bleeftijd\b",
    re.I,
)
_MAIL = re.compile(r"\w@\w")
_PHONE = re.compile(r"\b(?:\+31|0)[\d\s()-]{8,}\d|\b14 ?0\d{2,3}\b|\b0[89]00[- ]?\d{4}\b|\b1\d{2}\b")
_SITE = re.compile(r"\bwww\.|https?://|\b[\w-]+\.(?:nl|com|org|eu|net)\b")
_REASON = re.compile(
    r"\b(?:omdat|want|doordat|daardoor|daarom|vandaar|vanwege|wegens|zodat|dankzij|immers|namelijk|reden\w*"
    r"|aanleiding|oorzaak|oorzaken|hierdoor|aangezien"
    r"|opdat|door(?:dat)?|gevolg|waardoor|bedoeld|bedoeling|doel)\b|\bom\b.*\bte\b",
    re.I,
)
_PLACE = re.compile(
    rf"\b(?:in|te|bij|naar|uit|van|vanuit|door|langs|rond|op|aan)\s+(?:(?:de|het"
    rf"|een)\s+)?(?:\w+\s+)?{_NAME_WORD}|\b\d{{4}} ?[A-Z]{{2}}\b"
)
_WHERE = re.compile(
    r"\b(?:gemeentehuis|stadhuis|loket|zaal|kantoor|balie|gebouw|locatie|adres|online|website|wijkcentrum"
    r"|bibliotheek|school|plein|straat\w*|\w+(?:straat|weg|laan|plein|kade|gracht))\b",
    re.I,
)
_MANNER = re.compile(
    r"\b(?:door|via|met|middels|aan de hand van|zo|zodat|eerst|vervolgens|stap|methode|werkwijze|manier|wijze)\b", re.I
)
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]\w*\b|\b[A-Z]{2,}\b")
_LEANING = re.compile(
    r"^[‘’“”\"'(]*(?:en |maar |ook |want |dus )?(?:hij|zij|ze|hem|haar|hun|zijn|dit|dat|deze|die|daar\w*"
    r"|hier\w*|het|er|toen|vervolgens|daarna|ook|zo|dergelijke|dezelfde|beide[n]?)\b",
    re.I,
)
_PERSONAL = re.compile(r"\b(?:hij|zij|ze|hem|haar|zijn|hun|ik|mij|me|mijn|wij|we|ons|onze)\b", re.I)


def names(text: str) -> list[str]:
    """Names of two words or more, and names with a title or initials, as they stand."""
    return [m.group() for m in _NAME.finditer(text)] + [m.group() for m in _TITLED.finditer(text)]


def capitals(text: str) -> list[str]:
    """Capitalised words that do not open the sentence."""
    return _CAPITAL.findall(text)


def leans(text: str) -> bool:
    """Tell whether a sentence opens with a word that points to the sentence before it."""
    return bool(_LEANING.match(text))


def personal(text: str) -> bool:
    """Tell whether a sentence speaks of somebody by pronoun."""
    return bool(_PERSONAL.search(text))


def _new(found: list[str], asked: frozenset[str]) -> bool:
    return any(any(fold(word) not in asked for word in name.split() if word[:1].isupper()) for name in found)


def _person(text: str, asked: frozenset[str]) -> float:
    if _new(names(text), asked):
        return 1.0
    return 0.4 if _new(capitals(text), asked) else 0.0


def _place(text: str, asked: frozenset[str]) -> float:
    if any(_new(capitals(" " + m.group()) or [m.group().split()[-1]], asked) for m in _PLACE.finditer(text)):
        return 1.0
    return 0.5 if _WHERE.search(text) else 0.0


def _number(text: str, asked: frozenset[str]) -> float:
    text = _ONE.sub("1", text)
    found = [m.group() for m in re.finditer(rf"\d[\d.,]*|\b{_NUMBER_WORDS}\b", text, re.I)]
    fresh = [n for n in found if fold(n) not in asked]
    if any(n[0].isdigit() for n in fresh):
        return 1.0
    return 0.7 if any(fold(n) not in {"een"} for n in fresh) else 0.0


def _date(text: str, asked: frozenset[str]) -> float:
    return 1.0 if any(not set(fold(m.group()).split()) <= asked for m in _DATE.finditer(text)) else 0.0


def _naam(text: str, asked: frozenset[str]) -> float:
    if _new(capitals(text), asked) or _new(names(text), asked):
        return 1.0
    return 0.6 if re.search(r"[‘“\"'«]\w", text) else 0.0


def _seen(pattern: re.Pattern[str]) -> Callable[[str, frozenset[str]], float]:
    return lambda text, asked: 1.0 if pattern.search(text) else 0.0


_OFFERS: dict[str, Callable[[str, frozenset[str]], float]] = {
    "wie": _person,
    "naam": _naam,
    "waar": _place,
    "wanneer": _date,
    "hoeveel": _number,
    "hoelang": _seen(_SPELL),
    "hoe_laat": _seen(_CLOCK),
    "bedrag": _seen(_MONEY),
    "leeftijd": _seen(_AGE),
    "mailadres": _seen(_MAIL),
    "telefoon": _seen(_PHONE),
    "website": _seen(_SITE),
    "waarom": _seen(_REASON),
    "hoe": _seen(_MANNER),
    "afkorting": _seen(_ACRONYM),
}
_SHORTENED = re.compile(
    r"(?:[(\[‘“'\"]|\b(?:afgekort(?: als| tot)?|ofwel|oftewel|kortweg|hierna:?|of)[ ‘“'\"]*)\s*$", re.I
)
_SPELLED = re.compile(
    rf"(?:\s+{_UP}\w+){{0,2}}\s*[(\[]([^)\]]{{4,120}})[)\]]"
    r"|(?:-\w+)?\s*(?:staat voor|betekent|:|=|\||is de afkorting van|is kort voor|ofwel|oftewel|–|-)\s*(.{4,120})"
)

TYPED = frozenset(_OFFERS)
STRICT = TYPED - {"waarom", "hoe", "waar", "wie"}


def offers(kind: str, text: str, asked: frozenset[str]) -> float:
    """How well a sentence's form fits the kind of answer, 0 to 1; 0.5 for a kind without a form.

    `asked` holds the folded words of the question: what it names itself is no answer.
    """
    check = _OFFERS.get(kind)
    return check(text, asked) if check else 0.5


def spells_out(acronym: str, text: str) -> bool:
    """Tell whether a text gives an abbreviation next to words whose initials (or letters, in order) make it."""
    for match in re.finditer(rf"(?<!\w){re.escape(acronym)}(?!\w)", text, re.I):
        before, after = text[: match.start()], text[match.end() :]
        if _SHORTENED.search(before) and _initials(acronym, before[-120:]):
            return True
        inside = _SPELLED.match(after)
        if inside and _initials(acronym, inside[1] or inside[2]):
            return True
        if not before.strip(" -–•*|") and _opening(acronym, after):
            return True
    return False


def _opening(acronym: str, words: str) -> bool:
    """Tell whether the words that follow open, one by one, with the letters of an abbreviation, as in a word list."""
    starts = "".join(word[0] for word in re.findall(r"[^\W_]+", words.lower())[: len(acronym)])
    return len(acronym) > 1 and starts == acronym.lower()


def _initials(acronym: str, words: str) -> bool:
    wanted = [c for c in acronym.lower() if c.isalnum()]
    letters = iter(re.sub(r"[^a-zà-ÿ0-9]", "", words.lower()))
    starts = {word[0] for word in re.findall(r"[^\W_]+", words.lower())}
    return wanted[0] in starts and all(c in letters for c in wanted)
