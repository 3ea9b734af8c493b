"""Names in a statement: each must stand in its sentences, whole, in full or shortened as there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.dutch.rarity import rarity
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import stem
from assistant.generate.check.canon import acronyms, other_forms
from assistant.generate.check.words import Word, words

_INITIAL = re.compile(r"\b[A-Z]\.$")
TITLES = frozenset(
    "mevrouw meneer heer mevr mw dhr dr drs mr ir prof ing stichting woonstichting wethouder burgemeester".split()
)
_PARTICLES = frozenset("van de der den het ten ter te von el al la le du in aan op".split())
_NO_NAMES = _PARTICLES | TITLES | STOPWORDS


def capitals(text: str) -> list[Word]:
    """Words written with a capital, but one that opens a sentence and is an ordinary word."""
    found = []
    for i, word in enumerate(words(text)):
        if not word.text[0].isupper() or word.folded in _PARTICLES or word.folded in TITLES:
            continue
        opens = i == 0 or _opens(text[: word.start])
        if opens and (word.folded in STOPWORDS or (rarity(word.stem) < 1.0 and not word.text[1:2].isupper())):
            continue
        if opens and text[word.end : word.end + 1] == ":":
            continue
        found.append(word)
    return found


def _opens(before: str) -> bool:
    """Tell whether a sentence begins after a text; an initial's full stop ends none."""
    bare = before.rstrip(" \"'‘“(-•*")
    return bare[-1:] in {".", "!", "?", ":", "\n", "|", ""} and not _INITIAL.search(bare)


def strangers(text: str, sentences: str, about: str) -> bool:
    """Tell whether a text names somebody or something that its sentences (and the headings over them) do not name."""
    written = {word.folded for source in (sentences, about) for word in words(source)}
    known = written | {word.folded for source in (sentences, about) for word in words(other_forms(source))}
    known |= frozenset[str]().union(*(names for short, names in acronyms(text).items() if short in written))
    lowered = {word.folded for word in words(text) if word.text[0].islower()}
    for name in capitals(text):
        if name.folded not in known and name.folded not in lowered and not _shortened(name.folded, known):
            return True
    return not _whole(text, sentences, about) or _another(text, sentences, about)


def _another(text: str, sentences: str, about: str) -> bool:
    """Tell whether a text tells of somebody from a heading what its sentences tell of somebody else."""
    held = {word.folded for word in words(sentences)}
    above = {word.folded for word in people(about)}
    said = [word.folded for word in people(text)]
    titled = {second.folded for first, second in pairwise(words(text)) if first.folded in TITLES}
    borrowed = [name for name in said if name not in held and name in above & titled]
    others = {word.folded for word in people(sentences)} - set(said) - above
    return bool(borrowed) and bool(others) and len(borrowed) == len(said)


def _shortened(name: str, known: set[str]) -> bool:
    """Tell whether a name is another form of a known one.

    It may be a letter of it ("J." for "Joost"), its possessive, what comes from it ("Arnhemse" from "Arnhem",
    "Zwitserse" from "Zwitserland"), or made of known parts ("AI-systeem" where "AI-systemen" stands).
    """
    if len(name) == 1:
        return any(other.startswith(name) for other in known)
    if name.removesuffix("s") in known or not _from(name).isdisjoint(known):
        return True
    if any(name in _from(other) for other in known):
        return True
    parts = name.split("-")
    return len(parts) > 1 and {stem(part) for part in parts} <= {
        stem(part) for other in known for part in other.split("-")
    }


def _from(name: str) -> set[str]:
    """The names of places that a word such as "Arnhemse" may come from."""
    place = next((name.removesuffix(end) for end in ("se", "s") if name.endswith(end)), "")
    return {place, f"{place}land", f"{place}en"} if len(place) >= 4 else set()


def _whole(text: str, sentences: str, about: str) -> bool:
    """Tell whether names that stand next to each other in a text ("Mo Lahlou") do so in the sentences too."""
    pairs = _pairs(text)
    if not pairs:
        return True
    held = _pairs(sentences) | _pairs(about)
    firsts = {first for first, _ in held}
    for first, second in pairs:
        if (first, second) in held or (len(first) == 1 and any(s == second and f.startswith(first) for f, s in held)):
            continue
        together = any(second == s for _, s in held) or second in firsts
        if first in firsts or together:
            return False
    return True


def _pairs(text: str) -> set[tuple[str, str]]:
    """Each two names with nothing but particles between them."""
    found = words(text)
    pairs = set()
    for i, word in enumerate(found):
        if not _named(word):
            continue
        j = i + 1
        while (
            j < len(found) and found[j].folded in _PARTICLES and not text[found[j - 1].end : found[j].start].strip(" .")
        ):
            j += 1
        apart = text[found[j - 1].end : found[j].start].strip(" ") if j < len(found) else ","
        if j < len(found) and _named(found[j]) and apart in {"", ".", "-"} and (apart != "." or len(word.text) <= 2):
            pairs.add((word.folded, found[j].folded))
    return pairs


def _named(word: Word) -> bool:
    acronym = word.text.isupper() and len(word.text) > 1
    return word.text[0].isupper() and not acronym and word.folded not in _NO_NAMES


def people(text: str, given: frozenset[str] = frozenset()) -> Sequence[Word]:
    """Capitalised words of a text in order, the last of each name only.

    A single word that opens a sentence counts only when it is one of the names that are `given`.
    """
    named = capitals(text)
    starts = {word.start for word in named}
    found = [word for word in words(text) if word.start in starts or (word.folded in given and word.text[0].isupper())]
    found = [w for w in found if w.folded in given or not opens_alone(text, w)]
    return [
        word
        for word, following in zip(found, [*found[1:], None], strict=False)
        if following is None
        or text[word.end : following.start].strip(" .") not in {"", "de", "van", "van de", "el", "van der"}
    ]


def opens_alone(text: str, word: Word) -> bool:
    """Tell whether a word opens its sentence and no other name follows it at once."""
    following = next((other for other in words(text) if other.start > word.start and other.text[0].isupper()), None)
    if word.start and not _opens(text[: word.start]):
        return False
    return following is None or text[word.end : following.start].strip(" .") not in {"", "de", "van", "van de", "el"}
