"""Settings: what each variable may be, where it is read from, and that no secret is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.environment import data_folder, read_env_file
from bot.errors import InvalidSetting
from bot.settings import ROOT, read_settings, setting_variables

SECRETS = {
    "THIDUA_TELEGRAM_TOKEN": "hush-1",
    "THIDUA_TELEGRAM_SECRET": "hush-2",
    "THIDUA_ZALO_APP_SECRET": "hush-3",
    "THIDUA_ZALO_OA_SECRET": "hush-4",
    "THIDUA_ZALO_REFRESH_TOKEN": "hush-5",
    "THIDUA_ZALO_BOT_TOKEN": "hush-6",
    "THIDUA_ZALO_BOT_SECRET": "hush-7",
    "THIDUA_ADMIN_TOKEN": "hush-8",
    "THIDUA_SIGN_ON_CLIENT_SECRET": "hush-11",
    "THIDUA_WRITER_KEY": "hush-12",
    "THIDUA_DATABASE": "postgresql://thidua:hush-9%2F@db1,db2/thidua",
    "THIDUA_REDIS": "rediss://:hush-10@cache:6380/1",
}


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    settings = read_settings({**SECRETS, "THIDUA_ZALO_APP_ID": "1", "THIDUA_VAR": str(tmp_path)})
    assert settings.telegram.token.get_secret_value() == "hush-1"
    assert "hush" not in repr(settings)
    assert {"hush-9%2F", "hush-9/", "hush-10", "hush-12"} < set(settings.secrets)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("THIDUA_TELEGRAM_MODE", "pull"),
        ("THIDUA_PUBLIC_URL", "example.gov.vn"),
        ("THIDUA_ZALO_HANDOVER_MINUTES", "-1"),
        ("THIDUA_PORT", "http"),
        ("THIDUA_ZALO_VERIFIER", '"><script>'),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=name):
        read_settings({name: value})


@pytest.mark.parametrize("value", ["abc", "0", "70000", "-1", ""])
def test_a_wrong_port_is_told_with_its_name(value: str) -> None:
    with pytest.raises(InvalidSetting, match="THIDUA_PORT"):
        read_settings({"THIDUA_PORT": value})


def test_a_store_of_one_s_own_brings_no_starter_documents(tmp_path: Any) -> None:
    assert read_settings({}).documents is not None
    settings = read_settings({"THIDUA_STORE": str(tmp_path / "s.db"), "THIDUA_PORT": "9000"})
    assert settings.documents is None
    assert settings.address == "http://127.0.0.1:9000"


@pytest.mark.parametrize("given", ["0", "-1", "abc", "1.5", "100000"])
def test_days_that_are_none_are_refused_with_the_name(given: str) -> None:
    with pytest.raises(InvalidSetting, match="THIDUA_KEEP_DAYS"):
        read_settings({"THIDUA_KEEP_DAYS": given})


def test_ninety_days_unless_said_otherwise() -> None:
    assert read_settings({}).keep_days == 90
    assert read_settings({"THIDUA_KEEP_DAYS": "30"}).keep_days == 30


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"THIDUA_PORT": "70000"},
            "THIDUA_PORT phải là một cổng từ 1 đến 65535, không phải '70000'.",
        ),
        ({"THIDUA_DIALOGUE": ""}, "THIDUA_DIALOGUE phải là own hoặc apart, không phải ''."),
        (
            {"THIDUA_MOST_A_MINUTE": "0"},
            "THIDUA_MOST_A_MINUTE phải là số tin nhắn từ 1 đến 100000, không phải '0'.",
        ),
        (
            {"THIDUA_ZALO_BOT_API": "ftp://a/"},
            "THIDUA_ZALO_BOT_API phải là một địa chỉ http(s), không phải 'ftp://a'.",
        ),
        (
            {"THIDUA_ZALO_VERIFIER": "a b"},
            "THIDUA_ZALO_VERIFIER phải là mã chữ và số mà trang của Zalo cho.",
        ),
        (
            {"THIDUA_DATABASE": "mysql://thidua:hush@db"},
            "THIDUA_DATABASE phải là một địa chỉ postgresql://…",
        ),
        ({"THIDUA_REDIS": "hush"}, "THIDUA_REDIS phải là một địa chỉ redis://…"),
        (
            {"THIDUA_MCP_TOKEN": "hush-hush-hush!"},
            "THIDUA_MCP_TOKEN phải có ít nhất 16 ký tự, ví dụ từ: openssl rand -hex 32",
        ),
        (
            {"THIDUA_ADMIN_TOKEN_FILE": "/none"},
            "THIDUA_ADMIN_TOKEN_FILE: không đọc được tệp /none.",
        ),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(
    environment: dict[str, str], sentence: str
) -> None:
    with pytest.raises(InvalidSetting) as raised:
        read_settings(environment)
    assert str(raised.value) == sentence


def test_a_given_environment_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_PORT", "9000")
    assert read_settings({}).port == 8000
    assert read_settings().port == 9000
    assert read_settings({"thidua_port": "9000", "THIDUA_ZALO": "x"}) == read_settings({})


def test_values_of_every_kind_are_read() -> None:
    settings = read_settings(
        {
            "THIDUA_ORIGINS": " https://a.vn/, https://b.vn,",
            "THIDUA_CONTACT": " Phòng TĐKT ",
            "THIDUA_ZALO_BOT_MODE": "polling",
            "THIDUA_ZALO_BOT_TOKEN": "t",
            "THIDUA_PUBLIC_URL": "https://c.vn/",
            "THIDUA_DIALOGUE": "apart",
            "THIDUA_MOST_A_MINUTE": "7",
        }
    )
    assert settings.origins == ("https://a.vn", "https://b.vn")
    assert (settings.contact, settings.public_url) == ("Phòng TĐKT", "https://c.vn")
    assert (settings.zalo_bot.polling, settings.zalo_bot.missing) == (True, ())
    assert settings.telegram.missing == ("THIDUA_TELEGRAM_TOKEN",)
    assert (settings.starts_dialogue, settings.messages_per_minute) == (False, 7)


def test_paths_follow_the_folder_and_an_empty_store_is_none_of_one_s_own(tmp_path: Path) -> None:
    settings = read_settings(
        {"THIDUA_VAR": str(tmp_path), "THIDUA_STORE": "", "THIDUA_TRACKERS": ""}
    )
    assert (settings.store, settings.trackers) == (
        tmp_path / "knowledge.db",
        tmp_path / "trackers.db",
    )
    assert settings.documents is not None
    assert settings.replace(store=tmp_path / "own.db").documents is None


def test_a_secret_may_come_from_a_file_and_one_that_is_set_wins(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file\n", encoding="utf-8")
    given = {"THIDUA_ADMIN_TOKEN_FILE": str(tmp_path / "token")}
    for variables, token in (
        (given, "from-file"),
        ({**given, "THIDUA_ADMIN_TOKEN": "set"}, "set"),
        ({**given, "THIDUA_ADMIN_TOKEN": ""}, "from-file"),
    ):
        assert read_settings(variables).admin_token.get_secret_value() == token


def test_the_env_file_is_taken_as_it_stands(tmp_path: Path) -> None:
    lines = [
        "# x=1",
        "export THIDUA_PORT=9000",
        "THIDUA_ADMIN_TOKEN='a$b${c}'",
        "THIDUA_CONTACT=số #5",
        "PATH=/x",
        "y",
    ]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
    assert read_env_file(tmp_path / ".env") == {
        "THIDUA_PORT": "9000",
        "THIDUA_ADMIN_TOKEN": "a$b${c}",
        "THIDUA_CONTACT": "số #5",
    }
    assert read_env_file(tmp_path / "none") == {}


@pytest.mark.parametrize(
    ("root", "environment", "folder"),
    [
        (ROOT, {"XDG_DATA_HOME": "/data"}, ROOT / "var"),
        (ROOT / "bot", {"XDG_DATA_HOME": "/data"}, Path("/data/thidua")),
        (ROOT / "bot", {"XDG_DATA_HOME": "data"}, Path.home() / ".local/share/thidua"),
        (ROOT / "bot", {}, Path.home() / ".local/share/thidua"),
    ],
)
def test_installed_from_a_wheel_nothing_is_kept_beside_the_packages(
    root: Path, environment: dict[str, str], folder: Path
) -> None:
    assert data_folder(root, environment) == folder


def test_settings_are_frozen_and_only_fields_are_replaced() -> None:
    settings = read_settings({})
    with pytest.raises(ValidationError):
        settings.port = 1
    with pytest.raises(TypeError, match="prot"):
        settings.replace(prot=1)
    assert settings.replace(port=1).port == 1


def test_every_variable_is_one_of_ours() -> None:
    assert len(setting_variables()) == 54
    assert all(name.startswith("THIDUA_") for name in setting_variables())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ISSUER": "https://a.vn"}, "THIDUA_SIGN_ON cần cả THIDUA_SIGN_ON_ISSUER và"),
        ({"CLIENT_ID": "thidua"}, "THIDUA_SIGN_ON cần cả"),
        ({"ISSUER": "http://a.vn", "CLIENT_ID": "thidua"}, "cần một địa chỉ https"),
        ({"ISSUER": "a.vn", "CLIENT_ID": "thidua"}, "THIDUA_SIGN_ON_ISSUER phải là một địa chỉ"),
    ],
)
def test_a_provider_is_named_whole_and_by_https(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidSetting, match=sentence):
        read_settings({f"THIDUA_SIGN_ON_{name}": value for name, value in given.items()})


def test_a_provider_s_address_is_kept_without_its_last_slash() -> None:
    given = {"THIDUA_SIGN_ON_ISSUER": "https://a.vn/", "THIDUA_SIGN_ON_CLIENT_ID": "thidua"}
    assert read_settings(given).sign_on.issuer == "https://a.vn"
