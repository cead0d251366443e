"""The parts of a release are listed, and parts that could not be audited are reported."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.temporal_binary import binary
from tests.running import ROOT, free_port, processes_of

sys.path.insert(0, str(ROOT / "deploy" / "release"))
import audit
import sbom

pytestmark = pytest.mark.long


def test_the_parts_list_names_every_part_of_the_image_with_its_hash() -> None:
    found = sbom.parts_list()
    locked = dict(
        re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / "requirements-runtime.lock").read_text(), re.M)
    )
    told = {one["name"]: one for one in found["components"]}
    assert {name: told[name]["version"] for name in locked} == locked
    assert set(told) - set(locked) == {"govuk-frontend"}
    for one in told.values():
        hashes = one.get("hashes") or one["externalReferences"][0]["hashes"]
        assert hashes and one["purl"].endswith(f"@{one['version']}"), one["name"]


GOOD = {"name": "good", "version": "1", "vulns": []}
BAD = {"name": "bad", "version": "2", "vulns": [{"id": "PYSEC-1"}]}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ([GOOD], 0, "1 parts audited, none known to be vulnerable."),
        ([GOOD, UNKNOWN], 3, "1 parts audited, none known to be vulnerable; 1 could not be looked up."),
        ([GOOD, BAD, UNKNOWN], 1, "Known vulnerabilities: bad 2: PYSEC-1."),
        ([UNKNOWN], 3, "pip-audit cannot reach its data here, so nothing was audited."),
        ([], 3, "pip-audit cannot reach its data here, so nothing was audited."),
    ],
)
def test_what_was_not_audited_is_never_called_well(found: list[dict[str, Any]], code: int, said: str) -> None:
    assert audit.verdict(found) == (code, said)


def test_without_its_data_the_audit_fails_with_its_own_code_and_one_line() -> None:
    done = subprocess.run(
        [sys.executable, Path(audit.__file__)],
        env={"HTTPS_PROXY": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (
        audit.COULD_NOT_LOOK,
        "pip-audit cannot reach its data here, so nothing was audited.\n",
    )


@pytest.mark.parametrize(("code", "passes", "warns"), [(0, True, False), (1, False, False), (3, True, True)])
def test_only_an_audit_that_could_not_look_is_a_warning_in_ci(
    tmp_path: Path, code: int, passes: bool, warns: bool
) -> None:
    script = (ROOT / ".ci" / "run").read_text()
    after = script[script.index("audited=0") :].replace(".venv/bin/python", str(tmp_path / "python"))
    (tmp_path / "python").write_text(f"#!/bin/sh\nexit {code}\n")
    (tmp_path / "python").chmod(0o755)
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{after}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0, "WARNING" in done.stderr) == (passes, warns)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this release, built as for a release."""
    folder = tmp_path_factory.mktemp("wheel")
    hatchling = Path(sys.executable).with_name("hatchling")
    subprocess.run(
        [hatchling, "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_package_and_the_design_system_and_nothing_of_npm(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "worker.py",
        "engine/log.py",
        "records/migrations/script.py.mako",
        "samples/intake.csv",
        "starter/console/static/govuk/govuk-frontend.min.css",
        "starter/console/templates/layout.html",
        "statute/packs/england-2014.yaml",
    ):
        assert f"ehcp/{name}" in names
    released = {"ehcp/__init__.py", "ehcp/__main__.py", "ehcp/worker.py"}
    for package in _packages():
        files = (file for file in package.rglob("*.py") if "node_modules" not in file.parts)
        released |= {f"ehcp/{file.relative_to(ROOT)}" for file in files}
    assert {name for name in names if name.endswith(".py")} == released
    assert not [name for name in names if "node_modules" in name or "frontend/package" in name]


def _packages() -> list[Path]:
    """Return the released packages: all that import-linter's layers list."""
    floors = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    return [ROOT / name for name in floors if name != "ehcp"]


def test_the_wheel_puts_one_package_at_the_top_of_site_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"ehcp"}


STRANGERS = ("records", "engine", "worker")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel, and other distributions whose modules have the same names as ours.

    It finds this Python's packages through a path, so it does not see the editable install of this repository.
    """
    place = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True, capture_output=True)
    python = place / "bin" / "python"
    (packages,) = (place / "lib").glob("python*/site-packages")
    (packages / "installed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for name in STRANGERS:
        (packages / f"{name}.py").write_text("WHOSE = 'a stranger'\n")
    (place / "bin" / "temporal").symlink_to(binary())
    subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pip",
                "--python",
                python,
                "install",
                "--quiet",
                "--no-deps",
                "--no-index",
            ),
            *("--ignore-installed", "--disable-pip-version-check", wheel),
        ],
        check=True,
        capture_output=True,
    )
    return place


def _without_this_repository() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith(("EHCP_", "VIRTUAL_ENV", "COV_"))
    }


def test_modules_of_others_keep_their_names_beside_the_installed_wheel(installed: Path) -> None:
    look = "import ehcp, records, engine, worker; print(records.WHOSE, engine.WHOSE, worker.WHOSE, ehcp.__file__)"
    said = subprocess.run(
        [installed / "bin" / "python", "-c", look],
        cwd=installed,
        env=_without_this_repository(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.startswith("a stranger " * 3) and str(installed) in said


@pytest.mark.timeout(300)
def test_the_installed_wheel_starts_everything_in_an_empty_folder_and_carries_a_case(
    installed: Path, tmp_path: Path
) -> None:
    here, data = tmp_path / "here", tmp_path / "data"
    here.mkdir()
    (here / "worker.py").write_text("raise SystemExit('the working folder was imported')\n")

    def ehcp(*words: str) -> Any:
        done = subprocess.run(
            [installed / "bin" / "ehcp", *words, "--data", data, "--json"],
            cwd=here,
            env=_without_this_repository(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    port = free_port()
    running = subprocess.Popen(
        [installed / "bin" / "ehcp", "up", "--data", data, "--port", str(port), "--samples"],
        cwd=here,
        env=_without_this_repository(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert running.stdout is not None
        said = "".join(_until(running.stdout, "Ctrl-C"))
        assert f"http://127.0.0.1:{port}" in said and "invented authority" in said, said
        with (ROOT / "samples" / "intake.csv").open(newline="") as file:
            assert len(ehcp("cases")["cases"]) == len(list(csv.DictReader(file)))
        (tmp_path / "intake.json").write_text(
            json.dumps([{"child_name": "Sample Child", "received_on": "today-9", "team": "north"}])
        )
        case = ehcp("open", str(tmp_path / "intake.json"))["cases"][0]["case"]
        ehcp("act", case, "assessment_agreed", "--on", "today")
        assert ehcp("show", case)["obligations"]
        for path in ("/healthz", "/sign-in", "/static/govuk/govuk-frontend.min.css", "/api/v1/openapi.json"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                assert answer.status == 200, path
        programs = processes_of(data)
        for part in ("-m worker", "-m starter.web", "start-dev"):
            assert any(part in command for command in programs.values()), part
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()
    assert sorted(file.name for file in here.iterdir()) == ["worker.py"]
    assert processes_of(data) == {}


def _until(lines: Iterable[str], last: str) -> Iterator[str]:
    """Yield the lines up to the first that starts with a text."""
    for line in lines:
        yield line
        if line.startswith(last):
            return
