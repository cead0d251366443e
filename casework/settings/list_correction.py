"""Correct a tailored list before it is sent: leave entries out, change their reasons, and add settings. Pure.

The corrected list is a list of its own, because a kept list never changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from casework.settings.settings import Setting
from casework.settings.tailored_list import Entry

MOST_WORDS = 300
"""The most characters of one reason or note."""


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry that stays on the list, with the reasons and notes that it now has."""

    place: int
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """A setting that is put on the list by hand, and why."""

    setting: Setting
    reason: str


def corrected(
    content: Mapping[str, Any], of: str, kept: Sequence[KeptEntry], added: Sequence[Addition]
) -> dict[str, Any]:
    """The content of the corrected list. `of` is the id of the list that it corrects."""
    before = content["entries"]
    entries = [
        {**before[one.place], "reasons": list(one.reasons), "cautions": list(one.cautions)} for one in kept
    ]
    misses = {miss["urn"]: miss for miss in content["near_misses"]}
    for one in added:
        miss = misses.pop(one.setting.urn, None)
        entries.append(
            asdict(
                Entry(
                    one.setting.urn,
                    one.setting.name,
                    one.setting.kind,
                    miss["miles"] if miss else None,
                    "authority",
                    (one.reason,),
                    (miss["why_not"],) if miss else (),
                )
            )
        )
    return {**content, "corrects": of, "entries": entries, "near_misses": list(misses.values())}


def why_not_corrected(
    content: Mapping[str, Any], kept: Sequence[KeptEntry], added: Sequence[Addition]
) -> str | None:
    """Why a correction cannot be kept, in one sentence; None if it can."""
    if not kept and not added:
        return "Keep at least one setting on the list."
    listed = {content["entries"][one.place]["urn"] for one in kept}
    for one in added:
        if one.setting.urn in listed:
            return f"{one.setting.name} is on the list already."
        listed.add(one.setting.urn)
    return None
