"""What a new extract of the settings register changes, and whether a person must confirm it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.settings.settings import Setting

_TENTH = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """The change from the settings of now to those of an extract, by counts, with the settings that would be removed."""

    before: int
    after: int
    added: int
    changed: int
    removed: tuple[Setting, ...]

    @property
    def must_be_confirmed(self) -> bool:
        """Whether more than a tenth of the settings would be removed, which is more often a wrong file than the truth."""
        return len(self.removed) * _TENTH > self.before

    @property
    def sentence(self) -> str:
        """The change in one sentence."""
        return (
            f"{self.before} settings now, {self.after} in the extract: {self.added} new, {self.changed} changed, "
            f"{len(self.removed)} removed."
        )


def difference(before: Mapping[str, Setting], extract: Iterable[Setting]) -> Difference:
    """Return what an extract changes; `before` holds the settings of now by register number."""
    after = {setting.urn: setting for setting in extract}
    return Difference(
        before=len(before),
        after=len(after),
        added=sum(urn not in before for urn in after),
        changed=sum(urn in before and before[urn] != setting for urn, setting in after.items()),
        removed=tuple(setting for urn, setting in sorted(before.items()) if urn not in after),
    )
