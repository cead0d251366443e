"""Every setting: `python -m engine.settings_reference` writes docs/reference/settings.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from engine.configuration import ProgramSettings, Settings
from engine.console_settings import ConsoleSettings
from engine.environment import EnvironmentSettings, may_be_in_file, variables_of
from engine.sending_settings import SendingSettings

PARTS: dict[str, type[EnvironmentSettings]] = {
    "Where everything is": Settings,
    "Console and sign-in": ConsoleSettings,
    "Sending": SendingSettings,
    "Programs": ProgramSettings,
}
"""The classes of settings, each under the heading it has in the reference."""

_HEAD = """# Settings

Settings are variables of the environment. None need be set to try the program. A value that cannot be used is refused
with one sentence that names the variable.

TLS, API keys and profiles of the connection to Temporal come from
[Temporal's own environment configuration](https://docs.temporal.io/develop/environment-configuration).

This page is made from the code: `python -m engine.settings_reference > docs/reference/settings.md`.
"""
_TAIL = """## Only in `deploy/compose/.env`

| Variable | Meaning |
|---|---|
| `EHCP_VERSION` | The tag of the image. |
| `EHCP_DB_PASSWORD` | The password of the records' role in PostgreSQL. |
| `EHCP_CODEC_TOKENS_FILE` | The file of the people who may decode, for the codec server. |
| `EHCP_CONSOLE_PORT` | The console's port on this machine. |

## For developers

| Variable | Meaning |
|---|---|
| `EHCP_BAD_INPUT` | How often the tests of bad input try each field and file (6; `make bad-input TRIES=`). |
| `EHCP_MODEL_SEEDS`, `EHCP_MODEL_STEPS`, `EHCP_MODEL_KILLS` | The seeds of the walks beside the pure model, the steps of each, and how often the worker is killed (`make model`). |
| `EHCP_SCREENS` | `1` lets the browser tests take the pictures of `docs/screens/`. |
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: what it means, and its default in words; none when the meaning says what happens without it."""

    name: str
    part: str
    meaning: str
    default: str | None
    is_secret: bool


def every_setting() -> list[Setting]:
    """Return every setting of the program once, under the last part that has it, in the order of the reference."""
    found: dict[str, Setting] = {}
    for part, settings in PARTS.items():
        for each in _of(part, settings):
            found.pop(each.name, None)
            found[each.name] = each
    return sorted(found.values(), key=lambda each: list(PARTS).index(each.part))


def page() -> str:
    """Return the reference as Markdown."""
    parts = [_HEAD]
    for part in PARTS:
        rows = [
            f"| `{each.name}` | {each.meaning} | {f'`{each.default}`' if each.default else ''} |"
            for each in every_setting()
            if each.part == part
        ]
        parts.append(
            "\n".join([f"## {part}\n", "| Variable | Meaning | Default |", "|---|---|---|", *rows, ""])
        )
    return "\n".join([*parts, _TAIL])


def _of(part: str, settings: type[EnvironmentSettings]) -> Iterator[Setting]:
    for name, field in variables_of(settings).items():
        is_secret = "SecretStr" in str(field.annotation) or field.annotation is SecretStr
        meaning = field.description or ""
        yield Setting(name, part, meaning, _default(field), is_secret)
        if may_be_in_file(field):
            yield Setting(f"{name}_FILE", part, f"A file that holds `{name}`.", None, False)


def _default(field: FieldInfo) -> str | None:
    return (
        str(field.default) if field.default_factory is None and field.default not in (None, (), {}) else None
    )


if __name__ == "__main__":
    sys.stdout.write(page())
