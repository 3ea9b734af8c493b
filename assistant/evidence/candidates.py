"""The sentences that may answer, each with what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.dutch.lexicon import synonyms
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import parts, stem, words
from assistant.evidence.context import Context
from assistant.evidence.question import PARTICLES
from assistant.types import Hit, Passage, Span

REACH = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage; `before` and `after` hold the sentences next to it, nearest first."""

    passage: Passage
    span: Span
    text: str
    stems: frozenset[str]
    before: tuple[frozenset[str], ...]
    after: tuple[frozenset[str], ...]
    before_text: str
    after_text: str
    heading: frozenset[str]
    title: frozenset[str]
    lead: frozenset[str]
    around: frozenset[str]
    hit: float


@lru_cache(maxsize=20000)
def _stems(text: str) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    found = [piece for word in words(text) for piece in _pieces(word)]
    pairs = [(root, word) for root, word in found if root]
    pairs += [(stem(verb), verb) for verb in _separable([word for _, word in found])]
    return frozenset(root for root, _ in pairs), tuple(pairs)


@lru_cache(maxsize=65536)
def _pieces(word: str) -> tuple[tuple[str, str], ...]:
    """Parts of a folded word, each with its stem before it; a stop word has none."""
    return tuple((stem(part) if part not in STOPWORDS else "", part) for part in parts([word]))


def _separable(found: Sequence[str]) -> list[str]:
    """Verbs whose first part stands later in the clause: "volgt … op" holds "opvolgt" too."""
    joined = []
    for position, particle in enumerate(found):
        if particle in PARTICLES:
            for word in found[max(0, position - REACH) : position]:
                verb = _joined(particle, word)
                if verb:
                    joined.append(verb)
    return joined


@lru_cache(maxsize=65536)
def _joined(particle: str, word: str) -> str | None:
    verb = particle + word
    return verb if len(word) > 2 and stem(verb) in synonyms() else None


def stems_of(text: str) -> frozenset[str]:
    """Stems of the words of a text that are not stop words."""
    return _stems(text)[0]


def vocabulary(texts: Iterable[str]) -> dict[str, str]:
    """Every stem of the texts, with a word that has it."""
    found: dict[str, str] = {}
    for text in texts:
        found.update(_stems(text)[1])
    return found


def candidates(context: Context) -> list[Candidate]:
    """Line up the sentences of the hits; neighbours lend context and are candidates too, with a hit score of 0."""
    rows: dict[str, Hit] = {hit.passage.id: hit for hit in (*context.around, *context.hits)}
    ordered = sorted(rows.values(), key=lambda hit: (hit.passage.document_id, hit.passage.position))
    best = max((hit.score for hit in context.hits), default=0.0) or 1.0
    sentences = [
        (hit, span, hit.text[span[0] - hit.passage.start : span[1] - hit.passage.start])
        for hit in ordered
        for span in hit.passage.sentences
    ]
    return [_candidate(sentences, index, context.leads, best) for index in range(len(sentences))]


def _candidate(
    sentences: Sequence[tuple[Hit, Span, str]], index: int, leads: Mapping[str, str], best: float
) -> Candidate:
    hit, span, text = sentences[index]

    def near(step: int, count: int) -> list[str]:
        found = []
        for other in range(index + step, index + step * (count + 1), step):
            if not 0 <= other < len(sentences) or not _adjoin(sentences[other - step][0], sentences[other][0]):
                break
            found.append(sentences[other][2])
        return found

    before, after = near(-1, 3), near(1, 2)
    passage = hit.passage
    return Candidate(
        passage,
        span,
        text,
        stems_of(text),
        tuple(stems_of(t) for t in before),
        tuple(stems_of(t) for t in after),
        before[0] if before else "",
        after[0] if after else "",
        stems_of(passage.heading or ""),
        stems_of(hit.title),
        stems_of(leads.get(passage.document_id, "")),
        stems_of(hit.text),
        max(0.0, hit.score / best),
    )


def _adjoin(a: Hit, b: Hit) -> bool:
    return a.passage.document_id == b.passage.document_id and abs(a.passage.position - b.passage.position) <= 1
