"""Every command against the gate: a command without a line here fails, and so does one that asks for another right."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_type_hints

import pytest
import typer.main

from casework.access.permissions import RIGHTS, Right, Role
from casework.letters.dispatch import Dispatch
from casework.people.parties import Party
from casework.processes.registry import BY_KIND
from records import access, outbox, parties, plans, staff, tailored_lists
from records.database import Database
from starter.command import command
from starter.terminal.data_folder import By
from tests.databases import new_records
from tests.plans import sample_plan
from tests.running import Answer
from tests.running import here as ehcp
from tests.starter import called
from tests.starter.cli.test_access import refused
from tests.starter.console.office import CASE, CHILD, MEDIATION, SITTING, furnish
from tests.starter.inclusion_plans import area_plan_asks, put_plan
from tests.starter.processes import put

NOW = datetime(2024, 5, 20, 9, tzinfo=UTC)
PARTY, LETTER, BATCH, LIST = "party-a", f"{CASE}-2-9", "bulk-a", "list-a"
WHY = "--reason A-reason-that-can-be-read"

ASKS: dict[str, Right] = {
    "open {intake}": Right.OPEN_CASE,
    "import samples/caseload/cases.csv": Right.OPEN_CASE,
    "export {out}": Right.SEE_PERSONAL,
    f"act {CASE} assessment_agreed --on today": Right.ACT,
    f"act {CASE} officer_assigned --on today": Right.ASSIGN,
    f"show {CASE}": Right.SEE_CASE,
    "cases": Right.SEE_CASELOAD,
    "forecast": Right.ASSIGN,
    f"history {CASE}": Right.SEE_CASE,
    f"child show {CHILD}": Right.SEE_CASE,
    "child find Wren": Right.SEARCH_BY_NAME,
    f"child correct {CHILD} --name Wren {WHY}": Right.ACT,
    f"child merge {CHILD} child-b {WHY}": Right.ACT,
    f"child split {CHILD} {WHY}": Right.ACT,
    f"child seal {CHILD} {WHY}": Right.SEAL,
    f"child unseal {CHILD}": Right.SEAL,
    f"child export {CHILD} {{out}}": Right.SEE_PERSONAL,
    f"export-subject {CASE} {{out}}": Right.SEE_PERSONAL,
    f"party list {CASE}": Right.SEE_PERSONAL,
    f"party add {CASE} parent --name Ash": Right.ACT,
    f"party address {PARTY} --email a@example.org": Right.ACT,
    f"party prefer {PARTY} --large-print": Right.ACT,
    f"party end {PARTY}": Right.ACT,
    "letters": Right.SEE_CASE,
    f"letters recall {LETTER}": Right.ACT,
    f"letters approve {BATCH}": Right.ACT,
    f"letters again {LETTER}": Right.ACT,
    f"letters posted {LETTER}": Right.ACT,
    f"letters show {LETTER}": Right.SEE_CASE,
    "panel call --on today+14 --member a=health --chair a": Right.RUN_PANEL,
    f"panel list {SITTING} {CASE}": Right.RUN_PANEL,
    f"panel papers {SITTING} {CASE}": Right.RUN_PANEL,
    f"panel attendance {SITTING} --present chair-1": Right.RUN_PANEL,
    f"panel recommend {SITTING} {CASE} assess --reasons Because": Right.RUN_PANEL,
    f"panel carry-over {SITTING} {CASE} --why not_reached": Right.RUN_PANEL,
    f"panel sign-off {SITTING}": Right.RUN_PANEL,
    f"panel call-off {SITTING}": Right.RUN_PANEL,
    f"panel show {SITTING}": Right.SEE_PANEL,
    "panel sittings": Right.SEE_PANEL,
    **area_plan_asks(),
    "dispute list": Right.SEE_DISPUTE,
    f"dispute show {MEDIATION}": Right.SEE_DISPUTE,
    f"dispute act {MEDIATION} accept_invitation --on today": Right.ACT_IN_DISPUTE,
    f"plan save {CASE} {{plan_file}}": Right.ACT,
    f"document add {CASE} {{plan_file}}": Right.ACT,
    f"document list {CASE}": Right.SEE_PERSONAL,
    "backdated": Right.SEE_BACK_DATED,
    f"past-work {CASE} {{plan_file}}": Right.ACT,
    "plan check {plan}": Right.SEE_PERSONAL,
    f"plan versions {CASE}": Right.SEE_CASE,
    "plan print {plan} --html {page}": Right.SEE_PERSONAL,
    "plan quality {plan}": Right.SEE_PERSONAL,
    "plan read {plan} --grade A=good": Right.ACT,
    "plan sign {plan} --because A-reason-that-can-be-read": Right.SIGN_PLAN,
    "authority load samples/authority.yaml": Right.KEEP_PROFILE,
    "policy show": Right.KEEP_PROFILE,
    "policy diff samples/policy.yaml": Right.KEEP_PROFILE,
    f"policy apply samples/policy.yaml {WHY}": Right.KEEP_PROFILE,
    "authority show": Right.KEEP_PROFILE,
    "services": Right.SEE_CASELOAD,
    "standards load samples/standards.yaml": Right.ADMINISTER,
    "standards show": Right.SEE_CASELOAD,
    f"standards show {CASE}": Right.SEE_PERSONAL,
    f"standards link {CASE} U-01 --answer met": Right.ACT,
    "standards link urn-900001 U-01": Right.ADMINISTER,
    "standards report": Right.SEE_CASELOAD,
    f"standards withdraw ordinarily-available 2026.1 U-02 {WHY}": Right.ADMINISTER,
    "settings load samples/settings.csv": Right.ADMINISTER,
    "published load samples/settings.csv": Right.ADMINISTER,
    "published list": Right.SEE_CASELOAD,
    "published template spend_per_head --period 2024-25": Right.SEE_CASELOAD,
    "dashboard": Right.SEE_CASELOAD,
    "demo load --size 1": Right.ADMINISTER,
    "roll load {plan_file} --setting 900001": Right.ADMINISTER,
    "closures load samples/closures.csv": Right.ADMINISTER,
    "support load samples/early-support.csv": Right.OPEN_CASE,
    f"support show {CASE}": Right.SEE_PERSONAL,
    "support due": Right.OPEN_CASE,
    "support report": Right.SEE_CASELOAD,
    "measures": Right.SEE_CASELOAD,
    f"closures propose {CASE} --authority Example": Right.SEE_CASE,
    f"list make {CASE} --need ASD --from 1,1": Right.ACT,
    f"list show {LIST}": Right.SEE_PERSONAL,
    "band load --shipped hours": Right.SET_BANDS,
    f"band show {CASE}": Right.SEE_PERSONAL,
    f"band profile {CASE} --setting-type mainstream": Right.ACT,
    f"band decide {CASE} --start today --covers yes": Right.ACT,
    f"band end {CASE} --on today {WHY}": Right.ACT,
    "band schedule": Right.SET_BANDS,
    "band paid": Right.SET_BANDS,
    "band simulate --shipped hours": Right.SET_BANDS,
    "band moderate": Right.SET_BANDS,
    "band overrides": Right.SET_BANDS,
    f"band off hours --from today {WHY}": Right.SET_BANDS,
    f"access seal {CASE} {WHY}": Right.SEAL,
    f"access unseal {CASE}": Right.SEAL,
    f"access grants {CASE}": Right.SEAL,
    f"access break-glass {CASE} {WHY}": Right.BREAK_GLASS,
    "access log": Right.SEE_ACCESS_LOG,
    f"access end-sessions officer-n1 {WHY}": Right.END_SESSIONS,
    "token create --person program-1 --role admin": Right.ADMINISTER,
    "token list": Right.ADMINISTER,
    "token revoke none": Right.ADMINISTER,
    "webhook add https://example.org/told": Right.ADMINISTER,
    "webhook list": Right.ADMINISTER,
    "webhook remove none": Right.ADMINISTER,
    "webhook test none": Right.ADMINISTER,
    f"inspect {CASE}": Right.SEE_OPERATIONS,
    "stuck": Right.SEE_OPERATIONS,
    f"retry {CASE} {WHY}": Right.OPERATE,
    "replay --all": Right.SEE_OPERATIONS,
    "rebuild": Right.OPERATE,
    "rebuild --check": Right.SEE_OPERATIONS,
    "verify": Right.SEE_OPERATIONS,
    "verify --repair": Right.OPERATE,
    "held": Right.SEE_OPERATIONS,
    "held --send all": Right.OPERATE,
    "versions list": Right.SEE_OPERATIONS,
    f"versions current build-1 {WHY}": Right.OPERATE,
    f"versions ramp build-1 10 {WHY}": Right.OPERATE,
    "keys list": Right.SEE_OPERATIONS,
    "keys new": Right.OPERATE,
    f"keys rewrap {WHY}": Right.OPERATE,
    f"keys rotate {CASE} {WHY}": Right.OPERATE,
    "backup {out}": Right.OPERATE,
    "restore {out}": Right.OPERATE,
    "retention due": Right.DESTROY,
    "retention schedule": Right.DESTROY,
    f"retention hold {CASE} {WHY}": Right.DESTROY,
    f"retention release hold-none {WHY}": Right.DESTROY,
    f"retention propose {CASE} {WHY}": Right.DESTROY,
    f"retention approve {CASE}": Right.DESTROY,
    f"retention certificate {CASE}": Right.DESTROY,
    f"erase-key {CASE} {WHY}": Right.DESTROY,
    **called.asks(CASE),
    "maintained list": Right.SEE_CASE,
    "maintained show maintained-a": Right.SEE_CASE,
    "maintained act maintained-a look_again --on today": Right.ACT,
    "review counts": Right.SEE_CASELOAD,
    "review planner": Right.ACT,
    "review accept review-none": Right.ACT,
    "review withdraw review-none": Right.ACT,
    "review setting urn-900001": Right.SEE_CASELOAD,
}
"""What a command asks the gate. In braces are files, and the plan."""

OPEN: dict[str, str] = {
    "rules": "the law, which is everybody's",
    "timeline": "it reads a file of whoever asks, and no records",
    "reforms": "which policies the authority has switched on, and nothing about anybody",
    "simulate": "an invented case, which leaves nothing behind",
    "plan template": "an empty form",
    "letters lint": "it reads texts without facts, and no records",
    "policy check": "it reads a file of whoever asks, and no records",
    "up": "it starts the program; who comes in signs in",
    "setup": "it prepares the place before there is a register",
    "key": "it makes a file, which does not exist yet",
    "codec-token": "it makes a token in a file, which whoever may write the file could write",
    "codec-server": "it starts a program, which asks who reads, and why, each time",
}
"""The commands that show no personal data and change no records, each with the reason."""


def commands(group: typer.main.Typer) -> dict[str, typer.models.CommandInfo]:
    """Every command by its words, those of groups within it too."""
    found = {str(one.name): one for one in group.registered_commands}
    for within in group.registered_groups:
        inner = within.typer_instance
        assert inner is not None
        found |= {f"{within.name} {name}": one for name, one in commands(inner).items()}
        if inner.registered_callback is not None and inner.info.invoke_without_command is True:
            found[str(within.name)] = typer.models.CommandInfo(callback=inner.registered_callback.callback)
    return found


COMMANDS = commands(command())


def command_of(line: str) -> str:
    """The words of a line that name its command."""
    words = line.split()
    return next(" ".join(words[:end]) for end in (2, 1) if " ".join(words[:end]) in COMMANDS)


def test_every_command_asks_for_a_right_or_shows_nothing_of_anybody() -> None:
    asks = {command_of(line) for line in ASKS}
    assert asks | set(OPEN) == set(COMMANDS)
    assert not asks & set(OPEN)


def test_every_command_that_asks_has_the_one_option_that_says_who() -> None:
    for line in ASKS:
        callback = COMMANDS[command_of(line)].callback
        assert callback is not None
        assert get_type_hints(callback, include_extras=True).get("by") == By, line


@dataclass(frozen=True)
class Place:
    """A data folder, and what the lines above name in braces."""

    data: Path
    database: Database
    named: dict[str, object]
    before: list[tuple[str, list[str]]] = field(default_factory=list)

    def __call__(self, line: str, by: str) -> Answer:
        return ehcp(*line.format(**self.named).split(), "--by", by, data=self.data)

    def refusals(self, person: str) -> list[tuple[str, str]]:
        """The rights that a person was refused, newest first, with the way in."""
        with self.database.read() as session:
            return [(one.right, one.via) for one in access.entries(session, person=person, refused=True)]

    def stored(self) -> tuple[str, list[str]]:
        """All that it holds but the log: a digest of the rows, and the names of the files."""
        digest = hashlib.sha256()
        with closing(sqlite3.connect(self.data / "records.db")) as database:
            names = [
                row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            for name in sorted(set(names) - {"access_log"}):
                digest.update(repr((name, database.execute(f'SELECT * FROM "{name}"').fetchall())).encode())
        files = sorted(str(one) for one in self.data.rglob("*") if not one.name.startswith("records.db"))
        return digest.hexdigest(), files

    def known_stored(self) -> tuple[str, list[str]]:
        """What it held before the first of the refused commands: none of them may change it."""
        if not self.before:
            self.before.append(self.stored())
        return self.before[0]


def has(right: Right) -> str:
    return f"has-{right}"


def lacks(right: Right) -> str:
    return f"lacks-{right}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Records with data for every command; for every right, a person who has it and a person with all others."""
    data = tmp_path_factory.mktemp("commands")
    database = new_records(data)
    furnish(database)
    letter = Dispatch(
        LETTER, CASE, date(2024, 5, 20), "draft_plan", "family", "draft", None, "", "letter", NOW, None, None, 0,
        status="second_look", batch=BATCH, party_id=PARTY, address_version=1,
    )  # fmt: skip
    with database.write() as session:
        kept, _ = plans.save_plan(session, CASE, sample_plan(), "officer-n1", NOW)
        parties.add(session, Party(PARTY, CASE, "parent", name="Ash Example"), NOW, None)
        empty = {"data_as_at": None, "entries": [], "near_misses": [], "rights": ""}
        tailored_lists.keep_list(session, CASE, empty, None, NOW, LIST)
        outbox.put(session, [letter])
        for process in called.CALLED:
            put(session, process.kind, called.state_of(process, CASE))
        plan = BY_KIND["maintained_plan"].begin("maintained-a", {"case": CASE}, None)
        put(session, "maintained_plan", plan)
        put_plan(session)
        for right, given in RIGHTS.items():
            widest = max(given, key=lambda role: given[role])
            others = [role for role in Role if role not in given]
            for person, roles in ((has(right), [widest]), (lacks(right), others)):
                content = {"id": person, "name": person, "roles": list(roles), "teams": ["north"]}
                staff.save_sign_in(session, person, content, NOW)
    files = {"intake": "intake.json", "plan_file": "plan.json", "page": "page.html", "out": "out"}
    named = {"plan": kept.plan_id, **{name: data / file for name, file in files.items()}}
    row = {"child_name": "Sample Child", "received_on": "2024-03-04", "team": "north"}
    (data / "intake.json").write_text(json.dumps([row]))
    (data / "plan.json").write_text(json.dumps(sample_plan()))
    yield Place(data, database, named)
    database.close()


@pytest.mark.parametrize("line", ASKS)
def test_who_has_every_role_but_those_of_the_right_is_refused_logged_and_nothing_is_written(
    place: Place, line: str
) -> None:
    right, before = ASKS[line], place.known_stored()
    logged = place.refusals(lacks(right))
    refused(place(line, lacks(right)), "You may not ")
    assert place.refusals(lacks(right)) == [(right, "cli"), *logged]
    assert place.stored() == before


def test_who_has_the_right_needs_no_other(place: Place, tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(place.data / "records.db")) as here,
        closing(sqlite3.connect(tmp_path / "records.db")) as copy,
    ):
        here.backup(copy)
    database = Database(f"sqlite:///{tmp_path / 'records.db'}")
    copied = Place(
        tmp_path, database, {**place.named, "page": tmp_path / "page.html", "out": tmp_path / "out"}
    )
    for line, right in ASKS.items():
        answer = copied(line, has(right))
        assert not answer.err.startswith("You may not") and copied.refusals(has(right)) == [], (line, answer)
    database.close()
