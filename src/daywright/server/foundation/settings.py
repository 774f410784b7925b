"""Settings: flags > environment (`DAYWRIGHT_*`) > `.env` > `config.toml` in the home folder > defaults."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

DEFAULT_PORT = 8000
KEY_FORM = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]", re.ASCII)  # the last two of 258 bits are zero


def default_home() -> Path:
    """The platform's folder for a program's own data."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Daywright"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Daywright"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "daywright"


class Settings(BaseSettings):
    """Everything a person may set about the server. Names are the environment's in lower case, without the prefix."""

    model_config = SettingsConfigDict(
        env_prefix="DAYWRIGHT_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(
        default_factory=default_home, description="Folder that holds the database, the token and the logs."
    )
    # An empty address would be every address of the machine.
    host: str = Field(default="127.0.0.1", min_length=1, description="Address the server listens on.")
    port: int = Field(default=DEFAULT_PORT, ge=0, le=65_535, description="Port the server listens on.")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Further names (`name` or `name:port`) under which browsers may reach the server: "
        "a list in the file, separated by commas in the environment.",
    )
    # Our own name first: of two that are set, the first one listed wins.
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        validation_alias=AliasChoices("DAYWRIGHT_LOG_LEVEL", "LOG_LEVEL", "log_level"),
        description="How much the log tells: DEBUG, INFO, WARNING or ERROR.",
    )

    activitywatch_open: Literal["off", "write", "all"] = Field(
        default="write",
        description="What ActivityWatch clients on this machine may do without a token: nothing (off), report (write), "
        "or everything (all).",
    )
    activitywatch_port: int | None = Field(
        default=None,
        ge=1,
        le=65_535,
        description="A second port to listen on, where ActivityWatch clients look by themselves: 5600.",
    )

    grpc_port: int | None = Field(
        default=None,
        ge=0,
        le=65_535,
        description="A port on which deliveries are taken over gRPC as well; needs `daywright[grpc]`.",
    )
    grpc_certificate: Path | None = Field(
        default=None,
        description="The certificate for it, with those between it and its authority, as PEM. Without one gRPC is "
        "answered on this machine only.",
    )
    grpc_key: Path | None = Field(
        default=None, description="The certificate's key, as PEM, which nobody else may read."
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _as_others_write_it(cls, level: object) -> object:
        upper = level.strip().upper() if isinstance(level, str) else level
        return {"WARN": "WARNING", "TRACE": "DEBUG", "CRITICAL": "ERROR", "FATAL": "ERROR"}.get(str(upper), upper)

    @field_validator("activitywatch_port", "grpc_port", mode="before")
    @classmethod
    def _off_is_none(cls, port: object) -> object:
        return None if port == "off" else port

    key_encryption_key: SecretStr = Field(
        default=SecretStr(""),
        description="Seals the keys of devices in the database: 32 random bytes in base64url, 43 signs. "
        "Without it the file `kek` in the data folder does. Keys that one has sealed are sealed anew.",
    )

    @field_validator("key_encryption_key")
    @classmethod
    def _of_full_length(cls, key: SecretStr) -> SecretStr:
        if key.get_secret_value() and not KEY_FORM.fullmatch(key.get_secret_value()):
            raise ValueError("it has 43 signs: 32 random bytes in base64url")
        return key

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _separated_by_commas(cls, names: object) -> object:
        return [name.strip() for name in names.split(",") if name.strip()] if isinstance(names, str) else names

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_any_case(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (no such source here)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put `config.toml` of the chosen home folder below the environment."""
        chosen = {**dotenv_settings(), **env_settings(), **init_settings()}.get("home")
        config = (Path(chosen) if chosen else default_home()) / "config.toml"
        return (init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls, config))

    @property
    def sqlite_path(self) -> Path:
        """Where the database of local mode lives."""
        return self.home / "daywright.db"

    @property
    def kek_path(self) -> Path:
        """Where the key that seals other keys lives, unless a setting gives it."""
        return self.home / "kek"
