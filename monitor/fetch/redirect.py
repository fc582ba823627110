"""Where a redirect leads, and whether it may be followed. Pure."""

from urllib.parse import urljoin, urlsplit

from monitor.fetch.answer import Answer
from monitor.fetch.guard import objection, place_of
from monitor.fetch.secret import Secrets

_STATUSES = frozenset({301, 302, 303, 307, 308})


def target(answer: Answer) -> str:
    """The Location as the server wrote it; empty when the answer is no redirect."""
    return answer.header("location").strip(" ") if answer.status in _STATUSES else ""


def following(url: str, answer: Answer, secrets: Secrets) -> str:
    """The address to ask next: absolute, without fragment, without the secrets that a server may send back."""
    location = target(answer).encode("latin-1", "replace").decode("utf-8", "replace").partition("#")[0]
    try:
        return secrets.taken_from(urljoin(url, location))
    except ValueError:
        return location


def refusal(url: str, onward: str, secrets: Secrets) -> str:
    """The rule that the step from one address to the next breaks; empty when it may be taken."""
    refused = objection(onward)
    if not refused and secrets.are_in(onward):
        return "it would carry a secret of ours"
    if not refused and url.lower().startswith("https:") and not onward.lower().startswith("https:"):
        return "it leads from https to http; if that is meant, configure the http address"
    return refused


def is_at_home(url: str, first: str) -> bool:
    """Whether an address lies on the host of the first one: from http to https of the same host is no step away."""
    host = urlsplit(first).hostname
    return place_of(url) == place_of(first) or (place_of(first), place_of(url)) == (f"{host}:80", f"{host}:443")
