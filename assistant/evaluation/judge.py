"""From an answer to a verdict: what came of a question and, when it failed, at which step."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.chat import EXTRACTIVE
from assistant.evaluation import ranking
from assistant.evaluation.citing import Place, citation_precision, citation_recall, meets
from assistant.evaluation.library import Library, Spot
from assistant.evaluation.statements import statement_counts
from assistant.evaluation.types import Case, Outcome, Verdict
from assistant.evaluation.wording import bare, needed_met, says, token_f1
from assistant.types import Answer, Citation, Hit


def judge(case: Case, answer: Answer, library: Library, unrefused: Answer | None = None) -> Verdict:
    """Judge an answer; `unrefused` is what would have been answered without a threshold, if that is known."""
    spots = library.locate(case)
    exact = [library.text(c.document.id)[c.start : c.end] == c.quote for c in (*answer.citations, *answer.related)]
    right = not answer.refused and _right(case, spots, answer)
    would = _right(case, spots, unrefused) if answer.refused and unrefused else right
    outcome = _outcome(case, spots, answer, exact=all(exact), right=right)
    measures = {
        "passed": float(outcome.passed),
        "answerable": float(case.answerable),
        "refused": float(answer.refused),
        "right_if_answered": float(would),
        "quotes": float(len(exact)),
        "exact_quotes": float(sum(exact)),
        "seconds": sum(answer.seconds.values()),
        **statement_counts(answer),
    }
    if answer.mode == EXTRACTIVE:
        measures["confidence"] = answer.confidence
    return Verdict(outcome, measures | (_answerable(case, spots, answer, right=right) if case.answerable else {}))


def judge_ranking(case: Case, names: list[str], seconds: float) -> Verdict:
    """Judge a ranking of documents: found when one that is wanted stands in the first ten."""
    relevant = {gold.source: gold.grade for gold in case.gold if gold.source}
    found = ranking.hit(names, relevant, ranking.DEPTH)
    outcome = Outcome.RIGHT if found else Outcome.NOT_RETRIEVED
    return Verdict(outcome, {"passed": found, **ranking.measures(names, relevant), "seconds": seconds})


def _outcome(case: Case, spots: Sequence[Spot], answer: Answer, *, exact: bool, right: bool) -> Outcome:
    if not exact:
        return Outcome.QUOTE_DIFFERS
    if not case.answerable:
        return Outcome.RIGHTLY_REFUSED if answer.refused else Outcome.SHOULD_REFUSE
    if right:
        return Outcome.RIGHT
    if not any(_holds_gold(case, spots, hit) for hit in answer.hits):
        return Outcome.NOT_RETRIEVED
    if answer.refused:
        return Outcome.REFUSED
    return Outcome.WRONG_WORDS if _chosen(spots, answer) or not spots else Outcome.NOT_CHOSEN


def _right(case: Case, spots: Sequence[Spot], answer: Answer) -> bool:
    """Say whether an answer is right: by the needed words, else by the expected answer, else by the gold itself."""
    if not case.answerable:
        return False
    given = _shown(answer)
    if case.needed:
        return needed_met(case.needed, given)
    said = says(case.answer, given) if case.answer else None
    if said is not None:
        return said
    if case.gold:
        return _chosen(spots, answer)
    return bool(case.answer) and needed_met([[str(case.answer)]], given)


def _answerable(case: Case, spots: Sequence[Spot], answer: Answer, *, right: bool) -> dict[str, float]:
    """Figures of a question that has an answer."""
    measures = {"correct": float(right)}
    cited = [_place(citation) for citation in answer.citations]
    quoted = [spot.places for spot in spots if spot.places]
    if case.answer:
        measures["token_f1"] = 0.0 if answer.refused else token_f1(case.answer, bare(answer.text))
    if quoted:
        measures["citation_recall"] = citation_recall(cited, quoted)
        if not answer.refused:
            measures["citation_precision"] = citation_precision(cited, [place for places in quoted for place in places])
    if spots:
        names = ranking.collapse((_unit(spots, hit), hit.score) for hit in answer.hits)
        measures |= ranking.measures(names, {str(i): gold.grade for i, gold in enumerate(case.gold)})
    return measures


def _unit(spots: Sequence[Spot], hit: Hit) -> str:
    """Name a hit in the ranking: the gold that it holds, so that two halves of a quote count once, or its own id."""
    passage = hit.passage
    place = (passage.document_id, passage.start, passage.end)
    return next((str(i) for i, spot in enumerate(spots) if spot.touches(place)), passage.id)


def _holds_gold(case: Case, spots: Sequence[Spot], hit: Hit) -> bool:
    if spots:
        return _unit(spots, hit) != hit.passage.id
    return needed_met(case.needed or [[str(case.answer)]], hit.text)


def _chosen(spots: Sequence[Spot], answer: Answer) -> bool:
    """Say whether a citation lies on a gold quote, or in a gold document where no quote is given."""
    cited = [_place(citation) for citation in answer.citations]
    return any(
        any(meets(place, wanted) for wanted in spot.places) if spot.places else spot.touches(place)
        for place in cited
        for spot in spots
    )


def _shown(answer: Answer) -> str:
    return "\n".join([bare(answer.text), *(citation.quote for citation in answer.citations)])


def _place(citation: Citation) -> Place:
    return citation.document.id, citation.start, citation.end
