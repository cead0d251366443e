"""Settings from variables of the environment, read and checked by pydantic-settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from annotated_types import Ge, Le
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from engine.errors import EngineError

FROM_FILE: dict[str, Any] = {"from_file": True}
"""Marks a secret that may stand in a file, which the variable with `_FILE` after its name gives."""


class EnvironmentSettings(BaseSettings):
    """Settings of which each field names its variable (`validation_alias`) and says what it is (`description`).

    A check that fails raises ValueError with the words that follow the name of the variable in the sentence.
    """

    model_config = SettingsConfigDict(
        case_sensitive=True, extra="ignore", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ, **given: object) -> Self:
        """Return the settings; `given` are fields that are no variables. Raises EngineError, with one sentence."""
        source = EnvSettingsSource(cls)
        source.env_vars = {name: value for name, value in environ.items() if value}
        try:
            return cls.model_validate({**_from_files(cls, environ), **source(), **given})
        except ValidationError as failure:
            raise EngineError(_sentence(cls, failure)) from None


def variables_of(settings: type[EnvironmentSettings]) -> dict[str, FieldInfo]:
    """Return the fields of a class by the names of their variables."""
    return {
        field.validation_alias: field
        for field in settings.model_fields.values()
        if isinstance(field.validation_alias, str)
    }


def may_be_in_file(field: FieldInfo) -> bool:
    """Return whether the value may stand in a file."""
    return field.json_schema_extra is FROM_FILE


def _from_files(settings: type[EnvironmentSettings], environ: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, field in variables_of(settings).items():
        if not may_be_in_file(field) or not (file := environ.get(f"{name}_FILE")):
            continue
        try:
            if content := Path(file).read_text(encoding="utf-8").strip():
                found[name] = content
        except (OSError, UnicodeDecodeError):
            raise EngineError(f"The file that {name}_FILE names cannot be read.") from None
    return found


def _sentence(settings: type[EnvironmentSettings], failure: ValidationError) -> str:
    first = failure.errors(include_url=False, include_input=False)[0]
    said = str(first["ctx"]["error"]) if first["type"] == "value_error" else ""
    if not first["loc"]:
        return f"{said}."
    name = str(first["loc"][0])
    return f"{name} {said or _what_it_must_be(variables_of(settings).get(name), first)}."


def _what_it_must_be(field: FieldInfo | None, first: Any) -> str:
    kind = str(first["type"])
    if kind == "literal_error":
        return f"must be one of: {str(first['ctx']['expected']).replace(chr(39), '')}"
    if kind.startswith("date"):
        return "must be a date such as 2027-01-31"
    least = next((each.ge for each in field.metadata if isinstance(each, Ge)), None) if field else None
    most = next((each.le for each in field.metadata if isinstance(each, Le)), None) if field else None
    if least is not None and most is not None:
        return f"must be a whole number from {least} to {most}"
    return f"cannot be used: {first['msg']}"
