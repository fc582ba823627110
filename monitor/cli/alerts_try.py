"""`monitor alerts test`: send a TEST through each channel of a route."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from monitor.alert.channel import Accepted
from monitor.alert.channels import open_channel
from monitor.alert.message import alert as message
from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.tables import add, table
from monitor.logs import mask
from monitor.model import Delivery, Notice, NoticeKind, Route, Routing, alert_id
from monitor.times import SystemClock, iso


def try_route(
    ctx: typer.Context,
    route: Annotated[str, typer.Argument(metavar="ROUTE", help="A route's ID, or `operators`.")],
    form: frame.FormatOption = frame.Form.TABLE,
) -> int:
    """Send a TEST through each channel of a route, and say what each answered."""
    routing = config_of(ctx.obj).routing
    channels = {each.id: _of(each) for each in routing.routes} | {"operators": routing.operators}
    found = tried(routing, channels[frame.known(route, channels, "route")])
    frame.give(form, found, lambda: answers(found))
    return 0 if found and all(each["accepted"] for each in found) else 1


def _of(route: Route) -> tuple[str, ...]:
    """The channels of a route, those included to which it escalates."""
    return tuple(dict.fromkeys((*route.channels, *(route.escalate.channels if route.escalate else ()))))


def tried(routing: Routing, channels: Sequence[str]) -> list[dict[str, Any]]:
    """What each channel answers to a TEST."""
    now = SystemClock().now()
    key = f"test/{iso(now)}"
    told = Notice(NoticeKind.TEST, "monitor", "This is a TEST: alerts will come this way.", "nothing to do", now, key)
    found = []
    for name in channels:
        address = routing.channels.get(name)
        if address is None:
            found.append({"channel": name, "accepted": False, "answer": "its address lacks a variable: see .env"})
            continue
        delivery = Delivery(name, key, alert_id(key), told, now)
        answer = open_channel(address).send(message(delivery, routing.newsroom, now))
        accepted = isinstance(answer, Accepted) and not answer.lost
        said = answer.lost or answer.why if isinstance(answer, Accepted) else answer.why
        found.append({"channel": name, "accepted": accepted, "answer": mask(said) or "accepted"})
    return found


def answers(found: Sequence[dict[str, Any]]) -> object:
    """What each channel answered, as a table."""
    made = table("channel", "answer…")
    for each in found:
        add(made, each["channel"], each["answer"], style="" if each["accepted"] else "bold red")
    return made
