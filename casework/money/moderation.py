"""Moderation of bands: a seeded sample that a second person bands, how far both agree, and why bands were changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree: the pairs that agree, of how many, and Cohen's kappa.

    Kappa is None where chance would make them agree each time, as when every pair has the same band.
    """

    agreed: int
    of: int
    kappa: float | None

    @property
    def rate(self) -> float | None:
        """The share of the pairs that agree, in per cent; None without a pair."""
        return round(100 * self.agreed / self.of, 1) if self.of else None


@dataclass(frozen=True, slots=True)
class Override:
    """A decision with another band than the computed one, and the reason."""

    case: str
    framework: str
    computed: str
    decided: str
    reason: str


def sample_of(ids: Iterable[str], percent: int, seed: str) -> list[str]:
    """Return the ids in the sample, at least one. The same ids, share and seed always give the same sample."""
    ordered = sorted(set(ids), key=lambda one: sha256(f"{seed}:{one}".encode()).digest())
    wanted = -(-len(ordered) * max(0, min(percent, 100)) // 100)
    return sorted(ordered[:wanted])


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Return how far the first and the second band of some pairs agree."""
    agreed = sum(first == second for first, second in pairs)
    if not pairs:
        return Agreement(0, 0, None)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum((Fraction(firsts[band] * seconds[band], len(pairs) ** 2) for band in firsts), Fraction(0))
    observed = Fraction(agreed, len(pairs))
    kappa = None if by_chance == 1 else round(float((observed - by_chance) / (1 - by_chance)), 3)
    return Agreement(agreed, len(pairs), kappa)


def moves(overrides: Iterable[Override]) -> list[tuple[str, str, str, int]]:
    """Return how often each computed band was changed to another: framework, computed, decided and number, most first."""
    counted = Counter((one.framework, one.computed, one.decided) for one in overrides)
    return [(*move, number) for move, number in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
