"""MUTE: silence about one thing, for a time, with a reason. What it holds is told at its end."""

from datetime import datetime

from monitor.config.config import Config
from monitor.errors import NotFound, UsageError
from monitor.model import Mute, Muted, short_id
from monitor.route.mutes import LONGEST
from monitor.store.store import Store
from monitor.times import iso, spell


def mute(
    what: Muted, name: str, reason: str, by: str, until: datetime, *, store: Store, config: Config, now: datetime
) -> tuple[Mute, int]:
    """Begin one; with the number of alerts that waited and are held by it. Raises UsageError, NotFound."""
    reason, by = " ".join(reason.split()), " ".join(by.split())
    if not reason or not by:
        raise UsageError(
            "a mute has a reason and a name", "say in a sentence why nobody shall be told, and who says so"
        )
    if not now < until <= now + LONGEST:
        raise UsageError(f"a mute ends within {spell(LONGEST)}", "write another end: it can be muted again")
    name = _known(what, name, config, store)
    ident = "M-" + short_id(what, name, iso(now) or "", length=4).upper()
    made = Mute(ident, what, name, reason, by, now, until)
    return made, store.mute(made, now)


def _known(what: Muted, name: str, config: Config, store: Store) -> str:
    """Its name, if there is such a thing; of an event that was joined into another, that one's."""
    known = {
        Muted.SOURCE: [each.id for each in config.sources],
        Muted.ROUTE: [each.id for each in config.routing.routes],
        Muted.CHANNEL: list(config.routing.channels),
    }
    there = known.get(what)
    if there is not None:
        if name not in there:
            raise UsageError(f"no {what} is called “{name}”", f"there are {', '.join(there) or 'none'}")
        return name
    found = store.event(name) if what is Muted.EVENT else store.statement(name)
    if found is None:
        raise NotFound(f"no {what} has the ID “{name}”", f"`monitor {what}s` lists them")
    return found.id
