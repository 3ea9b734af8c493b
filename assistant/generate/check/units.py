"""Units of a number and what they measure, and words that are a number with their unit."""

from __future__ import annotations

SIZES = {
    **dict.fromkeys(("seconde", "seconden"), ("time", 1 / 60)),
    **dict.fromkeys(("minuut", "minuten"), ("time", 1.0)),
    **dict.fromkeys(("kwartier", "kwartieren"), ("time", 15.0)),
    **dict.fromkeys(("uur", "uren"), ("time", 60.0)),
    **dict.fromkeys(("dag", "dagen", "etmaal", "etmalen"), ("time", 1440.0)),
    **dict.fromkeys(("week", "weken"), ("time", 10080.0)),
    **dict.fromkeys(("maand", "maanden"), ("month", 1.0)),
    **dict.fromkeys(("kwartaal", "kwartalen"), ("month", 3.0)),
    **dict.fromkeys(("halfjaar",), ("month", 6.0)),
    **dict.fromkeys(("jaar", "jaren", "jarige", "jarigen"), ("month", 12.0)),
    **dict.fromkeys(("werkdag", "werkdagen"), ("workday", 1.0)),
    **dict.fromkeys(("euro", "euro's"), ("euro", 1.0)),
    **dict.fromkeys(("cent", "centen"), ("euro", 0.01)),
    **dict.fromkeys(("procent", "procenten", "%"), ("share", 0.01)),
    **dict.fromkeys(("procentpunt", "procentpunten"), ("points", 1.0)),
    **dict.fromkeys(("kilometer", "kilometers", "km"), ("metre", 1000.0)),
    **dict.fromkeys(("meter", "meters", "m"), ("metre", 1.0)),
    **dict.fromkeys(("keer", "maal"), ("times", 1.0)),
}
ALWAYS = {
    "kwart": ("share", 0.25),
    "driekwart": ("share", 0.75),
    "helft": ("share", 0.5),
    "eenmaal": ("times", 1.0),
    "eenmalig": ("times", 1.0),
    "eens": ("times", 1.0),
    "jaarlijks": ("month", 12.0),
    "jaarlijkse": ("month", 12.0),
    "maandelijks": ("month", 1.0),
    "maandelijkse": ("month", 1.0),
    "wekelijks": ("time", 10080.0),
    "wekelijkse": ("time", 10080.0),
    "dagelijks": ("time", 1440.0),
    "tweemaal": ("times", 2.0),
    "tientje": ("euro", 10.0),
    "halfjaar": ("month", 6.0),
    "kwartier": ("time", 15.0),
}
ONES = frozenset("een per elk elke ieder iedere".split())
SINGLE = "kwartaal kwartier minuut dag etmaal week maand jaar uur kilometer keer".split()
BIG = {"miljoen": 1e6, "mln": 1e6, "miljard": 1e9, "duizend": 1e3, "mille": 1e3}
ORDINALS = {"eerste": 1.0, "tweede": 2.0, "derde": 3.0, "achtste": 8.0}
