"""`ehcp standards`: catalogues of standards, what cases and settings say of them, and the report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, On, Reason, actor, as_caller, day, today
from starter.terminal.errors import BadUsage
from starter.terminal.files import read_bytes

_SETTING = re.compile(r"urn-(\d{5,7})")
Standard = Annotated[str | None, typer.Argument(metavar="STANDARD", help="Its id, or CATALOGUE/ID.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    standards = typer.Typer(
        help="Catalogues of standards. They are policy: no right and no date depends on them.",
        no_args_is_help=True,
    )
    standards.command("load")(_load)
    standards.command("show")(_show)
    standards.command("link")(_link)
    standards.command("report")(_report)
    standards.command("withdraw")(_withdraw)
    app.add_typer(standards, name="standards")


def _load(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml|FILE.csv", help="One version of a catalogue.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what the file would change, and change nothing.")
    ] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Load a version of a catalogue. A file with faults changes nothing, and every fault is told with its line."""
    from casework.standards.catalogue_file import BadCatalogue
    from office.standards import load, read

    with as_caller(data, by) as (database, caller):
        caller.check(Right.ADMINISTER)
        raw = read_bytes(file)
        try:
            made = read(raw, file.name)
        except BadCatalogue as wrong:
            for fault in wrong.faults[:-1]:
                typer.echo(fault, err=True)
            raise BadUsage(wrong.faults[-1]) from None
        found = load(database, made, actor(by), today(), dry_run=dry_run)
    told = {
        "catalogue": made.id,
        "version": made.version,
        "standards": len(made.standards),
        "new": found.is_new,
        "added": found.added,
        "changed": found.changed,
        "removed": found.removed,
        "loaded": not dry_run,
    }
    if as_json:
        typer.echo(json.dumps(told))
        return
    for word, which in (("Added", found.added), ("Changed", found.changed), ("Removed", found.removed)):
        if which:
            typer.echo(f"{word}: {', '.join(which)}")
    done = "read; nothing was changed" if dry_run else "loaded" if found.is_new else "was loaded already"
    typer.echo(f"{made.id} {made.version}: {len(made.standards)} standards {done}.")


def _show(
    catalogue: Annotated[
        str | None,
        typer.Argument(metavar="CATALOGUE|CASE|SETTING", help="Left out, it lists the catalogues."),
    ] = None,
    version: Annotated[
        str | None, typer.Option("--version", help="The version; by default the one in force.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show the catalogues, one version of a catalogue, what a case says of its standards, or what a setting offers."""
    from office import standards
    from office.standard_links import of_case
    from office.standard_offers import offer_of

    with as_caller(data, by) as (database, caller):
        if catalogue is not None and catalogue.startswith("case-"):
            caller.check_personal(catalogue)
            _tell_case(of_case(database, catalogue), as_json)
            return
        caller.check(Right.SEE_CASELOAD)
        if catalogue is not None and (urn := _SETTING.fullmatch(catalogue)) is not None:
            _tell_offer(offer_of(database, urn[1]), as_json)
            return
        with database.read() as session:
            if catalogue is not None:
                _tell_catalogue(standards.shown(session, catalogue, version, today()), as_json)
                return
            found = standards.catalogues(session, today())
    if as_json:
        typer.echo(json.dumps({"catalogues": found}, indent=2, ensure_ascii=False))
        return
    for one in found:
        now = "in force" if one["in_force"] else "withdrawn" if one["withdrawn_on"] else "not in force"
        typer.echo(
            f"{one['catalogue']} {one['version']}  {now}  {standards.days_in_words(one)}  {one['standards']} standards"
        )
    if not found:
        typer.echo("No catalogue is loaded; load one with `ehcp standards load FILE`.")


def _link(
    thing: Annotated[
        str, typer.Argument(metavar="CASE|SETTING", help="A case, or a setting such as urn-900001.")
    ],
    standard: Standard = None,
    answer: Annotated[
        str | None,
        typer.Option(
            "--answer", help="Of the evidence: met, not_tried or not_applicable; removed takes a link back."
        ),
    ] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="ID", help="What shows it.")] = None,
    row: Annotated[str | None, typer.Option("--row", metavar="ROW", help="A row of Section F.")] = None,
    above: Annotated[bool, typer.Option("--above", help="The row is above every catalogue.")] = False,
    recommendation: Annotated[
        str | None,
        typer.Option(
            "--recommendation",
            metavar="ID",
            help="A recommendation whose reasons name the standard, such as line-7.",
        ),
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="The setting no longer offers it.")] = False,
    on: On = "today",
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Link evidence, a row of Section F or reasons of a case to a standard, or record that a setting offers it."""
    from office.standard_links import link
    from office.standard_offers import declare
    from office.standard_offers import end as end_offer

    setting = _SETTING.fullmatch(thing)
    with as_caller(data, by) as (database, caller):
        if setting is not None:
            caller.check(Right.ADMINISTER)
            if standard is None:
                raise BadUsage("Name the standard that the setting offers.")
            done = (end_offer if end else declare)(database, setting[1], [standard], actor(by), day(on))
        else:
            caller.check(Right.ACT, thing)
            done = link(
                database,
                thing,
                [_wish(standard, answer, (document, row, recommendation), above)],
                actor(by),
                day(on),
            )
    if as_json:
        typer.echo(json.dumps({"thing": thing, "standard": standard, "links": done}))
    else:
        typer.echo("Recorded." if done else "It was recorded already.")


def _wish(
    standard: str | None, answer: str | None, of: tuple[str | None, str | None, str | None], above: bool
) -> Any:
    """What is to be linked, from the options. Raises BadUsage."""
    from casework.standards.links import ABOVE, AS_STANDARD, CITED, EVIDENCE, PROVISION, REASON, THE_REQUEST
    from office.standard_links import Wish

    document, row, recommendation = of
    if row is not None and recommendation is not None:
        raise BadUsage("Give --row or --recommendation, not both.")
    if above and (row is None or standard is not None):
        raise BadUsage(
            "--above is about a row and names no standard; give --row ROW and leave the standard out."
        )
    if row is not None:
        return Wish(PROVISION, ABOVE if above else answer or AS_STANDARD, standard, row)
    if standard is None:
        raise BadUsage("Name the standard, such as U-01.")
    if recommendation is not None:
        return Wish(REASON, answer or CITED, standard, recommendation)
    if answer is None:
        raise BadUsage("Say what the evidence shows: --answer met, not_tried or not_applicable.")
    return Wish(EVIDENCE, answer, standard, document or THE_REQUEST)


def _report(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """The standards most often not tried, and needs most often met above every catalogue. Small numbers are hidden."""
    from office.standard_report import as_json as told
    from office.standard_report import report_of

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        with database.read() as session:
            found = told(report_of(session), today())
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for title, key in (("Not tried", "not_tried"), ("Above the catalogue", "above_the_catalogue")):
        typer.echo(f"{title} (cases; * is hidden)")
        for one in found[key]["rows"]:
            cases = ", ".join(
                f"{name}: {_number(count)}" for name, count in one["cases"].items() if count != 0
            )
            typer.echo(f"  {_number(one['all'])}  {one['row']}  ({cases})")
        if not found[key]["rows"]:
            typer.echo("  None.")


def _number(count: int | None) -> str:
    return "*" if count is None else str(count)


def _withdraw(
    catalogue: Annotated[str, typer.Argument(metavar="CATALOGUE", help="Its id.")],
    version: Annotated[str, typer.Argument(metavar="VERSION", help="The version of it.")],
    reason: Reason,
    standard: Annotated[
        str | None, typer.Argument(metavar="STANDARD", help="One standard; left out, the whole version.")
    ] = None,
    on: On = "today",
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw a version, or one standard of it, from a day on. What was linked before still reads."""
    from office.standards import withdraw

    with as_caller(data, by) as (database, caller):
        caller.check(Right.ADMINISTER)
        made = withdraw(database, (catalogue, version, standard), (day(on), reason, actor(by)), today())
    if as_json:
        typer.echo(
            json.dumps(
                {"catalogue": catalogue, "version": version, "standard": standard, "on": made.on.isoformat()}
            )
        )
    else:
        typer.echo(
            f"{standard or catalogue} {'of ' + catalogue + ' ' if standard else ''}{version} is withdrawn from {made.on}."
        )


def _tell_catalogue(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{told['title']} ({told['id']} {told['version']}, {told['owner']})")
    for one in told["standards"]:
        gone = f" Withdrawn from {one['withdrawn_on']}." if one["withdrawn_on"] else ""
        typer.echo(f"  {one['id']}  {one['layer']}  {one['statement']}{gone}")
        basis = one["legal_basis"] or "no legal basis"
        typer.echo(f"      {one['who_secures']}; {one['who_funds']}; {basis}")


def _tell_case(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for catalogue in told["judged_on"]:
        typer.echo(f"{catalogue['title']} ({catalogue['catalogue']} {catalogue['version']})")
        for one in catalogue["standards"]:
            typer.echo(
                f"  {one['id']}  {(one['answer'] or 'no answer').replace('_', ' ')}  {one['statement']}"
            )
    if not told["judged_on"]:
        typer.echo("No catalogue was in force when this request was received.")
    for row in told["rows"]:
        typer.echo(f"{row['id']}  {row['note'] or 'Not linked.'}")


def _tell_offer(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{told['name']} ({told['setting']})")
    for one in told["offers"]:
        ended = f", ended {one['ended_on']}" if one["ended_on"] else ""
        typer.echo(
            f"  {one['catalogue']}/{one['standard']} from {one['on']}{ended}  {one['statement'] or ''}".rstrip()
        )
    if not told["offers"]:
        typer.echo("  It has declared no offer.")
