"""Secrets of a request: added on the wire, for the host that they are meant for; taken out of what comes back."""

from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote, unquote_plus, urlencode, urlsplit

MASK = "***"
_SHORTEST = 6
"""A shorter value is not searched for in texts: it would be found everywhere."""


class Secrets:
    """The secret query of one request."""

    def __init__(self, query: tuple[tuple[str, str], ...]) -> None:
        self._query = query
        self._names = {name for name, _ in query}
        self._values = {value or name for name, value in query}
        self._spellings = sorted({each for value in self._values for each in _spellings(value)}, key=len, reverse=True)

    def added_to(self, url: str) -> str:
        """The address as it goes over the wire."""
        if not self._query:
            return url
        parts = urlsplit(url)
        return parts._replace(query="&".join(filter(None, (parts.query, urlencode(self._query))))).geturl()

    def taken_from(self, url: str) -> str:
        """The address without the pairs that are secret: a server may send them back in a redirect."""
        parts = urlsplit(url)
        pairs = [pair for pair in parts.query.split("&") if not self._holds(pair)]
        return parts._replace(query="&".join(pairs)).geturl() if self._query else url

    def are_in(self, url: str) -> bool:
        """Whether a secret still stands somewhere in an address."""
        return any(value in form for value in self._values for form in (url, unquote(url), unquote_plus(url)))

    def masked(self, text: str) -> str:
        """A text of the server's without the secrets that it gives back."""
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text

    def masked_bytes(self, body: bytes) -> bytes:
        """The same for a body: Graph writes the token into the address of the next page."""
        for spelling in self._spellings:
            body = body.replace(spelling.encode(), MASK.encode())
        return body

    def _holds(self, pair: str) -> bool:
        name, _, value = pair.partition("=")
        return unquote_plus(name) in self._names or unquote_plus(value) in self._values


NO_SECRETS = Secrets(())


def _spellings(value: str) -> Iterator[str]:
    """A value as texts may hold it: as it is, in an address, in JSON."""
    if len(value) < _SHORTEST:
        return
    for escaped in (value, quote(value, safe=""), quote_plus(value)):
        yield escaped
        yield escaped.replace("/", "\\/")
        yield _with_small_digits(escaped)


def _with_small_digits(escaped: str) -> str:
    head, *tail = escaped.split("%")
    return "%".join((head, *(part[:2].lower() + part[2:] for part in tail)))
