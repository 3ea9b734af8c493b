"""What tells an answering sentence from one that only shares words: one number each, 0 to 1 unless said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.dutch.tokens import fold
from assistant.evidence.candidates import Candidate
from assistant.evidence.demands import (
    Demand,
    attribute_demands,
    closeness,
    counts,
    defines,
    instance,
    names_one,
    other_year,
    place_terms,
    role_terms,
    shows,
    unnamed,
)
from assistant.evidence.match import Matcher
from assistant.evidence.question import Question, Term
from assistant.evidence.signals import STRICT, TYPED, leans, offers, personal, spells_out

NAMES = (
    "own", "near", "wide", "own_other", "near_other", "wide_other", "name_own", "name_near", "name_wide",
    "miss_near", "miss_wide", "miss_name", "miss_number", "miss_noun", "miss_noun_wide", "miss_verb", "unmet_names",
    "focus_own", "focus_near", "unmet", "unmet_own", "tight", "lower_near", "rare_own", "nowhere", "nowhere_noun",
    "share_near", "full", "pair",
    "typed", "untyped", "typed_cover", "typed_around", "hit", "asked_before", "asks", "heading", "length", "leans",
    "personal", "strict", "bare", "likeness", "likeness_near",
    "attr_missing", "attr_shown", "role_missing", "role_own", "place_missing", "place_near", "other_year", "counts",
    "uncounted", "focus_missing", "instance", "no_instance", "defines", "closeness", "far_name", "attr_and_focus",
    "novel", "spelled", "fresh", "echo",
    "soft_own", "soft_near", "soft_least", "soft_rarest", "soft_nowhere",
    "unspelled", "unnamed", "names_one", "private",
)  # fmt: skip

BEFORE = (0.9, 0.7, 0.5)
AFTER = (0.5, 0.3)
HEADING, TITLE, LEAD, AROUND, SPEAKER = 0.85, 0.8, 0.6, 0.6, 0.85
MET, NEARBY = 0.5, 0.9

Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class Aim:
    """A question with its terms sorted by what they ask: positions of terms, and the demands."""

    question: Question
    weights: tuple[float, ...]
    names: tuple[int, ...]
    others: tuple[int, ...]
    nouns: tuple[int, ...]
    verbs: tuple[int, ...]
    numbers: tuple[int, ...]
    focus: tuple[int, ...]
    roles: tuple[int, ...]
    places: tuple[int, ...]
    demands: tuple[tuple[int, Demand], ...]
    nowhere: tuple[int, ...]
    anywhere: tuple[float, ...]

    @classmethod
    def of(cls, question: Question, matcher: Matcher) -> Aim:
        """Sort the terms of a question."""
        terms = question.terms
        roles, places = role_terms(question), place_terms(question)

        def where(test: Sequence[bool]) -> tuple[int, ...]:
            return tuple(i for i, found in enumerate(test) if found)

        return cls(
            question,
            tuple(t.weight for t in terms),
            where([t.name for t in terms]),
            where([not t.name for t in terms]),
            where([not (t.name or t.verb or t.number) for t in terms]),
            where([t.verb for t in terms]),
            where([t.number for t in terms]),
            where([t.stem == question.focus and not t.name for t in terms]),
            where([t in roles for t in terms]),
            where([t in places for t in terms]),
            tuple((terms.index(d.term), d) for d in attribute_demands(question)),
            where([not matcher.met(t) for t in terms]),
            matcher.anywhere(),
        )


def features(aim: Aim, item: Candidate, matcher: Matcher, likeness: float, likeness_near: float) -> list[float]:
    """Measure one candidate; the order is that of NAMES."""
    own = matcher.row(item.stems)
    near = _near(own, item, matcher)
    wide = _wide(near, item, matcher, aim.question.terms)
    return [
        *_coverage(aim, own, near, wide), *_form(aim, item, near, matcher), likeness, likeness_near,
        *_demands(aim, item, own, near, wide), *_novelty(aim, item, matcher), *_meaning(aim, item, matcher),
    ]  # fmt: skip


def cover(weights: Row, strengths: Row, which: Sequence[int] | None = None) -> float:
    """Share of the terms' weight that is met; 0.5 without terms."""
    chosen = range(len(weights)) if which is None else which
    total = sum(weights[i] for i in chosen)
    return sum(weights[i] * strengths[i] for i in chosen) / total if total else 0.5


def _miss(aim: Aim, strengths: Row, which: Sequence[int]) -> float:
    return max((aim.weights[i] * (1.0 - strengths[i]) for i in which), default=0.0)


def _near(own: Row, item: Candidate, matcher: Matcher) -> Row:
    places = [(HEADING, item.heading), (TITLE, item.title)]
    places += [*zip(BEFORE, item.before, strict=False), *zip(AFTER, item.after, strict=False)]
    rows = [(weight, matcher.row(stems)) for weight, stems in places]
    return [max(own[i], *(weight * row[i] for weight, row in rows)) for i in range(len(own))]


def _wide(near: Row, item: Candidate, matcher: Matcher, terms: Sequence[Term]) -> Row:
    """Weigh the passage around and the document's opening; who speaks in the first person is named there."""
    around, lead, speaks = matcher.row(item.around), matcher.row(item.lead), personal(item.text)
    return [
        max(value, AROUND * around[i], (SPEAKER if speaks and terms[i].name else LEAD) * lead[i])
        for i, value in enumerate(near)
    ]


def _coverage(aim: Aim, own: Row, near: Row, wide: Row) -> list[float]:
    """How much of the question is met by the sentence, by what is near, by what is around."""
    weights, every = aim.weights, range(len(own))
    met = sum(near[i] >= MET for i in every)
    squares = [w * w for w in weights]
    rarest = max(every, key=lambda i: weights[i], default=None)
    gone = [i for i in aim.nowhere if near[i] < MET]
    return [
        cover(weights, own), cover(weights, near), cover(weights, wide),
        cover(weights, own, aim.others), cover(weights, near, aim.others), cover(weights, wide, aim.others),
        cover(weights, own, aim.names), cover(weights, near, aim.names), cover(weights, wide, aim.names),
        _miss(aim, near, every), _miss(aim, wide, every), _miss(aim, wide, aim.names),
        max((1.0 - near[i] for i in aim.numbers), default=0.0),
        _miss(aim, near, aim.nouns), _miss(aim, wide, aim.nouns), _miss(aim, near, aim.verbs),
        sum(wide[i] < MET for i in aim.names) / 3,
        max((own[i] for i in aim.focus), default=0.5), max((near[i] for i in aim.focus), default=0.5),
        sum(near[i] < MET for i in every) / 5, sum(own[i] < MET for i in every) / 5,
        min(near, default=0.5), cover(squares, [value * value for value in near]),
        0.5 if rarest is None else own[rarest],
        max((weights[i] for i in gone), default=0.0), max((weights[i] for i in gone if i in aim.nouns), default=0.0),
        met / max(1, len(own)), float(bool(own) and met == len(own)),
        sum(min(a, b) for a, b in pairwise(own)) / (len(own) - 1) if len(own) > 1 else 0.5,
    ]  # fmt: skip


def _form(aim: Aim, item: Candidate, near: Row, matcher: Matcher) -> list[float]:
    """What the sentence looks like, and whether that fits the kind of answer."""
    kind, words = aim.question.kind, aim.question.words
    typed = offers(kind, item.text, words)
    if leans(item.text) and item.before_text:
        typed = max(typed, BEFORE[0] * offers(kind, item.before_text, words))
    around = [offers(kind, text, words) for text in (item.before_text, item.after_text) if text]
    ending = item.text.rstrip("’”\"' ")
    return [
        typed, float(kind in TYPED and typed == 0.0), typed * cover(aim.weights, near), max(around, default=0.0),
        item.hit, _asked_before(aim, item, matcher), float(ending.endswith("?")),
        float(ending[-1:] not in ".!?:;" and len(item.stems) < 12), min(1.0, math.log1p(len(item.stems)) / 4),
        float(leans(item.text)), float(personal(item.text)),
        float(kind in STRICT and typed == 0.0), float(kind in STRICT and max([typed, *around]) == 0.0),
    ]  # fmt: skip


def _asked_before(aim: Aim, item: Candidate, matcher: Matcher) -> float:
    """Cover by the question, in the source itself, that this sentence follows."""
    if item.before_text.rstrip("’”\"' ").endswith("?"):
        return cover(aim.weights, matcher.row(item.before[0]))
    if (item.passage.heading or "").endswith("?"):
        return 0.8 * cover(aim.weights, matcher.row(item.heading))
    return 0.0


def _demands(aim: Aim, item: Candidate, own: Row, near: Row, wide: Row) -> list[float]:
    """Whether what the question names as asked is shown: attribute, role, place, year, count, name."""
    question = aim.question
    close = item.stems.union(*item.before[:1], *item.after[:1], item.heading)
    folded = (
        fold(f"{item.before_text} {item.text} {item.after_text} {item.passage.heading or ''}") if aim.demands else ""
    )
    shown = [max(near[i], float(shows(demand, close, folded))) for i, demand in aim.demands]
    counted, close_by = counts(question, item.text), closeness(question, item.text)
    named = instance(question, item.stems)
    unmet_focus = [1.0 - near[i] for i in aim.focus if i not in aim.verbs]
    return [
        max((1.0 - s for s in shown), default=0.0), min(shown, default=0.5),
        max((1.0 - near[i] for i in aim.roles), default=0.0), min((own[i] for i in aim.roles), default=0.5),
        max((1.0 - wide[i] for i in aim.places), default=0.0), min((near[i] for i in aim.places), default=0.5),
        float(other_year(question, item.text)), counted, float(counted == 0.0),
        max(unmet_focus, default=0.0) if named is None else 1.0 - named,
        0.5 if named is None else named, float(named == 0.0), float(defines(question, item.text)),
        close_by, float(close_by == 0.0),
        float(any(s < MET for s in shown) and any(near[i] < MET for i in aim.focus)),
    ]  # fmt: skip


def _novelty(aim: Aim, item: Candidate, matcher: Matcher) -> list[float]:
    """Whether the sentence tells anything that the question does not."""
    new = sum(not matcher.touches(stem) for stem in item.stems)
    acronyms = aim.question.terms if aim.question.kind == "afkorting" else ()
    bare, before = item.text.strip("‘’“”\"'"), item.before_text.strip("‘’“”\"'")
    spelled = max((float(spells_out(t.text, item.text)) for t in acronyms), default=0.0)
    return [min(1.0, new / 8), spelled, float(not new), float(bare == before)]


def _meaning(aim: Aim, item: Candidate, matcher: Matcher) -> list[float]:
    """How much of the question is met in meaning, where its words may be others."""
    own, weights = matcher.soft(item.stems), aim.weights
    places = [matcher.soft(stems) for stems in (item.heading, item.title, *item.before[:2], *item.after[:1])]
    near = [max(own[i], *(NEARBY * row[i] for row in places)) for i in range(len(own))]
    words = [i for i in range(len(own)) if i not in aim.numbers]
    rarest = max(words, key=lambda i: weights[i], default=None)
    asked = [aim.question.terms[i].text for i in words] if aim.question.kind == "afkorting" else []
    return [
        cover(weights, own), cover(weights, near), min((near[i] for i in words), default=0.5),
        0.5 if rarest is None else near[rarest],
        max((weights[i] * (1.0 - aim.anywhere[i]) for i in words), default=0.0),
        float(bool(asked) and not any(spells_out(word, item.text) for word in asked)),
        unnamed(aim.question, item.text), names_one(aim.question, item.text), _private(aim, item, matcher),
    ]  # fmt: skip


def _private(aim: Aim, item: Candidate, matcher: Matcher) -> float:
    """1 when something of a person is asked that neither the sentence nor its neighbours show."""
    asked = [(i, demand) for i, demand in aim.demands if demand.private]
    close, own = item.stems.union(*item.before[:1], *item.after[:1]), matcher.row(item.stems)
    folded = fold(f"{item.before_text} {item.text} {item.after_text}") if asked else ""
    return float(any(own[i] < MET and not shows(demand, close, folded) for i, demand in asked))
