"""POST to an address from outside: only to public addresses over https, checked at the moment of sending.

The name is resolved once, all its addresses must be public, and the connection goes to a checked address. So a name
that resolves differently the second time cannot lead into this network. Redirects are not followed, the environment's
proxies are not used, and only the status of the answer is read.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

import httpx

PATIENCE_SECONDS = 10.0
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Unreachable(Exception):  # noqa: N818 - named for what it says
    """There was no answer. The message says why."""


def why_not(url: str, *, loopback: bool) -> str | None:
    """Return why an address is not allowed, in one sentence, or None.

    `loopback` also allows this machine, over http.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "It is not a valid address; write it as https://name/path."
    if not url.isascii() or not url.isprintable() or " " in url:
        return "It is not a valid address; write it in ASCII characters, as https://name/path."
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        return "It is not a valid address; write it as https://name/path."
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "It contains a user name, a password or a fragment; leave them out, because deliveries are signed."
    if parts.scheme == "http" and not (loopback and _is_loopback_name(parts.hostname)):
        return "It must start with https://, because case information is not sent unencrypted."
    if (literal := _literal(parts.hostname)) is not None and not _may_be_sent_to(literal, loopback):
        return f"{parts.hostname} is not a public address; give a public one."
    return None


async def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    loopback: bool,
    patience: float = PATIENCE_SECONDS,
) -> int:
    """Send a body. Returns the HTTP status of the answer. Raises Unreachable."""
    if (why := why_not(url, loopback=loopback)) is not None:
        raise Unreachable(why)
    try:
        async with asyncio.timeout(patience):
            return await _post(url, body, headers, loopback)
    except TimeoutError:
        raise Unreachable(f"It did not answer in {patience:g} seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as failure:
        raise Unreachable(f"It cannot be reached: {type(failure).__name__}.") from None


async def _post(url: str, body: bytes, headers: Mapping[str, str], loopback: bool) -> int:
    asked = httpx.URL(url)
    address = await _checked(asked.host, asked.port or (443 if asked.scheme == "https" else 80), loopback)
    async with httpx.AsyncClient(follow_redirects=False, trust_env=False, verify=_tls()) as client:
        request = client.build_request(
            "POST",
            asked.copy_with(host=address),
            content=body,
            headers={**headers, "Host": asked.netloc.decode("ascii")},
            extensions={"sni_hostname": asked.host},
        )
        answer = await client.send(request, stream=True)
        await answer.aclose()
    return answer.status_code


@cache
def _tls() -> ssl.SSLContext:
    """Return the certificates that are trusted, read once: reading them takes longer than a delivery."""
    return httpx.create_ssl_context(trust_env=False)


async def _checked(host: str, port: int, loopback: bool) -> str:
    """Return an address of a name after checking all of them. Raises Unreachable."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Unreachable(f"The name {host} is not known.") from None
    addresses = [str(each[4][0]) for each in found]
    for each in addresses:
        literal = _literal(each)
        if literal is None or not _may_be_sent_to(literal, loopback):
            raise Unreachable(f"{host} resolves to {each}, which is not a public address.")
    return addresses[0]


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_loopback_name(host: str) -> bool:
    literal = _literal(host)
    return host == "localhost" if literal is None else literal.is_loopback


def _may_be_sent_to(address: ipaddress.IPv4Address | ipaddress.IPv6Address, loopback: bool) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _may_be_sent_to(address.ipv4_mapped, loopback)
        if address.sixtofour is not None or address.teredo is not None or address in _TRANSLATED:
            return False
    if address.is_loopback:
        return loopback
    return address.is_global and not address.is_multicast
