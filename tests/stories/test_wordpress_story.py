from datetime import timedelta
from pathlib import Path

from newsroom import newsroom
from wordpress_site import WordPress

MINUTES, DAYS = timedelta(minutes=1), timedelta(days=1)
GRANT = "<p>Japan will provide a grant of 2 billion yen to Cambodia for an invented hospital on the river.</p>"
VISAS = "<p>Cambodia issues visas to travellers from Japan on Tuesdays, at the invented office by the river.</p>"
SOURCE = """\
  - {{id: rivers, name: Ministry of Rivers (invented), kind: wordpress, url: "{address}", side: KH, about: [JP],
     allow_private: true, every: 10m, gap: 0s}}
"""


def changes(told: list) -> list[str]:
    """What the desk was told, in order."""
    return [each["change"] for each in told]


def test_a_wordpress_site_is_followed(tmp_path: Path) -> None:
    """A post is published, one behind the newest is edited, one is trashed and restored, all of them are saved anew."""
    with WordPress() as site, newsroom(tmp_path, SOURCE.format(address=site.address)) as room:
        then = room.clock.now()
        site.publish(10, "Visas", VISAS, then - 40 * DAYS)
        for number in range(11, 51):
            site.publish(number, f"Water on day {number}", "<p>Water stands high.</p>", then - (51 - number) * DAYS / 2)
        room.let(10 * MINUTES, steps=2)
        assert room.desk == []

        site.publish(60, "A grant", GRANT, room.clock.now())
        room.let(20 * MINUTES, steps=2)
        assert changes(room.desk) == ["new"]

        site.save(10, room.clock.now())
        room.let(20 * MINUTES, steps=2)
        site.save(10, room.clock.now(), html=VISAS.replace("Tuesdays", "Fridays"))
        room.let(20 * MINUTES, steps=2)
        assert changes(room.desk) == ["new", "edited"], "an old post, behind what the list shows"
        assert "Fridays" in str(room.desk[1])

        for number in site.posts:
            site.save(number, room.clock.now())
        room.let(30 * MINUTES, steps=3)
        assert len(room.desk) == 2, "what is saved anew and says the same is no edit"

        site.publish(61, "Ferries", "<p>Ferries leave at nine.</p>", room.clock.now() - DAYS)
        site.save(60, room.clock.now(), status="trash")
        room.let(10 * MINUTES)
        assert len(room.desk) == 2, "one miss proves nothing"
        room.let(30 * MINUTES, steps=3)
        assert changes(room.desk) == ["new", "edited", "deleted"]
        assert room.desk[2]["statement"] == room.desk[0]["statement"]
        assert "401 rest_forbidden" in room.store.history(room.desk[0]["statement"])[-1].proof

        site.save(60, room.clock.now(), status="publish")
        room.let(20 * MINUTES, steps=2)
        assert changes(room.desk) == ["new", "edited", "deleted", "restored"]
        assert room.ops == []


def test_a_site_that_closes_its_interface_is_followed_by_its_feed(tmp_path: Path) -> None:
    """When a plugin closes the interface, and opens it again, nothing is told as edited or gone that is not."""
    with WordPress() as site, newsroom(tmp_path, SOURCE.format(address=site.address)) as room:
        then = room.clock.now()
        for number in range(1, 9):
            site.publish(number, f"Water on day {number}", "<p>Water stands high.</p>", then - (20 - number) * DAYS)
        site.publish(9, "Visas", VISAS, then - 2 * DAYS)
        room.let(10 * MINUTES, steps=2)

        site.rest = False
        room.let(20 * MINUTES, steps=2)
        site.publish(20, "A grant", GRANT, room.clock.now())
        room.let(20 * MINUTES, steps=2)
        assert changes(room.desk) == ["new"]
        site.save(20, room.clock.now(), html=GRANT.replace("2 billion", "3 billion"))
        room.let(20 * MINUTES, steps=2)
        assert changes(room.desk) == ["new", "edited"]

        site.rest = True
        room.let(timedelta(hours=8), steps=48)
        assert "/wp-json" in site.asked[-1], "the interface is tried again"
        assert changes(room.desk) == ["new", "edited"], "what the feed told is not compared with the interface"

        del site.posts[20]
        site.publish(21, "Ferries", "<p>Ferries leave at nine.</p>", room.clock.now())
        room.let(40 * MINUTES, steps=4)
        assert changes(room.desk) == ["new", "edited", "deleted"]
        assert room.ops == []


def test_a_firewall_makes_nothing_disappear(tmp_path: Path) -> None:
    """While a firewall answers 200 with its own page the source is broken, which is told once; then all is well."""
    with WordPress(speaking=False) as site, newsroom(tmp_path, SOURCE.format(address=site.address)) as room:
        site.publish(1, "Water", "<p>Water stands high.</p>", room.clock.now() - 9 * DAYS)
        site.publish(2, "A grant", GRANT, room.clock.now())
        room.let(20 * MINUTES, steps=2)
        assert changes(room.desk) == ["new"]
        site.page_instead = "<html><head><title>Request Rejected</title></head><body>Your ID is 17.</body></html>"
        room.let(timedelta(hours=8), steps=48)
        site.page_instead = None
        room.let(timedelta(hours=3), steps=18)
        assert len(room.ops) == 2, "broken, and back"
        assert "Request Rejected" in room.ops[0]["text"]
        assert changes(room.desk) == ["new"]
