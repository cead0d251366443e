"""The views of the settings of a case: consultation with its replies, lists, and finding a school or college."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.access.permissions import Right
from casework.case.statutory_acts import GROUNDS
from casework.settings.kinds import KINDS
from casework.settings.settings import NEEDS, PHASES, Setting
from office.settings_search import Found, Home
from office.several_acts import OneAct
from starter.console.views.answers import with_plain_words
from starter.console.views.case import File, advice_and_settings, case_frame
from statute.clock_roles import ClockRole
from statute.words import capital, listed, short_date

ANSWERS: Mapping[str, str] = {
    "can_meet_need": "Can meet need",
    "cannot_meet_need": "Cannot meet need",
    "no_place": "Has no place",
}
GROUNDS_IN_WORDS: Mapping[str, str] = dict(
    zip(
        GROUNDS,
        (
            "Unsuitable for age, ability, aptitude or needs",
            "Incompatible with the efficient education of others",
            "Incompatible with the efficient use of resources",
        ),
        strict=True,
    )
)
Raw = Mapping[str, str]


def settings_page(
    file: File,
    home: Home,
    found: tuple[Sequence[Found], int] | None,
    asked: Raw,
    errors: Mapping[str, str],
    raw: Raw,
) -> dict[str, Any]:
    """Return the page of the settings of a case."""
    allowed = {one["action"] for one in file.case["actions"]} if file.may(Right.ACT) else set()
    consulted = advice_and_settings(file)["consulted"]
    known = {one["setting"].removeprefix("urn-") for one in consulted if not one["answered_on"]}
    return {
        **case_frame(file, "/settings"),
        "consulted": [{**one, **_reply(file, one, raw)} for one in consulted],
        "waiting": [one for one in consulted if not one["answered_on"]],
        "may_reply": "setting_responded" in allowed,
        "may_consult": "setting_consulted" in allowed,
        "may_list": file.may(Right.ACT) and file.personal and not file.case["closed_on"],
        "may_send": "tailored_list_sent" in allowed,
        "may_personal": file.personal,
        "lists": list(reversed(file.case["lists"])),
        "home": _home_in_words(file, home),
        "asked": asked,
        "kinds": [("", "Any kind")]
        + [(code, capital(one.words)) for code, one in KINDS.items() if one.left_out is None],
        "found": None if found is None else [_facts(one, known) for one in found[0]],
        "more": found[1] if found else 0,
        "answers": list(ANSWERS.items()),
        "grounds": list(GROUNDS_IN_WORDS.items()),
        "errors": errors,
        "raw": raw,
    }


def _reply(file: File, one: Mapping[str, Any], raw: Raw) -> dict[str, Any]:
    """Return when a reply is due, what was answered, and what the form holds for a setting."""
    limit = next(
        (
            each
            for each in file.case["obligations"]
            if each["of"] == one["setting"] and each["role"] == ClockRole.ANSWER_THE_CONSULTATION
        ),
        None,
    )
    key = one["setting"]
    return {
        "key": key,
        "due_on": limit["due_on"] if limit else None,
        "days_late": limit["days_late"] if limit else 0,
        "said": ANSWERS.get(one["answer"] or "", ""),
        "because": GROUNDS_IN_WORDS.get(one["ground"] or "", ""),
        "chosen": raw.get(f"answer-{key}", ""),
        "ground_chosen": raw.get(f"ground-{key}", ""),
    }


def _home_in_words(file: File, home: Home) -> str:
    if not file.personal:
        return "You may not see where the child lives, so no distance is shown."
    if home.postcode is None:
        return "Distances are not known, because no address of the child with a postcode is recorded."
    written = f"{home.postcode[:-3]} {home.postcode[-3:]}"
    if home.easting is None:
        return f"Distances are not known, because the register has no setting near the postcode {written}."
    about = "" if home.exact else ", about: from the middle of the schools in the same postcode area"
    return f"Distances are in a straight line from the postcode {written}{about}."


def _facts(one: Found, waiting: set[str]) -> dict[str, Any]:
    """Return a setting with its facts in words."""
    setting = one.setting
    return {
        "urn": setting.urn,
        "name": setting.name,
        "address": ", ".join((*setting.address[:-1], setting.address[-1].replace(" ", "\u00a0")))
        if setting.address
        else "",
        "miles": f"{one.miles:.1f} miles" if one.miles is not None else "Not known",
        "facts": facts_of(setting),
        "why_not": setting.why_not_requested,
        "waiting": setting.urn in waiting,
    }


def facts_of(setting: Setting) -> list[str]:
    """Return what the register says of a setting, each fact in words."""
    facts = [capital(setting.in_law.words)]
    if setting.low_age is not None:
        facts.append(f"Ages {setting.low_age} to {setting.high_age}")
    if setting.needs:
        facts.append(f"Declares provision for {listed(sorted(NEEDS[need] for need in setting.needs))}")
    if setting.resourced:
        facts.append("Has resourced provision or a unit")
    if setting.places:
        facts.append(
            f"{setting.on_roll if setting.on_roll is not None else 'Unknown number'} on roll, {setting.places} places"
        )
    if setting.section_41:
        facts.append("Approved under section 41")
    if setting.closing:
        facts.append("Proposed to close")
    return [*facts, setting.authority]


def replies_to_come(file: File, waiting: Sequence[str]) -> list[dict[str, str]]:
    """Return the settings whose replies are waited for, for a form with blank answers."""
    return [{"key": of, "name": file.party_name(of), "chosen": "", "ground_chosen": ""} for of in waiting]


def replies(file: File, waiting: Sequence[str], raw: Raw, on: date) -> tuple[list[OneAct], dict[str, str]]:
    """Return the acts that record the replies that were entered, and what is wrong, by name of the field."""
    acts, errors = list[OneAct](), dict[str, str]()
    for key in waiting:
        answer, ground = raw.get(f"answer-{key}", ""), raw.get(f"ground-{key}", "")
        if not answer and not ground:
            continue
        if answer not in ANSWERS:
            errors[f"answer-{key}"] = f"Select the answer of {file.party_name(key)}"
        elif ground and ground not in GROUNDS_IN_WORDS:
            errors[f"ground-{key}"] = f"Select the ground of {file.party_name(key)} from the options"
        elif ground and answer == "can_meet_need":
            errors[f"ground-{key}"] = f"Leave out the ground of {file.party_name(key)}, which can meet need"
        else:
            fields = {"answer": answer} | ({"ground": ground} if ground else {})
            acts.append(OneAct(key, "setting_responded", on, key, fields))
    if not acts and not errors and waiting:
        errors[f"answer-{waiting[0]}"] = "Select the answer of at least one setting"
    return acts, errors


def reply_errors(file: File, refused: Mapping[str, str]) -> dict[str, str]:
    """Return refusals of replies as errors of their fields."""
    return {f"answer-{key}": with_plain_words(why, file.staff) for key, why in refused.items()}


def needs() -> list[tuple[str, str]]:
    """Return the kinds of need to choose from."""
    return [(code, capital(said)) for code, said in NEEDS.items()]


def phases() -> list[tuple[str, str]]:
    """Return the phases to choose from. The first follows from the age."""
    return [("", "The phase of the child’s age"), *((code, capital(said)) for code, said in PHASES.items())]


def made_on(made_at: str) -> str:
    """Return the day on which a list was made, in words."""
    return short_date(date.fromisoformat(made_at[:10]))
