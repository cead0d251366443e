"""What a release is made of is known, and what could not be looked up is said."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT

sys.path.insert(0, str(ROOT / "deploy" / "release"))
import audit
import sbom


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
        ([GOOD, UNKNOWN], 0, "1 parts audited, none known to be vulnerable; 1 could not be looked up."),
        ([GOOD, BAD, UNKNOWN], 1, "Known vulnerabilities: bad 2: PYSEC-1."),
        ([UNKNOWN], 0, "pip-audit cannot reach its data here: nothing was audited."),
        ([], 0, "pip-audit cannot reach its data here: nothing was audited."),
    ],
)
def test_what_was_not_audited_is_never_called_well(found: list[dict[str, Any]], code: int, said: str) -> None:
    assert audit.verdict(found) == (code, said)


def test_without_its_data_the_audit_says_so_in_one_line_and_fails_nothing() -> None:
    done = subprocess.run(
        [sys.executable, Path(audit.__file__)],
        env={"HTTPS_PROXY": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (
        0,
        "pip-audit cannot reach its data here: nothing was audited.\n",
    )


def test_the_wheel_holds_every_package_and_the_design_system_and_nothing_of_npm(tmp_path: Path) -> None:
    hatchling = Path(sys.executable).with_name("hatchling")
    subprocess.run(
        [hatchling, "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("worker.py", "engine/log.py", "starter/console/static/govuk/govuk-frontend.min.css"):
        assert name in names
    assert not [name for name in names if "node_modules" in name or name.startswith(("tests", "var"))]
