"""What each provider of language models calls things: its package, its keywords, how it is held to our JSON schema."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import KeyRefused
from assistant.prompts import SCHEMA
from assistant.settings import Settings

Keywords = dict[str, Any]
FORMAT = {"type": "json_schema", "json_schema": {"name": "antwoord", "schema": SCHEMA, "strict": True}}
# LangChain's own keyword for the schema waits for the whole reply to parse it; in `extra_body` it streams.
IN_BODY = {"extra_body": {"response_format": FORMAT}}
AZURE_VERSION = "2024-10-21"
NO_KEY = "geen"
"""Servers of one's own ask for no key, but the clients of most providers want one."""


def _common(settings: Settings, key: str | None) -> Keywords:
    return {"base_url": settings.llm_base_url, "api_key": key}


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as LangChain names it.

    `install` is what pip installs for it, `variable` holds its key, and `structured` are the keywords of a call
    that ask for our JSON schema.
    """

    name: str
    install: str
    variable: str = ""
    url: str = ""
    keywords: Callable[[Settings, str | None], Keywords] = _common
    structured: Mapping[str, Any] = field(default_factory=dict)

    def arguments(self, settings: Settings) -> Keywords:
        """The keywords that make its model; raises KeyRefused where a key is needed and there is none."""
        key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
        if not key and self.variable and not os.environ.get(self.variable):
            if not settings.llm_base_url:
                raise KeyRefused(settings.llm or self.name)
            key = NO_KEY
        return {name: value for name, value in self.keywords(settings, key).items() if value is not None}


def _openai(settings: Settings, key: str | None) -> Keywords:
    return {**_common(settings, key), "max_retries": 0, "stream_usage": False}


def _azure(settings: Settings, key: str | None) -> Keywords:
    version = os.environ.get("OPENAI_API_VERSION", AZURE_VERSION)
    ours = {"max_retries": 0, "stream_usage": False}
    return {"azure_endpoint": settings.llm_base_url, "api_key": key, "api_version": version, **ours}


def _ollama(settings: Settings, key: str | None) -> Keywords:
    headers = {"headers": {"Authorization": f"Bearer {key}"}} if key else None
    return {"base_url": settings.llm_base_url, "num_ctx": settings.llm_context, "client_kwargs": headers}


def _mistral(settings: Settings, key: str | None) -> Keywords:
    return {**_common(settings, key), "max_retries": 0, "timeout": int(settings.llm_seconds) + 1}


def _anthropic(settings: Settings, key: str | None) -> Keywords:
    return {**_common(settings, key), "max_retries": 0}


PROVIDERS = {
    one.name: one
    for one in (
        Provider(
            "openai", "vraagbaak[openai]", "OPENAI_API_KEY", "https://api.openai.com/v1", _openai, structured=IN_BODY
        ),
        Provider("azure_openai", "vraagbaak[openai]", keywords=_azure, structured=IN_BODY),
        Provider("ollama", "vraagbaak[ollama]", "", "http://127.0.0.1:11434", _ollama, {"format": SCHEMA}),
        Provider(
            "mistralai",
            "vraagbaak[mistral]",
            "MISTRAL_API_KEY",
            "https://api.mistral.ai/v1",
            _mistral,
            {"response_format": FORMAT},
        ),
        Provider("anthropic", "vraagbaak[anthropic]", "ANTHROPIC_API_KEY", "https://api.anthropic.com", _anthropic),
    )
}
ALIASES = {"mistral": "mistralai", "azure": "azure_openai"}


def named(model: str) -> tuple[Provider, str]:
    """Split `provider:model`; one that is not listed here gets the keywords that most of LangChain's have."""
    name, _, rest = model.partition(":")
    name = ALIASES.get(name, name)
    return PROVIDERS.get(name) or Provider(name, f"langchain langchain-{name.replace('_', '-')}"), rest
