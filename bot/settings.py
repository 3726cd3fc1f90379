"""Settings: read once from the environment into one frozen object; secrets are never printed.

A variable is named after its field: `port` is THIDUA_PORT, `telegram.token` is
THIDUA_TELEGRAM_TOKEN. What the environment says wins over `.env` in the checkout; any variable may
name a file instead: THIDUA_TELEGRAM_TOKEN_FILE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.environment import PREFIX, data_folder, process_environment, with_secret_files
from bot.errors import InvalidSetting
from bot.setting_groups.channels import TelegramSettings, ZaloBotSettings, ZaloSettings
from bot.setting_groups.handover import HandoverSettings, MailSettings
from bot.setting_groups.mcp import McpSettings
from bot.setting_groups.sign_on import SignOnSettings
from bot.setting_groups.values import (
    NO_SECRET,
    DatabaseAddress,
    HttpAddress,
    Origins,
    Port,
    RedisAddress,
    Stripped,
    ZaloCode,
    choice,
    integer,
)
from bot.setting_groups.writer import WriterSettings

ROOT = Path(__file__).parent.parent
STARTER_DOCUMENTS = ROOT / "knowledge" / "data" / "documents"


class Settings(BaseSettings):
    """All settings. The class itself reads no environment: `read_settings` does."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        enable_decoding=False,
        hide_input_in_errors=True,
    )

    host: str = Field(default="127.0.0.1", description="where the assistant listens")
    port: Port = Field(default=8000, description="the port the assistant listens on")
    dialogue_port: Port | None = Field(default=None, description="Rasa's port, loopback only")
    dialogue: Annotated[str, choice("own", "apart")] = Field(
        default="own",
        description="`apart`: Rasa is started by `thidua dialogue`, not by the assistant",
    )
    dialogue_python: Path = Field(description="the Python that has Rasa")
    var: Path = Field(description="the folder of models, stores and conversations")
    store: Path = Field(
        default_factory=lambda values: values["var"] / "knowledge.db",
        description="a store of one's own: it holds only what was put into it",
    )
    trackers: Path = Field(
        default_factory=lambda values: values["var"] / "trackers.db",
        description="Rasa's record of the conversations",
    )
    database: DatabaseAddress = Field(
        default=NO_SECRET,
        description="a PostgreSQL server for all that is kept, so that several machines may answer; "
        "else files in `var`",
    )
    database_replica: DatabaseAddress = Field(
        default=NO_SECRET,
        description="a replica of that server, to search in while it knows every document",
    )
    redis: RedisAddress = Field(
        default=NO_SECRET,
        description="a Redis server with which several machines count what one person sends",
    )
    encoder: str = Field(
        default="embedded",
        description="the encoder that ships, or a sentence-transformers model: folder or hub name",
    )
    origins: Origins = Field(default=(), description="sites that may use the widget, by commas")
    contact: Stripped = Field(default="", description="whom to turn to for a person")
    admin_token: SecretStr = Field(
        default=NO_SECRET, description="lets another machine read /metrics"
    )
    zalo_verifier: ZaloCode = Field(
        default="", description="the code of the page by which Zalo knows the domain"
    )
    keep_days: Annotated[int, integer("số ngày", 1, 3650)] = Field(
        default=90, description="days for which the records of a conversation are kept"
    )
    messages_per_minute: Annotated[int, integer("số tin nhắn", 1, 100_000)] = Field(
        default=20,
        validation_alias=f"{PREFIX}MOST_A_MINUTE",
        description="messages that one person may send in a minute",
    )
    public_url: HttpAddress = Field(default="", description="the public address, for links")
    telegram: TelegramSettings = TelegramSettings()
    zalo: ZaloSettings = ZaloSettings()
    zalo_bot: ZaloBotSettings = ZaloBotSettings()
    sign_on: SignOnSettings = SignOnSettings()
    handover: HandoverSettings = HandoverSettings()
    mail: MailSettings = MailSettings()
    mcp: McpSettings = McpSettings()
    writer: WriterSettings = WriterSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what the caller passes: a test's settings must not depend on the machine."""
        return (init_settings,)

    @property
    def documents(self) -> Path | None:
        """The folder of the starter documents; None with a store of one's own."""
        is_own = "store" in self.model_fields_set or self.database.get_secret_value()
        return None if is_own else STARTER_DOCUMENTS

    @property
    def knowledge(self) -> Path | str:
        """Where documents are kept: the shared database's address, else the store's file."""
        return self.database.get_secret_value() or self.store

    @property
    def starts_dialogue(self) -> bool:
        """Whether the assistant starts Rasa itself."""
        return self.dialogue == "own"

    @property
    def address(self) -> str:
        """Where the assistant answers."""
        return f"http://{self.host}:{self.port}"

    @property
    def models(self) -> Path:
        """The folder of trained dialogues."""
        return self.var / "models"

    @property
    def conversations(self) -> Path:
        """The file of what the bot keeps, where it is not on PostgreSQL."""
        return self.var / "conversations.db"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged."""
        return tuple(_secrets(self))

    def replace(self, **changes: Any) -> Settings:
        """Return a copy with other values, unchecked; raise TypeError for an unknown field."""
        if unknown := changes.keys() - Settings.model_fields.keys():
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        return self.model_copy(update=changes)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read every setting from `environment`, by default this process's with `.env`.

    Raise InvalidSetting, which names the variable, for a value that cannot be used.
    """
    if environment is None:
        environment = process_environment(ROOT / ".env")
    folder = data_folder(ROOT, environment)
    python = folder / "env" / "dialogue" / "bin" / "python"
    defaults = {f"{PREFIX}VAR": str(folder), f"{PREFIX}DIALOGUE_PYTHON": str(python)}
    source = VariablesSource({**defaults, **with_secret_files(environment)})
    try:
        return Settings(**source())
    except ValidationError as error:
        raise InvalidSetting(_sentence(error)) from error


class VariablesSource(EnvSettingsSource):
    """The fields' values from a mapping of environment variables."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        super().__init__(Settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        fields = setting_variables()
        # pydantic-settings compares names in lower case.
        return {
            name.lower(): value
            for name, value in self._variables.items()
            # An empty THIDUA_STORE or THIDUA_TRACKERS is one that is not set.
            if name in fields and (value or fields[name].default_factory is None)
        }


def setting_variables() -> dict[str, FieldInfo]:
    """Return every environment variable with its field, whose `description` says what it means."""
    return dict(_variables(Settings, PREFIX))


def _variables(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        variable = str(field.validation_alias or f"{prefix}{name.upper()}")
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _variables(field.annotation, f"{variable}_")
        else:
            yield variable, field


def _secrets(model: BaseModel) -> Iterator[str]:
    for _, value in model:
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
            # An address holds a password, which another program may write alone.
            yield from _password(value.get_secret_value())
        elif isinstance(value, BaseModel):
            yield from _secrets(value)


def _password(secret: str) -> Iterator[str]:
    try:
        password = urlsplit(secret).password
    except ValueError:
        return
    if password:
        yield from {password, unquote(password)}


def _sentence(error: ValidationError) -> str:
    """Return the first wrong variable's name and what is wrong with its value."""
    first = error.errors(include_input=False)[0]
    name = "_".join(str(part) for part in first["loc"]).upper()
    problem = first.get("ctx", {}).get("error", "có giá trị không dùng được.")
    return f"{PREFIX}{name.removeprefix(PREFIX)} {problem}"
