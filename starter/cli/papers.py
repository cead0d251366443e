"""`ehcp plan` and `ehcp authority`: the papers of a case, and what they say of the authority."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.access.permissions import Right
from casework.readable_text import fault_in
from starter.cli import plan_quality
from starter.terminal.data_folder import AsJson, By, Case, DataFolder, actor, as_caller
from starter.terminal.errors import BadUsage, Refused
from starter.terminal.files import read_text, write_bytes
from statute.strict_reading import Repeated, json_from, yaml_from

if TYPE_CHECKING:
    from office.staff import Caller
    from records.database import Database

PlanId = Annotated[str, typer.Argument(metavar="PLAN", help="As `ehcp plan save` named it.")]
Final = Annotated[bool, typer.Option("--final", help="As a final plan, not as a draft.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    plan = typer.Typer(help="The versions of a plan, Sections A to K.", no_args_is_help=True)
    for name, command in (
        ("template", _template),
        ("save", _save),
        ("check", _check),
        ("versions", _versions),
        ("print", _print_plan),
    ):
        plan.command(name)(command)
    plan_quality.register(plan)
    app.add_typer(plan, name="plan")
    authority = typer.Typer(help="What letters say of the authority.", no_args_is_help=True)
    authority.command("load")(_load)
    authority.command("show")(_show)
    app.add_typer(authority, name="authority")


def _template() -> None:
    """Print an empty plan to fill in, as JSON."""
    from office.plans import template

    typer.echo(json.dumps(template(), indent=2, ensure_ascii=False))


def _save(
    case: Case,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.json", help="The plan; `ehcp plan template` prints its form.")
    ],
    confirm: Annotated[
        str | None,
        typer.Option(
            "--confirm",
            metavar="REASON",
            help="Why a plan with details of another person is for this child. Needs --by.",
        ),
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Keep a plan as the next version of its case, and say what the checks find."""
    from office.plans import save

    content = _read(file, json_from, "JSON")
    with _answering(data, by) as (database, caller):
        caller.check(Right.ACT, case)
        told = save(database, case, content, actor(by), confirm)
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{told['plan']}: version {told['version']}{'' if told['new'] else ', unchanged'}.")
    _say_findings(told)


def _check(
    plan: PlanId, final: Final = False, by: By = None, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """What is unlawful or weak in a version of a plan."""
    from office.plans import case_of, check

    with _answering(data, by) as (database, caller):
        caller.check_personal(case_of(database, plan))
        found = check(database, plan, final)
    if as_json:
        typer.echo(json.dumps({"plan": plan, **found}, indent=2, ensure_ascii=False))
        return
    _say_findings(found)


def _versions(case: Case, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """The versions of a case's plan, oldest first."""
    from office.plans import versions

    with _answering(data, by) as (database, caller):
        caller.check(Right.SEE_CASE, case)
        found = versions(database, case)
    if as_json:
        typer.echo(json.dumps({"case": case, "versions": found}, indent=2))
        return
    for one in found:
        typer.echo(
            f"{one['plan']}  version {one['version']}  {one['saved_at'][:10]}  {one['by'] or ''}".rstrip()
        )
    if not found:
        typer.echo(f"No plan is saved; save one with `ehcp plan save {case} FILE.json`.")


def _print_plan(
    plan: PlanId,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page.")] = None,
    word: Annotated[
        Path | None, typer.Option("--docx", metavar="FILE", help="Write a Word document.")
    ] = None,
    final: Final = False,
    by: By = None,
    data: DataFolder = None,
) -> None:
    """Write a version as an accessible page, as a Word document, or both."""
    from office.plans import case_of, printed

    if html is None and word is None:
        raise BadUsage("Say where to write it: --html FILE, --docx FILE, or both.")
    with _answering(data, by) as (database, caller):
        caller.check_personal(case_of(database, plan))
        page, document = printed(database, plan, final)
    for file, content in ((html, page), (word, document)):
        if file is not None:
            write_bytes(file, content)
            typer.echo(f"Written: {file}")


def _load(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="samples/authority.yaml shows its form.")],
    by: By = None,
    data: DataFolder = None,
) -> None:
    """Put the authority's particulars in place of those before."""
    from office.council_details import load

    content = _read(file, yaml_from, "YAML")
    with _answering(data, by) as (database, caller):
        caller.check(Right.KEEP_PROFILE)
        profile = load(database, content, actor(by))
    typer.echo(f"Loaded: {profile.authority.name}.")


def _show(by: By = None, data: DataFolder = None) -> None:
    """The authority's particulars, as JSON."""
    from records.profile import profile_content

    with as_caller(data, by) as (database, caller):
        caller.check(Right.KEEP_PROFILE)
        with database.read() as session:
            content = profile_content(session)
    if content is None:
        raise Refused("No particulars are loaded; load them with `ehcp authority load FILE`.")
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


@contextmanager
def _answering(data: str | None, by: str | None) -> Iterator[tuple[Database, Caller]]:
    """The records and who gives the command, with every fault of a paper as the command's answer."""
    from casework.authority.profile import BadProfile
    from casework.plans.plan import BadPlan

    with as_caller(data, by) as found:
        try:
            yield found
        except (BadPlan, BadProfile) as error:
            raise BadUsage(str(error)) from None


def _read(file: Path, parse: Callable[[str], Any], form: str) -> Any:
    text = read_text(file)
    try:
        content = parse(text)
    except Repeated as error:
        raise BadUsage(f"{file} cannot be read. {error}") from None
    except Exception:  # a parser may raise anything on a broken file
        raise BadUsage(f"{file} is not {form}; check its commas, quotes and indents.") from None
    if (found := fault_in(content)) is not None:
        raise BadUsage(f"{file}, {found[0] or 'as a whole'}: {found[1]}")
    return content


def _say_findings(found: Mapping[str, Any]) -> None:
    for one in (*found["findings"], *found["notes"]):
        typer.echo(f"{one['kind'].capitalize()}, Section {one['section']}: {one['says']} ({one['cite']})")
    if not found["findings"]:
        typer.echo("Nothing is unlawful or weak.")
    elif all(one["kind"] == "weak" for one in found["findings"]):
        typer.echo(
            f"To accept these, send the plan with findings_accepted_by=ID findings_seen={found['code']}."
        )
