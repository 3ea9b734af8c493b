"""The check before the screen: does what a model states stand in the sentences that it points to?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.dutch.lexicon import number
from assistant.dutch.tokens import fold, stem
from assistant.entail.entailment import bundled
from assistant.generate.check import causes, certainty, modality, opinions, opposites, polarity, signs
from assistant.generate.check.canon import canonical, other_forms
from assistant.generate.check.contacts import foreign, without
from assistant.generate.check.labels import relabelled
from assistant.generate.check.laws import other_law
from assistant.generate.check.moments import dates, seasons, weekdays
from assistant.generate.check.names import capitals, strangers
from assistant.generate.check.order import swapped
from assistant.generate.check.plain import misquotes, plain, terms, unquoted
from assistant.generate.check.quantities import LIMITING, Quantity, doubled, loose_units, quantities, units, years
from assistant.generate.check.renamed import renamed
from assistant.generate.check.roles import roles_swapped
from assistant.generate.check.sides import turned_round
from assistant.generate.check.versions import versions
from assistant.generate.check.words import SAME, clauses, content, cover, met, stems, weight, words
from assistant.generate.claim import Claim
from assistant.generate.sentences import CELL, Numbered, Sentence

LONGEST = 600
"""Characters: what is longer is no statement."""
ENOUGH, CLAUSE_ENOUGH = 0.42, 0.4
"""Share of the words of a statement, and of each of its clauses, that must be met; chosen on the "oefen" half."""
HEAVY = 1.05
"""Weight from which a clause is looked at by itself: that of more than one rare word."""
ALONE = 0.25
"""Share that the sentences must meet without their headings, where no number ties a statement to them."""
TOLD_OF_ROWS = "krijgt betaalt kost bedraagt heeft telt"
"""Verbs by which a row of a table, which has none, is told."""

RATE = re.compile(r"\s*\b(?:per|elk|elke|ieder|iedere) ([^\W\d_]+)", re.IGNORECASE)
UNITS = frozenset(
    "jaar maand week dag uur minuut kwartaal kalenderjaar schooljaar etmaal kilometer post telefoon".split()
)
NOTE = re.compile(r"\[\d{1,3}\]")
BULLET = re.compile(r"^(?:\d{1,3}[.)]|[-–•*▪◦])\s+")


class Failure(StrEnum):
    """Which check a claim failed."""

    POINTER = "pointer"
    LENGTH = "length"
    CONTACT = "contact"
    QUOTE = "quote"
    NUMBER = "number"
    LIMIT = "limit"
    NAME = "name"
    NEGATION = "negation"
    EXCEPTION = "exception"
    CERTAINTY = "certainty"
    MODALITY = "modality"
    DIRECTION = "direction"
    ORDER = "order"
    CAUSE = "cause"
    WORDS = "words"
    MEANING = "meaning"


LIKELY = 2.0
"""Log odds that a text follows, from which it may be shown in other words than those of its sentences. Strict: what is
not shown gives way to its sentences, and of what strangers twisted, half these odds let one in a hundred through."""

REPEATING, COUNTING, COUNTING_LESS = 1.0, 2.5, 1.0
"""How much lower they may be for a text that repeats much of a sentence with no word of its own, and for one with
numbers: there the rules see most of what can be wrong, and the model, which does not know numbers, is wary of them.
They see less of it where the text has a word of its own, or numbers that can change places."""

REPEATED = 0.5
"""Share of a sentence's words from which a text repeats much of it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim after the check: its text as plain text, the sentences it points to, and what it failed, if anything.

    A claim that failed may be repaired by quoting `sentences`, which are empty when a number was not in the prompt.
    """

    text: str
    sentences: tuple[Sentence, ...]
    failure: Failure | None = None


def judge(claim: Claim, prompt: Numbered) -> Judged:
    """Check a claim against the sentences that it points to; only one without a failure may be shown."""
    numbers = tuple(dict.fromkeys(claim.numbers))
    if not numbers or not prompt.sentences.keys() >= set(numbers):
        return Judged("", (), Failure.POINTER)
    found = tuple(prompt.sentences[number] for number in numbers)
    exact = [sentence.text for sentence in found]
    if not len(claim.text.split()) >= 2 or len(claim.text) > LONGEST:
        return Judged("", found, Failure.LENGTH)
    about = [part for s in found for part in (s.title, s.passage.heading or "", s.before) if part]
    shown = plain(claim.text)
    failure = Failure.QUOTE if misquotes(shown, exact) else None
    asked = [sentence.before for sentence in found if sentence.before.endswith(("?", ":"))]
    if any(CELL in sentence.text for sentence in found):
        about.append(TOLD_OF_ROWS)
    failure = failure or support(claim.text, [*(sentence.read_as for sentence in found), *asked], about)
    if failure is None and not _follows(shown, found):
        failure = Failure.MEANING
    return Judged(unquoted(shown, exact), found, failure)


def _follows(text: str, found: Sequence[Sentence]) -> bool:
    """Tell whether a text that the rules let through follows: it repeats a sentence, or the model finds it likely."""
    said, told = _stems(text), [_stems(sentence.text) for sentence in found]
    if any(said == own and _turns(text) == _turns(sentence.text) for own, sentence in zip(told, found, strict=True)):
        return True
    least = LIKELY
    known = stems("\n".join(sentence.text for sentence in found))
    counting = _counting(text)
    anew = any(met(word.stem, known) < SAME for word in content(words(text)) if word.start not in counting)
    if not anew and any(len({*own} & {*said}) >= REPEATED * len({*own}) for own in told):
        least -= REPEATING
    if counting:
        least -= COUNTING_LESS if anew or _exchangeable(text) else COUNTING
    return likelihood(text, found) >= least


def _counting(text: str) -> frozenset[int]:
    """Where numbers and dates stand in a text, with their units: the offsets of their characters."""
    spans = [(q.start, q.end) for q in quantities(text)] + [(date.start, date.end) for date in dates(text)]
    return frozenset(at for start, end in spans for at in range(start, end))


def _exchangeable(text: str) -> bool:
    """Tell whether a text has two dates, or two numbers that measure or count the same."""
    numbers = {(q.dimension or q.noun, q.value) for q in quantities(text)}
    return len(dates(text)) > 1 or len({kind for kind, _ in numbers}) < len(numbers)


def likelihood(text: str, found: Sequence[Sentence]) -> float:
    """Ask the model how surely sentences carry a text: log odds, 0 for even."""
    title = found[0].title
    held = [s.with_context if s.title == title else f"{s.title}: {s.with_context}" for s in found]
    return float(bundled().scores(title, held, [text])[0])


def _stems(text: str) -> list[str]:
    return [word.stem for word in content(words(text))]


def _turns(text: str) -> list[str]:
    return [word.folded for word in words(text) if word.folded in signs.TURNING]


def support(text: str, sentences: Sequence[str], about: Sequence[str] = ()) -> Failure | None:
    """Name the first check that a text fails against sentences; None when they carry it.

    `about` holds titles and headings over the sentences: they lend a subject, never a number.
    """
    lines = (line for sentence in sentences for line in sentence.split("\n"))
    held = "\n".join(BULLET.sub("", " ".join(NOTE.sub("", line).split())) for line in lines)
    shown = plain(text)
    if foreign(text, "\n".join(sentences)):
        return Failure.CONTACT
    if _bare(shown) in {_bare(sentence) for sentence in sentences}:
        return None
    said, held = without(unquoted(shown, ())), without(held)
    said, held, over = canonical(said, held), canonical(held, said), canonical("\n".join(about), said)
    checks = (
        (Failure.NUMBER, lambda: not _counted(said, held, over)),
        (Failure.LIMIT, lambda: _unlimited(said, held)),
        (Failure.NAME, lambda: strangers(said, held, over) or other_law(said, f"{held}\n{over}")),
        (Failure.NAME, lambda: _unspoken(terms(shown), f"{held}\n{over}")),
        (Failure.NEGATION, lambda: polarity.turned(said, held, signs.NEGATIONS)),
        (Failure.NEGATION, lambda: polarity.turned(said, held, signs.FREE)),
        (Failure.EXCEPTION, lambda: polarity.turned(said, held, signs.EXCEPTIONS)),
        (
            Failure.CERTAINTY,
            lambda: (
                certainty.sure(said, held)
                or certainty.generalised(said, held)
                or certainty.widened(said, held)
                or certainty.advanced(said, held)
                or certainty.unconditional(said, held)
                or opinions.unascribed(said, held)
            ),
        ),
        (Failure.MODALITY, lambda: modality.forced(said, held)),
        (Failure.DIRECTION, lambda: opposites.opposed(said, held) or opposites.moved(said, held)),
        (
            Failure.ORDER,
            lambda: (
                swapped(said, held.split("\n"))
                or roles_swapped(said, held.split("\n"), over)
                or renamed(said, held.split("\n"))
                or relabelled(said, held.split("\n"))
                or turned_round(said, held.split("\n"))
            ),
        ),
        (Failure.CAUSE, lambda: causes.crossed(said, held)),
        (Failure.WORDS, lambda: not _worded(said, held, over)),
    )
    return next((failure for failure, failed in checks if failed()), None)


def _bare(text: str) -> str:
    """A sentence without its bullet, its quotation marks and the sign that ends it."""
    return " ".join(BULLET.sub("", unquoted(" ".join(text.split()), ())).split()).rstrip(".!?;:,")


def _counted(said: str, held: str, over: str) -> bool:
    """Tell whether every number, date and day of a text stands in the sentences; "per maand" may stand over them."""
    rates = [q for q in quantities(over) if q.raw == 1 and over[q.start : q.end].lower().startswith("per ")]
    numbers, known = [*quantities(held), *rates], years(held)
    held_dates = dates(held)
    if not versions(said) <= versions(held):
        return False
    if not (weekdays(said) <= weekdays(held) and seasons(said) <= seasons(held)):
        return False
    if not all(any(date.carried_by(other, known) for other in held_dates) for date in dates(said)):
        return False
    counted = quantities(said)
    if not all(_found(quantity, numbers) or quantity.raw in known for quantity in counted):
        return False
    if doubled(counted, numbers):
        return False
    return loose_units(said, counted) <= units(held) | units(over) and _rated(said, held, counted)


def _rated(said: str, held: str, counted: Sequence[Quantity]) -> bool:
    """Tell whether what an amount is paid for ("per kind") is so in the sentences too."""
    known = [stem(fold(match.group(1))) for match in RATE.finditer(held)]
    for quantity in counted:
        match = RATE.match(said, quantity.end)
        if not match or fold(match.group(1)) in UNITS or number(match.group(1)) is not None:
            continue
        if met(stem(fold(match.group(1))), known) < SAME:
            return False
    return True


def _found(quantity: Quantity, numbers: Sequence[Quantity]) -> list[Quantity]:
    return [other for other in numbers if quantity.carried_by(other)]


def _unlimited(said: str, held: str) -> bool:
    """Tell whether a limit on a number was turned around, added or left out."""
    numbers = quantities(held)
    for quantity in quantities(said):
        found = _found(quantity, numbers)
        if found and not any(_same_limit(quantity, other) for other in found):
            return True
    return False


def _same_limit(quantity: Quantity, other: Quantity) -> bool:
    if quantity.bound == other.bound:
        return True
    if quantity.bound and other.bound:
        return False
    return not (quantity.strict or other.strict)


def _unspoken(found: Sequence[str], known: str) -> bool:
    """Tell whether a text speaks of a word, between quotation marks, that the sentences and headings don't have."""
    return any(met(word.stem, stems(known)) < SAME for term in found for word in content(words(term)))


def _worded(said: str, held: str, over: str) -> bool:
    """Tell whether the words of a text, and of each clause of it, are met in the sentences and their headings."""
    roots = (*stems(held), *stems(other_forms(held)))
    above = (*stems(over), *stems(other_forms(over)))
    counting, named = _counting(said), {word.start for word in capitals(said)}
    told = [
        [
            word
            for word in content(clause)
            if word.folded not in LIMITING and word.start not in named and word.start not in counting
        ]
        for clause in clauses(said)
    ]
    whole = [word for found in told for word in found]
    if cover(whole, roots, above) < ENOUGH or (whole and not counting and cover(whole, roots) < ALONE):
        return False
    for found in told:
        if sum(weight(word.stem) for word in found) >= HEAVY and cover(found, roots, above) < CLAUSE_ENOUGH:
            return False
    return True
