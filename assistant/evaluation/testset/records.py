"""Test sets as records: one JSON object a line, or a YAML list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import TestSetError
from assistant.evaluation.testset.headers import field_of
from assistant.evaluation.testset.rows import Row
from assistant.evaluation.types import Problem


def jsonl(path: Path) -> list[Row]:
    """Read a line as an object; a line that is none is a row with a problem."""
    return [_line(number, line) for number, line in enumerate(path.read_bytes().split(b"\n"), 1) if line.strip()]


def yaml_file(path: Path) -> list[Row]:
    """Read a list of mappings, or the first list in a mapping; a row is numbered by its line."""
    try:
        loader = yaml.SafeLoader(path.read_text("utf-8-sig"))
        node = loader.get_single_node()
        if isinstance(node, yaml.MappingNode):
            node = next((value for _, value in node.value if isinstance(value, yaml.SequenceNode)), None)
        if not isinstance(node, yaml.SequenceNode):
            raise TestSetError(path, "list")
        found = [(item.start_mark.line + 1, loader.construct_document(item)) for item in node.value]
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise TestSetError(path, "damaged", " ".join(str(error).split())) from error
    return [_row(number, record) for number, record in found]


def _line(number: int, line: bytes) -> Row:
    try:
        return _row(number, json.loads(line.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return Row(number, {}, Problem(number, "not_json"))


def _row(number: int, record: Any) -> Row:
    if not isinstance(record, Mapping):
        return Row(number, {}, Problem(number, "no_record"))
    named = ((field_of(key), value) for key, value in record.items())
    return Row(number, {field: value for field, value in named if field})
