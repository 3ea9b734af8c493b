"""Write `testsets/vervalst.jsonl`: quotes that look like the sample sources and do not stand in them.

Run it with ``python data/make_vervalst.py``. It holds no chance: what is falsified, and how, follows from the SHA-256
of the sentence. No result is a substring of its document, not even when runs of white space count as one space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from assistant.dutch.sentences import sentence_spans
from ingest.clean import clean
from ingest.read import read

DATA = Path(__file__).parent
PER_KIND = 3
"""Falsified quotes of each kind from one document, at most."""

_RUNNING = re.compile(r"(?:\d\. )?[^\W\d_].*[.?!’”]", re.DOTALL)

Texts = dict[str, str]
Maker = Callable[[str], str | None]

NUMBERS = (
    "twee drie vier vijf zes zeven acht negen tien elf twaalf veertien zestien achttien twintig dertig "
    "veertig vijftig zestig zeventig negentig honderd"
).split()
VERBS = "is zijn was waren wordt worden werd mag mogen kan kunnen moet geldt gelden krijgt heeft hebt gaat komt".split()
TAILS = (
    "mits de teamleider daar vooraf mee instemt",
    "behalve in de maanden juli en augustus",
    "en dat geldt ook voor de gemeente Ravenhorst",
    "al heeft de rechter daar in 2024 anders over beslist",
    "waarbij een inkomenstoets verplicht is",
    "zo bevestigt de wethouder desgevraagd",
    "tenzij de inwoner jonger is dan 23 jaar",
    "en daarvan is de helft inmiddels uitgekeerd",
)
LOOKALIKES = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "i": "і"}
OPPOSITES = (
    (" niet", ""),
    ("geen", "een"),
    ("Geen", "Een"),
    ("nooit", "altijd"),
    ("niets", "alles"),
    ("Niemand", "Iedereen"),
)
UNACCENTED = str.maketrans("éëïóöüèíá", "eeiooueia")


def chance(text: str, choices: int) -> int:
    """A whole number from 0 up to choices that follows from the text alone."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % choices


def number(sentence: str) -> str | None:
    """Change one figure, or one number in letters."""
    figures = [match.start() for match in re.finditer(r"\d", sentence) if match.start() > 0]
    if figures:
        place = figures[chance(sentence, len(figures))]
        figure = str((int(sentence[place]) + 1 + chance(sentence[::-1], 8)) % 9 + 1)
        return sentence[:place] + figure + sentence[place + 1 :]
    found = [match for match in re.finditer(r"\w+", sentence) if match[0] in NUMBERS]
    if not found:
        return None
    match = found[chance(sentence, len(found))]
    others = [other for other in NUMBERS if other != match[0]]
    return sentence[: match.start()] + others[chance(sentence, len(others))] + sentence[match.end() :]


def negation_added(sentence: str) -> str | None:
    """Put "geen" for "een", or "niet" behind the first verb."""
    if re.search(r"\b(niet|geen|nooit|niets|niemand)\b", sentence):
        return None
    if re.search(r"\been\b", sentence):
        return re.sub(r"\been\b", "geen", sentence, count=1)
    verb = re.search(rf"\b({'|'.join(VERBS)})\b(?= \w)", sentence)
    return f"{sentence[: verb.end()]} niet{sentence[verb.end() :]}" if verb else None


def negation_removed(sentence: str) -> str | None:
    """Turn a "niet", "geen", "nooit", "niets" or "niemand" into its opposite."""
    for negative, positive in OPPOSITES:
        changed = re.sub(rf"{negative}\b", positive, sentence, count=1)
        if changed != sentence:
            return changed
    return None


def tail(sentence: str) -> str | None:
    """Let a true sentence run on into something that nobody wrote."""
    if not sentence.endswith("."):
        return None
    return f"{sentence[:-1]}, {TAILS[chance(sentence, len(TAILS))]}."


def swapped(sentence: str) -> str | None:
    """Let two words of five letters or more change places."""
    found = [match for match in re.finditer(r"\b[^\W\d_]{5,}\b", sentence) if not match[0][0].isupper()]
    if len(found) < 2:
        return None
    i = chance(sentence, len(found) - 1)
    first, second = found[i], found[i + 1]
    if first[0] == second[0]:
        return None
    between = sentence[first.end() : second.start()]
    return sentence[: first.start()] + second[0] + between + first[0] + sentence[second.end() :]


def spelling(sentence: str) -> str | None:
    """Change nothing but a capital, an accent, a quotation mark, a comma, the full stop or the euro sign."""
    changes = (
        sentence.translate(UNACCENTED),
        sentence.replace("€ ", "€"),
        sentence.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"'),
        sentence.replace(", ", " ", 1),
        f"{sentence[:-1]}!",
        sentence[0].swapcase() + sentence[1:],
    )
    different = [change for change in changes if change != sentence]
    return different[chance(sentence, len(different))] if different else None


def truncated(sentence: str) -> str | None:
    """Cut the last two or three letters off a word inside the sentence."""
    found = list(re.finditer(r"\b[^\W\d_]{7,}\b(?=.*\w)", sentence))
    if not found:
        return None
    match = found[chance(sentence, len(found))]
    return sentence[: match.end() - 2 - chance(sentence[::-1], 2)] + sentence[match.end() :]


def homoglyph(sentence: str) -> str | None:
    """Replace one letter by a Cyrillic one that looks the same, or hide a zero-width space behind it."""
    found = [match.start() for match in re.finditer(r"(?<=\w)[aeopci](?=\w)", sentence)]
    if not found:
        return None
    place = found[chance(sentence, len(found))]
    letter = sentence[place]
    other = f"{letter}\u200b" if chance(sentence[::-1], 4) == 0 else LOOKALIKES[letter]
    return sentence[:place] + other + sentence[place + 1 :]


CHANGES: dict[str, Maker] = {
    "getal veranderd": number,
    "ontkenning toegevoegd": negation_added,
    "ontkenning weggelaten": negation_removed,
    "staart verzonnen": tail,
    "woorden verwisseld": swapped,
    "schrijfwijze veranderd": spelling,
    "woord afgekapt": truncated,
    "gelijkend teken": homoglyph,
}


def texts() -> Texts:
    """The text of every sample source by its path in `data/`."""
    paths = sorted(path for path in (DATA / "bronnen").iterdir() if path.is_file())
    return {f"bronnen/{path.name}": clean(read(path, max_mb=5)).text for path in paths}


def sentences(text: str) -> list[str]:
    """The running sentences of a text, of 6 to 40 words, without tables and headings."""
    found = (text[start:end] for start, end in sentence_spans(text))
    return [s for s in found if 6 <= len(s.split()) <= 40 and " | " not in s and _RUNNING.fullmatch(s)]


def shuffled(found: list[str], salt: str) -> list[str]:
    """The sentences in an order that follows from them and the salt."""
    return sorted(found, key=lambda sentence: chance(salt + sentence, 2**32))


def changed(source: str, found: list[str]) -> Iterator[tuple[str, str, str]]:
    """Falsify sentences of a document in place."""
    for kind, change in CHANGES.items():
        for sentence in shuffled(found, kind):
            if quote := change(sentence):
                yield quote, source, kind


def glued(source: str, found: list[str]) -> Iterator[tuple[str, str, str]]:
    """Join sentences that do not follow each other, and the head of one to the tail of another."""
    for i, (first, second) in enumerate(pairwise(shuffled(found, source))):
        if i % 2:
            head, rest = first.split(), second.split()
            first, second = " ".join(head[: len(head) // 2]), " ".join(rest[len(rest) // 2 :])
        yield f"{first} {second}", source, "zinnen gelijmd"


def misplaced(source: str, others: list[str]) -> Iterator[tuple[str, str, str]]:
    """Offer sentences of other documents as if they stood in this one."""
    for sentence in shuffled(others, source):
        yield sentence, source, "verkeerd document"


def falsified(all_texts: Texts) -> Iterator[tuple[str, str, str]]:
    """Every falsified quote with the source it is offered for and its kind, at most PER_KIND a kind a source."""
    running = {source: sentences(text) for source, text in all_texts.items()}
    for source, text in all_texts.items():
        others = [sentence for other, found in running.items() if other != source for sentence in found]
        seen: dict[str, int] = {}
        for quote, _, kind in (
            *changed(source, running[source]),
            *glued(source, running[source]),
            *misplaced(source, others),
        ):
            if seen.get(kind, 0) < PER_KIND and spaced(quote) not in spaced(text):
                seen[kind] = seen.get(kind, 0) + 1
                yield quote, source, kind


def spaced(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def main() -> None:
    """Write the set."""
    rows = (
        json.dumps({"quote": quote, "source": source, "kind": kind}, ensure_ascii=False)
        for quote, source, kind in falsified(texts())
    )
    (DATA / "testsets" / "vervalst.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
