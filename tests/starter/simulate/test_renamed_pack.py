"""The sample stories under a rule pack in which every rule has another id: the process asks for clocks by their roles."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from casework.processes.registry import PROCESSES
from tests.renamed_pack import new_ids, with_old_ids, write_renamed
from tests.starter.simulate.stories import STORIES, played

pytestmark = pytest.mark.xdist_group("stories")
_NOUNS = ("case", "sitting", "note", "notice", "list", "plan", *(each.noun for each in PROCESSES))
_OWN = re.compile(rf"\b({'|'.join(_NOUNS)})-[a-z0-9]{{12,}}\b(-\d{{8}}\b(?<!-202\d[01]\d[0-3]\d))?")
"""An id that is drawn, with eight drawn digits if it has them; a day such as 20270208 is not drawn."""
_OF_THE_RUN = ("recorded_at", "queued_at", "hash", "rule_pack_hash")


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the renamed pack."""
    return write_renamed(tmp_path_factory.mktemp("packs"))


def plain(told: Any) -> Any:
    """What was told without what differs from run to run: the ids that are drawn, the instants of recording and the hashes."""
    if isinstance(told, dict):
        return {name: plain(value) for name, value in told.items() if name not in _OF_THE_RUN}
    if isinstance(told, list):
        return [plain(value) for value in told]
    return _OWN.sub(r"\1-X", told) if isinstance(told, str) else told


@pytest.mark.timeout(300)
def test_the_stories_are_the_same_whatever_the_rules_are_called(packs: Path) -> None:
    """A story whose every limit another has too is not played again."""
    longest = sorted(STORIES, key=lambda story: len(limits(played(story.stem))), reverse=True)
    seen: set[str] = set()
    for story in longest:
        told = played(story.stem)
        if limits(told) <= seen:
            continue
        seen |= limits(told)
        otherwise = played(story.stem, packs)
        assert limits(otherwise) <= set(new_ids().values())
        assert plain(with_old_ids(otherwise)) == plain(told), story.stem


def limits(told: dict[str, Any]) -> set[str]:
    """Return the ids of the rules of a story's obligations."""
    return {one["rule"] for one in told["obligations"]}
