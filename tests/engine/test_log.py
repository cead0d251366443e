"""Logs contain nothing about people."""

from __future__ import annotations

import ast
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from engine import log
from tests.running import ROOT

PLANTED = "Zebedee Plantedname"
LOGS = r"(_LOG|structlog\.get_logger\(\))\.(debug|info|warning|error|critical|exception)"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return what is logged with the programs' settings, as a list of objects."""
    before, hooks = logging.root.handlers[:], (sys.excepthook, __import__("threading").excepthook)
    log.configure()
    for name in ("temporalio.activity", "sqlalchemy.engine", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)  # a server that a test ran may have set it up in its own way
        monkeypatch.setattr(logger, "disabled", False)
        monkeypatch.setattr(logger, "propagate", True)
        monkeypatch.setattr(logger, "handlers", [])
        logger.setLevel(logging.NOTSET)

    def said() -> list[dict[str, Any]]:
        text = capsys.readouterr().out
        assert PLANTED not in text and "Plantedname" not in text
        return [json.loads(line) for line in text.splitlines()]

    yield said
    logging.root.handlers[:] = before
    sys.excepthook, __import__("threading").excepthook = hooks
    structlog.reset_defaults()


def test_a_name_never_appears_however_it_is_handed_to_a_logger(lines: Any) -> None:
    logger = structlog.get_logger().bind(child=PLANTED)
    logger.info(
        "case_opened",
        case="case-abc",
        child_name=PLANTED,
        said=f"{PLANTED} is away",
        fields={"name": PLANTED},
        missing=["born_on", PLANTED],
    )
    sentence = f"The case of {PLANTED} was opened"
    logger.warning(sentence, reason=PLANTED)
    try:
        raise ValueError(f"bad name {PLANTED}") from RuntimeError(PLANTED)
    except ValueError:
        logger.exception("act_failed", case=f"case of {PLANTED}")
    opened, unnamed, failed = lines()
    assert opened.items() >= {"event": "case_opened", "case": "case-abc", "missing": ["born_on"]}.items()
    assert unnamed["event"] == "unnamed" and "reason" not in unnamed
    assert (
        failed["error"] == ["ValueError", "RuntimeError"]
        and "tests/engine/test_log.py:" in failed["where"][-1]
    )
    for line in (opened, unnamed, failed):
        assert set(line) <= log.KEYS


def test_libraries_log_their_fixed_wording_without_quotes(lines: Any) -> None:
    words = f"Completing activity as failed ({{'x': '{PLANTED}'}})"
    logging.getLogger("temporalio.activity").warning(words)
    logging.getLogger("sqlalchemy.engine").warning("INSERT %s", PLANTED)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=ValueError(PLANTED))
    activity, other, error = lines()
    assert (activity["library"], activity["said"]) == ("temporalio.activity", "Completing activity as failed")
    assert other["library"] == "sqlalchemy.engine" and "said" not in other
    assert error["error"] == ["ValueError"]


@pytest.mark.parametrize("program", ["worker", "starter.web"])
def test_worker_and_console_log_by_the_one_list(program: str) -> None:
    source = f"""
import sys, importlib, threading
from engine import log
module = importlib.import_module({program!r})
def configure(): configured(); import structlog; structlog.get_logger().info("began", child={PLANTED!r}); raise ValueError({PLANTED!r})
configured, log.configure = log.configure, configure
sys.argv = ["program"]
module.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=False
    )
    began, crashed = [json.loads(line) for line in done.stdout.splitlines()]
    assert (began["event"], crashed["event"], crashed["error"]) == ("began", "crashed", ["ValueError"])
    assert PLANTED not in done.stdout + done.stderr


def test_everything_that_is_logged_has_a_name_and_listed_keys() -> None:
    found = 0
    for package in ("activities", "engine", "office", "records", "starter", "worker.py"):
        paths = [ROOT / package] if package.endswith(".py") else sorted((ROOT / package).rglob("*.py"))
        for path in (path for path in paths if "node_modules" not in path.parts):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and re.fullmatch(LOGS, ast.unparse(call.func)):
                    found += 1
                    event = call.args[0]
                    assert isinstance(event, ast.Constant) and re.fullmatch("[a-z_]+", event.value), (
                        path,
                        call.lineno,
                    )
                    assert {keyword.arg for keyword in call.keywords} <= log.KEYS | {"exc_info"}, (
                        path,
                        call.lineno,
                    )
    assert found >= 4
