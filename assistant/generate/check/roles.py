"""Who does what: somebody else acts in a statement than in its sentences, or two changed places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.dutch.tokens import fold, stem
from assistant.generate.check.names import capitals, opens_alone, people
from assistant.generate.check.order import VERB
from assistant.generate.check.quantities import quantities
from assistant.generate.check.signs import telling
from assistant.generate.check.words import SAME, Word, clauses, light, met, words

_LISTING = frozenset(
    "en of van de het een der in uit bij met voor heer mevrouw is was zijn waren heet heten heette wordt als".split()
)
SOMEBODY, BODY, PERSON = "@", "gemeente", "inwoner"
PRONOUNS = frozenset("ik hij zij ze me mij hem haar hen".split())
ACTORS = {
    **{
        word: word
        for word in """
        raad wethouder burgemeester aanbieder zorgverlener zorgverzekeraar verzekeraar consulent jeugdconsulent
        schuldeiser schuldeisers rechter leverancier toezichthouder huisarts school teamleider teammanager directeur
        mantelzorger vrijwilliger werkgever werknemer kredietbank wijkteam chauffeur adviesraad voorzitter
        """.split()
    },
    **dict.fromkeys("gemeente college wij we".split(), BODY),
    **dict.fromkeys(
        "inwoner cliënt client klant aanvrager burger u je ouder ouders huurder jeugdige jongere".split(), PERSON
    ),
}
_ADDRESSED = frozenset("u je we wij".split())
_BY = re.compile(r"\bdoor (?:de |het |een )?([a-zà-ÿ]+)", re.IGNORECASE)
_PASSIVE = frozenset("wordt worden werd werden".split())
_OURS = frozenset("wij we ons onze gemeente college".split())
_ARTICLES = frozenset("de het een heer mevrouw deze die".split())
_NO_VERBS = frozenset("terecht recht echt direct".split())
_PREPOSITIONS = frozenset(
    "aan bij door in met naar op over tot uit van vanaf voor na tegen tussen onder zonder als".split()
)


def agents(
    text: str, strange: frozenset[str] | None = None, given: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    """Each two neighbouring actors of a text that are not listed side by side; the one that acts first.

    Names that are `strange` to the sentences stand for the same as a pronoun in them.
    """
    found = [actor for actor in _actors(text, strange, given) if actor[1].folded not in _ADDRESSED]
    pairs = []
    for (one, a), (other, b) in pairwise(found):
        between = [word.folded for word in words(text[a.end : b.start])]
        if not between or set(between) <= _LISTING or _clause_at(text, a.start) != _clause_at(text, b.start):
            continue
        pairs.append((other, one) if "door" in between else (one, other))
    return pairs


def _actors(
    text: str, strange: frozenset[str] | None = None, given: frozenset[str] = frozenset()
) -> list[tuple[str, Word]]:
    """Who may act in a text; without `strange` it is a source, whose pronouns stand for a name that it leaves out."""
    named = {word.start for word in people(text, given)}
    found = []
    for word in words(text):
        if word.start in named:
            found.append((SOMEBODY if strange and word.folded in strange else word.folded, word))
        elif word.folded in PRONOUNS and strange is None:
            found.append((SOMEBODY, word))
        elif word.folded in ACTORS:
            found.append((ACTORS[word.folded], word))
    return found


def _clause_at(text: str, position: int) -> tuple[Word, ...]:
    found: tuple[Word, ...] = ()
    for clause in clauses(text):
        if clause[0].start <= position:
            found = clause
    return found


def roles_swapped(text: str, sentences: Sequence[str], about: str = "") -> bool:
    """Tell whether who acts and who is acted on changed places; names `about` the sentences may be their pronouns."""
    strange = frozenset(w.folded for w in capitals(about)) - {w.folded for line in sentences for w in words(line)}
    given = frozenset(
        w.folded for part in (text, about, *sentences) for w in capitals(part) if not opens_alone(part, w)
    )
    given |= strange
    held = {pair for sentence in sentences for pair in agents(sentence, None, given)}
    if any(pair[::-1] in held and pair not in held for pair in agents(text, strange, given)):
        return True
    if _unknown_actor(text, sentences, about):
        return True
    if exchanged(text, sentences):
        return True
    return _other_agent(text, sentences) or _other_subject(text, sentences, strange)


def exchanged(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether two words of a text each stand after the preposition of the other."""
    said = _slots(text)
    for line in sentences:
        held = _slots(line)
        for one, slot in said.items():
            for other, beside in said.items():
                if slot != beside and held.get(one) == beside and held.get(other) == slot:
                    return True
    return False


def _slots(text: str) -> dict[str, str]:
    """Nouns of a text with the preposition before each; those without one are left out."""
    found = {}
    seen = words(text)
    spans = [(q.start, q.end) for q in quantities(text)]
    for i, word in enumerate(seen):
        if not word.content or light(word.stem) or any(start <= word.start < end for start, end in spans):
            continue
        before = [w for w in seen[max(0, i - 3) : i] if w.folded not in _ARTICLES]
        if before and before[-1].folded in _PREPOSITIONS:
            found[word.stem] = before[-1].folded
    return found


def _unknown_actor(text: str, sentences: Sequence[str], about: str) -> bool:
    """Tell whether a text lets somebody act of whom neither the sentences nor their headings speak.

    The organisation may act where the sentences do not say who does.
    """
    held = {word.folded for line in (*sentences, about) for word in words(line)}
    known = {ACTORS[word] for word in held if word in ACTORS}
    roots = [stem(word) for word in held]
    for actor, word in _actors(text, frozenset()):
        if word.folded not in ACTORS or actor in known or actor == PERSON:
            continue
        if actor == BODY:
            others = {ACTORS[w.folded] for line in sentences for w in words(line) if w.folded in ACTORS} - {PERSON}
            first = next((a for a, _ in _actors(text, frozenset())), None)
            plain = {w.folded for line in sentences for w in words(line)}
            if first == BODY and not plain & (_PASSIVE | _OURS) and (others or plain & {"hebben", "zijn", "zij"}):
                return True
        elif met(word.stem, roots) < SAME:
            return True
    return False


def _other_agent(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether "door …" names somebody else than the sentences do."""
    named = {stem(fold(match.group(1))) for line in sentences for match in _BY.finditer(line)}
    roots = {word.stem for line in sentences for word in words(line)}
    return bool(named) and any(
        fold(match.group(1)) in ACTORS and met(stem(fold(match.group(1))), roots) < SAME for match in _BY.finditer(text)
    )


def _other_subject(text: str, sentences: Sequence[str], strange: frozenset[str]) -> bool:
    """Tell whether somebody else does in the text what the sentences say that somebody does."""
    acting: dict[str, set[str]] = {}
    for line in sentences:
        for clause in clauses(line):
            for verb, actor in _acted(line, clause, None):
                acting.setdefault(verb, set()).add(actor)
    told = {actor for actor, _ in _actors(text, strange)}
    for clause in clauses(text):
        for verb, actor in _acted(text, clause, strange):
            others = acting.get(verb, set())
            if others and actor not in others and (actor in {BODY, PERSON} or others & told):
                return True
    return False


def _acted(text: str, clause: Sequence[Word], strange: frozenset[str] | None) -> list[tuple[str, str]]:
    """The verbs of a clause, each with who stands beside it: right before it, or else right behind it."""
    folded = {word.folded for word in clause}
    if "door" in folded or not _PASSIVE.isdisjoint(folded):
        return []
    acting = {word.start: actor for actor, word in _actors(text, strange)}
    plain = [word for word in clause if word.folded not in _ARTICLES or word.start in acting]
    nouns = {word.start for before, word in pairwise(clause) if before.folded in _ARTICLES | _PREPOSITIONS}
    found = []
    for i, word in enumerate(plain):
        spoken = word.text.islower() or not word.start
        if (
            not spoken
            or word.start in nouns
            or not telling([word])
            or word.folded in _NO_VERBS
            or not VERB.search(word.folded)
        ):
            continue
        beside = [plain[j].start for j in (i - 1, i + 1) if 0 <= j < len(plain) and plain[j].start in acting]
        found += [(word.stem, acting[start]) for start in beside[:1]]
    return found
