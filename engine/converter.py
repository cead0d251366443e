"""Convert values to payloads: pydantic's JSON, with a mark for the codec on sentences to be shown."""

from __future__ import annotations

import json
from copy import copy
from typing import Any, Self

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
    SerializationContext,
)

from engine.codec import SHOWN, EncryptingCodec
from engine.data_keys import DataKeys
from engine.keys import KeyRing
from workflows.summaries import Shown


class ShownConverter(EncodingPayloadConverter):
    """Marks the sentences that may be shown. It only writes; they are read as plain JSON."""

    @property
    def encoding(self) -> str:
        return "json/shown"

    def to_payload(self, value: Any) -> Payload | None:
        """Return a payload for a Shown sentence, and None for anything else."""
        if not isinstance(value, Shown):
            return None
        return Payload(
            metadata={"encoding": b"json/plain", SHOWN: b"1"}, data=json.dumps(str(value)).encode()
        )

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        """Return a shown sentence."""
        return json.loads(payload.data)


_CONVERTERS = (ShownConverter(), *PydanticPayloadConverter().converters.values())


class CasePayloadConverter(CompositePayloadConverter):
    """Converts shown sentences, and everything else with pydantic. The SDK makes one for each workflow task."""

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)


class CaseDataConverter(DataConverter):
    """Only its codec depends on whose payload it is, so it makes no other part again for each payload."""

    def with_context(self, context: SerializationContext) -> Self:
        """Return the converter for the payloads of one workflow."""
        ours = self.payload_codec
        if not isinstance(ours, EncryptingCodec):
            return super().with_context(context)
        theirs = ours.with_context(context)
        if theirs is ours:
            return self
        made = copy(self)
        object.__setattr__(made, "payload_codec", theirs)
        return made


def data_converter(ring: KeyRing, keys: DataKeys | None = None) -> DataConverter:
    """Return the converter of client, worker, replayer and tests. With `keys`, each case has its own key."""
    return CaseDataConverter(
        payload_converter_class=CasePayloadConverter,
        payload_codec=EncryptingCodec(ring, keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
