"""Nothing but this machine is called: not by ingest, not by a question, not by the page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TELEMETRY = (
    "ANONYMIZED_TELEMETRY",
    "GRADIO_ANALYTICS_ENABLED",
    "HF_HUB_OFFLINE",
    "DO_NOT_TRACK",
    "LANGCHAIN_TRACING",
    "LANGSMITH_TRACING",
)

# Runs in another process: an audit hook sees every look-up and connection, also those of libraries and threads.
RECORDER = """
import atexit, json, sys
CALLS = []
WATCHED = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request")

def watch(event, arguments):
    if event in WATCHED:
        place = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
        CALLS.append([event, [str(part) for part in place] if isinstance(place, tuple) else [str(place)]])

sys.addaudithook(watch)
atexit.register(lambda: print("CALLS", json.dumps(CALLS)))
"""

INGEST = """
import time
from pathlib import Path
from ingest.build import build, mend
from assistant.settings import Settings
settings = Settings(index=Path(sys.argv[2]))
report = build([Path(sys.argv[1])], settings)
assert len(report.added) == 2, report
assert not mend(settings)
"""
ASK = """
from assistant.chat import Assistant
with Assistant.open(settings) as assistant:
    assert not assistant.ask("Waar woont Ria de Vries?").refused
    assistant.ask("Wie is de koning van Spanje?")
time.sleep(1)
"""
PHRASE = """
sys.path.insert(0, "tests")
from assistant.chat import Assistant
from scripted import number, scripted
from assistant.types import Turn
with scripted() as script, Assistant.open(script.settings(settings)) as assistant:
    script.reply = lambda body: [f"Ria de Vries woont in Meerwolde. [{number(body, 'Ria de Vries')}]\\n"]
    answer = assistant.ask("Waar woont Ria de Vries?")
    assert answer.statements
    assistant.ask("En wat doet zij?", [Turn(answer.question, answer.query, answer.text)])
time.sleep(1)
"""
PAGE = """
import httpx, re, socket, threading, uvicorn
from ui.server import create_app
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
app = create_app(settings)
server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
thread = threading.Thread(target=server.run)
thread.start()
while not server.started:
    time.sleep(0.1)
root = f"http://127.0.0.1:{port}/"
page = httpx.get(root).text
config = json.loads(re.findall(r"window\\.gradio_config = (\\{.*?\\});</script>", page)[0])
respond = next(d for d in config["dependencies"] if d["inputs"] and "submit" in str(d["targets"]))
body = {"data": ["Waar woont Ria de Vries?", None], "fn_index": respond["id"], "session_hash": "proef"}
httpx.post(f"{root}gradio_api/queue/join", json=body).raise_for_status()
told = httpx.get(f"{root}gradio_api/queue/data", params={"session_hash": "proef"}, timeout=60).text
assert "Meerwolde" in told
found = app.state.assistant.store.documents()[0].id
assert httpx.get(f"{root}bron/{found}").status_code == 200
time.sleep(2)
app.state.stop.set()
server.should_exit = True
thread.join(20)
"""


def calls(tmp_path: Path, *steps: str) -> list[tuple[str, list[str]]]:
    """Run steps in another process with every telemetry switch unset; return what it looked up and called."""
    folder = tmp_path / "bronnen"
    folder.mkdir()
    (folder / "ria.txt").write_text("Ria de Vries woont in Meerwolde. Zij is coördinator.\n", "utf-8")
    (folder / "pas.md").write_text("# De pas\n\nDe pas kost € 12 per jaar. U haalt de pas bij het loket.\n", "utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in TELEMETRY}
    command = [sys.executable, "-c", RECORDER + "".join(steps), folder, tmp_path / "index"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    found = next(line for line in done.stdout.splitlines() if line.startswith("CALLS "))
    return [(event, place) for event, place in json.loads(found.removeprefix("CALLS "))]


def outside(found: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    here = ("127.0.0.1", "localhost", "::1", "None", "")
    return [(event, place) for event, place in found if place[0] not in here]


def test_the_recorder_sees_a_call(tmp_path: Path) -> None:
    code = """
import socket
with socket.socket() as one:
    one.settimeout(0.01)
    try:
        one.connect(("192.0.2.1", 9))
    except OSError:
        pass
try:
    socket.getaddrinfo("proef.invalid", 443)
except OSError:
    pass
"""
    assert [place[0] for _, place in outside(calls(tmp_path, code))] == ["192.0.2.1", "proef.invalid"]


def test_ingest_check_and_ask_call_nobody(tmp_path: Path) -> None:
    assert calls(tmp_path, INGEST, ASK) == []


@pytest.mark.parametrize("steps", [(INGEST, PAGE), (INGEST, PHRASE)], ids=["page", "language model"])
def test_only_the_servers_on_this_machine_are_called(tmp_path: Path, steps: tuple[str, ...]) -> None:
    found = calls(tmp_path, *steps)
    assert found
    assert outside(found) == []
