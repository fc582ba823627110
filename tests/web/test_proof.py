"""The page that proves what became of an alert, and sends it again."""

from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from monitor.web.app import make_app
from monitor.web.site import Site
from newsroom import graph, newsroom

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
FLIGHTS = "Direct flights between Cambodia and Japan will resume in May, the Office of Bridges announces."


def test_proof_of_delivery(tmp_path: Path) -> None:
    """Each try and its answer by channel; the button sends it again, once, and the copy says what it is."""
    with newsroom(tmp_path, SOURCE) as room:
        room.let(timedelta(minutes=5))
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, room.clock.now(), FLIGHTS)]))
        room.let(timedelta(minutes=10), steps=2)
        page = TestClient(make_app(Site(room.works, room.live)), headers={"sec-fetch-site": "same-origin"})
        alert = room.desk[0]["id"]
        assert f'href="/alerts/{alert}/proof"' in page.get("/alerts").text
        proof = page.get(f"/alerts/{alert.lower()}/proof").text
        assert "200 OK" in proof
        assert "Send it on desk again" in proof
        assert page.post(f"/alerts/{alert}/proof", data={"channel": "desk"}).status_code == 200
        assert page.post(f"/alerts/{alert}/proof", data={"channel": "desk"}).status_code == 409
        room.let(timedelta(minutes=1))
        assert [(each["id"], each["repeat"]) for each in room.desk] == [(alert, False), (alert, True)]
        assert page.get(f"/alerts/{alert}/proof").text.count("200 OK") == 2
        assert page.get("/alerts/A-NOBODY/proof").status_code == 404
