"""What a language model states, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """What a model states, and the numbers of the sentences that it says carry it; nothing is checked yet."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything a model answered; `cannot` tells that it says the sources hold no answer, and claims nothing."""

    claims: tuple[Claim, ...]
    cannot: bool = False
