import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsroom import Newsroom, newsroom

MINUTES = timedelta(minutes=1)
TEXT = "Japan and Cambodia resume direct flights from 1 April, an invented ministry announces."
LATER = TEXT.replace("from 1 April", "from 1 June")
PERHAPS = TEXT.replace("from 1 April", "perhaps from 1 May")
WATER = "Water stands at {} metres."


def written(at: datetime) -> str:
    """A moment as these services write it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def changes(room: Newsroom) -> list[str]:
    """What the desk was told so far."""
    return [told["change"] for told in room.desk]


# ---------------------------------------------------------------- mastodon

MASTODON = """\
  - {id: office, name: Ministry of Rivers (invented), kind: mastodon, url: "{site}/@rivers", side: JP, about: [KH],
     allow_private: true, every: 5m}
"""


def toot(number: int, at: datetime, text: str, edited: datetime | None = None) -> dict[str, Any]:
    """A post as the API gives it."""
    return {
        "id": str(number),
        "created_at": written(at),
        "edited_at": written(edited) if edited else None,
        "content": f"<p>{text}</p>",
        "url": f"https://social.example/@rivers/{number}",
        "account": {"id": "1001", "acct": "rivers", "display_name": "Ministry of Rivers (invented)"},
        "favourites_count": number,
    }


def show(room: Newsroom, path: str, answer: Any, status: int = 200) -> None:
    """Answer so from now on."""
    room.site.put(path, json.dumps(answer), "application/json", status)


def test_what_a_ministry_does_to_its_posts_on_mastodon(tmp_path: Path) -> None:
    """Posted, edited twice between two polls, taken down, posted back, account gone and back: each is told as it is."""
    posts_at = "/api/v1/accounts/1001/statuses"
    with newsroom(tmp_path, MASTODON) as room:
        then = room.clock.now()
        water = [toot(number, then - timedelta(days=9 - number), WATER.format(number)) for number in (5, 4, 3)]
        show(room, "/api/v1/accounts/lookup", {"id": "1001", "acct": "rivers"})
        show(room, posts_at, water)
        room.let(1 * MINUTES)

        first = toot(9, then, TEXT)
        show(room, posts_at, [first, *water])
        room.let(10 * MINUTES, steps=2)
        assert changes(room) == ["new"]
        assert sum("lookup" in asked for asked in room.site.asked) == 1

        now = room.clock.now()
        edited = toot(9, then, LATER, edited=now + 3 * MINUTES)
        shown = [(TEXT, then), (PERHAPS, now + 1 * MINUTES), (LATER, now + 3 * MINUTES)]
        history = [{"content": f"<p>{text}</p>", "created_at": written(at)} for text, at in shown]
        show(room, "/api/v1/statuses/9/history", history)
        show(room, posts_at, [edited, *water])
        room.let(30 * MINUTES, steps=6)
        assert changes(room) == ["new", "edited", "edited"]
        kept = room.store.history(room.desk[0]["statement"])
        assert [each.version.text for each in kept] == [TEXT, PERHAPS, LATER]
        assert [each.version.edited_at for each in kept] == [None, now + 1 * MINUTES, now + 3 * MINUTES]
        statement = room.store.statement(room.desk[0]["statement"])
        assert statement is not None
        assert (statement.version, statement.text, statement.relevant) == (3, LATER, True)

        show(room, posts_at, water)
        show(room, "/api/v1/statuses/9", {"error": "Record not found"}, 404)
        room.let(5 * MINUTES)
        assert len(room.desk) == 3, "one miss proves nothing"
        room.let(25 * MINUTES, steps=5)
        assert changes(room)[3:] == ["deleted"]
        assert "Record not found" in room.store.history(statement.id)[-1].proof

        show(room, posts_at, [edited, *water])
        room.let(10 * MINUTES, steps=2)
        assert changes(room)[4:] == ["restored"]

        show(room, posts_at, {"error": "Record not found"}, 404)
        show(room, "/api/v1/accounts/lookup", {"error": "Record not found"}, 404)
        room.let(timedelta(hours=3), steps=36)
        assert len(room.desk) == 5, "that an account is gone takes down no statement"
        assert len(room.ops) == 1
        assert "page-gone" in room.ops[0]["text"]
        show(room, "/api/v1/accounts/lookup", {"id": "2002", "acct": "rivers"})
        show(room, "/api/v1/accounts/2002/statuses", [edited, *water])
        room.let(timedelta(hours=2), steps=24)
        assert len(room.ops) == 2, "back, under another number"
        assert len(room.desk) == 5


# ---------------------------------------------------------------- bluesky

BLUESKY = """\
  - {id: office, name: Ministry of Rivers (invented), kind: bluesky, url: "{site}/profile/rivers.example", side: JP,
     about: [KH], allow_private: true, every: 5m}
"""
DID = "did:plc:rivers000000000000000000"


def post(number: int, at: datetime, text: str) -> dict[str, Any]:
    """A post as the AppView gives it."""
    return {
        "uri": f"at://{DID}/app.bsky.feed.post/3k{number}",
        "cid": f"bafyrei{number}{len(text)}",
        "author": {"did": DID, "handle": "rivers.example"},
        "record": {"text": text, "createdAt": written(at), "langs": ["en"]},
        "indexedAt": written(at),
        "likeCount": number,
    }


def feed(*posts: dict[str, Any]) -> dict[str, Any]:
    """An account's feed."""
    return {"cursor": "older", "feed": [{"post": each} for each in posts]}


def test_what_a_ministry_does_to_its_posts_on_bluesky(tmp_path: Path) -> None:
    """Posted, scrolled off, changed, taken down, posted back, blocked and back: each is told as it is."""
    feed_at, posts_at = "/xrpc/app.bsky.feed.getAuthorFeed", "/xrpc/app.bsky.feed.getPosts"
    with newsroom(tmp_path, BLUESKY) as room:
        then = room.clock.now()
        water = [post(number, then - timedelta(days=9 - number), WATER.format(number)) for number in (5, 4, 3)]
        show(room, feed_at, feed(*water))
        room.let(1 * MINUTES)
        show(room, feed_at, feed(post(9, then, TEXT), *water[:2]))
        room.let(10 * MINUTES, steps=2)
        show(room, feed_at, feed(post(9, then, LATER), *water[:2]))
        room.let(30 * MINUTES, steps=6)
        assert changes(room) == ["new", "edited"]
        assert room.desk[0]["url"] == "https://bsky.app/profile/rivers.example/post/3k9"

        show(room, feed_at, feed(*water[:2]))
        show(room, posts_at, {"error": "UpstreamFailure", "message": "Upstream Failure"}, 502)
        room.let(30 * MINUTES, steps=6)
        assert len(room.desk) == 2, "an error at its own address proves nothing"
        show(room, posts_at, {"posts": []})
        room.let(30 * MINUTES, steps=6)
        assert changes(room)[2:] == ["deleted"]

        show(room, feed_at, feed(post(9, then, LATER), *water[:2]))
        room.let(10 * MINUTES, steps=2)
        assert changes(room)[3:] == ["restored"]

        show(room, feed_at, {"error": "AccountTakedown", "message": "Account has been suspended"}, 400)
        room.let(timedelta(hours=3), steps=36)
        assert len(room.ops) == 1
        assert "page-gone" in room.ops[0]["text"]
        show(room, feed_at, feed(post(9, then, LATER), *water[:2]))
        room.let(timedelta(hours=2), steps=24)
        assert len(room.ops) == 2
        assert len(room.desk) == 4


# ---------------------------------------------------------------- youtube

CHANNEL = "UCrivers0123456789abcdef"
YOUTUBE = f"""\
  - {{id: office, name: Ministry of Rivers (invented), kind: youtube, url: "{{site}}/channel/{CHANNEL}", side: JP,
     about: [KH], allow_private: true, every: 15m}}
"""


def videos(*shown: tuple[str, datetime, str], views: int = 0) -> str:
    """A channel's feed; more views move the time of update of each."""
    entries = "".join(
        f"<entry><id>yt:video:{key}</id><title>Press briefing {key[-1]}</title>"
        f"<link rel='alternate' href='https://www.youtube.com/watch?v={key}'/>"
        f"<published>{at.isoformat()}</published><updated>{(at + timedelta(minutes=views)).isoformat()}</updated>"
        f"<media:group><media:description>{text}</media:description><media:community>"
        f"<media:statistics views='{views}'/></media:community></media:group></entry>"
        for key, at, text in shown
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
        f'xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
    )


def test_a_channel_on_youtube_in_a_spell_of_404(tmp_path: Path) -> None:
    """A video is new and then edited; views are no edit; a spell of days is told once; what is missing is not told."""
    path = "/feeds/videos.xml"
    with newsroom(tmp_path, YOUTUBE) as room:
        then = room.clock.now()
        water = [(f"rivers0000{n}", then - timedelta(days=9 - n), WATER.format(n)) for n in (5, 4, 3)]

        def put(*shown: tuple[str, datetime, str], views: int = 0) -> None:
            room.site.put(path, videos(*shown, views=views), "text/xml")

        put(*water)
        room.let(1 * MINUTES)
        put(("rivers00009", then, TEXT), *water, views=5)
        room.let(30 * MINUTES, steps=2)
        put(("rivers00009", then, TEXT), *water, views=900)
        room.let(30 * MINUTES, steps=2)
        assert changes(room) == ["new"]
        put(("rivers00009", then, LATER), *water, views=950)
        room.let(30 * MINUTES, steps=2)
        assert changes(room) == ["new", "edited"]

        room.site.put(path, "<html><title>Error 404</title></html>", status=404)
        room.let(timedelta(days=3), steps=72)
        assert len(room.ops) == 1
        assert "offline" in room.ops[0]["text"]
        put(*water)
        room.let(timedelta(hours=3), steps=12)
        assert len(room.ops) == 2
        assert changes(room) == ["new", "edited"], "nothing proves that a video is gone"
