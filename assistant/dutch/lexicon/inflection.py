"""Inflected forms that a stemmer leaves apart: "schrijft", "schreef" and "geschreven" of "schrijven"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

HOMOGRAPH = "*"
"""Marks a form of an irregular verb that is more often another word, and so counts in compounds only."""

_SEPARABLE = re.compile(
    "(samen|tegen|terug|onder|achter|binnen|bijeen|plaats|teleur|neer|over|door|deel|mede|voort|vast|voor|weg|los|toe"
    "|aan|uit|mee|bij|om|na|op|af|in)(?=.{4})"
)
_FIXED_PREFIX = re.compile("(be|ge|her|ont|ver|er|mis|over|onder|voor|door|om)(?=.{4})")
_INFINITIVE = re.compile("(?:[aeou]i|[^eio])en$")
_OPEN = re.compile("(?<![aeiou])([aeou])([bcdfgklmnprstvz])$")
_LONG = re.compile("(?:ij|ei|ui|au|ou|oe|ie|eu|aa|ee|oo|uu|[^lr][lr])[sf]$")
_SHORT = re.compile("(?<![aeiou])[aeiou][bfglmnprs]$")
_FINAL = {"z": "s", "v": "f"}
_VOICELESS = tuple("tkfschpx")


def forms(word: str, strong: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return a folded word with its plural and, as far as it looks like an infinitive, its verb forms.

    Some forms of a noun that ends in -en are no Dutch words; no text holds them, so they do no harm.
    """
    found = {word, *_plural(word)}
    if not word.endswith(("en", "aan", "oen", "ien")) or len(word) < 4:
        return found
    found.update(form for form in _verb(word, strong) if not form.endswith(HOMOGRAPH))
    separable = _SEPARABLE.match(word)
    if separable and word not in strong:
        particle = separable[0]
        found.update(particle + form.rstrip(HOMOGRAPH) for form in _verb(word[len(particle) :], strong))
    return found


def _plural(word: str) -> Iterator[str]:
    """Plurals that change the last letter: "prijzen", "brieven", "adressen"; "snelle" has the stem of "snellen"."""
    if _LONG.search(word):
        stem = word[:-2] if word[-2] == word[-3] else word[:-1]
        yield f"{stem}{'z' if word[-1] == 's' else 'v'}en"
    elif _SHORT.search(word):
        yield f"{word}{word[-1]}en"


def _verb(infinitive: str, strong: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if infinitive in strong:
        yield from strong[infinitive]
        return
    prefix = _FIXED_PREFIX.match(infinitive)
    if prefix and infinitive[len(prefix[0]) :] in strong:
        bare = (form.removeprefix("ge").rstrip(HOMOGRAPH) for form in strong[infinitive[len(prefix[0]) :]])
        yield from (prefix[0] + form for form in bare)
        return
    if not _INFINITIVE.search(infinitive):
        return
    for root, voiceless in _roots(infinitive):
        dental = "t" if voiceless else "d"
        participle = root if root.endswith(dental) else root + dental
        yield from (root, root if root.endswith("t") else root + "t", participle)  # "werkt" is the stem of "werkte"
        yield participle if prefix else f"ge{participle}"


def _roots(infinitive: str) -> Iterator[tuple[str, bool]]:
    """Roots as the present tense spells them, each with whether its past has a t ("werkte")."""
    bare = infinitive[:-2]
    voiceless = bare.endswith(_VOICELESS)
    if len(bare) > 2 and bare[-1] == bare[-2] and bare[-1] not in "aeiou":
        yield bare[:-1], voiceless
        return
    spelled = [_OPEN.sub(r"\1\1\2", bare)]
    if re.search("e[lrnm]$", bare) and len(bare) > 3:
        spelled.append(bare)
    for root in spelled:
        yield root[:-1] + _FINAL.get(root[-1], root[-1]), voiceless
