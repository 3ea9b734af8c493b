"""What a statement makes more certain than its sentences: a wish told as a fact, a condition left out."""

from __future__ import annotations

import re

from assistant.generate.check.signs import CONDITIONS, EXCEPTIONS, SPOKEN_OF, TOLD, telling
from assistant.generate.check.words import clauses, cover, stems, words

UNTOLD = 0.3
ALWAYS = frozenset("iedereen altijd zeker gegarandeerd automatisch".split())
PROVEN = frozenset("bewezen aangetoond onomstotelijk ongetwijfeld vaststaand".split())
OFTEN = ALWAYS | frozenset("steeds telkens elke elk iedere ieder alle nooit automatische".split())
DOUBTS = frozenset(
    """
    verwachting verwacht verwachten verwachte schatting geschat schat geschatte geraamd raming streeft streven probeert
    proberen overweegt overwegen waarschijnlijk mogelijk misschien ongeveer circa wil willen hoopt hopen voorstel
    adviseert advies zou zouden kan kunnen doel beoogt vermoedelijk bijna ruim
    """.split()
)
WISHES = frozenset(
    """
    streeft streven probeert proberen overweegt overwegen overweging verwacht verwachting
    hoopt misschien zou risico kans gevaar dreigt lijkt lijken leek leken
    """.split()
)
EVERY = frozenset("alle allemaal iedereen altijd elk elke ieder iedere".split())
SOME = frozenset("meeste meestal sommige sommigen enkele enige veel vaak soms deel helft meerderheid".split())
NOW = frozenset("tegenwoordig momenteel nu nog".split())
ALREADY = frozenset("al reeds".split())
TO_COME = frozenset("zal zullen gaat gaan straks binnenkort toekomst voornemens gepland".split())
BY_NOW = frozenset("inmiddels momenteel tegenwoordig thans vandaag".split())
FORMER = frozenset("voormalig voormalige vroeger vroegere toenmalig toenmalige".split())
_MOMENT = re.compile(r"\bop (?:dit moment|het ogenblik)\b", re.IGNORECASE)
_OPEN = re.compile(r"of\b(?=.*\b(?:besluit|beslist|bekend|duidelijk|zeker)\b)", re.IGNORECASE)


def sure(text: str, sentences: str) -> bool:
    """Tell whether a wish or an expectation is told as a fact."""
    if _OPEN.match(sentences) and "of" not in {word.folded for word in words(text)}:
        return True
    if any(word.folded in DOUBTS | WISHES for word in words(text)):
        return False
    roots = stems(text)
    for line in sentences.split("\n"):
        found = words(line)
        wished = next((i for i, word in enumerate(found) if word.folded in WISHES), None)
        if wished is not None:
            about = [word for word in telling(found[wished + 1 :]) if word.folded not in WISHES]
            about = about or [word for word in telling(found) if word.folded not in WISHES]
            if about and cover(about, roots) >= SPOKEN_OF:
                return True
    return False


def generalised(text: str, sentences: str) -> bool:
    """Tell whether "always", "certainly" or "proven" was added."""
    said, held = {word.folded for word in words(text)}, {word.folded for word in words(sentences)}
    return any(word not in held and not (word == "altijd" and held & OFTEN) for word in said & (ALWAYS | PROVEN))


def widened(text: str, sentences: str) -> bool:
    """Tell whether "most" became "all", or what was became what is."""
    said, held = {word.folded for word in words(text)}, {word.folded for word in words(sentences)}
    for more, less in ((EVERY, SOME), (NOW, FORMER)):
        if said & more and held & less and not (said & less or held & more):
            return True
    return False


def advanced(text: str, sentences: str) -> bool:
    """Tell whether a text says that something is so by now, of which the sentences say nothing."""
    said, held = ({word.folded for word in words(_MOMENT.sub("momenteel", part))} for part in (text, sentences))
    if not held.isdisjoint(BY_NOW | NOW | ALREADY):
        return False
    return bool(said & BY_NOW) or (bool(said & ALREADY) and not held.isdisjoint(TO_COME))


def unconditional(text: str, sentences: str) -> bool:
    """Tell whether what a text repeats holds in the sentences on a condition only, of which the text says nothing."""
    roots = stems(text)
    said = {word.folded for word in words(text)}
    opening = {"bij", "wie", "voor"} - {word.folded for word in words(sentences)}
    if not said.isdisjoint(CONDITIONS | EXCEPTIONS | opening):
        return False
    for line in sentences.split("\n"):
        groups = clauses(line)
        for g, group in enumerate(groups[1:], 1):
            main = [w for c in groups[:g] for w in telling(c)]
            condition = [w for c in groups[g:] for w in telling(c)]
            if group[0].folded not in CONDITIONS or not main or not condition:
                continue
            if cover(main, roots) >= TOLD and cover(condition, roots) < UNTOLD:
                return True
    return False
