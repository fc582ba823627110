"""A wrong secret is mended, a channel is taken out and put back, while the daemon runs."""

from datetime import timedelta
from pathlib import Path

from hook_server import HookServer
from monitor.model import DeliveryState
from newsroom import ALERTS, graph, newsroom

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
FLIGHTS = "Direct flights between Cambodia and Japan will resume in May, the Office of Bridges announces."
SECONDS = timedelta(seconds=1)


def test_a_mended_secret_is_used_without_a_restart(tmp_path: Path) -> None:
    """What waited behind a wrong secret goes out as soon as `.env` is mended; a channel taken out keeps its queue."""
    with HookServer() as desk, newsroom(tmp_path, SOURCE) as room:
        files = tmp_path / ".env", tmp_path / "config" / "alerts.yaml"
        written = ALERTS.format(host=room.site.host)
        files[0].write_text(f"DESK_URL=json://{desk.address}/?secret=wrong\n")
        files[1].write_text(written.replace(f"json://{room.site.host}/desk", "${DESK_URL}"))
        desk.answers = [(401, {})] * 9
        room.let(timedelta(minutes=5))
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, room.clock.now(), FLIGHTS)]))
        room.let(timedelta(minutes=30), steps=6)
        (owed,) = room.store.deliveries(channel="desk")
        assert (owed.state, owed.answer) == (DeliveryState.RETRYING, "401 Unauthorized")

        files[1].write_text(written.replace(f"  desk: json://{room.site.host}/desk\n", "").replace("[desk]", "[ops]"))
        room.let(timedelta(hours=1), steps=4)
        (kept,) = room.store.deliveries(channel="desk")
        assert kept.answer == "no channel desk now: it was removed, or its address is missing"

        files[1].write_text(written.replace(f"json://{room.site.host}/desk", "${DESK_URL}"))
        room.let(timedelta(minutes=30), steps=6)
        posts, desk.answers = len(desk.posts), []
        files[0].write_text(f"DESK_URL=json://{desk.address}/?secret=right\n")
        room.let(4 * SECONDS, steps=2)
        assert len(desk.posts) == posts + 1
        assert room.store.deliveries(channel="desk")[0].state is DeliveryState.SENT
