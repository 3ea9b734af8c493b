"""Every Dutch sentence about test sets and runs that the `vraagbaak evaluate` command prints, at B1 level."""

from __future__ import annotations

from assistant.evaluation.types import Metric, Problem
from ui.texts_cli import number

EVALUATE = "Meet hoe goed de antwoorden zijn, met een lijst vragen waarvan u het antwoord weet."
TESTSET_HELP = "Bestand met vragen (.xlsx, .csv, .jsonl of .yaml), of een map in BEIR-indeling."
NEW_HELP = "Maak een leeg bestand met vragen om in te vullen (.xlsx of .csv)."
OUT_HELP = "Map voor de uitkomsten (anders een nieuwe map in data/runs)."
COMPARE_HELP = "Map van een eerdere meting om mee te vergelijken."
FAIL_HELP = "Geef exitcode 1 als een cijfer slechter is dan dit, zoals correctness=0.8. Mag vaker."
LEGS_HELP = "Zoek alleen op woorden (lexical), alleen op betekenis (dense) of op beide (hybrid)."
ABLATE_HELP = "Meet ook wat elke stap oplevert, door de stappen om de beurt weg te laten."

NO_TESTSET = "Noem een bestand met vragen, of maak er een met --new vragen.xlsx."
TESTSET_AND_NEW = "Gebruik --new zonder een ander bestand met vragen."
NEW_EXISTS = "Het bestand {0} is er al: kies een andere naam, of haal het eerst weg."
NEW_SUFFIX = "Kies voor --new een naam die eindigt op .xlsx of .csv."
NEW_FAILED = "Het bestand {0} kan niet worden gemaakt ({1}): kies een andere plek."
NEW_MADE = "Het bestand {0} staat klaar. Vul het in, en typ dan: vraagbaak evaluate {0}"
BAD_BAR = "Schrijf --fail-under als naam=getal, zoals correctness=0.8, en niet {0!r}. De namen zijn: {1}."
LEGS = "Kies voor --legs lexical, dense of hybrid."
ABLATE_LEGS = "Gebruik --ablate zonder --legs."
PROBLEMS_TITLE = "Deze regels kunnen niet kloppen en tellen niet mee:"
ROW = "regel"
RESUMED = "Verder met de meting die was gestopt, in {0}."
STOPPED = "Gestopt. Typ dezelfde opdracht nog eens om verder te gaan: de antwoorden staan in {0}."
DONE = "De uitkomsten staan in {0}."
REPORT = "Het rapport staat in {0}. Open het in uw browser."
REPORT_AGAIN = "Maak het rapport over een meting opnieuw, bijvoorbeeld om te vergelijken met een eerdere meting."
RUN_HELP = "Map van de meting."
REPORT_OUT_HELP = "Bestand voor het rapport (anders rapport.html in de map van de meting)."
STAGE = "Vragen stellen"
BUILDING = "Index maken"
WHOLE = "alles"
WITHOUT = "zonder"
COMPARED = "Verschil met de meting van {0}, over {1} dezelfde vragen:"
NOISE = "kan toeval zijn"
SAME = "gelijk"
UNDER = "{0} is {1}, en moet minstens {2} zijn."
OVER = "{0} is {1}, en mag hoogstens {2} zijn."
NOT_MEASURED = "{0} ({1}) is met deze vragen niet te meten."

PROBLEMS = {
    "no_question": "er staat geen vraag",
    "nothing_expected": "er staat niet wat er verwacht wordt: vul een antwoord, citaat of bron in, of zet ja bij "
    "‘niet te beantwoorden’",
    "contradiction": "er staat ja bij ‘niet te beantwoorden’, maar ook wat er verwacht wordt: haal een van de twee weg",
    "flag": "bij ‘niet te beantwoorden’ staat {0!r}: vul ja in, of laat het leeg",
    "id_twice": "het kenmerk {0!r} staat ook bij een andere vraag",
    "no_text": "bij {0!r} staat geen tekst",
    "gold": "de sleutel gold is geen lijst van objecten",
    "source_absent": "de bron {0!r} staat niet in de index: kijk de naam na, of lees de bron in met vraagbaak ingest",
    "quote_absent": "dit citaat staat in geen enkele bron: “{0}”",
    "quote_nearly": "dit citaat staat er bijna, maar niet letterlijk (let op hoofdletters, aanhalingstekens en "
    "streepjes): “{0}”",
    "quote_elsewhere": "dit citaat staat wel in een andere bron, maar niet in deze: “{0}”",
    "turn": "het volgnummer {0!r} is geen getal",
    "turn_twice": "het volgnummer {0} komt in dit gesprek twee keer voor",
    "after_absent": "dit is een vervolgvraag, maar de vraag ervoor is er niet",
    "after_dropped": "dit is een vervolg op een vraag die niet meetelt",
    "not_json": "dit is geen geldige JSON",
    "no_record": "dit is geen object met een vraag",
    "query_absent": "de vraag {0!r} staat niet in queries.jsonl",
}
REASONS = {
    "absent": "het is er niet: kijk of de naam goed is geschreven",
    "unknown": "dit soort bestand kan niet: gebruik .xlsx, .csv, .jsonl of .yaml, of een map in BEIR-indeling",
    "folder": "in deze map staan geen corpus.jsonl, queries.jsonl en qrels.tsv: noem een bestand met vragen, of een "
    "andere map",
    "large": "het is te groot: verdeel de vragen over kleinere bestanden",
    "empty": "er staat niets in: vul eerst vragen in",
    "header": "er is geen kolom met de naam ‘vraag’: zet die erboven, "
    "of begin met vraagbaak evaluate --new vragen.xlsx",
    "protected": "het is beveiligd met een wachtwoord of in het oude .xls: bewaar het zonder wachtwoord als .xlsx",
    "damaged": "het is beschadigd: open het in het programma waarin het is gemaakt en bewaar het opnieuw",
    "list": "er staat geen lijst met vragen in: begin elke vraag met een streepje",
    "line": "regel {0} klopt niet: kijk die na",
    "no_good_rows": "geen enkele regel kan worden gebruikt: verbeter de regels die hierboven staan",
}
LABELS = {
    "passed": "Gaat goed",
    "correctness": "Juist antwoord",
    "answer_precision": "Antwoord klopt",
    "token_f1": "Gelijk aan verwacht antwoord",
    "quote_exactness": "Citaten letterlijk in de bron",
    "citation_precision": "Citaten die kloppen",
    "citation_recall": "Verwachte citaten getoond",
    "refusal_precision": "Terecht geen antwoord",
    "refusal_recall": "Ontbrekend antwoord herkend",
    "over_refusal": "Ten onrechte geen antwoord",
    "curve_area": "Hele lijn samen",
    "ndcg@10": "Volgorde van de bronnen",
    "recall@5": "Goede bron bij de eerste 5",
    "recall@10": "Goede bron bij de eerste 10",
    "mrr": "Plaats van de goede bron",
    "hit@1": "Goede bron bovenaan",
    "supported_statements": "Zinnen met bewijs",
    "dropped_statements": "Zinnen weggelaten",
    "seconds_p50": "Meestal klaar in",
    "seconds_p95": "Bijna altijd klaar in",
}
STEPS = {
    "meaning (dense leg)": "zoeken op betekenis",
    "words (lexical leg)": "zoeken op woorden",
    "roots of words": "woordstammen",
    "letter groups": "lettergroepen",
    "follow-ups made whole": "aangevulde vervolgvragen",
    "sentences around the hits": "zinnen rond de treffers",
    "openings of documents": "het begin van documenten",
    "vectors of sentences": "betekenis van zinnen",
    "names": "namen",
    "kind of answer": "soort antwoord",
    "question in the source": "vragen in de bron",
    "attribute, role, place": "eigenschap, rol en plaats",
    "years and counts": "jaren en aantallen",
    "likeness of meaning": "gelijkenis in betekenis",
    "novelty": "nieuwe informatie",
    "likeness of words": "gelijkenis van woorden",
    "what is named": "wat een naam krijgt",
    "rank in the search": "plaats in de zoekresultaten",
}
"""The steps that an ablation leaves out."""


def problem(one: Problem) -> str:
    """Say which row cannot be right and why."""
    return f"{ROW} {one.row}: {PROBLEMS[one.code].format(one.detail)}"


def reason(code: str, detail: str) -> str:
    """Say why a file is no test set."""
    return REASONS[code].format(detail)


def figure(value: float, unit: str) -> str:
    """Write a figure in its unit: "share", "score" or "seconds"."""
    if unit == "share":
        return f"{number(100 * value, 1)} %"
    return f"{number(value, 3)}{' s' if unit == 'seconds' else ''}"


def interval(metric: Metric, unit: str) -> str:
    """Write the interval of a figure and the number of questions."""
    return f"{figure(metric.low, unit)} – {figure(metric.high, unit)}, {number(metric.n)} vragen"
