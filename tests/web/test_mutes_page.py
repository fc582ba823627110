"""What a person says of alerts on the page: I have seen it; hold these for a time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from monitor.model import DeliveryState
from monitor.web.app import make_app
from monitor.web.site import Site
from newsroom import ALERTS, Newsroom, graph, newsroom

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
FLIGHTS = "Direct flights between Cambodia and Japan will resume in May, the Office of Bridges announces."
ESCALATING = ALERTS.replace(
    "channels: [desk]}}", "channels: [desk], escalate: {{after: 15m, channels: [phone]}}}}"
).replace("  ops:", "  phone: json://{host}/phone\n  ops:")


@pytest.fixture(name="room")
def a_room(tmp_path: Path) -> Iterator[Newsroom]:
    """An urgent post was told to the desk; the phone is told when nobody answers."""
    with newsroom(tmp_path, SOURCE) as room:
        (tmp_path / "config" / "alerts.yaml").write_text(ESCALATING.format(host=room.site.host))
        room.let(timedelta(minutes=5))
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, room.clock.now(), FLIGHTS)]))
        room.let(timedelta(minutes=10), steps=2)
        yield room


def browser(room: Newsroom) -> TestClient:
    """A browser at the newsroom's page."""
    return TestClient(make_app(Site(room.works, room.live)), headers={"sec-fetch-site": "same-origin"})


def phone(room: Newsroom) -> DeliveryState:
    """What became of the escalation."""
    return room.store.deliveries(channel="phone")[0].state


def test_opening_the_address_of_an_alert_acknowledges_nothing(room: Newsroom) -> None:
    """Scanners of mail follow each link: only the form says that somebody has seen it; who was first stands."""
    page, alert = browser(room), room.store.deliveries(channel="phone")[0].delivery.alert
    asked = page.get(f"/alerts/{alert.lower()}/ack").text
    assert "I have seen it" in asked
    assert "others are told" in asked
    assert "route <b>kh-jp</b> asked" in asked
    assert "only if nobody acknowledges it" in asked
    page.head(f"/alerts/{alert}/ack")
    assert room.store.acks([alert]) == {}
    assert phone(room) is DeliveryState.OWED
    assert page.post(f"/alerts/{alert}/ack", data={"by": " "}).status_code == 200
    assert room.store.acks([alert]) == {}
    assert "Acknowledged by Sokha" in page.post(f"/alerts/{alert}/ack", data={"by": "Sokha"}).text
    assert "Acknowledged by Sokha" in page.post(f"/alerts/{alert}/ack", data={"by": "Yuki"}).text
    assert phone(room) is DeliveryState.NOT_NEEDED
    assert "seen by Sokha" in page.get("/alerts").text
    room.let(timedelta(hours=1), steps=4)
    assert [each["source"] for each in room.desk] == ["office"]
    assert page.get("/alerts/A-NOBODY/ack").status_code == 404


def test_what_nobody_acknowledges_is_told_on_the_phone_once(room: Newsroom) -> None:
    """After a quarter of an hour, and across a restart of everything; later acknowledgements change nothing."""
    room.let(timedelta(minutes=9))
    assert phone(room) is DeliveryState.OWED
    room.let(timedelta(hours=2), steps=8)
    assert phone(room) is DeliveryState.SENT
    assert len(room.desk) == 2
    assert len({each["id"] for each in room.desk}) == 1


def test_a_mute_begins_and_ends_on_the_page(room: Newsroom) -> None:
    """With a name and a reason; it stands on the list of alerts; what it held goes out when it is ended."""
    page = browser(room)
    form = {"what": "source", "name": "office", "lasting": "2h", "reason": "their <b>archive</b>", "by": "Sokha"}
    page.post(f"/alerts/{room.store.deliveries(channel='phone')[0].delivery.alert}/ack", data={"by": "Sokha"})
    assert "is muted" in page.post("/alerts/mutes", data=form).text
    shown = page.get("/alerts").text
    assert "Muted" in shown
    assert "by Sokha: their &lt;b&gt;archive" in shown
    told = len(room.desk)
    later = room.clock.now()
    posts = [(1, later, FLIGHTS), (2, later, "Japan suspends all visas for citizens of Cambodia from Monday.")]
    room.site.put("/v25.0/1001/feed", graph("1001", posts))
    room.let(timedelta(minutes=10), steps=2)
    assert len(room.desk) == told
    (mute,) = room.store.mutes(room.clock.now())
    assert "heard again" in page.post(f"/alerts/mutes/{mute.id}/end").text
    assert "over already" in page.post(f"/alerts/mutes/{mute.id}/end").text
    room.let(timedelta(minutes=1))
    assert len(room.desk) == told + 1
    assert page.get("/alerts/mutes").text.count("End it now") == 0


@pytest.mark.parametrize(
    "wrong", [{"name": "nobody"}, {"lasting": "2w"}, {"reason": " "}, {"what": "statement", "name": "zzzzzzzzzz"}]
)
def test_a_mute_that_cannot_be_is_refused(room: Newsroom, wrong: dict[str, str]) -> None:
    """It says what is wrong, and nothing is muted."""
    form = {"what": "source", "name": "office", "lasting": "2h", "reason": "x", "by": "Sokha", **wrong}
    assert browser(room).post("/alerts/mutes", data=form).status_code == 422
    assert room.store.mutes(room.clock.now()) == ()
