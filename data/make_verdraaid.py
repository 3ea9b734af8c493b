"""Write `testsets/verdraaid.jsonl`: true paraphrases that were twisted, so that their sentences no longer carry them.

Run it with ``python data/make_verdraaid.py``. It holds no chance: what is twisted, and how, follows from the SHA-256
of the paraphrase.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from make_vervalst import TAILS, chance, negation_added, negation_removed, number

SETS = Path(__file__).parent / "testsets"
PER_TEXT = 5
"""Twisted statements from one paraphrase, at most."""

OFFERED = re.compile(
    r"\b(ka[n]|kun(t|nen)|mag|mogen|geldig|bereikbaar|beschikbaar|open|mogelijk|recht|aanmerking)\b", re.IGNORECASE
)

Row = dict[str, Any]
Maker = Callable[[str], str | None]

UNITS = {
    "werkdagen": "weken",
    "dagen": "maanden",
    "weken": "maanden",
    "maanden": "weken",
    "jaar": "maanden",
    "uur": "minuten",
    "minuten": "uur",
    "procent": "euro",
    "euro": "procent",
    "kilometer": "meter",
    "cent": "euro",
}
SINGULAR = {"maanden": "maand", "weken": "week", "minuten": "minuut"}
DIRECTIONS = {
    "maximaal": "minimaal",
    "hooguit": "minstens",
    "minstens": "hooguit",
    "minimaal": "maximaal",
    "ten minste": "ten hoogste",
    "meer dan": "minder dan",
    "hoger dan": "lager dan",
    "langer dan": "korter dan",
    "binnen": "pas na",
    "vanaf": "tot",
    "vóór": "na",
    "omhoog": "omlaag",
    "verhogen": "verlagen",
    "jonger": "ouder",
    "gratis": "tegen betaling",
    "zonder": "met",
    "altijd": "nooit",
    "elke": "geen enkele",
}
MODALITIES = {
    "moet": "mag",
    "moeten": "mogen",
    "mag": "moet",
    "mogen": "moeten",
    "kunt": "moet",
    "kunnen": "moeten",
    "hoeft": "mag",
    "hoeven": "mogen",
}
NAMES = (
    ("Ravenhorst", "Dijkeland", "Oudkerke", "Nieuwvaart", "Lagebrug", "Meerwolde", "Waterkwartier", "De Hoven"),
    ("Joost van Dalen", "Farida el Amrani", "Tom Hogeweg", "Frank Dekkers", "Marit Zwanenburg", "Karel Nijland"),
    ("Pieter de Vries", "Ruud Bakker", "Gerrit Pol", "Nienke van Rhee", "Noor Haverkamp", "Wil Kuipers"),
    ("Ilse Veenstra", "Mo Lahlou", "Joke Admiraal", "Dennis Oduya", "Saskia Timmer", "Auke de Vries"),
    ("Loes Bruinsma", "Bram Oosting", "Youssef Kaya", "Jeroen Mulder", "Petra van Wijk", "Anouk Bakker"),
    ("Stichting Wijkkracht", "Kredietbank Drieland", "Woonstichting Ankerplaats", "Stichting Vuurtoren"),
    ("SVB", "CAK", "UWV", "VNG"),
    ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"),
    ("De Spil", "De Boomgaard", "Het Gemaal", "De Grutto"),
)


def worded(table: dict[str, str]) -> Maker:
    """Make a maker that puts the opposite for one of a table's words."""
    pattern = re.compile(rf"\b({'|'.join(sorted(table, key=len, reverse=True))})\b")

    def change(text: str) -> str | None:
        found = list(pattern.finditer(text))
        if not found:
            return None
        match = found[chance(text, len(found))]
        return text[: match.start()] + table[match[0]] + text[match.end() :]

    return change


def modality(text: str) -> str | None:
    """Turn a duty into a permission or the other way around; "mag niet" and "moet niet" forbid alike."""
    if re.search(r"\b(niet|geen|nooit|alleen)\b", text) and not re.search(r"\bhoe(ft|ven)\b", text):
        return None
    changed = worded(MODALITIES)(text)
    return re.sub(r"\b(mag|mogen)\b(.*?) te (?=\w+en\b)", r"\1\2 ", changed, count=1) if changed else None


def unit(text: str) -> str | None:
    """Put another unit behind a number."""
    pattern = re.compile(rf"(?<=\w )({'|'.join(UNITS)})\b")
    match = next((m for m in pattern.finditer(text) if re.search(r"(\d|\w{3,}) $", text[: m.start()])), None)
    if match is None:
        return None
    new = UNITS[match[0]]
    if re.search(r"\b(een|één|het|per|elk|elke|hele) $", text[: match.start()]):
        new = SINGULAR.get(new, new)
    return text[: match.start()] + new + text[match.end() :]


def name(text: str) -> str | None:
    """Put another name of the same sort for one of the names."""
    for group in NAMES:
        for old in group:
            others = [new for new in group if new not in text]
            if re.search(rf"\b{old}\b", text) and others:
                return re.sub(rf"\b{old}\b", others[chance(text, len(others))], text, count=1)
    return None


def tail(text: str) -> str | None:
    """Let a true statement run on into something that nobody wrote."""
    return f"{text[:-1]}, {TAILS[chance(text, len(TAILS))]}." if text.endswith(".") else None


def address(text: str) -> str | None:
    """Add a way to get in touch that no source gives."""
    ways = (
        "Mail naar info@hulp.example.",
        "Kijk op www.hulp.example.",
        "Bel 06-12345678.",
        "[Meer](https://a.example)",
    )
    return f"{text} {ways[chance(text, len(ways))]}"


def quoted(text: str) -> str | None:
    """Put the paraphrase between quotation marks, as if it stood in the source."""
    return f"In de bron staat: “{text}”"


TWISTS: dict[str, Maker] = {
    "getal veranderd": number,
    "eenheid veranderd": unit,
    "ontkenning toegevoegd": negation_added,
    "ontkenning weggelaten": negation_removed,
    "richting omgekeerd": worded(DIRECTIONS),
    "plicht en mogelijkheid verwisseld": modality,
    "naam veranderd": name,
    "staart verzonnen": tail,
    "adres verzonnen": address,
    "citaat getypt": quoted,
}


def twists(row: Row) -> dict[str, str]:
    """Every way in which a paraphrase can be twisted, by kind.

    A sentence that says neither "may" nor "must" lays down a duty: that it "must" be so is no twist.
    """
    made = {kind: change(row["text"]) for kind, change in TWISTS.items()}
    new = made["plicht en mogelijkheid verwisseld"]
    if new and re.search(r"\bmoe(t|ten)\b", new) and not OFFERED.search(" ".join(row["sentences"])):
        made["plicht en mogelijkheid verwisseld"] = None
    return {kind: new for kind, new in made.items() if new and new != row["text"]}


def twisted(rows: list[Row]) -> Iterator[Row]:
    """Every twisted statement; `carried_by` is the line (from 0) of the paraphrase whose sentences it points to."""
    for i, row in enumerate(rows):
        text = row["text"]
        for kind, new in sorted(twists(row).items(), key=lambda pair: chance(pair[0] + text, 2**32))[:PER_TEXT]:
            yield {"text": new, "carried_by": i, "kind": kind}
        near = [j for j, r in enumerate(rows) if r["source"] == row["source"] and not shared(r, row)]
        far = [j for j, r in enumerate(rows) if r["source"] != row["source"]]
        for kind, others in (("zin ernaast", near), ("zin uit een andere bron", far)):
            yield {"text": text, "carried_by": others[chance(kind + text, len(others))], "kind": kind}


def shared(first: Row, second: Row) -> bool:
    """Tell whether two paraphrases rest on a common sentence."""
    return not set(first["sentences"]).isdisjoint(second["sentences"])


def main() -> None:
    """Write the set."""
    rows = [json.loads(line) for line in (SETS / "parafrase.jsonl").read_text("utf-8").splitlines()]
    lines = (json.dumps(row, ensure_ascii=False) for row in twisted(rows))
    (SETS / "verdraaid.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
