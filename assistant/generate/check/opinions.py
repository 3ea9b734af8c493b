"""What the sentences say that somebody finds, told as if it were so."""

from __future__ import annotations

import re

from assistant.generate.check.signs import telling
from assistant.generate.check.words import cover, stems, words

TOLD, RETOLD = 0.6, 0.35
"""Share of a text that an opinion must meet, and the other way around, where the text retells it."""

_WHO = "(?: (?:we|wij|ik|zij|ze|hij|men))?"
_WHOLE = re.compile(
    r"\bvolgens (?!(?:de |het )?(?:wet|regel|artikel|verordening|planning|cijfer|plan|afspra))"
    r"|\b(?:naar|in) (?:het |de )?(?:oordeel|mening|inzicht|opvatting|ogen) van\b"
    r"|, (?:vind(?:t|en)|vond(?:en)?|meen(?:t|en)|oorde(?:elt|len)) (?![^,;.]*\bplaats\b)[^,;.]*\W*$",
    re.IGNORECASE,
)
_FIND = (
    r"vind(?:t|en)?|vond(?:en)?|meen(?:t|en)|stel(?:t|len|de)|denk(?:t|en)|geloof(?:t|en)|beweer(?:t|en)|betoogt"
    r"|wil(?:len)?"
)
_SEE = r"zie(?:t|n)|zag|beschouw(?:t|en)|noem(?:t|en)"
_BEHIND = re.compile(rf"\b(?:{_FIND}){_WHO},? dat\b|\b(?:{_SEE})\b.{{3,50}}\b(?:als|een)\b", re.IGNORECASE)
_ASCRIBED = re.compile(
    rf"\b(?:{_FIND}|{_SEE}|volgens|zeg(?:t|gen)|zei|acht|zou(?:den)?|aldus|mening|oordeel|opvatting|visie"
    r"|benadruk(?:t|ken)|waarschuw(?:t|en)|pleit(?:en)?|oorde(?:elt|len)|constate(?:ert|ren)|conclude(?:ert|ren)"
    r"|vertel(?:t|len)|geeft aan|geven aan)\b|[‘“\"]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n")


def unascribed(text: str, sentences: str) -> bool:
    """Tell whether a text retells what somebody finds, and names no one who finds it."""
    if _ASCRIBED.search(text):
        return False
    roots, said = stems(text), telling(words(text))
    opinions = (part for sentence in _SENTENCE.split(sentences) if (part := _opinion(sentence)))
    return any(cover(said, stems(part)) >= TOLD and cover(telling(words(part)), roots) >= RETOLD for part in opinions)


def _opinion(sentence: str) -> str:
    """What a sentence says that somebody finds; empty where nobody does."""
    if _WHOLE.search(sentence):
        return sentence
    found = _BEHIND.search(sentence)
    return sentence[found.start() :] if found else ""
