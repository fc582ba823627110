"""`/review`: what a person decides on a phone."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from monitor.model import DeliveryState
from monitor.store.query import StatementQuery
from monitor.web.app import make_app
from monitor.web.site import Site
from newsroom import Newsroom, graph, newsroom

MINUTES = timedelta(minutes=1)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
FLIGHTS = "Direct flights between Cambodia and Japan will resume in May. <script>alert(1)</script>"
WATER = "Water stands at three metres today."
PICTURE = {
    "id": "1001_3",
    "from": {"id": "1001", "name": "Invented"},
    "permalink_url": "https://www.facebook.com/1001/posts/3/",
    "full_picture": "https://pictures.example/notice.png",
    "attachments": {"data": [{"media_type": "photo", "type": "photo"}]},
}


@pytest.fixture(name="room")
def a_room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom with an alert, a statement of no concern, and a picture whose words nobody could read."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now() - timedelta(hours=1)
        posts = graph("1001", [(1, then, FLIGHTS), (2, then, WATER)])
        at = f"{then:%Y-%m-%dT%H:%M:%S}+0000"
        room.site.put("/v25.0/1001/feed", with_post(posts, {**PICTURE, "created_time": at, "updated_time": at}))
        room.let(10 * MINUTES, steps=2)
        yield room


def with_post(page: str, post: dict[str, object]) -> str:
    """A page of posts with one more."""
    shown = json.loads(page)
    shown["data"].insert(0, post)
    return json.dumps(shown)


def browser(room: Newsroom, **gate: str) -> TestClient:
    """A browser at the newsroom's page."""
    return TestClient(make_app(Site(room.works, room.live), **gate), headers={"sec-fetch-site": "same-origin"})


def statement(room: Newsroom, words: str) -> str:
    """The ID of the statement that says this."""
    (one,) = room.store.statements(StatementQuery(text=words, relevant="all"))
    return one.id


def unsure(room: Newsroom) -> str:
    """The ID of the picture's statement."""
    (one,) = room.store.statements(StatementQuery(relevant="unsure"))
    return one.id


def test_one_tap_sends_what_was_unsure(room: Newsroom) -> None:
    """The queue shows the picture to look at; a tap with a name decides, tells the desk once, and is remembered."""
    page, name = browser(room), unsure(room)
    assert "1 waits for a person to decide" in page.get("/").text
    asked = page.get("/review").text
    assert f'action="/review/{name}"' in asked
    assert "https://pictures.example/notice.png" in asked
    form = {"answer": "relevant urgent", "by": "Sok", "topics": ["travel"], "tell": "true", "queued": "true"}
    answer = page.post(f"/review/{name}", data=form)
    assert answer.status_code == 200
    assert "It goes to desk" in answer.text
    assert "Nothing waits for a decision" in answer.text
    assert "for a person to decide" not in page.get("/").text
    assert "You decide as Sok" in page.get("/review").text
    page.post(f"/review/{name}", data=form)
    room.let(MINUTES)
    told = [each for each in room.desk if each["statement"] == name]
    assert [(each["change"], each["level"]) for each in told] == [("new", "urgent")]
    assert "decided by Sok" in page.get(f"/statements/{name}").text


def test_looking_decides_nothing(room: Newsroom) -> None:
    """Whoever follows the links of an alert, as scanners of mail do, changes nothing; our own form does."""
    page, alert = browser(room), room.desk[0]
    for path in ("/review", f"/review/{alert['id']}", f"/review/{alert['statement']}"):
        assert page.get(path).status_code == 200
        assert page.head(path).status_code in (200, 405)
    assert room.store.decided() == []
    stranger = TestClient(make_app(Site(room.works, room.live)), headers={"sec-fetch-site": "cross-site"})
    form = {"answer": "irrelevant", "by": "Sok"}
    assert stranger.post(f"/review/{alert['id']}", data=form).status_code == 403
    assert room.store.decided() == []


def test_noise_is_said_of_an_alert(room: Newsroom) -> None:
    """At the alert's link a tap says noise; it is in force at once, and the queue asks another to look."""
    page, alert = browser(room), room.desk[0]
    asked = page.get(f"/review/{alert['id']}").text
    assert "Was this noise?" in asked
    assert "<script>alert" not in asked
    answer = page.post(f"/review/{alert['id']}", data={"answer": "irrelevant only a courtesy", "by": "Sok"})
    assert "is irrelevant" in answer.text
    one = room.store.statement(alert["statement"])
    assert one is not None
    assert not one.relevant
    (kept,) = room.store.decided(feedback=True)
    assert (kept.alert, kept.reason, kept.by) == (alert["id"], "only a courtesy", "Sok")
    assert "Sok says: irrelevant: only a courtesy" in page.get("/review").text


def test_what_should_have_alerted_is_told(room: Newsroom) -> None:
    """The page of a statement of no concern leads to the form; a tap tells it, though no topic is known."""
    page, name = browser(room), statement(room, "water stands")
    assert f'href="/review/{name}">Should it have alerted?' in page.get(f"/statements/{name}").text
    form = {"answer": "relevant routine", "reason": "it floods the road", "by": "Dara", "tell": "true"}
    assert "It goes to desk" in page.post(f"/review/{name}", data=form).text
    room.let(MINUTES)
    assert room.desk[-1]["statement"] == name
    assert "Decided by Dara: it floods the road" in str(room.desk[-1]["why"])


def test_a_person_may_decide_without_telling(room: Newsroom) -> None:
    """Where the tick is taken away, the statement is relevant and nobody is told."""
    page, name = browser(room), unsure(room)
    answer = page.post(f"/review/{name}", data={"answer": "relevant routine", "by": "Sok", "queued": "true"})
    assert "Nothing is sent: nobody wants it told" in answer.text
    assert room.store.deliveries(states=[DeliveryState.OWED]) == []


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"answer": "relevant urgent"}, "the name is empty"),
        ({"answer": "gone", "by": "Sok"}, "old one"),
        ({"answer": "relevant", "by": "Sok"}, "old one"),
        ({"answer": "irrelevant for no reason", "by": "Sok"}, "old one"),
        ({"answer": "relevant other countries", "by": "Sok"}, "old one"),
        ({"answer": "irrelevant", "by": "Sok", "version": "2"}, "edited while you read"),
        ({"answer": "irrelevant", "by": "Sok", "reason": "x" * 1500}, "longer than 1000"),
    ],
)
def test_a_wrong_form_is_said_to_be_wrong(room: Newsroom, form: dict[str, str], wrong: str) -> None:
    """A form without a name, or with an answer that there is not, decides nothing and keeps what was typed."""
    answer = browser(room).post(f"/review/{unsure(room)}", data=form)
    assert answer.status_code == 422
    assert wrong in answer.text
    assert form.get("reason", "") in answer.text
    assert room.store.decided() == []


def test_unknown_names_are_said_to_be_unknown(room: Newsroom) -> None:
    """A name that is no statement's and no alert's answers 404."""
    page = browser(room)
    for path in ("/review/zzzzzz", "/review/A-222222"):
        assert page.get(path).status_code == 404
        assert page.post(path, data={"answer": "irrelevant", "by": "Sok"}).status_code == 404


def test_who_signs_in_comes_to_the_page_that_was_asked_for(room: Newsroom) -> None:
    """The link of an alert leads through the password to the alert; a link elsewhere leads nowhere else."""
    site = Site(room.works, room.live)
    app = make_app(site, host="0.0.0.0", password="a long password")
    page = TestClient(app, headers={"sec-fetch-site": "same-origin", "accept": "text/html"}, follow_redirects=False)
    asked = page.get(f"/review/{room.desk[0]['id']}")
    assert asked.headers["location"] == f"/login?to=/review/{room.desk[0]['id']}"
    assert f'value="/review/{room.desk[0]["id"]}"' in page.get(asked.headers["location"]).text
    for to, there in (
        (f"/review/{room.desk[0]['id']}", None),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
    ):
        entered = page.post("/login", data={"password": "a long password", "to": to})
        assert entered.headers["location"] == (there or to)
        assert "samesite=lax" in entered.headers["set-cookie"].lower()


def test_much_that_is_missing_is_seen_to_be_gone_or_public(room: Newsroom) -> None:
    """A mass loss is told as gone only when a person says so, and each statement may be decided on its own."""
    page, then = browser(room), room.clock.now() - timedelta(hours=2)
    many = [(number, then, f"Japan gives Cambodia a grant for bridge {number}.") for number in range(10, 18)]
    older = (4, then - timedelta(hours=20), "An older post of no concern.")
    room.site.put("/v25.0/1001/feed", graph("1001", [*many, older]))
    room.let(10 * MINUTES, steps=2)
    room.site.put("/v25.0/1001/feed", graph("1001", [older]))
    room.let(40 * MINUTES, steps=8)
    assert "deleted" not in [each["change"] for each in room.desk]
    asked = page.get("/review").text
    assert "much is missing at once" in asked
    lost = re.findall(r'name="statements" id="[^"]*" value="([^"]*)"', asked)
    assert len(lost) >= len(many)
    for wrong in ({"answer": "gone", "by": "Sok"}, {"answer": "relevant", "statements": lost, "by": "Sok"}):
        assert "nothing is ticked" in page.post("/review/lost/office", data=wrong).text
    gone = {"answer": "gone", "statements": lost[:1], "by": "Sok", "reason": "the page says removed"}
    answer = page.post("/review/lost/office", data=gone)
    assert answer.status_code == 200, answer.text
    assert "1 of office is gone. It goes to desk" in answer.text
    room.let(MINUTES)
    told = [each for each in room.desk if each["change"] == "deleted"]
    assert [each["statement"] for each in told] == lost[:1]
    one = room.store.history(lost[0])[-1]
    assert one.proof == "Sok looked: the page says removed"
    page.post("/review/lost/office", data={"answer": "public", "statements": lost[1:], "by": "Sok"})
    assert "Nothing waits" not in page.get("/review").text, "the picture is still unsure"
    assert room.store.lost() == []
    room.let(60 * MINUTES, steps=12)
    assert len([each for each in room.desk if each["change"] == "deleted"]) == 1
    assert room.store.lost() == []
    assert [str(each.verdict) for each in room.store.decided()].count("public") == len(lost) - 1
