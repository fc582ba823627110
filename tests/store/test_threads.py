"""The store knows the thread of an event, and where each side's telling of it went out."""

from dataclasses import replace

from fakes import NOW, assessment, entry, reading, source
from monitor.diff import diff
from monitor.link.gist import gist
from monitor.model import DeliveryState, Finding, Linked, PollResult
from monitor.store.store import Store
from polls import Office, owe


def tell(store: Store, office: str, side: str, channel: str, *, digest: bool = False) -> str:
    """A new statement of this office, on one event, owed on this channel; its ID."""
    who = source(id=office, side=side)
    Office(store, who).poll(reading([]))
    shown = reading([entry("a")])
    difference = diff(who, store.before(who), shown, NOW)
    (change,) = difference.changes
    found = Finding(change, who.byline, (assessment(),))
    finding = replace(found, linked=Linked("e1", gist=gist(found)))
    owed = replace(owe(finding, channel, NOW), digest=digest)
    result = PollResult(office, NOW, NOW, shown.state)
    store.record(who, (), shown, difference, (finding,), (), (owed,), {}, result)
    return change.statement


def test_one_thread_for_an_event(store: Store) -> None:
    """All about one event stands in one thread, whose root is the first message that the channel has named."""
    ours, theirs = tell(store, "rivers", "JP", "desk"), tell(store, "bridges", "KH", "desk")
    assert store.thread("desk", theirs) == ("e1", "")
    for row, ref in zip(sorted(store.deliveries(), key=lambda row: row.id), ("m1", "m2"), strict=True):
        store.settle([row.id], DeliveryState.SENT, "ok", NOW, ref=ref)
    assert {store.thread("desk", each) for each in (ours, theirs)} == {("e1", "m1")}
    assert store.thread("mail", ours) == ("e1", "")
    assert store.thread("desk", "unknown") == ("unknown", "")


def test_where_a_side_was_told(store: Store) -> None:
    """A channel was told of a side's word when it went out at once there, or is still to; not by digest or given up."""
    tell(store, "rivers", "JP", "desk")
    tell(store, "piers", "JP", "mail", digest=True)
    tell(store, "lakes", "JP", "down")
    tell(store, "bridges", "KH", "night")
    (down,) = store.deliveries(channel="down")
    store.settle([down.id], DeliveryState.GIVEN_UP, "410", NOW)
    assert store.told_on("e1", "JP", urgent=False) == ("desk",)
    assert store.told_on("e1", "KH", urgent=False) == ("night",)
    assert store.told_on("e2", "JP", urgent=False) == ()
    assert store.told_on("e1", "JP", urgent=True) == (), "what was told there was routine"
