"""Which question follows up on which: by a column that names it, or by conversation and turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.evaluation.testset.rows import Row, text
from assistant.evaluation.types import Case, Problem


def link(cases: Sequence[Case], rows: Sequence[Row]) -> tuple[list[Case], list[Problem]]:
    """Tie each follow-up to the question before it; what cannot be tied is a problem."""
    named = {row.number: text(row.fields.get("after")) for row in rows}
    befores, problems = _conversations(rows)
    broken = {problem.row for problem in problems}
    names = {case.question: case.id for case in reversed(cases)} | {case.id: case.id for case in cases}
    ids = {case.row: case.id for case in cases}
    linked: list[Case] = []
    for case in cases:
        name, before = named[case.row], befores.get(case.row)
        if case.row in broken:
            continue
        if name and names.get(name, case.id) == case.id:
            problems.append(Problem(case.row, "after_absent", name))
        elif name:
            linked.append(replace(case, after=names[name]))
        else:
            linked.append(replace(case, after=ids.get(before, f"row {before}") if before else None))
    loops = _loops(linked)
    problems += [Problem(case.row, "after_absent", case.question) for case in linked if case.id in loops]
    return [case for case in linked if case.id not in loops], problems


def without_broken(cases: Iterable[Case]) -> tuple[tuple[Case, ...], list[Problem]]:
    """Leave out follow-ups to questions that are not there, and the follow-ups to those."""
    kept, problems = list(cases), list[Problem]()
    while True:
        there = {case.id for case in kept}
        broken = [case for case in kept if case.after and case.after not in there]
        if not broken:
            return tuple(kept), problems
        problems += [Problem(case.row, "after_dropped", case.question) for case in broken]
        kept = [case for case in kept if case not in broken]


def _conversations(rows: Sequence[Row]) -> tuple[dict[int, int], list[Problem]]:
    """Find which row each row follows, by conversation and turn; and the turns that cannot be right."""
    talks: dict[str, list[tuple[float, int]]] = {}
    problems: list[Problem] = []
    for row in rows:
        talk, turn = text(row.fields.get("conversation")), text(row.fields.get("turn"))
        number = _turn(turn)
        if turn and number is None:
            problems.append(Problem(row.number, "turn", turn))
        elif talk:
            turns = talks.setdefault(talk, [])
            turns.append((len(turns) + 1 if number is None else number, row.number))
        elif number is not None and number > 1:
            problems.append(Problem(row.number, "after_absent", turn))
    ordered = [sorted(turns) for turns in talks.values()]
    problems += [problem for turns in ordered for problem in _gaps(turns)]
    return {row: before for turns in ordered for (_, before), (_, row) in pairwise(turns)}, problems


def _gaps(turns: Sequence[tuple[float, int]]) -> Iterable[Problem]:
    """Find the turns of one conversation that have the number of another, or that open it as a follow-up."""
    first, row = turns[0]
    if first > 1:
        yield Problem(row, "after_absent", f"{first:g}")
    yield from (
        Problem(row, "turn_twice", f"{turn:g}") for (before, _), (turn, row) in pairwise(turns) if turn == before
    )


def _turn(value: str) -> float | None:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return None


def _loops(cases: Sequence[Case]) -> set[str]:
    """Ids of questions that follow themselves, by way of others."""
    after = {case.id: case.after for case in cases}
    return {name for name in after if _reaches(name, after)}


def _reaches(name: str, after: dict[str, str | None]) -> bool:
    at, seen = after[name], set[str]()
    while at and at not in seen:
        if at == name:
            return True
        seen.add(at)
        at = after.get(at)
    return False
