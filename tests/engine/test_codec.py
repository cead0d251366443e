"""Everything that Temporal stores is encrypted, except sentences that are meant to be shown."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.exceptions import ApplicationError

from engine.codec import ENCODING, EncryptingCodec
from engine.converter import data_converter
from engine.errors import EngineError
from engine.keys import KeyRing
from workflows.messages import ActMessage
from workflows.summaries import Shown

RING = KeyRing("k1", {"k1": bytes(range(32)), "k0": bytes(reversed(range(32)))})
CODEC = EncryptingCodec(RING)


def encoded(payload: Payload, codec: EncryptingCodec = CODEC) -> Payload:
    return asyncio.run(codec.encode([payload]))[0]


def decoded(payload: Payload, codec: EncryptingCodec = CODEC) -> Payload:
    return asyncio.run(codec.decode([payload]))[0]


@given(st.binary(max_size=5000), st.dictionaries(st.text(max_size=8), st.binary(max_size=20), max_size=3))
def test_decoding_reverses_encoding(data: bytes, metadata: dict[str, bytes]) -> None:
    metadata.pop("ehcp-shown", None)
    payload = Payload(metadata=metadata, data=data)
    if metadata.get("encoding") != ENCODING:
        assert decoded(encoded(payload)) == payload


def test_nothing_of_a_payload_is_left_in_clear() -> None:
    payload = Payload(
        metadata={"encoding": b"json/plain", "messageType": b"Secret"}, data=b'"Wren Example"' * 200
    )
    stored = encoded(payload).SerializeToString()
    assert b"Wren" not in stored
    assert b"Secret" not in stored
    assert len(stored) < 300  # compressed before it was encrypted


def test_the_same_payload_is_never_encrypted_the_same_way_twice() -> None:
    payload = Payload(data=b"x")
    assert encoded(payload).data != encoded(payload).data


def test_a_changed_payload_is_told_and_not_read() -> None:
    stored = encoded(Payload(data=b"x"))
    changed = Payload(metadata=stored.metadata, data=stored.data[:-1] + bytes([stored.data[-1] ^ 1]))
    with pytest.raises(EngineError, match="was changed"):
        decoded(changed)


def test_what_an_earlier_key_encrypted_is_still_read_and_an_unknown_key_is_named() -> None:
    earlier = EncryptingCodec(KeyRing("k0", {"k0": RING.keys["k0"]}))
    payload = Payload(data=b"from before the rotation")
    assert decoded(encoded(payload, earlier)) == payload
    stranger = EncryptingCodec(KeyRing("k9", {"k9": bytes(32)}))
    with pytest.raises(EngineError, match="key k9"):
        decoded(encoded(payload, stranger))


def test_what_others_stored_in_clear_is_left_as_it_is() -> None:
    clear = Payload(metadata={"encoding": b"json/plain"}, data=b"1")
    assert decoded(clear) == clear


def test_a_shown_sentence_stays_readable_as_plain_json_and_any_other_text_does_not() -> None:
    async def stored(value: object) -> Payload:
        return (await data_converter(RING).encode([value]))[0]

    shown = asyncio.run(stored(Shown("Final plan due on 22 July 2024")))
    assert dict(shown.metadata) == {"encoding": b"json/plain"}
    assert b"Final plan due" in shown.data
    assert b"Final plan due" not in asyncio.run(stored("Final plan due on 22 July 2024")).SerializeToString()


def test_a_message_comes_back_as_itself() -> None:
    message = ActMessage.model_validate(
        {"action": "final_issued", "on": "2024-07-22", "fields": {"under_five": True}}
    )

    async def there_and_back() -> ActMessage:
        converter = data_converter(RING)
        return (await converter.decode(await converter.encode([message]), [ActMessage]))[0]

    assert asyncio.run(there_and_back()) == message


def test_the_words_of_a_failure_are_encrypted() -> None:
    from temporalio.api.failure.v1 import Failure

    async def stored() -> Failure:
        failure = Failure()
        await data_converter(RING).encode_failure(ApplicationError("Wren Example is missing"), failure)
        return failure

    assert b"Wren" not in asyncio.run(stored()).SerializeToString()
