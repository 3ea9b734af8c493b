"""One writer per index: a lock that the system releases when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from assistant.errors import IndexBusy

FILE = "lock"
POLL = 0.05
"""Seconds between two tries."""


@contextmanager
def writing(folder: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the right to write in an index folder; raise IndexBusy when another keeps it for all of wait_seconds."""
    with (folder / FILE).open("a+", encoding="utf-8") as file:
        _acquire(file.fileno(), folder, time.monotonic() + wait_seconds)
        file.truncate(0)
        file.write(json.dumps(_self()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _acquire(descriptor: int, folder: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise IndexBusy(folder, _holder(folder)) from None
            time.sleep(POLL)
        else:
            return


def _self() -> dict[str, str]:
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    return {"pid": str(os.getpid()), "host": socket.gethostname(), "user": _user(), "started": started}


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


def _holder(folder: Path) -> str:
    try:
        known = json.loads((folder / FILE).read_text("utf-8"))
    except ValueError:
        return "pid ?"
    return f"pid {known['pid']} ({known['user']}@{known['host']}, {known['started']})"
