"""An authority's own texts: a start refuses a faulty one, a letter is made of a good one, and its evidence shows it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.letters.text_set import put_in_force, shipped, sources_in, texts
from engine.configuration import load
from engine.errors import EngineError
from office.letter_texts import check_and_use_texts, text_faults
from tests.running import ROOT, ehcp

NAME = "letters/plan_refused.md.jinja"
SOURCE = sources_in(ROOT / "casework" / "letters" / "texts")[NAME]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A folder with one text of the authority's own."""
    file = tmp_path / "texts" / NAME
    file.parent.mkdir(parents=True)
    file.write_text(SOURCE.replace("## Our reasons", "## Why we decided this"), encoding="utf-8")
    yield tmp_path / "texts"
    put_in_force(None)


def spoilt(own: Path) -> Path:
    (own / NAME).write_text(SOURCE.replace("{{ reasons }}", "{{ resons }}"), encoding="utf-8")
    return own


def test_a_start_uses_the_texts_of_the_folder_that_is_set(own: Path, tmp_path: Path) -> None:
    check_and_use_texts(load(tmp_path, {}))
    assert texts() is shipped()
    check_and_use_texts(load(tmp_path, {"EHCP_LETTER_TEXTS": str(own)}))
    assert texts().files[NAME].is_own and "Why we decided this" in texts().files[NAME].body


def test_a_start_refuses_a_faulty_text_in_one_sentence_with_file_and_line(own: Path, tmp_path: Path) -> None:
    settings = load(tmp_path, {"EHCP_LETTER_TEXTS": str(spoilt(own))})
    with pytest.raises(EngineError) as refused:
        check_and_use_texts(settings)
    assert str(refused.value).startswith(f"{NAME}, line ") and "'resons' is used and not declared" in str(
        refused.value
    )
    with pytest.raises(EngineError, match="There is no folder"):
        text_faults(tmp_path / "nowhere")


@pytest.mark.parametrize("module", ["worker", "starter.web"])
def test_worker_and_console_do_not_start_with_a_faulty_text(module: str, own: Path, tmp_path: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-m", module, "--data", str(tmp_path)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "EHCP_LETTER_TEXTS": str(spoilt(own))},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert started.returncode == 1
    assert started.stderr.splitlines()[-1].startswith(f"{NAME}, line ")


def test_the_command_lints_a_folder(own: Path) -> None:
    good = ehcp("letters", "lint", str(own))
    assert (good.code, good.out.strip()) == (0, "Every text can be used.")
    bad = ehcp("letters", "lint", str(spoilt(own)))
    assert bad.code == 1 and all(line.startswith(f"{NAME}, line ") for line in bad.out.splitlines())
    assert bad.err == f"The texts have {len(bad.out.splitlines())} faults."
    told = json.loads(ehcp("letters", "lint", str(own), "--json").out)
    assert {one["file"] for one in told["faults"]} == {NAME} and len(told["faults"]) == len(
        bad.out.splitlines()
    )
    by_setting = ehcp("letters", "lint", EHCP_LETTER_TEXTS=str(own))
    assert by_setting.code == 1
