"""The locks agree with each other, and each holds all that its parts need: pip needs no other to install from it, by hash."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.running import ROOT

LOCKS = ("requirements.lock", "requirements-runtime.lock", "requirements-build.lock")
PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.M)


def pins_of(lock: str) -> dict[str, str]:
    """Return the version of each part in a lock, by its name."""
    return {canonicalize_name(name): version for name, version in PINNED.findall((ROOT / lock).read_text())}


def missing_from(pins: dict[str, str], wanted: list[tuple[str, str]]) -> set[str]:
    """Return what is needed on this machine and stands in no line of a lock."""
    missing, seen = set(), set(wanted)
    while wanted:
        name, extra = wanted.pop()
        if name not in pins:
            missing.add(name)
        for line in _requires(name):
            need = Requirement(line)
            if need.marker is not None and not need.marker.evaluate({"extra": extra}):
                continue
            for part in need.extras or {""}:
                if (one := (canonicalize_name(need.name), part)) not in seen:
                    seen.add(one)
                    wanted.append(one)
    return missing


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # only for another system
        return []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_all_that_its_parts_need(lock: str) -> None:
    pins = pins_of(lock)
    assert pins and missing_from(pins, [(name, "") for name in pins]) == set()


def test_the_lock_of_what_runs_holds_what_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [Requirement(line) for line in project["dependencies"]]
    wanted = [(canonicalize_name(one.name), part) for one in named for part in one.extras or {""}]
    assert missing_from(pins_of("requirements-runtime.lock"), wanted) == set()


def test_the_image_and_make_run_install_what_the_tests_ran_with() -> None:
    everything, runtime = pins_of("requirements.lock"), pins_of("requirements-runtime.lock")
    assert runtime.items() | pins_of("requirements-build.lock").items() <= everything.items()
    assert "pytest" not in runtime and {"temporalio", "psycopg"} <= set(runtime)
