"""The e-mail address of a role, from the authority's particulars, where no party of the case has one."""

from __future__ import annotations

from collections.abc import Collection

from casework.authority.profile import Profile
from casework.letters.dispatch import Dispatch
from casework.letters.recipient_roles import INSIDE


def known_address(
    dispatch: Dispatch, profile: Profile | None, officer: str | None = None, team: str | None = None
) -> str | None:
    """The e-mail address of one of the authority's own people, or of a service, where its particulars name one.

    `officer` and `team` are those of the case.
    """
    if profile is None:
        return None
    service = profile.services.get(dispatch.of or "")
    boxes = profile.mailboxes
    match dispatch.to_role:
        case "service_manager":
            return service.email if service else None
        case "case_officer":
            return boxes.get(officer or "") or boxes.get("case_officer")
        case "team_manager":
            return boxes.get(team or "") or boxes.get("team_manager")
        case "mediation_adviser":
            return profile.mediation_adviser.email if profile.mediation_adviser else None
        case "health_body":
            return profile.health_body.email if profile.health_body else None
        case "adviser":
            return boxes.get(dispatch.of or "") or (service.email if service else None)
        case "mediator":
            mediator = profile.mediators.get(dispatch.of or "")
            return mediator.email if mediator else None
        case "setting" | "panel_member" | "partner":
            return boxes.get(dispatch.of or "")
    return boxes.get(dispatch.to_role)


def personal_address(
    dispatch: Dispatch, profile: Profile | None, officer: str | None, named: Collection[str]
) -> str | None:
    """The e-mail address for a message to the authority's own people about a sealed case; None if there is none.

    It is the mailbox of one person who may see the case: of its officer, or for a manager first of a person named for
    it. A shared mailbox is never used.
    """
    if profile is None:
        return None
    people = [officer or ""]
    if dispatch.to_role != "case_officer":
        people = [*sorted(named), *people]
    return next((profile.mailboxes[each] for each in people if each in profile.mailboxes), None)


def nowhere(dispatch: Dispatch) -> str:
    """The sentence for a message for which no address or number is known."""
    whose = f" ({dispatch.of})" if dispatch.of else ""
    what = "mobile number" if dispatch.channel == "sms" else "e-mail address"
    where = (
        "give it under mailboxes with `ehcp authority load FILE`"
        if dispatch.to_role in INSIDE
        else f"add it with `ehcp party add {dispatch.case_id} {dispatch.to_role}`"
    )
    return (
        f"No {what} is known for the {dispatch.to_role.replace('_', ' ')}{whose}; {where}, and send it with "
        "`ehcp letters again`."
    )
