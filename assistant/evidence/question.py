"""What a Dutch question asks for: the kind of answer, and the words that the answer must be about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dutch.lexicon import synonyms
from assistant.dutch.rarity import rarity
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import fold, parts, stem
from assistant.evidence.kinds import WORD, kind_of

_SINGLE_QUOTES = str.maketrans("‘’“”«»", '\'\'""""')

_MEASURED = frozenset("hoog groot oud vaak ver zwaar breed diep snel lang veel laat duur hard".split())
_BEFORE_NOUN = frozenset(
    """
    de het een deze die dit dat zijn haar hun uw onze ons mijn welk welke hoeveel geen elk elke alle iedere in op van
    voor met door bij aan over naar uit tot tegen onder tussen sinds vanaf per als om zonder volgens rond
    """.split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that carries meaning; `weight` is its rarity, 0 to 1; `verb` tells that it acts."""

    text: str
    stem: str
    weight: float
    name: bool
    number: bool
    verb: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart; `focus` is the stem of the word right after the question word ("welk *jaar*")."""

    text: str
    kind: str
    terms: tuple[Term, ...]
    focus: str | None
    words: frozenset[str]


def analyse(text: str) -> Question:
    """Take a question apart into its kind and its weighed terms."""
    text = text.translate(_SINGLE_QUOTES)
    found = [match.group() for match in WORD.finditer(text)]
    found = _joined(found)
    terms: dict[str, Term] = {}
    pieces = [(i, part) for i, word in enumerate(found) for part in parts([word])]
    for position, word in pieces:
        folded = fold(word)
        before = fold(found[position - 1]) if position else ""
        if folded in STOPWORDS or folded in ASKING or (before == "hoe" and folded in _MEASURED):
            continue
        root = stem(folded)
        number = any(c.isdigit() for c in folded)
        name = not number and word[0].isupper() and (position > 0 or _opens_with_name(found))
        weight = 1.0 if number else max(rarity(root), 0.9 if name else 0.0)
        terms.setdefault(root, Term(folded, root, weight, name, number, _acts(found, position)))
    return Question(text, kind_of(text), tuple(terms.values()), _focus(found), frozenset(fold(w) for w in found))


def _joined(found: list[str]) -> list[str]:
    """Put a separable verb together: "wie volgt haar op" asks for "opvolgt"."""
    particle = fold(found[-1]) if found else ""
    if particle not in PARTICLES or len(found) < 4:
        return found
    for position, word in enumerate(found[:-1]):
        whole = particle + fold(word)
        if word[0].islower() and stem(whole) in synonyms():
            return [*found[:position], whole, *found[position + 1 : -1]]
    return found


def _acts(found: list[str], position: int) -> bool:
    """Guess from word order whether a word is a verb: right after the question word, or last without an article."""
    folded = [fold(word) for word in found[: position + 1]]
    before = folded[position - 1] if position else ""
    if before in _BEFORE_NOUN or found[position][0].isupper():
        return False
    after_question = before in _QUESTION_WORDS or (before in _MEASURED and "hoe" in folded)
    last = position == len(found) - 1
    return (after_question or last or before in {"te", "is", "zijn", "was", "waren", "wordt", "heeft"}) and bool(
        re.search(r"(en|t|d|de|te)$", folded[position])
    )


def _opens_with_name(found: list[str]) -> bool:
    return len(found) > 1 and found[0][1:2].isupper()


def _focus(found: list[str]) -> str | None:
    """The first word that carries meaning after the question word."""
    folded = [fold(word) for word in found]
    asked = [i for i, word in enumerate(folded) if word in _QUESTION_WORDS]
    after = folded[asked[0] + 1 :] if asked else folded
    return next((stem(w) for w in after if w not in STOPWORDS and w not in ASKING and w not in _MEASURED), None)


PARTICLES = frozenset("aan op af uit in door over toe mee terug bij voor weg na onder om rond samen vast open".split())
_QUESTION_WORDS = frozenset("wie wat waar wanneer waarom welk welke hoe hoeveel".split())

ASKING = frozenset(
    """
    wie wat waar wanneer waarom welk welke hoe hoeveel hoezo wiens heet heten heette noem noemt vertel weet graag
    precies eigenlijk ongeveer namelijk zeg geef leg uitleggen betekent betekenen mevrouw meneer heer klopt soort
    manier wijze kent gebeurt gebeurde
    """.split()
)
