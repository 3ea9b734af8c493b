"""Whether an answer says what was expected, without a judge: needed words, shared tokens, values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.dutch.tokens import stems
from assistant.evaluation.values import Value, values

RECALL = 0.5
"""Share of the expected words (beside numbers and dates) that an answer must hold to be right."""

_NUMBERS_OF_CITATIONS = re.compile(r"\s*\[\d+\]")


def bare(text: str) -> str:
    """An answer's text without the numbers of its citations."""
    return _NUMBERS_OF_CITATIONS.sub("", text)


def needed_met(needed: Sequence[Sequence[str]], given: str) -> bool:
    """Say whether of every group of alternatives at least one occurs in a text.

    White space is folded and case does not count. What begins or ends with a digit may not stand inside a larger
    number ("175" is not in "1.750"), and what is a value alone may be written in another way ("2,3 miljoen").
    """
    folded, there = _spaced(given), values(given)
    return all(any(_occurs(word, folded, there) for word in group) for group in needed)


def normal_form(text: str) -> list[str]:
    """Dutch normal form: numbers and dates as values, other words folded and stemmed, stop words out."""
    found, rest, at = values(text), [], 0
    for value in found:
        rest.append(text[at : value.start])
        at = value.end
    return [value.token for value in found] + stems(" ".join([*rest, text[at:]]))


def token_f1(expected: str, given: str) -> float:
    """Harmonic mean of token precision and recall: F1 = 2PR / (P + R), with tokens in Dutch normal form.

    P = shared / given, R = shared / expected, shared counts each token as often as both have it. As in SQuAD
    (Rajpurkar et al. 2016, arXiv:1606.05250), with our normal form in place of its English one.
    """
    wanted, got = Counter(normal_form(expected)), Counter(normal_form(given))
    shared = sum((wanted & got).values())
    if not wanted or not got:
        return float(wanted == got)
    return 2 * shared / (sum(wanted.values()) + sum(got.values()))


def says(expected: str, given: str) -> bool | None:
    """Say whether a text holds an expected answer: all its values, and at least RECALL of its other words.

    None when the expected answer holds neither ("Ja."), so that words cannot tell.
    """
    wanted, there = values(expected), values(given)
    stemmed = {token for token in normal_form(expected) if ":" not in token}
    if not wanted and not stemmed:
        return None
    if not all(any(value.met_by(other) for other in there) for value in wanted):
        return False
    return not stemmed or len(stemmed & set(normal_form(given))) >= RECALL * len(stemmed)


def _occurs(word: str, folded: str, there: Sequence[Value]) -> bool:
    wanted = _spaced(word)
    before = r"(?<!\d)(?<!\d[.,])" if wanted[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if wanted[-1:].isdigit() else ""
    if wanted and re.search(before + re.escape(wanted) + after, folded):
        return True
    alone = values(word)
    return (
        len(alone) == 1
        and not stems(word[: alone[0].start] + " " + word[alone[0].end :])
        and any(alone[0].met_by(other) for other in there)
    )


def _spaced(text: str) -> str:
    return " ".join(text.split()).lower()
