"""A server that nobody here wrote, `transformers serve`, with a tiny model of random weights made here."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.chat import Assistant
from assistant.prompts import DECLINED, SILENT, STOPPED, UNSUPPORTED
from assistant.settings import Settings
from assistant.types import KEPT, Turn

for _name in ("transformers", "accelerate", "langchain_openai"):
    pytest.importorskip(_name)

SAMPLES = Path(__file__).parents[1] / "data" / "bronnen"
QUESTIONS = (
    "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?",
    "Wie krijgt een Meedoenpas?",
    "Wanneer vergaderde de adviesraad?",
    "Wie is de koning van Spanje?",
)
TEMPLATE = "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}assistant: "
START_SECONDS = 120
TRIES = START_SECONDS * 5


def make_model(folder: Path) -> None:
    """Save a Llama of two layers with random weights, and a tokenizer trained on the sample sources."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    pieces = Tokenizer(models.BPE())
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pieces.decoder = decoders.ByteLevel()
    letters = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=2000, special_tokens=["<s>", "</s>"], initial_alphabet=letters, show_progress=False
    )
    pieces.train_from_iterator([path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.md"))], trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=pieces, bos_token="<s>", eos_token="</s>", pad_token="</s>")
    tokenizer.chat_template = TEMPLATE
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=16384,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    model = LlamaForCausalLM(config)
    model.generation_config.max_new_tokens = 80
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Serve the model in a process of its own; give its address and its name."""
    folder = tmp_path_factory.mktemp("taalmodel")
    make_model(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", str(folder)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(child, address)
            yield f"{address}/v1", str(folder)
        finally:
            child.terminate()


def _wait(child: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(TRIES):
        if child.poll() is not None:
            pytest.fail("transformers serve stopped")
        try:
            if httpx.get(f"{address}/health").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(START_SECONDS / TRIES)
    pytest.fail("transformers serve does not start")


@pytest.fixture(scope="module")
def assistant(server: tuple[str, str], sample_settings: Settings) -> Iterator[Assistant]:
    url, name = server
    changes = {"llm": f"openai:{name}", "llm_base_url": url, "llm_seconds": 60.0, "llm_context": 3000}
    with Assistant.open(Settings.model_validate({**sample_settings.model_dump(), **changes})) as opened:
        yield opened


@pytest.mark.parametrize("question", QUESTIONS)
def test_nonsense_over_real_http_is_never_shown_as_an_answer(assistant: Assistant, question: str) -> None:
    seen = list(assistant.stream(question))
    answer, extracted = seen[-1], assistant.extract(question)
    assert not any(verdict.outcome == KEPT for verdict in answer.verdicts)
    assert not any(one.statements for one in seen)
    assert (answer.mode, answer.text, answer.citations) == (extracted.mode, extracted.text, extracted.citations)
    assert answer.notice in (SILENT, UNSUPPORTED, DECLINED, STOPPED)
    assert answer.notice != SILENT


def test_a_follow_up_falls_back_on_the_rules(assistant: Assistant) -> None:
    turn = Turn(QUESTIONS[0], QUESTIONS[0], "De eigen bijdrage is ten hoogste € 21,80 per maand. [1]")
    answer = assistant.ask("En wie int die?", [turn])
    assert answer.query == assistant.extract("En wie int die?", [turn]).query


def test_a_model_that_the_server_does_not_have_is_told_at_start(server: tuple[str, str], tmp_path: Path) -> None:
    from assistant.errors import ModelError
    from assistant.generate.model import LanguageModel

    with pytest.raises(ModelError):
        LanguageModel.open(Settings(llm=f"openai:{tmp_path}", llm_base_url=server[0]))
    assert json.loads(httpx.get(f"{server[0]}/models").text)["object"] == "list"
