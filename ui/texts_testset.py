"""The Dutch words of a test set to fill in, at B1 level."""

from __future__ import annotations

SHEET, EXPLANATION_SHEET = "Vragen", "Uitleg"
COLUMNS = (
    "vraag",
    "verwacht antwoord",
    "verwachte bron",
    "verwacht citaat",
    "niet te beantwoorden",
    "gesprek",
    "volgnummer",
)
EXPLANATION = (
    ("Waarvoor is dit?", "Met deze lijst meet u hoe goed Vraagbaak uw vragen beantwoordt. Vul het blad ‘Vragen’ in: "
     "één vraag per regel. Een lijst van 50 vragen of meer geeft cijfers waar u op kunt bouwen."),
    ("vraag", "De vraag, zoals een inwoner of collega die zou stellen. Dit moet u altijd invullen."),
    ("verwacht antwoord", "Wat het antwoord moet zijn, zo kort mogelijk: een bedrag, datum, naam of een paar woorden. "
     "Getallen en datums mag u schrijven zoals u wilt: 2,3 miljoen is hetzelfde als € 2.300.000, en 1 maart 2026 "
     "hetzelfde als 01-03-2026."),
    ("verwachte bron", "De naam van het bestand waarin het antwoord staat, zoals vraagbaak status die laat zien. "
     "Alleen de bestandsnaam mag ook."),
    ("verwacht citaat", "De zin of het zinsdeel waarin het antwoord staat. Kopieer dit letterlijk uit de bron: elk "
     "teken telt mee, alleen spaties en nieuwe regels niet."),
    ("niet te beantwoorden", "Vul ja in als het antwoord niet in de bronnen staat. Vraagbaak moet dan zeggen dat het "
     "er niet staat. Laat de kolommen met wat u verwacht dan leeg."),
    ("gesprek", "Alleen voor vervolgvragen. Geef alle vragen van één gesprek dezelfde naam of hetzelfde nummer."),
    ("volgnummer", "Alleen voor vervolgvragen: 1 voor de eerste vraag van het gesprek, 2 voor de tweede, enzovoort."),
    ("Wat is verplicht?", "De vraag, en daarnaast minstens één van deze drie: een antwoord, een bron of een citaat. "
     "Of ja bij ‘niet te beantwoorden’. Andere kolommen mag u toevoegen; Vraagbaak kijkt daar niet naar."),
    ("En dan?", "Bewaar dit bestand en typ: vraagbaak evaluate vragen.xlsx (met de naam van uw bestand). Regels die "
     "niet kunnen kloppen, noemt Vraagbaak eerst, met het nummer van de regel."),
)  # fmt: skip
