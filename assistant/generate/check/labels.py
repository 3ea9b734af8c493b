"""Names behind labels ("Tekst: Jan Smit Foto: Piet Bos") or before them ("Jan Smit: wethouder")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.generate.check.names import people
from assistant.generate.check.words import SAME, Word, content, met, stems, words

_LABEL = re.compile(r"(?:^|(?<=[\s(]))([A-ZÀ-Þ]?[^\W\d_]+(?:[ -][a-zà-ÿ]+){0,2}): (?=[A-ZÀ-Þ])")

_PERSON = re.compile(r"((?:[A-ZÀ-Þ][\w.'’-]* )+(?:(?:van|de|der|den|ter|ten|el) )*[A-ZÀ-Þ][\w'’-]*): (?=[a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Label:
    """The stems of a label, and the last names that go with it, folded."""

    roots: frozenset[str]
    names: frozenset[str]


def relabelled(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether a text tells of a name what stands behind another label, or lists names of two labels together."""
    found = [label for line in sentences for label in labels(line)]
    said = people(text)
    told, named = stems(text), {name.folded for name in said}
    for name in said:
        own = [label for label in found if name.folded in label.names]
        others = [label for label in found if label.names.isdisjoint(named) and _spoken_of(label, told)]
        if own and others and not any(_spoken_of(label, told) for label in own):
            return True
    return any(_apart(one, other, text, found) for one, other in pairwise(said))


def labels(line: str) -> list[Label]:
    """The labels in a line, each with the names up to the next, or with the one that the line begins with."""
    if (person := _PERSON.match(line)) and (named := _names(person[1])):
        return [Label(_roots(line[person.end() :]), named)]
    starts = list(_LABEL.finditer(line))
    ends = [match.start() for match in starts[1:]] + [len(line)] * bool(starts)
    found = []
    for match, end in zip(starts, ends, strict=True):
        if names := _names(line[match.end() : end]):
            found.append(Label(_roots(match[1]), names))
    return found


def _names(text: str) -> frozenset[str]:
    """The last names in a part of a line; a word before it keeps the first from being taken for one that opens it."""
    return frozenset(word.folded for word in people(f"door {text}"))


def _roots(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content(words(text)))


def _spoken_of(label: Label, told: frozenset[str]) -> bool:
    return any(met(root, told) >= SAME for root in label.roots)


def _apart(one: Word, other: Word, text: str, found: Sequence[Label]) -> bool:
    """Tell whether two names that a text lists side by side stand behind different labels only."""
    if {word.folded for word in words(text[one.end : other.start]) if word.text.islower()} != {"en"}:
        return False
    behind = [[label for label in found if word.folded in label.names] for word in (one, other)]
    return all(behind) and not any(label in behind[1] for label in behind[0])
