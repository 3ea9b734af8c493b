"""What an answer must show, whatever else it says: the attribute, role, place or year that a question names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.dutch.lexicon import attributes, kind, synonyms
from assistant.dutch.tokens import fold, stem
from assistant.evidence.question import Question, Term

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIGIT = re.compile(r"\d")
_PLACES = ("gemeente", "plaats", "land", "provincie")
# What the form of an answer shows already (a date, a name, a number) is no attribute to look for by its words.
_SHOWN_BY_FORM = frozenset("naam datum jaar dag plaats aantal reden functie doel duur tijd termijn getal rol".split())
_SHOWN_BY_KIND = {
    "bedrag": frozenset("bedrag prijs kosten tarief waarde".split()),
    "leeftijd": frozenset({"leeftijd"}),
    "telefoon": frozenset({"telefoonnummer", "nummer"}),
    "mailadres": frozenset({"e-mailadres"}),
    "website": frozenset({"website"}),
    "afkorting": frozenset({"afkorting", "betekenis"}),
}
PERSONAL = (
    "woonplaats geboorteplaats geboortedatum geboortejaar leeftijd salaris inkomen opleiding studie partner kinderen"
    " hobby huisdier partij religie nationaliteit"
).split()


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing to be shown: by the term itself, or by one of these stems or phrases.

    `private` tells that it is something of a person, which texts mostly do not tell.
    """

    term: Term
    stems: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    private: bool = False


@cache
def _stemmed(kind_name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in kind(kind_name) if " " not in word)


def attribute_demands(question: Question) -> list[Demand]:
    """The attributes that a question names, each with the words by which an answer shows it."""
    demands = []
    for term in question.terms:
        if term.name or term.number:
            continue
        named = frozenset({term.text, term.stem}) & attributes().keys()
        names = (named or _meant(term)) - _SHOWN_BY_FORM - _SHOWN_BY_KIND.get(question.kind, frozenset())
        if names:
            signals = frozenset[str]().union(*(attributes()[name] for name in names))
            single = frozenset(stem(fold(s)) for s in signals if " " not in s)
            phrases = frozenset(s for s in signals if " " in s)
            demands.append(Demand(term, single, phrases, not names.isdisjoint(PERSONAL)))
    return demands


@cache
def _personal() -> Mapping[int, frozenset[str]]:
    """Numbers of the groups of words that ask for something of a person ("wonen", "trouwen"), with the attributes."""
    found: dict[int, set[str]] = {}
    for name in PERSONAL:
        for group in synonyms().get(stem(name), ()):
            found.setdefault(group, set()).add(name)
    return {group: frozenset(names) for group, names in found.items()}


def _meant(term: Term) -> frozenset[str]:
    """The attributes of a person that a word asks for without naming them: "woont" asks for a "woonplaats"."""
    return frozenset[str]().union(*(_personal().get(group, frozenset()) for group in synonyms().get(term.stem, ())))


def role_terms(question: Question) -> list[Term]:
    """The terms that name somebody's role ("burgemeester")."""
    return [t for t in question.terms if not t.number and t.stem in _stemmed("functie")]


def place_terms(question: Question) -> list[Term]:
    """The terms that name a municipality, town, province or country."""
    return [t for t in question.terms if t.name and any(t.text in kind(name) for name in _PLACES)]


def shows(demand: Demand, stems: frozenset[str], folded: str) -> bool:
    """Tell whether a text shows what a demand asks by one of its signals."""
    return not demand.stems.isdisjoint(stems) or any(phrase in folded for phrase in demand.phrases)


def other_year(question: Question, text: str) -> bool:
    """Tell whether the question names a year and the text only names others."""
    asked = set(_YEAR.findall(question.text))
    told = set(_YEAR.findall(text)) if asked else asked
    return bool(told) and not asked & told


def counts(question: Question, text: str) -> float:
    """1 when a number counts what is asked ("62 kelders", "kelders: 62"), 0 when not, 0.5 if no count is asked."""
    if question.kind not in {"hoeveel", "hoelang"} or question.focus is None:
        return 0.5
    tokens = [
        fold(token) for token in re.findall(r"[^\W_]+(?:[.,][0-9]+)*|[€:=]", _DATED.sub(" ", _ONE.sub("1", text)))
    ]
    numbers = {i for i, token in enumerate(tokens) if _DIGIT.search(token) or token in kind("telwoord") - {"een"}}
    for spot, token in enumerate(tokens):
        if not _same(question.focus, stem(token)):
            continue
        if numbers & set(range(spot - 3, spot)):
            return 1.0
        follows = next((i for i in range(spot + 1, spot + 5) if i in numbers), None)
        if follows and _LINKS & set(tokens[spot + 1 : follows]):
            return 1.0
    return 0.0


def closeness(question: Question, text: str) -> float:
    """How near the name that answers stands to the noun that is asked for, 1 next to it, 0 at 8 words or further.

    0.5 for a question that asks for no name, or names no noun.
    """
    if question.kind not in {"wie", "naam"} or question.focus is None:
        return 0.5
    words = [m.group() for m in re.finditer(r"[^\W_]+", text)]
    spots = [i for i, word in enumerate(words) if _same(question.focus, stem(fold(word)))]
    fresh = [i for i, word in enumerate(words) if i and word[0].isupper() and fold(word) not in question.words]
    gap = min((abs(i - j) for i in spots for j in fresh), default=8)
    return max(0.0, 1.0 - (gap - 1) / 7)


def unnamed(question: Question, text: str, stems: frozenset[str]) -> float:
    """1 when a text only tells that there is one of what is asked ("een school"), 0 when not, 0.5 if none is.

    `stems` are those of the text, or more: without what is asked among them, there is nothing to look for.
    """
    focus = question.focus
    if focus is None or question.kind not in {"welke", "wie", "naam", "waar", "wat"}:
        return 0.5
    if not any(_same(focus, stem) for stem in stems):
        return 0.0
    found = list(re.finditer(r"[^\W_]+", text))
    spots = [i for i, word in enumerate(found) if _same(focus, stem(fold(word.group())))]
    loose = [i for i in spots if {fold(word.group()) for word in found[max(0, i - 2) : i]} & _INDEFINITE]
    if not loose or len(loose) < len(spots):
        return 0.0
    follows = (found[j].group() for i in loose for j in range(i + 1, min(i + 8, len(found))))
    return 0.0 if any(word[0].isupper() and fold(word) not in question.words for word in follows) else 1.0


def names_one(question: Question, text: str) -> float:
    """1 when a text names something new, by a name, a number or in quotation marks; 0.5 if no "welke" asks it."""
    if question.kind != "welke":
        return 0.5
    words = re.findall(r"(?<=[^.!?\s] )[A-ZÀ-Þ][^\W_]+|\d+|[‘“\"'«](?=\w)", text)
    return float(any(fold(word) not in question.words for word in words))


@lru_cache(maxsize=65536)
def _same(asked: str, found: str) -> bool:
    groups = synonyms().get(asked, frozenset())
    return found == asked or found.endswith(asked) or not groups.isdisjoint(synonyms().get(found, frozenset()))


_DATED = re.compile(
    r"\b\d{1,2}\s+(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)(?:\s+\d{4})?"
    r"|\b(?:19|20)\d\d\b|\b\d{1,2}[.:]\d\d\b",
    re.I,
)
_ONE = re.compile(r"\b[ÉéE]én\b")
_DEFINING = re.compile(r"\w{0,3}\b[^.]{0,30}\b(?:is|zijn|betekent|houdt|heet|staat voor)\b")
_LINKS = frozenset({":", "=", "is", "was", "bedraagt", "bedroeg", "van", "€", "zijn"})

_INDEFINITE = frozenset("een sommige enkele bepaalde verschillende diverse meerdere andere".split())

_CLASSES: dict[str, tuple[str, ...]] = {
    "land": ("land",),
    "gemeent": ("gemeente", "plaats"),
    "plaat": ("gemeente", "plaats"),
    "stad": ("gemeente", "plaats"),
    "provincie": ("provincie",),
    "functie": ("functie",),
    "rol": ("functie",),
    "ban": ("functie",),
    "beroep": ("functie",),
    "maand": ("maand",),
    "dag": ("weekdag",),
}


def instance(question: Question, stems: frozenset[str]) -> float | None:
    """1 or 0 for whether a text names one of the class that is asked ("welk land"); None when no class is asked.

    What the question itself names does not count.
    """
    kinds = _CLASSES.get(question.focus or "")
    if kinds is None:
        return None
    asked = {t.stem for t in question.terms}
    return float(any((stems & _stemmed(name)) - asked for name in kinds))


def defines(question: Question, text: str) -> bool:
    """Tell whether a text says what the only subject of a question is ("een X is …")."""
    if question.kind not in {"wat", "afkorting"}:
        return False
    folded = fold(text)
    return any(_defined(term.text, folded) for term in question.terms)


def _defined(term: str, folded: str) -> bool:
    """Tell whether "is", "betekent" or the like follows a word, or a longer form of it."""
    spot = folded.find(term)
    while spot >= 0:
        if not folded[spot - 1 : spot].isalnum() and _DEFINING.match(folded, spot + len(term)):
            return True
        spot = folded.find(term, spot + 1)
    return False
