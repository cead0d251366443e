"""Merge two records of one child, and split them again. The cases themselves do not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Right
from casework.people.child import Child, Version
from casework.people.child_merging import differences, taken_over, why_not_merge, why_not_split
from office.child_access import check_all, look
from office.children import details_as_json, rights_moved
from office.refusals import ActRefused, no_such_child
from office.staff import Caller
from records import access, child_merges, children, outbox
from records.child_merges import Merge
from records.database import Database


def merge(
    database: Database, caller: Caller, merged_id: str, into_id: str, *, by: str, reason: str, today: date
) -> dict[str, Any]:
    """Merge one child's record into another.

    Returns what the merge joined and changed. Raises ActRefused or NoSuchChild.

    Each case keeps its officer, team, seal, grants, clocks and parties. The answer also lists everything that a
    different name or date of birth changes.
    """
    check_all(caller, database, merged_id, into_id)
    with database.write() as session:
        sides = [look(caller, session, each) for each in (merged_id, into_id)]
        children.lock(session, merged_id, into_id)
        merged, into = (_found(session, each) for each in (merged_id, into_id))
        if (wrong := why_not_merge(merged, into, by, reason)) is not None:
            raise ActRefused(wrong)
        (theirs, ours), person = (side.cases for side in sides), caller.person
        told = _merge_pair(session, _Pair(merged, into, theirs, ours), by, reason.strip(), today)
        for each in (merged_id, into_id, *theirs, *ours):
            why = f"merged {merged_id} into {into_id}: {reason.strip()}"
            access.log(session, caller.gate.entry(person, Right.ACT, each, True, why))
    return told


def split(database: Database, caller: Caller, merged_id: str, *, by: str, reason: str) -> dict[str, Any]:
    """Undo a merge, so that each case returns to its earlier record. Raises ActRefused or NoSuchChild.

    Changes since the merge are not undone; the answer lists them.
    """
    now = datetime.now(UTC)
    check_all(caller, database, merged_id)
    with database.write() as session:
        seen = look(caller, session, merged_id)
        children.lock(session, *seen.group)
        merged, made = _found(session, merged_id), child_merges.standing(session, merged_id)
        survivor = children.find(session, made.survivor) if made is not None else None
        if (wrong := why_not_split(merged, survivor, by, reason)) is not None:
            raise ActRefused(wrong)
        if made is None or survivor is None:
            raise LookupError(f"the merge of {merged_id} is not in the records")
        returning = child_merges.merged_with(session, merged_id)
        returned = children.cases_of(session, returning)
        staying = [each for each in seen.cases if each not in returned]
        changed = _changed_since(made, survivor, returned, staying)
        _put_back(session, made, survivor, by, reason.strip(), now)
        changed += _keep_sealed(session, made, merged_id)
        child_merges.split(session, made, returning, by, reason.strip(), now)
        person = caller.person
        for each in (merged_id, survivor.child_id, *seen.cases):
            why = f"split {merged_id} from {survivor.child_id}: {reason.strip()}"
            access.log(session, caller.gate.entry(person, Right.ACT, each, True, why))
    return {
        "merge": made.merge_id,
        "child": merged_id,
        "from": survivor.child_id,
        "by": by,
        "reason": reason.strip(),
        "at": now.isoformat(),
        "returned": returned,
        "staying": staying,
        "changed_since": changed,
    }


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two records that become one, and the cases of each."""

    merged: Child
    into: Child
    theirs: Sequence[str]
    ours: Sequence[str]

    @property
    def together(self) -> tuple[str, ...]:
        """The cases of both."""
        return (*self.theirs, *self.ours)


def _merge_pair(session: Session, pair: _Pair, by: str, reason: str, today: date) -> dict[str, Any]:
    """Merge two records. Returns what the merge joined and changed."""
    now = datetime.now(UTC)
    before, other = pair.into.current, pair.merged.current.details
    was_sealed = {each for each in pair.together if access.is_sealed(session, each)}
    after = _take_over_details(session, pair, by, reason, now)
    made = Merge(
        child_merges.new_id(), pair.merged.child_id, pair.into.child_id, by, reason, now,
        {
            "theirs": list(pair.theirs),
            "ours": list(pair.ours),
            "version_before": before.version,
            "version_after": after.version,
        },
    )  # fmt: skip
    child_merges.merge(session, made, child_merges.merged_with(session, pair.merged.child_id))
    if was_sealed & set(pair.ours):
        # People who see the other record's cases could now read the survivor's details, so both must be sealed.
        access.seal_child(session, pair.into.child_id, by, reason, now, made.merge_id)
    return {
        "merge": made.merge_id,
        "merged": pair.merged.child_id,
        "into": pair.into.child_id,
        "by": by,
        "reason": reason,
        "at": now.isoformat(),
        "cases": [
            *({"case": each, "from": pair.merged.child_id} for each in pair.theirs),
            *({"case": each, "from": pair.into.child_id} for each in pair.ours),
        ],
        "details": details_as_json(after.details),
        "differed": [
            {"field": one.field, "merged": _plain(one.merged), "survivor": _plain(one.survivor)}
            for one in differences(other, before.details)
        ],
        "newly_sealed": [
            each for each in pair.together if each not in was_sealed and access.is_sealed(session, each)
        ],
        "rights": [
            *rights_moved(session, tuple(pair.theirs), other, after.details, today),
            *rights_moved(session, tuple(pair.ours), before.details, after.details, today),
        ],
        "letters_waiting": _letters_waiting(session, pair.together),
    }


def _take_over_details(session: Session, pair: _Pair, by: str, reason: str, now: datetime) -> Version:
    """Add to the survivor the details that only the merged record has. Returns its current version."""
    before = pair.into.current
    after = taken_over(pair.merged.current.details, before.details)
    if after == before.details:
        return before
    why = f"Taken over from {pair.merged.child_id}, which was merged: {reason}"
    return children.add_version(
        session, pair.into.child_id, after, from_on=before.from_on, by=by, why=why, at=now
    )


def _letters_waiting(session: Session, case_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the unsent letters of some cases."""
    return [
        {
            "case": each,
            "letter": one.dispatch_id,
            "party": one.party_id,
            "address_version": one.address_version,
        }
        for each in case_ids
        for one in outbox.of_case(session, each)
        if one.sent_at is None
    ]


def _changed_since(
    made: Merge, survivor: Child, returned: Sequence[str], staying: Sequence[str]
) -> list[str]:
    """Return a sentence for each change since the merge, which a split does not undo."""
    theirs, ours = made.content["theirs"], made.content["ours"]
    told = [
        f"Case {each} was opened after the merge; it stays with {survivor.child_id}."
        for each in staying
        if each not in (*theirs, *ours)
    ]
    told += [
        f"Case {each} was destroyed after the merge."
        for each in (*theirs, *ours)
        if each not in (*returned, *staying)
    ]
    if survivor.current.version != made.content["version_after"]:
        told.append(f"The details were corrected after the merge; they stay with {survivor.child_id}.")
    return told


def _put_back(session: Session, made: Merge, survivor: Child, by: str, reason: str, at: datetime) -> None:
    """Give the survivor its details from before the merge, unless they were corrected since."""
    before, after = made.content["version_before"], made.content["version_after"]
    if survivor.current.version == after and before != after:
        earlier = next(one for one in survivor.versions if one.version == before)
        why = f"As before the merge with {made.merged}: {reason}"
        children.add_version(
            session,
            survivor.child_id,
            earlier.details,
            from_on=survivor.current.from_on,
            by=by,
            why=why,
            at=at,
        )


def _keep_sealed(session: Session, made: Merge, merged_id: str) -> list[str]:
    """Remove the seal that the merge set. If a person has sealed the child since, both records stay sealed."""
    access.unseal_merge(session, made.merge_id)
    found = access.seal_of_child(session, made.survivor)
    if found is None or found.at < made.at:
        return []
    access.seal_child(session, merged_id, found.by, found.reason, found.at)
    return [f"The child was sealed after the merge; {merged_id} and {made.survivor} both stay sealed."]


def _found(session: Session, child_id: str) -> Child:
    child = children.find(session, child_id)
    if child is None:
        raise no_such_child(child_id)
    return child


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
