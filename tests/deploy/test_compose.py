"""Check the deployment as far as possible without a container engine."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from docs.generator.commands import commands
from engine.configuration import ProgramSettings, Settings
from engine.console_settings import ConsoleSettings
from engine.environment import EnvironmentSettings, may_be_in_file, variables_of
from engine.sending_settings import SendingSettings
from worker import _GRACE

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "deploy" / "compose" / "compose.yaml"
EXAMPLE = ROOT / "deploy" / "compose" / ".env.example"
DOCKERFILE = ROOT / "deploy" / "image" / "Dockerfile"
SCRIPTS = sorted((ROOT / "deploy").rglob("*.sh"))
VARIABLE = re.compile(r"\$\{([A-Z_]+)")
DATABASE_CLIENT = {"PGPASSWORD"}  # read by PostgreSQL's client library


def read_by(*classes: type[EnvironmentSettings]) -> set[str]:
    return {
        name
        for one in classes
        for variable, field in variables_of(one).items()
        for name in (variable, *((f"{variable}_FILE",) if may_be_in_file(field) else ()))
    }


SETTINGS_OF = {
    "worker": read_by(Settings, SendingSettings, ProgramSettings),
    "setup": read_by(Settings),
    "codec-server": read_by(Settings),
    "console": read_by(Settings, SendingSettings, ConsoleSettings),
}
"""The environment variables that each program reads."""


def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text())


def settings() -> dict[str, str]:
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_the_compose_file_is_one_by_the_compose_specification() -> None:
    checked = subprocess.run(
        [
            str(Path(sys.executable).with_name("check-jsonschema")),
            "--builtin-schema",
            "vendor.compose-spec",
            COMPOSE,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_every_setting_of_the_compose_file_is_in_the_example_and_the_reverse() -> None:
    assert set(VARIABLE.findall(COMPOSE.read_text())) == set(settings())


def test_every_setting_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text().splitlines()
    for place, line in enumerate(lines):
        if line and not line.startswith("#") and not lines[place - 1].startswith("#"):
            assert re.match(r"[A-Z_]+_VERSION=", line), line


def test_no_password_or_key_is_written_down() -> None:
    needed = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE.read_text()))
    assert {name for name in needed if not settings()[name]} == {
        "EHCP_DB_PASSWORD",
        "TEMPORAL_DB_PASSWORD",
        "EHCP_KEY_FILE",
        "EHCP_SESSION_KEY_FILE",
        "EHCP_CODEC_TOKENS_FILE",
        "GRAFANA_PASSWORD",
    }
    for service in compose()["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|PWD", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?set it in \.env\}", value), name


@pytest.mark.parametrize("name", SETTINGS_OF)
def test_the_programs_are_given_only_what_they_read(name: str) -> None:
    given = set(compose()["services"][name]["environment"])
    assert given - DATABASE_CLIENT <= SETTINGS_OF[name]
    assert {"EHCP_TEMPORAL_ADDRESS", "EHCP_DATABASE_URL", "EHCP_KEY_FILE"} <= given


@pytest.mark.parametrize("name", SETTINGS_OF)
def test_the_programs_run_without_rights_on_a_file_system_that_is_read_only(name: str) -> None:
    service = compose()["services"][name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])


def test_nothing_is_published_beyond_this_machine() -> None:
    published = [port for service in compose()["services"].values() for port in service.get("ports", [])]
    assert published and all(port.startswith("127.0.0.1:") for port in published)


def test_every_image_has_a_version() -> None:
    for name, service in compose()["services"].items():
        assert re.search(r":\$\{[A-Z_]+VERSION:\?set it in \.env\}$", service["image"]), name


def test_the_server_of_the_cluster_is_the_one_that_the_tests_run_on() -> None:
    told = subprocess.run(
        [str(Path(sys.executable).with_name("temporal")), "--version"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"Server {settings()['TEMPORAL_VERSION']}" in told
    assert f"UI {settings()['TEMPORAL_UI_VERSION']}" in told


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_one_that_a_shell_can_read_and_that_the_compose_file_mounts(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert script.read_text().startswith("#!/bin/sh\n") and "set -eu" in script.read_text()
    mounted = re.findall(r"\./(\w+):", COMPOSE.read_text())
    assert script.parent.name in mounted


def test_what_is_mounted_exists_and_every_named_volume_is_declared() -> None:
    told = compose()
    for name, service in told["services"].items():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (
                (COMPOSE.parent / source).exists() if source.startswith(".") else source in told["volumes"]
            ), name


def test_prometheus_asks_the_ports_that_are_served() -> None:
    (worker, sdk, server) = yaml.safe_load(
        (ROOT / "deploy" / "observability" / "prometheus.yml").read_text()
    )["scrape_configs"]
    services = compose()["services"]
    told = services["worker"]["environment"]
    for job, setting in ((worker, "EHCP_METRICS"), (sdk, "EHCP_SDK_METRICS")):
        (asked,) = job["dns_sd_configs"]
        assert asked["names"] == ["worker"] and told[setting] == f"0.0.0.0:{asked['port']}"
    (target,) = server["static_configs"][0]["targets"]
    assert (
        target == f"temporal:{services['temporal']['environment']['PROMETHEUS_ENDPOINT'].rpartition(':')[2]}"
    )


def test_a_worker_is_given_longer_to_stop_than_it_gives_to_what_is_under_way() -> None:
    grace = compose()["services"]["worker"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > _GRACE.total_seconds()


def test_the_design_system_of_the_image_is_the_one_that_is_installed_here() -> None:
    design = DOCKERFILE.read_text().partition(" AS design")[2].partition("\nFROM")[0]
    loop = r"for part in (.*?); do cp (\S+)\$\$part \$\(DESIGN\)/; done"
    ((parts, path),) = re.findall(loop, (ROOT / "Makefile").read_text())
    for part in parts.split():
        assert path.removeprefix("$(FRONTEND)/") + part in design
    assert "npm ci" in design and "--require-hashes -r requirements-node.lock" in design
    assert "COPY --from=design /build/govuk starter/console/static/govuk" in DOCKERFILE.read_text()


def test_every_package_is_copied_into_the_image_and_exists() -> None:
    copied = [
        path
        for path in re.findall(r"^COPY (\S+) \S+$", DOCKERFILE.read_text(), re.M)
        if not path.startswith("starter/")
    ]
    assert all((ROOT / path).exists() for path in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    built_from = {*wheel["only-include"], wheel["hooks"]["custom"]["path"], "worker.py", "pyproject.toml"}
    built_from |= {project["project"]["readme"], *project["project"]["license-files"]}
    locks = {f"requirements-{name}.lock" for name in ("runtime", "node", "build")}
    assert built_from | locks == set(copied)
    ignored = (DOCKERFILE.parent / "Dockerfile.dockerignore").read_text().splitlines()
    allowed = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    assert all(any(fnmatch(path, pattern) for pattern in allowed) for path in copied)


def test_the_image_has_a_python_that_the_project_permits() -> None:
    (version,) = set(re.findall(r"^FROM python:(\d+\.\d+)-", DOCKERFILE.read_text(), re.M))
    (wanted,) = re.findall(r'requires-python = "(.*)"', (ROOT / "pyproject.toml").read_text())
    assert version in SpecifierSet(wanted)


def test_the_image_runs_the_modules_of_the_installed_wheel() -> None:
    image = DOCKERFILE.read_text()
    (version,) = set(re.findall(r"^FROM python:(\d+\.\d+)-", image, re.M))
    assert f"PYTHONPATH=/opt/ehcp/lib/python{version}/site-packages/ehcp \\" in image
    assert 'ENTRYPOINT ["python", "-P", "-m"]' in image
    assert all(
        (ROOT / f"{service['command'][0].replace('.', '/')}.py").exists()
        or (ROOT / service["command"][0] / "__main__.py").exists()
        for service in compose()["services"].values()
        if service.get("image", "").startswith("ehcp")
    )


def test_what_the_sign_in_and_the_ways_out_are_told_is_read_by_a_program() -> None:
    lines = (COMPOSE.parent / "program.env.example").read_text().splitlines()
    names = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert names and set(names) <= read_by(ConsoleSettings, SendingSettings)
    for name in ("worker", "console"):
        assert {"path": "program.env", "required": False} in compose()["services"][name]["env_file"]


def test_the_ui_asks_the_codec_server_that_knows_it() -> None:
    services = compose()["services"]
    endpoint = services["temporal-ui"]["environment"]["TEMPORAL_CODEC_ENDPOINT"]
    (published,) = services["codec-server"]["ports"]
    (ui,) = services["temporal-ui"]["ports"]
    assert endpoint == f"http://{published.rpartition(':')[0]}"
    assert f"--origin=http://{ui.rpartition(':')[0]}" in services["codec-server"]["command"]


COMMANDS = {words.split()[1] for words, _ in commands()}
PAGES = [
    ROOT / "deploy" / "README.md",
    *sorted((ROOT / "deploy" / "runbooks").glob("*.md")),
    *(ROOT / "docs").rglob("*.md"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_names_commands_that_there_are(page: Path) -> None:
    named = set(re.findall(r"(?:^ {4,}|`)ehcp ([a-z-]+)", page.read_text(), re.M))
    assert named <= COMMANDS, named - COMMANDS


def test_the_compose_file_runs_commands_that_there_are() -> None:
    for name, service in compose()["services"].items():
        match service.get("command"):
            case ["starter", command, *_]:
                assert command in COMMANDS, name
            case ["worker" | "starter.web" as module, *_]:
                assert (ROOT / f"{module.replace('.', '/')}.py").exists() or (
                    ROOT / "starter/console"
                ).exists()
