"""Web addresses: those that an operator gives in `sources.yaml`, and those that a document links to."""

import re
from typing import Annotated
from urllib.parse import urljoin, urlsplit

from pydantic import AfterValidator, Field

from monitor.text.normalise import clean


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{address!r} is no web address: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{address!r} is no web address: it begins with http:// or https:// and names a host")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no name or password: use `headers`, with ${NAME} for the secret")
    if any(sign.isspace() or sign < " " for sign in address) or "\\" in address:
        raise ValueError(f"{address!r} is no web address: it holds a space, a control character or a backslash")
    return address


WebAddress = Annotated[
    str, AfterValidator(_checked), Field(json_schema_extra={"format": "uri", "pattern": "^https?://"})
]
"""http or https, with a host, without credentials."""


def web_url(written: str | None, base: str = "") -> str | None:
    """An http(s) address, whole, without what no address may hold; None for any other scheme and for junk."""
    address = clean(written or "").replace(" ", "%20").replace("\n", "").replace("\t", "")
    if not address:
        return None
    try:
        address = urljoin(base, address)
    except ValueError:
        return None
    return address if re.match(r"https?://[^/\s]", address, re.IGNORECASE) else None
