"""The coverage/precision curve as places in a picture, and as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.types import Point
from ui import texts_report as said

WIDTH, HEIGHT = 420, 290
LEFT, RIGHT, TOP, BOTTOM = 56, 26, 34, 52
ROWS = 11
"""Rows of the table at most."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and the words beside it."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One threshold; `now` marks the one that the run used."""

    threshold: str
    coverage: str
    precision: str
    now: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A picture of WIDTH x HEIGHT: `line` is the path of the curve, `now` the place of the run's own threshold."""

    line: str
    now: tuple[float, float] | None
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    rows: tuple[Row, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def curve(points: Sequence[Point], threshold: float | None) -> Curve | None:
    """Draw the curve; None without points. The precision axis begins at the tenth below the lowest point."""
    shown = sorted((point for point in points if point.coverage > 0), key=lambda p: (p.coverage, p.threshold))
    if not shown:
        return None
    floor = min(int(point.precision * 10) for point in shown) / 10
    floor = min(floor, 0.9)
    places = [(_x(point.coverage), _y(point.precision, floor)) for point in shown]
    used = _used(shown, threshold)
    return Curve(
        line="M" + " L".join(f"{x:g} {y:g}" for x, y in places),
        now=None if used is None else places[shown.index(used)],
        across=tuple(Tick(_x(part / 5), said.share(part / 5)) for part in range(6)),
        up=tuple(Tick(_y(level, floor), said.share(level)) for level in _levels(floor)),
        rows=tuple(_row(point, point is used) for point in _some(shown, used)),
    )


def _used(shown: Sequence[Point], threshold: float | None) -> Point | None:
    """Find the point that holds at a threshold: the lowest one that is not below it."""
    at_least = [point for point in shown if threshold is not None and point.threshold >= threshold]
    return min(at_least, key=lambda point: (point.threshold, -point.coverage)) if at_least else None


def _some(shown: Sequence[Point], used: Point | None) -> list[Point]:
    """Choose points that are spread evenly over the questions, and the used one."""
    if len(shown) <= ROWS:
        chosen = list(shown)
    else:
        steps = [round(i * (len(shown) - 1) / (ROWS - 1)) for i in range(ROWS)]
        chosen = [shown[step] for step in steps]
    if used is not None and used not in chosen:
        chosen.append(used)
    return sorted(chosen, key=lambda point: (point.coverage, point.threshold))


def _row(point: Point, now: bool) -> Row:
    return Row(said.number(point.threshold, 2), said.share(point.coverage), said.share(point.precision), now)


def _levels(floor: float) -> list[float]:
    step = 1 if floor >= 0.5 else 2
    return [tenth / 10 for tenth in range(10, round(floor * 10) - 1, -step)]


def _x(coverage: float) -> float:
    return round(LEFT + coverage * (WIDTH - LEFT - RIGHT), 1)


def _y(precision: float, floor: float) -> float:
    return round(TOP + (1 - precision) / (1 - floor) * (HEIGHT - TOP - BOTTOM), 1)
