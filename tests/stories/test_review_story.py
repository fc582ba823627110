"""What a person decides, from the queue to the desk."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.model import DeliveryState, Verdict
from monitor.review import Outcome, Said, decide
from monitor.store.query import StatementQuery
from newsroom import Newsroom, graph, newsroom

MINUTES = timedelta(minutes=1)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
FLIGHTS = "Direct flights between Cambodia and Japan will resume in May."
WATER = "Water stands at three metres today."


def show(room: Newsroom, posts: Sequence[tuple[int, str]], then: datetime) -> None:
    """What the office's page lists from now on."""
    room.site.put("/v25.0/1001/feed", graph("1001", [(number, then, text) for number, text in posts]))
    room.let(10 * MINUTES, steps=2)


def say(room: Newsroom, words: str, verdict: Verdict, **said: object) -> Outcome:
    """A person decides on the statement that says this."""
    (one,) = room.store.statements(StatementQuery(text=words, relevant="all"))
    given = Said(verdict, "a reason", "Sok", **said)  # type: ignore[arg-type]
    return decide(one, given, room.store, room.live.current, room.clock.now())


def test_noise_stays_noise_until_it_speaks_of_something_else(tmp_path: Path) -> None:
    """An edit that says the same to the machine wakes nobody; one that brings a grant does."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now() - timedelta(hours=1)
        show(room, [(1, FLIGHTS)], then)
        assert [each["change"] for each in room.desk] == ["new"]
        say(room, "direct flights", Verdict.IRRELEVANT)
        show(room, [(1, FLIGHTS.replace("May", "June"))], then)
        assert len(room.desk) == 1
        assert room.store.count(StatementQuery(relevant="yes")) == 0
        grant = " Japan will also provide a grant of 2 billion yen to Cambodia for an invented hospital."
        show(room, [(1, FLIGHTS.replace("May", "June") + grant)], then)
        assert [each["change"] for each in room.desk] == ["new", "edited"]
        assert room.store.count(StatementQuery(relevant="yes")) == 1


def test_what_a_person_found_relevant_is_followed_like_any_other(tmp_path: Path) -> None:
    """It is told once as new; its next edit is told, for it was relevant."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now() - timedelta(hours=1)
        show(room, [(1, WATER)], then)
        assert room.desk == []
        assert say(room, "water stands", Verdict.RELEVANT, topics=("aid",)).told == ("desk",)
        assert say(room, "water stands", Verdict.RELEVANT, topics=("aid",)).told == (), "once"
        room.let(MINUTES)
        show(room, [(1, WATER.replace("three", "nine"))], then)
        assert [each["change"] for each in room.desk] == ["new", "edited"]
        assert "Decided by Sok: a reason" in str(room.desk[0]["why"])
        (one,) = room.store.statements(StatementQuery())
        assert (one.topics, one.version) == (("aid",), 2)


def test_what_is_old_is_told_only_when_it_is_wanted(tmp_path: Path) -> None:
    """A post of last week, found relevant today, goes into the log alone; unless the person wants it told."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now() - timedelta(days=6)
        show(room, [(1, WATER), (2, "A teahouse opens beside the river.")], then)
        assert say(room, "water stands", Verdict.RELEVANT).why == "it is older than 1d"
        assert say(room, "teahouse", Verdict.RELEVANT, tell=True).told == ("desk",)
        room.let(MINUTES)
        assert [each["text"] for each in room.desk] == ["A teahouse opens beside the river."]
        assert say(room, "water stands", Verdict.RELEVANT, tell=True).why == "it was taken for relevant already"


def test_what_waits_in_the_digest_as_unsure_is_not_told_twice(tmp_path: Path) -> None:
    """Found relevant, it is pushed now and leaves the digest; found of no concern, it leaves the digest alone."""
    with newsroom(tmp_path, SOURCE) as room:
        alerts = tmp_path / "config" / "alerts.yaml"
        alerts.write_text(alerts.read_text() + 'digest: {at: ["23:00"], channels: [desk]}\n')
        assert room.live.reload() == ()
        then = room.clock.now() - timedelta(hours=1)
        show(room, [(1, WATER)], then)
        pictures = json.dumps({"data": [picture(number, then) for number in (7, 8)]})
        room.site.put("/v25.0/1001/feed", pictures)
        room.let(10 * MINUTES, steps=2)
        waiting = room.store.deliveries(states=[DeliveryState.OWED])
        assert [each.delivery.digest for each in waiting] == [True, True]
        one, other = room.store.statements(StatementQuery(relevant="unsure", sort="oldest"))
        config, now = room.live.current, room.clock.now()
        told = decide(one, Said(Verdict.RELEVANT, "a visa notice", "Sok"), room.store, config, now)
        assert told.told == ("desk",)
        decide(other, Said(Verdict.IRRELEVANT, "a holiday", "Sok"), room.store, config, now)
        room.let(timedelta(hours=24), steps=24)
        assert [each["statement"] for each in room.desk] == [one.id]
        bundled = [each for each in room.store.deliveries(digest=True) if each.delivery.statement]
        assert {each.delivery.statement: each.state for each in bundled} == {
            one.id: DeliveryState.NOT_NEEDED,
            other.id: DeliveryState.NOT_NEEDED,
        }


def picture(number: int, at: datetime) -> dict[str, object]:
    """A post of a picture without a word, as the Graph API answers it."""
    when = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+0000"
    return {
        "id": f"1001_{number}",
        "from": {"id": "1001", "name": "Invented"},
        "created_time": when,
        "updated_time": when,
        "full_picture": f"https://pictures.example/{number}.png",
        "permalink_url": f"https://www.facebook.com/1001/posts/{number}/",
        "attachments": {"data": [{"media_type": "photo", "type": "photo"}]},
    }


def test_who_thinks_again_is_heard(tmp_path: Path) -> None:
    """Found relevant, then not, then relevant again before it went out: the desk gets it, once."""
    with newsroom(tmp_path, SOURCE) as room:
        show(room, [(1, WATER)], room.clock.now() - timedelta(hours=1))
        for verdict in (Verdict.RELEVANT, Verdict.IRRELEVANT, Verdict.RELEVANT):
            say(room, "water stands", verdict)
        room.let(MINUTES)
        assert [each["change"] for each in room.desk] == ["new"]


def test_two_who_decide_at_once_tell_it_once(tmp_path: Path) -> None:
    """Colleagues who tap at the same moment are all kept, and the desk gets one alert."""
    with newsroom(tmp_path, SOURCE) as room:
        show(room, [(1, WATER)], room.clock.now() - timedelta(hours=1))
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: say(room, "water stands", Verdict.RELEVANT), range(4)))
        assert len(room.store.decided()) == 4
        assert len(room.store.deliveries()) == 1
        room.let(MINUTES)
        assert len(room.desk) == 1


def test_decisions_are_kept_though_nothing_comes_of_them(tmp_path: Path) -> None:
    """Each decision stands with who made it, when and why, in their order."""
    with newsroom(tmp_path, SOURCE) as room:
        show(room, [(1, WATER)], room.clock.now() - timedelta(hours=1))
        say(room, "water stands", Verdict.IRRELEVANT)
        say(room, "water stands", Verdict.RELEVANT, tell=False, feedback=True)
        kept = room.store.decided()
        assert [(each.verdict, each.by, each.feedback) for each in kept] == [
            (Verdict.IRRELEVANT, "Sok", False),
            (Verdict.RELEVANT, "Sok", True),
        ]
        assert room.store.decided(room.clock.now() + MINUTES) == []
        assert room.desk == []
