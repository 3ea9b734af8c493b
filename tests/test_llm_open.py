"""Which language models can be named, and what is said when one cannot be used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted import Scripted, Status, Wait, number, scripted, told
from typer.testing import CliRunner

from assistant.chat import Assistant
from assistant.errors import (
    KeyRefused,
    ModelError,
    ModelUnknown,
    ModelUnreachable,
    ProviderMissing,
    SettingsError,
)
from assistant.generate.model import LanguageModel
from assistant.generate.providers import PROVIDERS
from assistant.settings import PREFIX, Settings, load
from ui import cli, texts

ROOT = Path(__file__).parents[1]
FEE = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"
FEE_SENTENCE = "De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand."
FEE_SAID = "De eigen bijdrage is 20,60 euro per maand."
KEY = "sleutel-die-niemand-ziet"
MODULES = {
    "openai": "langchain_openai",
    "azure_openai": "langchain_openai",
    "ollama": "langchain_ollama",
    "mistralai": "langchain_mistralai",
    "anthropic": "langchain_anthropic",
}


@pytest.fixture
def script() -> Iterator[Scripted]:
    with scripted() as made:
        yield made


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in PROVIDERS.values():
        monkeypatch.delenv(provider.variable or "_", raising=False)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_answers_over_http_in_its_own_dialect(
    script: Scripted, web_settings: Settings, provider: str
) -> None:
    pytest.importorskip(MODULES[provider])
    base = script.address if provider in ("ollama", "anthropic", "azure_openai") else f"{script.address}/v1"
    settings = script.settings(web_settings, llm=f"{provider}:proef", llm_base_url=base, llm_api_key=KEY)
    script.reply = lambda body: [*told((FEE_SAID, [number(body, FEE_SENTENCE)]))]
    with Assistant.open(settings) as assistant:
        answer = assistant.ask(FEE)
    assert [one.text for one in answer.statements] == [FEE_SAID]
    assert KEY in str(script.headers[-1])
    body = script.bodies[-1]
    assert body["model"] == "proef" or "/deployments/proef/" in script.paths[-1]
    assert body.get("temperature", body.get("options", {}).get("temperature")) == 0
    assert bool(PROVIDERS[provider].structured) == ("uitspraken" in str({**body, "messages": ()}))
    if provider == "ollama":
        assert body["options"]["num_ctx"] == settings.llm_context


BARE = """
import sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(",")))
from assistant.errors import ProviderMissing
from assistant.generate.model import LanguageModel
from assistant.settings import Settings
from ui import texts
for provider in sys.argv[2:]:
    try:
        LanguageModel.open(Settings(llm=f"{provider}:m", llm_base_url="http://127.0.0.1:9", llm_api_key="x"))
    except ProviderMissing as error:
        print(texts.message(error))
"""


def test_a_missing_package_is_named_with_what_installs_it() -> None:
    command = [sys.executable, "-c", BARE, ",".join(MODULES.values()), *MODULES, "fireworks"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    *ours, other = done.stdout.splitlines()
    for provider, sentence in zip(MODULES, ours, strict=True):
        assert f'pip install "{PROVIDERS[provider].install}"' in sentence
    assert 'pip install "langchain langchain-fireworks"' in other


def test_without_langchain_the_remedy_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain.chat_models", None)
    with pytest.raises(ProviderMissing):
        LanguageModel.open(Settings(llm="openai:m", llm_base_url="http://127.0.0.1:9"))


@pytest.mark.parametrize("provider", ["openai", "azure_openai", "mistralai", "anthropic"])
def test_a_provider_that_wants_a_key_is_not_asked_without_one(provider: str) -> None:
    pytest.importorskip(MODULES[provider])
    with pytest.raises(KeyRefused) as caught:
        LanguageModel.open(Settings(llm=f"{provider}:m"))
    assert "VRAAGBAAK_LLM_API_KEY" in texts.message(caught.value)


@pytest.mark.parametrize(
    ("status", "kind", "remedy"),
    [
        (Status(401), KeyRefused, "VRAAGBAAK_LLM_API_KEY"),
        (Status(403), KeyRefused, "VRAAGBAAK_LLM_API_KEY"),
        (Status(404), ModelUnknown, "VRAAGBAAK_LLM"),
        (Status(400), ModelError, "VRAAGBAAK_LLM_BASE_URL"),
    ],
)
def test_what_will_never_work_is_told_at_start(
    script: Scripted, web_settings: Settings, status: Status, kind: type[ModelError], remedy: str
) -> None:
    script.greets, script.reply = False, [status]
    with pytest.raises(kind) as caught:
        Assistant.open(script.settings(web_settings, llm_api_key=KEY))
    sentence = texts.message(caught.value)
    assert remedy in sentence and "openai:proef" in sentence
    assert KEY not in sentence + repr(caught.value)


def test_a_server_that_is_not_there_is_told_at_start(script: Scripted, web_settings: Settings) -> None:
    with pytest.raises(ModelUnreachable) as caught:
        Assistant.open(script.settings(web_settings, llm_base_url="http://127.0.0.1:9/v1"))
    assert "http://127.0.0.1:9/v1" in texts.message(caught.value)


@pytest.mark.parametrize("steps", [[Status(503)], [Status(429)], [Wait()]], ids=["busy", "rate limit", "slow"])
def test_a_server_that_is_only_busy_does_not_stop_the_start(
    script: Scripted, web_settings: Settings, steps: list[Status | Wait]
) -> None:
    script.greets, script.reply = False, steps
    with Assistant.open(script.settings(web_settings, llm_seconds=1.0)) as assistant:
        script.reply = lambda body: [told((FEE_SAID, [number(body, FEE_SENTENCE)]))]
        assert assistant.ask(FEE).statements


@pytest.mark.parametrize("value", ["nergens:m", "gpt-4", "openai:", ":m"])
def test_a_model_that_cannot_be_read_is_a_wrong_setting(value: str) -> None:
    with pytest.raises(SettingsError, match=f"{PREFIX}LLM"):
        LanguageModel.open(load(llm=value))


def test_an_empty_variable_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LLM", "LLM_BASE_URL", "LLM_API_KEY"):
        monkeypatch.setenv(f"{PREFIX}{name}", "")
    assert (load().llm, load().llm_base_url, load().llm_api_key) == (None, None, None)


def test_the_key_is_never_printed() -> None:
    assert KEY not in f"{Settings(llm_api_key=KEY)!r} {Settings(llm_api_key=KEY)}"


def test_the_command_says_it_in_one_dutch_sentence(
    web_settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"{PREFIX}LLM", "openai:m")
    monkeypatch.setenv(f"{PREFIX}LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setattr(sys, "argv", ["vraagbaak", "ask", FEE, "--index", str(web_settings.index)])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 1
    assert capsys.readouterr().err.strip() == texts.message(ModelUnreachable("openai:m", "http://127.0.0.1:9/v1"))


def test_the_command_prints_statements_quotes_and_who_worded_them(
    script: Scripted, web_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.reply = lambda body: [told((FEE_SAID, [number(body, FEE_SENTENCE)]))]
    monkeypatch.setenv(f"{PREFIX}LLM", "openai:proef")
    monkeypatch.setenv(f"{PREFIX}LLM_BASE_URL", f"{script.address}/v1")
    done = CliRunner().invoke(cli.app, ["ask", FEE, "--index", str(web_settings.index)])
    assert done.exit_code == 0, done.output
    for line in (f"{FEE_SAID} [1]", texts.PAGE_WORDS["worded"], f"“{FEE_SENTENCE}”"):
        assert line in done.output
