"""What the sentences tell the reader to do, told as what somebody else does to the reader."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.generate.check.words import Word, words

_ARTICLES = frozenset("de het een die deze dit dat uw je jouw".split())


def handed_over(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether the doer in a text ("de inwoner belt") is what an imperative ("Bel de inwoner") is done to."""
    said = words(text)
    for sentence in sentences:
        found = words(sentence)
        things = {word.stem for word in found[1:] if word.content}
        if found and any(doer.stem in things for doer in _doers(said, found[0])):
            return True
    return False


def _doers(said: Sequence[Word], verb: Word) -> list[Word]:
    """The words right before the form of a verb that somebody else than the reader does, as its subject."""
    return [
        said[i - 1]
        for i in range(2, len(said))
        if _done(said[i], verb) and said[i - 1].content and said[i - 2].folded in _ARTICLES
    ]


def _done(word: Word, verb: Word) -> bool:
    """Tell whether a word is the form with "t" of the bare form of a verb: "belt" of "bel"."""
    return word.folded == f"{verb.folded}t"
