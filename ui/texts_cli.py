"""Every Dutch sentence that the `vraagbaak` command prints, beside the errors of `ui.texts`, at B1 level."""

from __future__ import annotations

APP = "Vraagbaak beantwoordt vragen uit uw eigen teksten, met citaten die er letterlijk in staan."
INGEST = "Lees bestanden en mappen in, of werk de index bij."
ASK = "Stel een vraag, of een heel bestand met vragen."
STATUS = "Laat zien wat er in de index staat."
CHECK = "Zoek fouten in de index en herstel ze."
SERVE = "Start de chat op deze computer."

PATHS_HELP = "Mappen en bestanden om in te lezen."
INDEX_HELP = "Map van de index (anders VRAAGBAAK_INDEX, anders data/index)."
REBUILD_HELP = "Maak de index opnieuw, bijvoorbeeld na een ander zoekmodel."
QUESTION_HELP = "De vraag."
BATCH_HELP = 'Bestand met op elke regel een JSON-object met de sleutel "question".'
JSON_HELP = "Geef het antwoord als JSON."
HOST_HELP = "Adres waarop de chat luistert (anders VRAAGBAAK_HOST)."
PORT_HELP = "Poort waarop de chat luistert (anders VRAAGBAAK_PORT)."

NO_PATHS = "Noem een map of bestand om in te lezen, of gebruik --rebuild."
NO_QUESTION = "Geef een vraag, of een bestand met vragen met --batch."
TWO_QUESTIONS = "Geef een vraag of een bestand met --batch, niet allebei."
BATCH_NEEDS_JSON = "Gebruik --batch samen met --json."
STAGES = {
    "read": "Bestanden lezen",
    "index": "Passages opnemen",
    "switch": "In gebruik nemen",
    "sweep": "Opruimen",
}
GROUPS = {
    "added": "Nieuw",
    "changed": "Veranderd",
    "unchanged": "Niet veranderd",
    "removed": "Verwijderd",
    "failed": "Niet gelezen",
}
KEPT = "De eerdere versie blijft in de index."
NOTHING_READ = "Geen enkel bestand kon worden gelezen."
NOTHING_FOUND = "Er zijn geen bestanden gevonden."
QUOTES = "Citaten uit de bronnen"
RELATED = "Wel gevonden over dit onderwerp"
PAGE = "bladzijde"
WORDED = "Geformuleerd door een taalmodel: controleer de citaten."
PARTS = {
    "manifest": "Gegevens over de index",
    "documents": "De documenten",
    "vectors": "De vectoren",
    "lexical": "De woorden in de index",
}
MENDED = "Dit is hersteld."
NOT_MENDED = "Dit is niet hersteld: lees deze bestanden opnieuw in."
SOUND = "De index is in orde."
LISTED = 20
"""Names of files that a report prints for each group, before it only counts them."""


def number(value: float, digits: int = 0) -> str:
    """Write a number as Dutch does: 1.234,5."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def done(seconds: float, documents: int, passages: int) -> str:
    """Say how long an ingest took and what the index holds."""
    return (
        f"Klaar in {number(seconds, 1)} seconden. "
        f"De index heeft nu {number(documents)} documenten en {number(passages)} passages."
    )


def more(count: int) -> str:
    """Say how many names are left out."""
    return f"en nog {number(count)}"


def duplicate(name: str, other: str) -> str:
    """Say that two files hold the same text."""
    return f"{name} heeft dezelfde tekst als {other}. De tekst staat één keer in de index."


def serving(url: str) -> str:
    """Say where the chat is."""
    return f"De chat staat klaar op {url} (stop met Ctrl+C)."


def state(folder: str, built: str, model: str, dimension: int, size_mb: float) -> str:
    """Describe an index in a few lines."""
    return "\n".join(
        (
            f"Index:     {folder}",
            f"Bijgewerkt: {built}",
            f"Zoekmodel: {model} ({dimension} getallen per passage)",
            f"Op schijf: {number(size_mb, 1)} MB",
        )
    )


def contents(documents: int, sources: int, passages: int) -> str:
    """Count what an index holds."""
    return f"{number(documents)} documenten uit {number(sources)} bestanden, {number(passages)} passages"


def finding(part: str, problem: str, names: list[str], mended: bool) -> str:
    """Say what was wrong with a part of the index, and whether it is mended."""
    lines = [f"{PARTS[part]} klopten niet ({problem}). {MENDED if mended else NOT_MENDED}", *(f"  {n}" for n in names)]
    return "\n".join(lines)
