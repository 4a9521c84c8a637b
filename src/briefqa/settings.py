"""One frozen Settings, read once at the edge: flags, then BRIEFQA_* environment variables, then briefqa.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from briefqa.errors import SettingsError

DEFAULT_ENCODER = "all-MiniLM-L6-v2"


class Settings(BaseSettings):
    """Everything somebody would want to change; see docs/settings.md for what each one does."""

    model_config = SettingsConfigDict(
        frozen=True, env_prefix="BRIEFQA_", extra="forbid", toml_file="briefqa.toml", env_ignore_empty=True
    )

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    encoder: str = DEFAULT_ENCODER
    reader: Path | None = None
    threads: int = Field(default=1, ge=1, description="threads of one inference; one serves more under load")
    build_workers: int = Field(default=2, ge=1, description="documents read at the same time")
    keep_generations: int = Field(default=2, ge=1, description="old generations kept beside the current one")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    question_limit: int = Field(default=2000, ge=1, description="code points of the longest question")

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
