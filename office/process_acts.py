"""What every way in does at a workflow beside a case: a sitting of the panel, a mediation, an appeal."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from casework.case.actions import Act, Action
from casework.case.guard import wrong_shape
from office import notes
from office.intake import with_lists
from office.office import Office
from office.refusals import ActRefused
from office.sending import PATIENCE_SECONDS, sent
from workflows.messages import ActMessage, Receipt


async def act_beside(
    office: Office, workflow_id: str, owner: str, known: Action, message: ActMessage
) -> Receipt:
    """Record an act; its free text is kept in the records under its owner. Raises ActRefused; then nothing is written."""
    message = message.model_copy(update={"fields": with_lists(known, message.fields)})
    fields = message.fields
    texts = notes.texts_of(known, fields)
    if (why := wrong_shape(known, _shape(message, texts))) is not None:
        raise ActRefused(why)
    kept = await asyncio.to_thread(notes.keep, office.database, owner, texts, message.by)
    try:
        whole = message.model_copy(update={"fields": {**fields, **kept}})
        return await send(office.client, workflow_id, whole, office.patience)
    except ActRefused:
        await asyncio.to_thread(notes.drop, office.database, kept)
        raise


def _shape(message: ActMessage, texts: dict[str, str]) -> Act:
    on: date = message.on
    shape: dict[str, Any] = {**message.fields, **dict.fromkeys(texts, "note")}
    return Act(message.action, on, message.of, shape)


async def send(
    client: Client, workflow_id: str, message: ActMessage, patience: float | None = PATIENCE_SECONDS
) -> Receipt:
    """Send an act to a workflow beside a case. Raises as `sent` does; ActRefused where no such workflow runs."""
    try:
        return await sent(client, workflow_id, message, patience)
    except RPCError as failure:
        if failure.status is RPCStatusCode.NOT_FOUND:
            kind = workflow_id.partition("-")[0]
            lists = "ehcp panel sittings" if kind == "sitting" else "ehcp dispute list"
            raise ActRefused(f"There is no open {kind} {workflow_id!r}; `{lists}` lists them.") from None
        raise
