"""CPU of recording whole cases as the worker does, without Temporal: `python -m bench.recording [CASES]`.

Each act of a whole case is one transaction: its ledger, its read model and its messages. This is what a case costs beyond
the workflow of the same shape, so it is measured by itself. Use it in pairs, before and after a change.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from activities.recording import Recorder
from bench.cases import acts
from casework.case.acts import Act
from casework.case.case import Case, after, considered
from casework.case.stages import Stage
from office.office import opaque
from records import people
from records.database import Database
from starter.terminal.data_folder import today
from statute.facts import Event
from workflows.messages import ActDone, Opening, RecordRequest, Transition

_CASES = 30
_OFFICER, _TEAM = "officer-1", "north"


def steps_of(case_id: str) -> list[Transition]:
    """Return the opening and the acts of a whole case, all on one day, as its workflow sends them."""
    day, now = today(), datetime.now(UTC)
    case = considered(Case(Stage.RECEIVED, (Event("request_received", day),)))
    opening = Opening(case_id=case_id, on=day, fields={"source": "parent"}, officer=_OFFICER, team=_TEAM)
    steps = [Transition(seq=1, recorded_at=now, stage=case.stage, opening=opening)]
    for seq, (action, of) in enumerate(acts(), start=2):
        case = after(case, Act(action, day, of))
        done = ActDone(action=action, on=day, of=of, by=_OFFICER, stage=case.stage)
        steps.append(Transition(seq=seq, recorded_at=now, stage=case.stage, acts=(done,)))
    return steps


def register(database: Database, case_id: str) -> None:
    """Store the request of an invented child, as the office does before it starts the workflow."""
    with database.write() as session:
        people.register(
            session,
            people.Intake(
                case_id, case_id, None, f"Sample Child {case_id}", None, None, None, "parent", today(), _TEAM,
                _OFFICER, datetime.now(UTC), True,
            ),
        )  # fmt: skip


def record_whole_cases(database: Database, cases: int) -> float:
    """Record whole cases one after the other. Returns the CPU seconds."""
    recorder = Recorder(database)
    wanted = [f"case-{opaque()}" for _ in range(cases)]
    for case_id in wanted:
        register(database, case_id)
    began = time.process_time()
    for case_id in wanted:
        for step in steps_of(case_id):
            recorder.record_transition(RecordRequest(case_id=case_id, run_id="bench", transitions=(step,)))
    return time.process_time() - began


def main() -> None:
    """Record whole cases in SQLite in a folder that is removed, and print what each took."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else _CASES
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/records.db")
        database.migrate()
        record_whole_cases(database, 2)
        seconds = record_whole_cases(database, cases)
        database.close()
    each = seconds / cases * 1000
    print(
        f"{each:.0f} ms of CPU for the records of one whole case, {each / (len(acts()) + 1):.1f} ms an act."
    )


if __name__ == "__main__":
    main()
