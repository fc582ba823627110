"""What `sources test` and `sources add` share: the door for one look, and how what was found is shown."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.cli.tables import at, entry, harmless, moment
from monitor.discover.discover import Candidate, Purse
from monitor.errors import UsageError
from monitor.fetch.door import HttpDoor
from monitor.fetch.guard import objection, place_of, plain
from monitor.fetch.transport import RequestsTransport
from monitor.model import Entry, Headline
from monitor.text.excerpt import shorten
from monitor.times import SystemClock

_SHOWN = 5
"""Posts of each candidate."""
_TITLE = 100
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Its host and port may be a private address: a bridge, an intranet.")
]
KindOption = Annotated[str | None, typer.Option(metavar="KIND", help="How to read an address; found out without it.")]


@contextmanager
def looking(now: datetime, contact: str | None) -> Iterator[Purse]:
    """The door while one command looks around: nothing is asked twice, and only so much."""
    with closing(HttpDoor(RequestsTransport(), SystemClock(), contact=contact)) as door:
        yield Purse(door, now)


def whole(address: str) -> str:
    """An address as typed, with the scheme that people leave out. Raises UsageError for what cannot be asked."""
    url = address.strip() if "://" in address else f"https://{address.strip()}"
    fault = "the address holds a space" if any(map(str.isspace, url)) else objection(url)
    if fault:
        raise UsageError(f"{plain(url)} cannot be asked ({fault})", "write it like https://rivers.example/news")
    return url


def is_address(name: str) -> bool:
    """Whether a person means an address, not the ID of a source."""
    return any(sign in name for sign in "./")


def private_place(url: str, allowed: bool) -> tuple[str, ...]:
    """The `host:port` that may be private."""
    return (place_of(url),) if allowed else ()


def read(said: Mapping[str, Any]) -> Text:
    """What one reading says, for people."""
    back = f"whole back to {at(said['sees_back_to'])}" if said["complete"] else "not whole"
    why = f" ({said['why']})" if said["why"] else ""
    found = [Text(harmless(f"{said['kind']}: {said['state']}{why}, {back}"))]
    if said["selectors"]:
        found.append(Text(harmless(f"selectors that pin it: {_pinned(said['selectors'])}")))
    for one in (*said["entries"], *said["headlines"]):
        words = ": ".join(filter(None, (one["title"], one.get("text"))))
        found.append(entry(at(one["published_at"]), one["url"] or "", body=words))
    return Text("\n").join(found)


def offered(number: int, one: Candidate, selectors: Mapping[str, str], already: str | None) -> Text:
    """One candidate with the first posts that would be read."""
    posts: tuple[Headline | Entry, ...] = (*one.reading.headlines, *one.reading.entries)
    counted = one.reading.why if one.lacks else f"{len(posts)} {'post' if len(posts) == 1 else 'posts'}"
    known = f"  (read already, as {already})" if already else ""
    found = [Text(harmless(f"{number}. {one.guess.kind}  {one.source.url}  {counted}{known}"), "bold")]
    for post in posts[:_SHOWN]:
        words = shorten(harmless(post.title or (post.text or post.url or "").strip()), _TITLE)
        found.append(Text(f"     {moment(post.published_at):<17}  {words}"))
    if selectors:
        found.append(Text(harmless(f"     selectors that pin it: {_pinned(selectors)}"), "dim"))
    return Text("\n").join(found)


def _pinned(selectors: Mapping[str, str]) -> str:
    return " · ".join(f"{key}: {css}" for key, css in selectors.items())
