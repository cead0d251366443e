"""Settings: their names, what each says when it is wrong, and the page that lists them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from engine import settings_reference
from engine.configuration import ProgramSettings, Settings, load
from engine.console_settings import ConsoleSettings
from engine.environment import variables_of
from engine.errors import EngineError
from engine.settings_reference import PARTS, every_setting
from tests.running import ROOT, ehcp

KEY = "notify-00000000-0000-4000-8000-000000000000-00000000-0000-4000-8000-000000000001"
SERVERS = {"EHCP_TEMPORAL_ADDRESS": "temporal:7233"}


def test_nothing_need_be_set(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    assert settings.embedded and not settings.tracing
    assert settings.database_url == f"sqlite:///{tmp_path / 'records.db'}"
    assert settings.key_file == tmp_path / "keys" / "payload.json"
    assert settings.key_escrow == tmp_path / "keys" / "cases"
    assert (settings.sending.recall_minutes, settings.sending.quiet_from) == (0, None)


def test_on_servers_messages_can_be_recalled_and_the_keys_are_only_where_they_are_named() -> None:
    settings = load(None, {**SERVERS, "EHCP_DATABASE_URL": "postgresql+psycopg://db/ehcp"})
    assert (settings.sending.recall_minutes, settings.sending.quiet_from) == (10, 20)
    assert settings.key_escrow is None and settings.data == Path("var").absolute()


def test_a_provider_has_a_recall_window_too() -> None:
    sending = load(None, {"EHCP_NOTIFY_KEY": KEY}).sending
    assert (sending.recall_minutes, sending.quiet_hours, sending.bulk_over) == (10, (20, 7), 50)
    none = load(None, {**SERVERS, "EHCP_QUIET_HOURS": "none", "EHCP_BULK_OVER": "none"}).sending
    assert none.quiet_from is None and none.bulk_over is None


def test_the_flag_is_used_in_place_of_the_variable_and_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    assert load(tmp_path, {"EHCP_DATA": "/elsewhere", "EHCP_TASK_QUEUE": ""}).data == tmp_path
    assert load(None, {"EHCP_DATA": "/elsewhere", "EHCP_TASK_QUEUE": ""}).task_queue == "ehcp"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("EHCP_RECALL_MINUTES", "soon", "must be a whole number from 0 to 1440."),
        ("EHCP_RECALL_MINUTES", "1441", "must be a whole number from 0 to 1440."),
        ("EHCP_DIGEST_HOUR", "-1", "must be a whole number from 0 to 23."),
        ("EHCP_BULK_OVER", "many", "must be a whole number from 0 to 1000000."),
        ("EHCP_LETTERS", "pigeon", "must be one of: folder or notify."),
        ("EHCP_QUIET_HOURS", "20-24", "is two hours of the day, as in 20-7, or none."),
        ("EHCP_METRICS", "9464", "is '9464'; write it as host:port, such as 127.0.0.1:9464."),
        ("EHCP_SDK_METRICS", "here:high", "is 'here:high'; write it as host:port, such as 127.0.0.1:9464."),
        (
            "EHCP_TEMPORAL_ADDRESS",
            "temporal",
            "is 'temporal'; write it as host:port, such as 127.0.0.1:9464.",
        ),
        ("EHCP_CLIENT_SECRET_EXPIRES", "soon", "must be a date such as 2027-01-31."),
        (
            "EHCP_SMTP_URL",
            "mail.example.org",
            "is not the address of a mail server; write it as smtp://host:port.",
        ),
        (
            "EHCP_NOTIFY_KEY",
            "short",
            "is not a key of GOV.UK Notify: a name, and two ids with 36 characters each.",
        ),
        ("EHCP_PACKS", "/nowhere", "is '/nowhere', which is not a folder; correct it, or leave it out."),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_the_variable(
    name: str, value: str, said: str
) -> None:
    with pytest.raises(EngineError) as refused:
        load(None, {name: value})
    assert str(refused.value) == f"{name} {said}"


@pytest.mark.parametrize("value", ["10.0.0.0/8, proxy", "10.0.0.300", "10.0.0.1/8"])
def test_a_proxy_is_named_by_its_address(value: str) -> None:
    with pytest.raises(EngineError, match=r"^EHCP_TRUSTED_PROXIES names .*, which is no address or network"):
        ConsoleSettings.read({"EHCP_TRUSTED_PROXIES": value})
    assert ConsoleSettings.read({"EHCP_TRUSTED_PROXIES": "10.0.0.5, 10.1.0.0/16"}).trusted_proxies == (
        "10.0.0.5", "10.1.0.0/16",
    )  # fmt: skip


def test_a_secret_may_stand_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    settings = load(tmp_path, {"EHCP_NOTIFY_KEY_FILE": str(file), "EHCP_KEYS": "the keys", **SERVERS})
    assert settings.sending.notify_key is not None
    assert settings.sending.notify_key.get_secret_value() == KEY
    assert KEY not in repr(settings) and "the keys" not in repr(settings)
    with pytest.raises(EngineError, match=r"^The file that EHCP_NOTIFY_KEY_FILE names cannot be read\.$"):
        load(tmp_path, {"EHCP_NOTIFY_KEY_FILE": str(tmp_path / "none")})


def test_the_address_of_the_database_with_its_password_is_not_shown() -> None:
    settings = load(None, {"EHCP_DATABASE_URL": "postgresql+psycopg://ehcp:opensesame@db/ehcp"})
    assert "opensesame" not in repr(settings)


def test_a_command_refuses_a_wrong_setting_without_a_traceback(tmp_path: Path) -> None:
    answer = ehcp("cases", data=tmp_path, EHCP_DIGEST_HOUR="noon")
    assert (answer.code, answer.err) == (1, "EHCP_DIGEST_HOUR must be a whole number from 0 to 23.")


@pytest.mark.parametrize("settings", PARTS.values(), ids=lambda one: one.__name__)
def test_every_setting_has_a_meaning(settings: type[Settings]) -> None:
    for name, field in variables_of(settings).items():
        assert field.description and field.description.endswith("."), name


def test_the_page_of_settings_is_the_one_that_the_code_makes() -> None:
    assert (ROOT / "docs" / "reference" / "settings.md").read_text() == settings_reference.page()


def test_every_variable_of_the_code_is_a_setting() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    ours = [
        path
        for path in listed
        if not path.startswith(("tests/", "bench/", "deploy/"))
        and path != "engine/settings_reference.py"  # it names those of the compose file too
    ]
    used = {name for path in ours for name in re.findall(r"EHCP_[A-Z_]+", (ROOT / path).read_text())}
    assert used <= {one.name for one in every_setting()}


def test_only_the_settings_read_the_environment() -> None:
    """Children get the environment as it is; the packs are read by the law, which knows no settings."""
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    ours = [path for path in listed if not path.startswith(("tests/", "bench/", "deploy/"))]
    reads = {path for path in ours if re.search(r"os\.environ|getenv", (ROOT / path).read_text())}
    assert reads == {
        "engine/child_processes.py",
        "engine/configuration.py",
        "engine/environment.py",
        "starter/cli/up.py",
        "statute/pack.py",
    }


def test_programs_are_named_by_their_paths() -> None:
    named = ProgramSettings.read({"EHCP_PG_BIN": "/usr/lib/postgresql/18/bin"})
    assert named.postgres_folder == Path("/usr/lib/postgresql/18/bin") and named.temporal_binary is None
