"""What must hold after the faults: nothing lost, nothing twice, and every ledger as the pure model works it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session
from temporalio.api.enums.v1 import EventType
from temporalio.converter import WorkflowSerializationContext

from activities.letters import dispatches_of
from bench.chaos_cases import CountedOffice
from bench.chaos_place import Place
from bench.model.world import World
from bench.notice_cases import Expected, patiently
from casework.letters.dispatch import Dispatch
from casework.letters.dispatches import Step
from casework.letters.sending_times import Policy
from engine.configuration import Settings
from office.operations import stuck, verify
from records import ledger, outbox, people, processes, receipts
from workflows.messages import CaseInput
from workflows.process_messages import ProcessOpening


async def judge(
    office: CountedOffice, settings: Settings, place: Place, expected: Expected, cases: int
) -> list[str]:
    """Return a sentence for everything that is lost, doubled, out of step or stuck."""
    wrong = _of_openings(office.opened, cases)
    world = World()
    with office.database.read() as session:
        subjects = ledger.ids(session)
    for its_id in subjects:
        given = await _input_of(office, its_id)
        if isinstance(given, CaseInput):
            world.open(given.opening)
        else:
            world.begin(given)
    for its_id, message in office.acts:
        world.mail.send(its_id, message)
    with office.database.read() as session:
        wrong += _of_records(session, office, subjects, cases)
        wrong += world.follow({its_id: ledger.facts_of(session, its_id) for its_id in subjects})
        wrong += world.left_over(dict.fromkeys(subjects, datetime.now(UTC)))
        wrong += _of_states(session, world)
        sent = [one for case_id in subjects for one in outbox.of_case(session, case_id)]
        wrong += _of_model_notices(session, world, sent)
    wrong += _of_notices(sent, settings, place, expected)
    checked = await patiently(lambda: verify(office))
    wrong += [f"{each['subject']}: {each['what']}" for each in checked["problems"]]
    stopped = await patiently(lambda: stuck(office, timedelta(seconds=30)))
    wrong += [f"{each['workflow']}: {each['what']}" for each in stopped]
    return wrong


async def _input_of(office: CountedOffice, its_id: str) -> CaseInput | ProcessOpening:
    """Return the input with which a workflow was started, from its history."""
    kind: Any = CaseInput if its_id.startswith("case-") else ProcessOpening
    async for event in office.client.get_workflow_handle(its_id).fetch_history_events(page_size=1):
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
            started = event.workflow_execution_started_event_attributes
            context = WorkflowSerializationContext(namespace=office.client.namespace, workflow_id=its_id)
            converter = office.client.data_converter.with_context(context)
            found: CaseInput | ProcessOpening = (
                await converter.decode(list(started.input.payloads), [kind])
            )[0]
            return found
    raise RuntimeError(f"{its_id} has no history.")


def _of_openings(opened: Iterable[tuple[str, str]], cases: int) -> list[str]:
    by_key: dict[str, set[str]] = {}
    for key, case_id in opened:
        by_key.setdefault(key, set()).add(case_id)
    wrong = [f"{key} was opened as {sorted(found)}." for key, found in by_key.items() if len(found) != 1]
    return (
        wrong if len(by_key) == cases else [*wrong, f"{len(by_key)} of {cases} requests were acknowledged."]
    )


def _of_records(session: Session, office: CountedOffice, subjects: list[str], cases: int) -> list[str]:
    wrong = []
    opened = [each for each in subjects if each.startswith("case-")]
    for its_id in subjects:
        if (broken := ledger.broken(session, its_id)) is not None:
            wrong.append(broken)
    wrong += [f"{each} has no request." for each in opened if people.intake_of(session, each) is None]
    wrong += [f"{each} was called, and has no ledger." for each in office.called if each not in subjects]
    if len(opened) != cases:
        wrong.append(f"{len(opened)} cases are in the ledger, not {cases}.")
    for its_id, message in office.acts:
        lines = ledger.facts_of(session, its_id)
        steps = {line.seq for line in lines if line.request_id == message.request_id}
        kept = not its_id.startswith("case-") or receipts.receipt_of(session, its_id, message.request_id)
        if len(steps) != 1 or not kept:
            wrong.append(
                f"The act {message.request_id} was acknowledged, and is recorded {len(steps)} times."
            )
    return wrong


def _of_states(session: Session, world: World) -> list[str]:
    """Return a sentence for every process whose stored state is not the state of the model."""
    wrong = []
    for its_id, model in world.processes.items():
        row = processes.find(session, its_id)
        if row is None or {**row.content, "team": None} != {**model.view, "team": None}:
            wrong.append(f"{its_id} is not in the state that the model has.")
    return wrong


def _of_notices(sent: list[Dispatch], settings: Settings, place: Place, expected: Expected) -> list[str]:
    """Return a sentence for every notice that did not leave, or left twice."""
    known = {kind for kind, _ in expected}
    wrong = [
        f"{one.dispatch_id} is {one.status}: {one.problem}"
        for one in sent
        if one.kind in known and one.status != "sent"
    ]
    left = [one for one in sent if one.status == "sent"]
    found: Expected = Counter((one.kind, one.channel) for one in left if one.kind in known)
    for key in sorted(expected | found):
        if expected[key] != found[key]:
            wrong.append(f"{' by '.join(key)}: {expected[key]} expected, {found[key]} sent.")
    mailed = set(place.mail.dispatch_ids())
    for one in left:
        is_mail = one.channel == "email"
        if is_mail and one.dispatch_id not in mailed:
            wrong.append(f"{one.dispatch_id} is sent, but the mail server never had it.")
        if not is_mail and not (settings.outbox / (one.location or "none")).exists():
            wrong.append(f"{one.dispatch_id} is sent, but its file is not in the folder.")
    return wrong + [f"No one sent the mail {each}." for each in mailed - {one.dispatch_id for one in left}]


def _of_model_notices(session: Session, world: World, sent: Iterable[Dispatch]) -> list[str]:
    """Return a sentence for every notice of the model that is not in the outbox under its own id, and every other one."""
    own = {_notice_of(one) for one in sent if one.dispatch_id.startswith("case-")}
    wanted, now = set[str](), datetime.now(UTC)
    for case_id, model in world.cases.items():
        for seq, notices in model.notices.items():
            step = Step(f"{case_id}-{seq}", case_id, now, None)
            wanted |= {_notice_of(one) for one in dispatches_of(session, step, notices, Policy(), now)}
    wrong = [f"The notice {each} was never queued." for each in sorted(wanted - own)]
    return wrong + [f"The model does not send the notice {each}." for each in sorted(own - wanted)]


def _notice_of(one: Dispatch) -> str:
    """Return the id of the notice of a dispatch; a notice to several people has a dispatch for each."""
    return one.dispatch_id.partition(".")[0]
