"""One flat, frozen settings object, read from the environment and validated at start."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

PREFIX = "VRAAGBAAK_"
BUNDLED = "bundled"

Off = BeforeValidator(lambda value: value or None)
"""A variable that is there but empty counts as absent."""


class Settings(BaseSettings):
    """Every setting; each has a variable ``VRAAGBAAK_<NAME>`` and a row in the README's table."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    index: Path = Field(Path("data/index"), description="folder that holds the index")
    chroma_url: str | None = Field(
        None, pattern=r"^https?://[^/]+$", description="a Chroma server, instead of the embedded one"
    )
    embedding_model: str = Field(
        BUNDLED, min_length=1, description="`bundled`, or a sentence-transformers name or folder"
    )
    query_prompt: str | None = Field(None, description="put before a query (default: what the model asks for)")
    passage_prompt: str | None = Field(None, description="put before a passage (likewise)")
    top_k: int = Field(12, ge=1, le=100, description="passages that a search hands to the answer")
    refuse_below: float = Field(
        0.5, ge=0, le=1, description="refuse when the best evidence scores less; higher refuses more"
    )
    llm: Annotated[str | None, Off] = Field(
        None,
        pattern=r"^[a-z_]+:\S+$",
        description="language model that phrases the answer, as `provider:model` (default: none, answers are quotes)",
    )
    llm_base_url: Annotated[str | None, Off] = Field(
        None, pattern=r"^https?://[^/@\s]+(/\S*)?$", description="address of the language model's server"
    )
    llm_api_key: Annotated[SecretStr | None, Off] = Field(
        None, description="key for the language model (default: the provider's own variable)"
    )
    llm_seconds: float = Field(30, gt=0, le=600, description="seconds that a question may wait for the language model")
    llm_context: int = Field(8192, ge=2048, description="tokens that the language model's window holds")
    max_file_mb: float = Field(50, gt=0, description="larger files are not read")
    wait_seconds: float = Field(0, ge=0, description="how long an ingest waits for another one to end")
    host: str = Field("127.0.0.1", min_length=1, description="address that `serve` listens on")
    port: int = Field(7860, ge=1, le=65535, description="port that `serve` listens on")
    keep_questions: bool = Field(
        False, description="keep questions that got no answer, or no useful one, and say so on the chat page"
    )
    keep_days: int = Field(90, ge=1, le=3650, description="days after which a kept question is removed")
    manage_password: Annotated[SecretStr | None, Off] = Field(
        None, min_length=12, description="password of the page `/beheer`; without one that page is not there"
    )


def load(**overrides: Any) -> Settings:
    """Read the environment; overrides that are not None win. Raises SettingsError on the first bad value."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        variable = name.upper() if name.upper().startswith(PREFIX) else PREFIX + name.upper()
        raise SettingsError(variable, _shown(name, first.get("input")), first["msg"]) from error


def _shown(name: str, value: object) -> object:
    """Return the value to name in an error; a secret stays hidden."""
    return "…" if name.lower().endswith(("password", "key")) else value
