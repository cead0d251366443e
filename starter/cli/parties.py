"""`ehcp party`: who is in a case, how they are reached and what they need, with every version of their addresses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.terminal.data_folder import AsJson, By, Case, DataFolder, actor, as_caller, day
from starter.terminal.errors import BadUsage

if TYPE_CHECKING:
    from casework.people.parties import Party
    from records.database import Database

    Whose = Callable[[Database], str]
    Work = Callable[[Database], Party]

PartyId = Annotated[str, typer.Argument(metavar="PARTY", help="As `ehcp party list` names it.")]
Postal = Annotated[
    str | None,
    typer.Option("--postal", metavar="LINES", help="The postal address, its lines separated by commas."),
]
Email = Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="The e-mail address.")]
Telephone = Annotated[str | None, typer.Option("--telephone", metavar="NUMBER", help="A mobile number.")]
Channel = Annotated[
    str | None,
    typer.Option("--channel", metavar="C", help="letter; email or sms announce each letter besides."),
]
LargePrint = Annotated[
    bool | None, typer.Option("--large-print/--common-print", help="Whether letters are in large print.")
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="NAME", help="The language of an interpreter, such as Polish."),
]
Job = Annotated[str | None, typer.Option("--job", metavar="TITLE", help="The job title of a professional.")]
Entitlement = Annotated[
    str | None,
    typer.Option(
        "--right",
        metavar="CODE",
        help="parental_responsibility, care or neither; of a representative attorney, deputy or parent.",
    ),
]
NoLetters = Annotated[
    str | None,
    typer.Option("--no-letters", metavar="REASON", help="Why a person of the family gets no letters."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    party = typer.Typer(help="The people of a case, and how they are reached.", no_args_is_help=True)
    for name, command in (
        ("list", _list),
        ("add", _add),
        ("address", _address),
        ("prefer", _prefer),
        ("end", _end),
    ):
        party.command(name)(command)
    app.add_typer(party, name="party")


def _list(case: Case, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """The parties of a case."""
    from office.parties import of_case

    with as_caller(data, by) as (database, caller):
        caller.check_personal(case)
        found = of_case(database, case)
    if as_json:
        typer.echo(json.dumps({"case": case, "parties": found}, indent=2, ensure_ascii=False))
        return
    for one in found:
        _say(one)
    if not found:
        typer.echo(
            f"No party is recorded; add one with `ehcp party add {case} parent --name NAME --postal LINES`."
        )


def _add(
    case: Case,
    relationship: Annotated[
        str, typer.Argument(metavar="RELATIONSHIP", help="Such as parent or second_parent.")
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="As it stands on an envelope.")],
    of: Annotated[
        str | None, typer.Option("--of", metavar="CODE", help="Which setting, service or mediator.")
    ] = None,
    postal: Postal = None,
    email: Email = None,
    telephone: Telephone = None,
    channel: Channel = None,
    large_print: LargePrint = None,
    language: Language = None,
    job: Job = None,
    right: Entitlement = None,
    no_letters: NoLetters = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Add a person to a case. Letters from now on go to them as well."""
    from casework.people.parties import Address, Party
    from office.parties import add

    address = Address(1, _lines(postal), email, telephone)
    new = Party(
        "",
        case,
        relationship,
        of,
        name.strip() or None,
        channel or "letter",
        bool(large_print),
        language,
        None,
        address,
        job,
        right,
        no_letters,
    )
    _answer(data, as_json, by, lambda _: case, lambda database: add(database, new, actor(by)))


def _address(
    party: PartyId,
    postal: Postal = None,
    email: Email = None,
    telephone: Telephone = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Save a new version of an address. Letters to the earlier address that have not left are held."""
    from office.parties import move

    written = {"postal": _lines(postal), "email": email, "telephone": telephone}
    changes = {name: value for name, value in written.items() if value is not None}
    if not changes:
        raise BadUsage("Say what is new: --postal, --email or --telephone.")
    _answer(data, as_json, by, _case_of(party), lambda database: move(database, party, changes, actor(by)))


def _prefer(
    party: PartyId,
    channel: Channel = None,
    large_print: LargePrint = None,
    language: Language = None,
    job: Job = None,
    right: Entitlement = None,
    no_letters: NoLetters = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Change how a person wants to be contacted, their job or right, or that they get no letters."""
    from office.parties import prefer

    written = {
        "channel": channel,
        "large_print": large_print,
        "language": language,
        "job": job,
        "entitlement": right,
        "no_letters_because": no_letters,
    }
    preferences = {name: value for name, value in written.items() if value is not None}
    if not preferences:
        raise BadUsage(
            "Say what to change: --channel, --large-print, --language, --job, --right or --no-letters."
        )
    _answer(
        data, as_json, by, _case_of(party), lambda database: prefer(database, party, preferences, actor(by))
    )


def _end(
    party: PartyId,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day it ended: YYYY-MM-DD or today.")
    ] = "today",
    why: Annotated[str | None, typer.Option("--why", metavar="WORDS", help="Why.")] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """End a relationship: nothing more is sent to them, and letters that wait for them are held."""
    from office.parties import end

    ended = day(on)
    _answer(data, as_json, by, _case_of(party), lambda database: end(database, party, ended, why, actor(by)))


def _answer(data: str | None, as_json: bool, by: str | None, whose: Whose, work: Work) -> None:
    from casework.access.permissions import Right
    from office.parties import party_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.ACT, whose(database))
        told = party_as_json(work(database))
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        _say(told)


def _case_of(party: str) -> Whose:
    """The case of a party, once there are records to ask."""
    from office.parties import case_of

    return lambda database: case_of(database, party)


def _say(one: dict[str, Any]) -> None:
    who = one["relationship"].replace("_", " ") + (f" {one['of']}" if one["of"] else "")
    ended = f", ended {one['ended_on']}" if one["ended_on"] else ""
    needs = [
        *(["large print"] if one["large_print"] else []),
        *([one["language"]] if one["language"] else []),
        *([f"no letters ({one['no_letters_because']})"] if one["no_letters_because"] else []),
    ]
    where = [(one["postal"] or "").replace("\n", ", "), one["email"] or "", one["telephone"] or ""]
    typer.echo(
        f"{one['party']}  {who}{ended}: {one['name'] or 'no name'}; address {one['address_version']}: "
        f"{'; '.join(part for part in where if part) or 'none'}; {', '.join([one['channel'], *needs])}"
    )


def _lines(postal: str | None) -> str | None:
    if postal is None:
        return None
    parts = (
        postal.replace("\\n", "\n").splitlines() if "\n" in postal or "\\n" in postal else postal.split(",")
    )
    return "\n".join(part.strip() for part in parts if part.strip())
