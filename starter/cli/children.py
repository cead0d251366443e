"""`ehcp child`: a child's record with its cases; its correction, merge and split; its seal; everything held, exported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.processes.registry import BY_KIND
from starter.terminal.data_folder import AsJson, By, Case, DataFolder, as_caller, day, today
from starter.terminal.errors import BadUsage

Child = Annotated[str, typer.Argument(metavar="CHILD", help="As `ehcp child find` names it.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence; it is kept.")]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="The full name.")]
BornOn = Annotated[str | None, typer.Option("--born-on", metavar="DATE", help="The date of birth.")]
Upn = Annotated[str | None, typer.Option("--upn", metavar="NUMBER", help="The unique pupil number.")]
NhsNumber = Annotated[str | None, typer.Option("--nhs-number", metavar="NUMBER", help="The NHS number.")]
Address = Annotated[
    str | None,
    typer.Option("--address", metavar="LINES", help="Where the child lives, the lines separated by commas."),
]
Sex = Annotated[str | None, typer.Option("--sex", metavar="CODE", help="The code of the sex.")]
Ethnicity = Annotated[
    str | None, typer.Option("--ethnicity", metavar="CODE", help="The code of the ethnicity.")
]
FirstLanguage = Annotated[
    str | None, typer.Option("--first-language", metavar="NAME", help="The first language.")
]
Interpreter = Annotated[
    bool | None, typer.Option("--interpreter/--no-interpreter", help="Whether an interpreter is needed.")
]
LookedAfter = Annotated[
    bool | None,
    typer.Option("--looked-after/--not-looked-after", help="Whether a council looks after the child."),
]
PrimaryNeed = Annotated[
    str | None, typer.Option("--primary-need", metavar="CODE", help="The code of the main need.")
]
UpnUnknown = Annotated[
    str | None,
    typer.Option("--upn-unknown", metavar="CODE", help="The code of why no unique pupil number is known."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    child = typer.Typer(help="Children: one record each, with all their cases.", no_args_is_help=True)
    for name, command in (
        ("show", _show),
        ("find", _find),
        ("correct", _correct),
        ("merge", _merge),
        ("split", _split),
        ("seal", _seal),
        ("unseal", _unseal),
        ("export", _export),
    ):
        child.command(name)(command)
    app.add_typer(child, name="child")
    app.command("export-subject")(_export_subject)


def _show(child: Child, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Who a child is, and the cases that you may see, with their plans, processes and letters."""
    from office.children import show

    with as_caller(data, by) as (database, caller):
        told = show(database, caller, child, today())
    if as_json:
        _print(told)
    else:
        _say_child(told)


def _find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name, or words of it.")],
    born_on: BornOn = None,
    upn: Upn = None,
    nhs_number: NhsNumber = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """The children that may be the one you look for, with why."""
    from casework.people.child import Details
    from office.children import find

    born = day(born_on) if born_on is not None else None
    with as_caller(data, by) as (database, caller):
        found = find(database, caller, Details(name, born, _plain(upn), _plain(nhs_number)))
    if as_json:
        _print({"children": found})
        return
    for one in found:
        because = f": {one['because']}" if one["because"] else ""
        typer.echo(
            f"{one['child']}  {one['name']}, born {one['born_on'] or 'on a day not recorded'}; "
            f"{', '.join(one['cases']) or 'no case'}{because}"
        )
    if not found:
        typer.echo("No child whose case you may see is like that.")


def _correct(
    child: Child,
    reason: Why,
    name: Name = None,
    born_on: BornOn = None,
    upn: Upn = None,
    nhs_number: NhsNumber = None,
    address: Address = None,
    sex: Sex = None,
    ethnicity: Ethnicity = None,
    first_language: FirstLanguage = None,
    interpreter: Interpreter = None,
    looked_after: LookedAfter = None,
    primary_need: PrimaryNeed = None,
    upn_unknown: UpnUnknown = None,
    from_on: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The day from which it holds.")
    ] = "today",
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Record the next version of a child's details. The versions before stay."""
    from casework.people.child import Correction
    from office.children import Source, correct

    born = day(born_on) if born_on is not None else None
    lines = "\n".join(each.strip() for each in address.split(",") if each.strip()) if address else address
    correction = Correction(
        name=name.strip() if name is not None else None,
        born_on=born,
        upn=_plain(upn),
        nhs_number=_plain(nhs_number),
        address=lines,
        sex=sex,
        ethnicity=ethnicity,
        first_language=first_language,
        interpreter=interpreter,
        looked_after=looked_after,
        primary_need=primary_need,
        upn_unknown=upn_unknown,
    )
    if correction == Correction():
        raise BadUsage(
            "Say what is new: --name, --born-on, --upn, --nhs-number, --address, or a field of the SEN2 return such as --sex."
        )
    since = day(from_on)
    with as_caller(data, by) as (database, caller):
        told = correct(database, caller, child, correction, Source(since, by or "", reason), today())
    if as_json:
        _print(told)
        return
    typer.echo(
        f"Version {told['version']} of {child} holds from {told['from_on']}: {', '.join(told['changed'])}."
    )
    _say_rights(told["rights"])
    for case in told["address_changed_in"]:
        typer.echo(f"{case}: the young person is now written to at the new address.")


def _merge(
    child: Child,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The record that stays.")],
    reason: Why,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Make two records that prove to be one child one. Each case keeps its clocks, parties, letters, seal and readers."""
    from office.child_merging import merge

    with as_caller(data, by) as (database, caller):
        told = merge(database, caller, child, into, by=by or "", reason=reason, today=today())
    if as_json:
        _print(told)
        return
    typer.echo(f"{child} was merged into {into}. `ehcp child split {child}` undoes it. Now together:")
    for one in told["cases"]:
        typer.echo(f"    {one['case']}, from {one['from']}")
    for one in told["differed"]:
        typer.echo(
            f"The records differed in {one['field']}: {one['merged']} was merged, {one['survivor']} was kept."
        )
    for case in told["newly_sealed"]:
        typer.echo(f"{case} is sealed now, as the cases of {into} are.")
    _say_rights(told["rights"])
    for one in told["letters_waiting"]:
        typer.echo(f"{one['letter']} has not left; it keeps its party and address.")


def _split(
    child: Annotated[str, typer.Argument(metavar="CHILD", help="The record that was merged.")],
    reason: Why,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Undo a merge: each case is again with the record that it came from."""
    from office.child_merging import split

    with as_caller(data, by) as (database, caller):
        told = split(database, caller, child, by=by or "", reason=reason)
    if as_json:
        _print(told)
        return
    typer.echo(f"{child} was split from {told['from']}; with it: {', '.join(told['returned']) or 'no case'}.")
    for sentence in told["changed_since"]:
        typer.echo(sentence)


def _seal(child: Child, reason: Why, by: By = None, data: DataFolder = None) -> None:
    """Seal every case of a child, those to come too: only its officer and those named for a case see it."""
    from office.seal import seal_child

    with as_caller(data, by) as (_, caller):
        seal_child(caller.gate, caller.person, child, reason)
    typer.echo(f"Sealed: {child}, with every case.")


def _unseal(child: Child, by: By = None, data: DataFolder = None) -> None:
    """Take the seal from a child. A case that was sealed by itself stays sealed."""
    from office.seal import unseal_child

    with as_caller(data, by) as (_, caller):
        unseal_child(caller.gate, caller.person, child)
    typer.echo(f"Unsealed: {child}.")


def _export(
    child: Child,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or empty folder.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Everything that is held on a child, for a subject access request: a folder with an index and every paper."""
    from office.subject_access import export

    _exported(child, folder, by, data, as_json, export)


def _export_subject(
    case: Case,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="A new or empty folder (default subject-CASE, here)."),
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Everything that is held on the child of a case, in all of the child's cases: a folder with an index."""
    from office.subject_access import export_of_case

    _exported(case, folder or Path(f"subject-{case}"), by, data, as_json, export_of_case)


def _exported(
    of: str,
    folder: Path,
    by: str | None,
    data: str | None,
    as_json: bool,
    write: Callable[..., dict[str, Any]],
) -> None:
    """Write an export and say what is in it."""
    from engine.configuration import load
    from office.retention import Folders

    settings = load(data)
    with as_caller(data, by) as (database, caller):
        folders = Folders(settings.outbox, settings.data / "uploads")
        told = write(database, caller, folders, of, folder, today())
    if as_json:
        _print(told)
        return
    typer.echo(
        f"{folder}: index.html, child.json, {told['letters']} letters and messages, {told['documents']} documents, "
        f"{told['plans']} versions of the plan, {told['lists']} tailored lists."
    )
    typer.echo("Look through it before it leaves: it also names other people.")


def _plain(number: str | None) -> str | None:
    from casework.people.identifiers import plain_number

    return plain_number(number) if number is not None else None


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _say_child(told: dict[str, Any]) -> None:
    if told["asked_for"] != told["child"]:
        typer.echo(f"{told['asked_for']} was merged into {told['child']}.")
    details = told["details"]
    who = (
        f"{details['name']}, born {details['born_on'] or 'on a day not recorded'}" if details else "withheld"
    )
    typer.echo(f"{told['child']}{' (sealed)' if told['sealed'] else ''}: {who}")
    if details:
        for label, value in (
            ("Unique pupil number", details["upn"]),
            ("NHS number", details["nhs_number"]),
            ("Address", (details["address"] or "").replace("\n", ", ")),
        ):
            if value:
                typer.echo(f"    {label}: {value}")
    for one in told["versions"]:
        by = f" by {one['by']}" if one["by"] else ""
        typer.echo(f"    Version {one['version']}, from {one['from_on']}{by}: {one['why']}")
    for one in told["processes"]:
        typer.echo(f"Before any case: {_process_line(one)}")
    for case in told["cases"]:
        closed = f", closed {case['closed_on']}" if case["closed_on"] else ""
        typer.echo(f"{case['case']}  {case['stage_in_words']}, received {case['received_on']}{closed}")
        for one in case["plans"]:
            typer.echo(f"    Plan version {one['version']}: {one['plan']}")
        for one in case["processes"]:
            typer.echo(f"    {_process_line(one)}")
        for one in case["letters"]:
            typer.echo(f"    {one['on']} {one['kind'].replace('_', ' ')}, {one['channel']}: {one['status']}")
    if told["kept_until"]:
        typer.echo(f"The details are kept until {told['kept_until']}.")


def _process_line(one: dict[str, Any]) -> str:
    process_id, stage = BY_KIND[one["kind"]].pages.id_of(one), one["stage"].replace("_", " ")
    return f"{one['kind'].capitalize()} {process_id}: {stage}"


def _say_rights(moved: list[dict[str, Any]]) -> None:
    for one in moved:
        was, now = ((one[side] or "not known").replace("_", " ") for side in ("from", "to"))
        typer.echo(f"{one['case']}: by age the right was {was}; it is now {now}.")
