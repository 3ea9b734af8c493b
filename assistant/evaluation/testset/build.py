"""From rows as people write them to questions, and to the rows that cannot be right, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.evaluation.testset.followups import link, without_broken
from assistant.evaluation.testset.rows import Row, text
from assistant.evaluation.types import Case, Gold, Problem

YES = frozenset(("ja", "j", "yes", "y", "x", "1", "waar", "true", "✓", "v"))
NO = frozenset(("", "nee", "n", "no", "0", "onwaar", "false", "-"))


class _Wrong(Exception):
    """A row cannot be right."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail


def build(rows: Sequence[Row]) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """Make questions of rows; empty rows do not count, and a follow-up to a dropped row is dropped too."""
    written = [row for row in rows if row.problem or any(text(value) for value in row.fields.values())]
    cases: list[Case] = []
    problems = [row.problem for row in written if row.problem]
    taken: set[str] = set()
    for row in written:
        if row.problem:
            continue
        try:
            case = _case(row)
            if case.id in taken:
                raise _Wrong("id_twice", case.id)
            taken.add(case.id)
            cases.append(case)
        except _Wrong as wrong:
            problems.append(Problem(row.number, wrong.code, wrong.detail))
    linked, broken = link(cases, [row for row in written if not row.problem])
    kept, dropped = without_broken(linked)
    return kept, tuple(sorted([*problems, *broken, *dropped], key=lambda problem: problem.row))


def _case(row: Row) -> Case:
    fields = {name: _scalar(name, value) for name, value in row.fields.items() if name not in ("needed", "gold")}
    question = fields.get("question", "")
    if not question:
        raise _Wrong("no_question")
    gold, needed = _gold(row.fields), _needed(row.fields.get("needed"))
    answer = fields.get("answer") or None
    answerable = _answerable(fields)
    if not answerable and (gold or needed or answer):
        raise _Wrong("contradiction", question)
    if answerable and not (gold or needed or answer):
        raise _Wrong("nothing_expected", question)
    name = fields.get("id") or str(row.number)
    return Case(name, row.number, question, answerable, gold, needed, answer, fields.get("kind") or None)


def _scalar(name: str, value: Any) -> str:
    if isinstance(value, (list, Mapping)):
        raise _Wrong("no_text", name)
    return text(value)


def _answerable(fields: Mapping[str, str]) -> bool:
    marked = _flag(fields.get("unanswerable", ""))
    stated = fields.get("answerable", "")
    if stated and _flag(stated) == marked and fields.get("unanswerable"):
        raise _Wrong("contradiction", fields["question"])
    return _flag(stated) if stated else not marked


def _flag(value: str) -> bool:
    if value.lower() in YES:
        return True
    if value.lower() in NO:
        return False
    raise _Wrong("flag", value)


def _gold(fields: Mapping[str, Any]) -> tuple[Gold, ...]:
    listed = fields.get("gold")
    if listed:
        if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
            raise _Wrong("gold", text(listed))
        found = [_one_gold(one) for one in listed]
    else:
        found = [_one_gold(fields)]
    return tuple(gold for gold in found if gold.source or gold.quote)


def _one_gold(fields: Mapping[str, Any]) -> Gold:
    grade = fields.get("grade", 1)
    return Gold(
        text(fields.get("source")) or None, text(fields.get("quote")) or None, grade if grade in range(1, 100) else 1
    )


def _needed(value: Any) -> tuple[tuple[str, ...], ...]:
    """Groups of alternatives: a list of lists, or text with ";" between groups and "|" between alternatives."""
    if not isinstance(value, list):
        value = [group.split("|") for group in text(value).replace("\n", ";").split(";")]
    groups = (group if isinstance(group, list) else [group] for group in value)
    cleaned = (tuple(word for one in group if (word := text(one))) for group in groups)
    return tuple(group for group in cleaned if group)
