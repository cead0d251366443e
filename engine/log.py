"""The log: one JSON object a line, with only the keys that are listed here.

Logs are copied to places that the records never reach, so they hold only codes, numbers and ids. Everything else that
is passed to a logger is left out, including any text that a person may have written. Of an error the type and place are
kept, never the message; of a library, only its fixed wording.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

KEYS = frozenset(
    {
        "address",
        "attempts",
        "build",
        "case",
        "count",
        "days",
        "dispatch",
        "error",
        "event",
        "fault",
        "found",
        "kind",
        "missing",
        "level",
        "library",
        "number",
        "path",
        "person",
        "port",
        "process",
        "reason",
        "right",
        "said",
        "seconds",
        "status",
        "task_queue",
        "thing",
        "timestamp",
        "unsure",
        "via",
        "webhook",
        "where",
    }
)
"""Every key that a line may have. Each holds a code, a number or an id (`person` is the id of a member of staff), and
nothing that a person wrote."""

_TRUSTED = ("alembic", "opentelemetry", "temporalio", "uvicorn")
"""Libraries whose messages are logged, up to the first place where they may quote something."""
_ROOT = Path(__file__).resolve().parents[1]
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_CODE = re.compile(r"[A-Za-z0-9_.:/@+-]{1,200}")
_QUOTES = re.compile(r"[:({\[<%\"'=\n]|\d")
_PLACES = 12


def configure() -> None:
    """Log everything from this program and its libraries to standard output, with only the listed keys."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_listed,
            structlog.processors.JSONRenderer(),
        ],
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Libraries()], level=logging.WARNING, force=True)
    sys.excepthook = _crashed
    threading.excepthook = lambda args: _crashed(args.exc_type, args.exc_value, args.exc_traceback)


def only_listed(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove keys that are not listed and values that are not codes."""
    failure = line.pop("exc_info", None)
    kept = {key: _coded(key, value) for key, value in line.items() if key in KEYS}
    if failure:
        kept |= _of_failure(sys.exc_info()[1] if failure is True else failure)
    return {key: value for key, value in kept.items() if value not in (None, [])}


def _coded(key: str, value: Any) -> Any:
    match value:
        case _OwnWords():
            return str(value)
        case bool() | int() | float():
            return value
        case str() if key == "event":
            return value if _NAME.fullmatch(value) else "unnamed"
        case str():
            return value if _CODE.fullmatch(value) else None
        case list() | tuple():
            return [each for each in value if isinstance(each, str) and _CODE.fullmatch(each)]
    return None


def _of_failure(failure: Any) -> dict[str, Any]:
    failure = failure[1] if isinstance(failure, tuple) else failure
    if not isinstance(failure, BaseException):
        return {}
    kinds, places = list[str](), list[str]()
    seen: BaseException | None = failure
    while seen is not None and type(seen).__name__ not in kinds:
        kinds.append(type(seen).__name__)
        places = list(_places(seen.__traceback__)) or places
        seen = seen.__cause__ or seen.__context__
    return {"error": kinds, "where": places[-_PLACES:]}


def _places(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        path = Path(traceback.tb_frame.f_code.co_filename)
        place = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else path
        ours = not place.is_absolute() and "site-packages" not in place.parts
        yield f"{place if ours else path.name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next


class _OwnWords(str):
    """The fixed wording of a library, which is the only sentence that a line may hold."""


class _Libraries(logging.Handler):
    """Passes on what libraries log through Python's logging."""

    def emit(self, record: logging.LogRecord) -> None:
        library = record.name.partition(".")[0]
        words = str(record.msg) if library in _TRUSTED else ""
        structlog.get_logger().log(
            record.levelno,
            "library",
            library=record.name.partition("-")[0],
            said=_OwnWords(_QUOTES.split(words, maxsplit=1)[0].strip()[:80]) or None,
            exc_info=record.exc_info,
        )


def _crashed(
    kind: type[BaseException], failure: BaseException | None, traceback: TracebackType | None
) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        structlog.get_logger().critical("crashed", exc_info=failure)
