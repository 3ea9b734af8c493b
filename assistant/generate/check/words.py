"""Words and clauses of a text in Dutch normal form, and how well a word of a statement meets one of a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.dutch.lexicon import synonyms
from assistant.dutch.rarity import rarity
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import fold, stem
from assistant.evidence.match import SYNONYM, TYPO, compounded, misspelt
from assistant.evidence.question import PARTICLES

BEGINS, ABOVE = 0.55, 0.7
SAME, OTHER = 0.8, 0.5
"""Likeness from which two words are forms of one word or mean the same, and under which they have nothing in common."""

LIGHT = 0.25
"""Weight of a word that any sentence about an organisation may hold."""

LABEL_WORDS = 5
_SEPARABLE = re.compile(rf"(?:{'|'.join(PARTICLES)})(\w{{5,}})")
_PARTICIPLE = re.compile(rf"({'|'.join(PARTICLES)})?ge((?!l|b)\w{{3,}}[td])$")

_WORD = re.compile(r"[^\W_]+(?:[.,:][0-9]+)*(?:['’-][^\W_]+)*")
_CONJUNCTIONS = (
    r"maar|want|omdat|doordat|zodat|terwijl|tenzij|mits|al|waarbij|waarvan|waarop|daarvan|dus|als|wanneer|indien|zolang|"
    r"zodra|nadat|voordat|totdat|toen|die|dat(?= (?:de|het|een|er|u|uw|hij|zij|ze|we|wij|je|dit)\b)|wie|of"
)
_BREAK = re.compile(
    r"[,;:.!?|\n](?!\d)|\ben\b(?! (?-i:[A-Z]))"
    rf"|\b(?:{_CONJUNCTIONS})\b(?!\s+(?:met|hoger|meer|ouder|langer|lager|minder)\b)",
    re.IGNORECASE,
)
_POINTING = frozenset("eruit erheen ernaar erom ertoe ervandoor hiermee hierover daaraan ervanaf".split())
_IDLE = STOPWORDS | _POINTING
_LIGHT = frozenset(
    stem(word)
    for word in """
    telefoon tel mail
    krijgen krijgt krijg gekregen kreeg geven geeft gegeven gaf doen doet gaan gaat komen komt maken maakt gemaakt
    hebben heeft houden houdt nemen neemt genomen zetten zet zitten zit liggen ligt gebeuren gebeurt vinden vindt
    blijven blijft gelden geldt bestaan bestaat horen hoort betekenen betekent zeggen zegt vertellen werken werkt
    laten helpen helpt gebruiken gebruikt willen regelen regelt zorgen zorgt starten start beginnen begint kijken
    kijkt lopen loopt gemeente college inwoner inwoners mensen mens persoon personen iemand burger burgers cliënt
    klant organisatie bron bedrag geld manier bijvoorbeeld voorbeeld zoals onder vooral ongeveer gemiddeld totaal
    totale ook nog wel eigen mogelijk nodig bedoeld heet heten noemt zelf samen direct steeds telkens soms vaak
    meestal graag eerst daarna nieuw nieuwe extra
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, folded, with its stem and where it stands."""

    text: str
    folded: str
    stem: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        """Tell whether the word says something about the subject."""
        return len(self.folded) > 1 and self.folded not in _IDLE and not self.folded[0].isdigit()


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; hyphenated ones as their parts too where each can stand alone."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        parts = match.group().split("-")
        if len(parts) > 1 and min(map(len, parts)) >= 3 and parts[0].lower() not in {"niet", "non"}:
            at = match.start()
            for part in parts:
                found.append(Word(part, fold(part), stem(fold(part)), at, at + len(part)))
                at += len(part) + 1
        else:
            found.append(Word(match.group(), folded, stem(folded), *match.span()))
    return tuple(found)


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[tuple[Word, ...], ...]:
    """The words of each clause: the text is cut at commas and the like, and at conjunctions."""
    breaks = [match.start() for match in _BREAK.finditer(text) if not _labels(text, match)]
    groups: list[list[Word]] = [[]]
    for word in words(text):
        while breaks and breaks[0] <= word.start:
            breaks.pop(0)
            if groups[-1]:
                groups.append([])
        groups[-1].append(word)
    return tuple(tuple(group) for group in groups if group)


def _labels(text: str, match: re.Match[str]) -> bool:
    """Tell whether a colon follows a name or a label ("Joost van Dalen: wethouder")."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    if match.group() != ":":
        return False
    return len(line.rpartition("(")[2].split()) <= LABEL_WORDS


def content(found: Iterable[Word]) -> tuple[Word, ...]:
    """The words that say something about the subject."""
    return tuple(word for word in found if word.content)


def light(root: str) -> bool:
    """Tell whether a stem fits in any sentence about an organisation."""
    return root in _LIGHT


@lru_cache(maxsize=65536)
def weight(root: str) -> float:
    """How much a stem says: little for a word that fits in any sentence."""
    return min(LIGHT, rarity(root)) if root in _LIGHT else max(0.2, rarity(root))


@lru_cache(maxsize=262144)
def likeness(one: str, other: str) -> float:
    """Strength with which a stem of a statement meets one of a source, 0 to 1."""
    if one == other:
        return 1.0
    if not _groups(one).isdisjoint(_groups(other)):
        return SYNONYM
    if misspelt(one, other) and rarity(one) == 1.0:
        return TYPO
    if _bare(one) == _bare(other) or _verb(one) == _verb(other):
        return TYPO
    if (
        min(len(one), len(other)) >= 3
        and abs(len(one) - len(other)) >= 4
        and (one.startswith(other) or other.startswith(one))
    ):
        return BEGINS
    return compounded(one, other)


@lru_cache(maxsize=65536)
def _verb(root: str) -> str:
    """What the forms of a regular verb share: "meegeteld" and "meetell" are "meetel"."""
    found = _PARTICIPLE.match(root)
    if found:
        root = (found.group(1) or "") + found.group(2)
    bare = re.sub(r"([aeou])\1|([b-df-hj-np-tv-z])\2$", r"\1\2", root.rstrip("td"))
    return bare if len(bare) >= 4 or (found and len(bare) >= 3) else root


@lru_cache(maxsize=65536)
def _groups(root: str) -> frozenset[int]:
    known, plain = synonyms(), _plain_words()
    bare = _bare(root)
    shared = known.get(root) or known.get(bare) or frozenset()
    return shared | (plain.get(root) or plain.get(bare) or frozenset())


@cache
def _plain_words() -> Mapping[str, frozenset[int]]:
    """Stems of `gewoon.txt` to the numbers of their groups, below zero to tell them from the lexicon's."""
    lines = files(__package__).joinpath("gewoon.txt").read_text("utf-8").splitlines()
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for word in [] if line.startswith("#") else line.split(","):
            found.setdefault(stem(fold(word.strip())), set()).add(-number)
    return {root: frozenset(numbers) for root, numbers in found.items()}


def _bare(root: str) -> str:
    """A stem without the ending of a comparison: "simpeler" is "simpel"."""
    return stem(root.removesuffix("er")) if len(root) > 6 and root.endswith("er") else root


def met(root: str, others: Iterable[str]) -> float:
    """Best likeness of a stem among others."""
    return max((likeness(root, other) for other in others), default=0.0)


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Stems of the content words of a text, with separable verbs put together as well."""
    found = words(text)
    roots = {word.stem for word in found if word.content}
    roots |= {stem(match.group(1)) for word in found if (match := _SEPARABLE.match(word.folded))}
    for i, particle in enumerate(found):
        if particle.folded in PARTICLES:
            for word in found[max(0, i - 12) : i]:
                joined = stem(particle.folded + word.folded)
                if len(word.folded) > 2 and word.content:
                    roots.add(joined)
    return frozenset(roots)


def cover(found: Sequence[Word], others: Iterable[str], above: Iterable[str] = ()) -> float:
    """Share of what content words say that is met among stems, or less surely `above` them; 1 for none."""
    roots, over = tuple(others), tuple(above)
    total = sum(weight(word.stem) for word in found)
    shared = (weight(w.stem) * max(met(w.stem, roots), ABOVE * met(w.stem, over)) for w in found)
    return sum(shared) / total if total else 1.0
