"""One frozen Settings, read once at the edge: flags, then BRIEFQA_* environment variables, then briefqa.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from briefqa.errors import SettingsError

DEFAULT_ENCODER = "all-MiniLM-L6-v2"


class ServerSettings(BaseModel):
    """What only `briefqa serve` reads: access, limits, what is kept, and for how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Path = Field(default=Path("state"), description="folder of keys, kept answers, feedback and builds")
    examples: tuple[str, ...] = Field(default=(), description="example questions; none lets the server find some")
    workers: int = Field(default=1, ge=1, le=64, description="processes that share the index and the port")
    require_key: bool = Field(default=False, description="ask for a key on a loopback address, too")
    allowed_origins: tuple[str, ...] = Field(default=(), description="web origins whose pages may call the API")
    trusted_proxies: tuple[str, ...] = Field(
        default=(), description="addresses or networks whose X-Forwarded-For names the client"
    )
    jwt_key: SecretStr | None = Field(
        default=None, description="what verifies the host application's tokens: a secret, or a public key as PEM"
    )
    jwt_issuer: str | None = Field(default=None, description="the iss that such a token must carry")
    jwt_audience: str = Field(default="briefqa", description="the aud that such a token must carry")
    jwt_max_seconds: int = Field(default=900, ge=1, description="longest life of such a token")
    rate_limit: str | None = Field(
        default=None,
        description="requests per key and per address, such as 120/minute; unset: 120/minute, none for open loopback",
    )
    concurrency: int = Field(default=2, ge=1, description="questions worked on at the same time in one process")
    queue: int = Field(default=32, ge=0, description="requests that may wait for their turn; one more gets 503")
    answer_seconds: float = Field(default=20.0, gt=0, description="longest wait for one answer")
    connections: int = Field(default=512, ge=1, description="open connections of one process; one more gets 503")
    header_seconds: float = Field(default=10.0, gt=0, description="time in which a request's head must be there")
    body_seconds: float = Field(default=30.0, gt=0, description="time in which a request's body must be there")
    upload_seconds: float = Field(default=300.0, gt=0, description="time in which an upload must be there")
    send_seconds: float = Field(default=60.0, gt=0, description="time in which a client must read on")
    body_bytes: int = Field(default=1_048_576, ge=1024, description="longest body but for uploads")
    upload_bytes: int = Field(default=52_428_800, ge=1024, description="longest upload of documents")
    shutdown_seconds: int = Field(default=30, ge=1, description="time that running requests get at shutdown")
    refresh_seconds: float = Field(default=1.0, gt=0, description="how often a newer generation is looked for")
    cache_bytes: int = Field(default=16_777_216, ge=0, description="room for ready answers of the generation")
    keep_answers_days: int = Field(default=30, ge=0, description="days that answers can be replayed; 0 keeps none")
    log_questions_days: int = Field(default=0, ge=0, description="days that logged questions are kept; 0 logs none")


class Settings(BaseSettings):
    """Everything somebody would want to change; see docs/settings.md for what each one does."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_prefix="BRIEFQA_",
        env_nested_delimiter="__",
        extra="forbid",
        toml_file="briefqa.toml",
        env_ignore_empty=True,
    )

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    encoder: str = DEFAULT_ENCODER
    encoder_cache: Path = Path("~/.cache/briefqa")
    reader: Path | None = None
    threads: int = Field(default=1, ge=1, description="threads of one inference; one serves more under load")
    build_workers: int = Field(default=2, ge=1, description="documents read at the same time")
    keep_generations: int = Field(default=2, ge=1, description="old generations kept beside the current one")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    question_limit: int = Field(default=2000, ge=1, description="code points of the longest question")
    server: ServerSettings = ServerSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags come first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**flags: Any) -> Settings:  # noqa: ANN401 - each flag has its own type, checked by pydantic
    """Read the settings once; flags that are None count as not given.

    Raises:
        SettingsError: a value cannot be used; the message names it.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        raise SettingsError(f"The setting {name} cannot be used: {first['msg']}. See docs/settings.md.") from error
