"""What the `telegram` reader asks, how far it pages back, and what it never takes for a missing message."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.demo import script
from monitor.demo.stage import Stage
from monitor.model import Before, Capture, Headline, Known, Purpose, Reading, Request, Source, State, Version
from monitor.read import READERS

TELEGRAM = READERS["telegram"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOTHING_KNOWN = Before()


def source(**keys: Any) -> Source:
    """A channel of an invented office."""
    options = TELEGRAM.options(**(keys or {"channel": "ferry_office"}))
    return Source("ferries", "Ferry office", "telegram", options, TELEGRAM.home(options))


def minute(number: int) -> str:
    """When a message was posted, as Telegram writes it."""
    return (NOW + timedelta(minutes=number)).isoformat()


def page(first: int, last: int, older: str = "") -> str:
    """A preview with these messages, one a minute."""
    blocks = "".join(
        f'<div class="tgme_widget_message js-widget_message" data-post="ferry_office/{number}">'
        f'<div class="tgme_widget_message_text js-message_text">Ferry {number} has left.</div>'
        f'<a class="tgme_widget_message_date" href="#"><time datetime="{minute(number)}">'
        "</time></a></div>"
        for number in range(first, last + 1)
    )
    return f"<html><head>{older}</head><body><section class='tgme_channel_history'>{blocks}</section></body></html>"


def read(body: str, before: Before = NOTHING_KNOWN, request: Request | None = None, status: int = 200) -> Reading:
    """What is read of an answer."""
    request = request or TELEGRAM.ask(source(), before)
    return TELEGRAM.read(Capture("ferries", request, request.url, NOW, status, (), body.encode()), source(), before)


def known(*numbers: int) -> Before:
    """A source whose messages were read before."""
    version = Version(1, None, "A ferry.", "hash", NOW)
    statements = {
        f"ferry_office/{number}": Known(f"s{number}", f"ferry_office/{number}", None, version, NOW, NOW, NOW, rank=rank)
        for rank, number in enumerate(reversed(numbers))
    }
    return Before(known=statements, baseline_at=NOW, last_whole_at=NOW)


@pytest.mark.parametrize(
    "written",
    ["ferry_office", "@ferry_office", "t.me/ferry_office", "t.me/s/ferry_office", "https://t.me/s/ferry_office"],
)
def test_a_channel_may_be_written_as_people_write_it(written: str) -> None:
    """A name, @name and every address of a channel name the same preview."""
    asked = TELEGRAM.ask(source(channel=written), NOTHING_KNOWN)
    assert asked.url == "https://t.me/s/ferry_office"
    assert not asked.follows_redirects


def test_an_address_names_its_own_server() -> None:
    """A stand-in or a mirror is asked for lists and messages alike."""
    mirror = source(url="http://127.0.0.1:8090/s/ferry_office")
    assert TELEGRAM.ask(mirror, NOTHING_KNOWN).url == "http://127.0.0.1:8090/s/ferry_office"
    own = TELEGRAM.own(mirror, Headline("ferry_office/7", "http://127.0.0.1:8090/ferry_office/7", None))
    assert own == Request(
        "http://127.0.0.1:8090/ferry_office/7?embed=1",
        Purpose.ITEM,
        "ferry_office/7",
        (("Accept-Language", "en"),),
        follows_redirects=False,
    )


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"channel": "a", "url": "https://t.me/s/a"},
        {"channel": "a b"},
        {"channel": "https://rivers.example/x"},
        {"url": "https://t.me/"},
        {"url": "ftp://t.me/s/a"},
    ],
)
def test_what_names_no_channel_is_refused(keys: dict[str, str]) -> None:
    """Neither or both of the keys, or words that are no channel, are faults of the file."""
    with pytest.raises(ValidationError):
        TELEGRAM.options(**keys)


def test_a_list_from_new_to_old() -> None:
    """Telegram writes from old to new; the reading lists from new to old and sees back to the oldest."""
    reading = read(page(1, 20))
    assert reading.state is State.OK
    assert reading.complete
    assert reading.listed[0] == "ferry_office/20"
    assert reading.sees_back_to == NOW + timedelta(minutes=1)
    assert reading.more == ()


def test_older_pages_only_when_nothing_is_known() -> None:
    """A page with a known message is enough; one without it is followed to the page before."""
    older = '<link rel="prev" href="/s/ferry_office?before=41">'
    assert read(page(41, 60, older), known(41)).more == ()
    assert read(page(41, 60, older)).more == ()  # the first look goes back no further
    followed = read(page(41, 60, older), known(1, 2)).more
    assert [each.url for each in followed] == ["https://t.me/s/ferry_office?before=41"]
    assert followed[0].purpose is Purpose.PAGE
    assert not followed[0].follows_redirects


def test_before_the_first_message() -> None:
    """The page before the first message is empty, and no fault."""
    body = (
        "<html><body><section class='tgme_channel_history'><div class='tme_no_messages_found'>No posts found</div>"
        "</section></body></html>"
    )
    request = Request("https://t.me/s/ferry_office?before=1", Purpose.PAGE)
    assert read(body, known(1), request).state is State.EMPTY


def test_a_known_channel_without_messages_is_not_empty() -> None:
    """Where messages were read before, a page that shows none has changed: nothing is taken for missing."""
    assert read(page(1, 0), known(1)).state is State.LAYOUT_CHANGED


def test_views_and_signatures_make_no_edit() -> None:
    """Two looks at the same message give the same entry, whatever counts and signs around it."""
    once = page(1, 1).replace("data-post", 'data-view="eyJ0IjoxfQ" data-post')
    again = page(1, 1).replace("data-post", 'data-view="eyJ0IjoyfQ" data-post')
    assert read(once).entries == read(again.replace("</time>", "</time><span>9.9K views</span>")).entries


def test_only_post_not_found_proves_a_deletion() -> None:
    """What Telegram says of a channel, or of the reader, proves nothing about a message."""
    ask = TELEGRAM.own(source(), Headline("ferry_office/7", "https://t.me/ferry_office/7", None))
    error = (
        '<html><body><div class="tgme_widget_message err_message"><div class="tgme_widget_message_error">{}</div></div>'
    )
    assert read(error.format("Post not found"), request=ask).gone == ("ferry_office/7",)
    for other in (error.format("Channel not found"), "<html><body>Please wait</body></html>", page(8, 9)):
        reading = read(other, request=ask)
        assert (reading.gone, reading.entries) == ((), ())
        assert reading.state is not State.OK
    moved = read("", request=ask, status=302)
    assert (moved.gone, moved.state) == ((), State.PAGE_GONE)


def test_a_key_that_is_no_message_has_no_address() -> None:
    """What was brought by hand has no address here."""
    version = Version(1, None, "By hand.", "hash", NOW)
    assert TELEGRAM.own(source(), Known("s", "//rivers.example/1", None, version, NOW, NOW, NOW)) is None


def test_the_stand_in_of_the_demo() -> None:
    """The demo's own channel is read like Telegram's."""
    story = script.load()
    channel = source(url="http://127.0.0.1:8090/s/ministry_of_rivers")
    with Stage(story, lambda: story.ends_at) as stage:
        first = shown(stage, "/s/ministry_of_rivers", TELEGRAM.ask(channel, NOTHING_KNOWN), channel).entries[0]
        ask = TELEGRAM.own(channel, Headline(first.key, str(first.url), None))
        assert ask is not None
        assert shown(stage, f"/{first.key}", ask, channel).entries == (first,)
        missing = replace(ask, key="ministry_of_rivers/999")
        assert shown(stage, "/ministry_of_rivers/999", missing, channel).gone == ("ministry_of_rivers/999",)


def shown(stage: Stage, path: str, request: Request, channel: Source) -> Reading:
    """What is read of what stands on the stage."""
    status, _, body = stage.answer(path)
    return TELEGRAM.read(Capture("rivers", request, request.url, NOW, status, (), body.encode()), channel, Before())
