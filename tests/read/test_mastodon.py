"""What the `mastodon` reader asks, how it finds an account, how far it pages back, and what it makes of edits."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from fakes import NOW, FakeDoor, ago, before, entry, known, version
from monitor.diff import diff
from monitor.model import Before, Capture, Change, ChangeKind, Headline, Purpose, Reading, Request, Source, State
from monitor.read import READERS
from monitor.times import iso
from monitor.visit import visit

MASTODON = READERS["mastodon"]
SERVER = "https://social.example"
LOOKUP = f"{SERVER}/api/v1/accounts/lookup?acct=rivers"
LIST = f"{SERVER}/api/v1/accounts/1001/statuses?exclude_replies=true&exclude_reblogs=true&limit=40"
HISTORY = f"{SERVER}/api/v1/statuses/9/history"
FOUND = {"mastodon_ids": {f"{SERVER}/@rivers": "1001"}}
ACCOUNT = json.dumps({"id": "1001", "username": "rivers", "acct": "rivers"}).encode()
NOTHING_KNOWN = Before()
GONE = json.dumps({"error": "Record not found"}).encode()


def source(**keys: Any) -> Source:
    """An account of an invented ministry."""
    options = MASTODON.options(**(keys or {"account": "@rivers@social.example"}))
    return Source("rivers", "Ministry of Rivers (invented)", "mastodon", options, MASTODON.home(options))


def post(number: int, text: str = "", edited: int | None = None, **more: Any) -> dict[str, Any]:
    """A post of so many minutes past the hour; edited so many minutes past it."""
    return {
        "id": str(number),
        "created_at": iso(NOW + timedelta(minutes=number)),
        "edited_at": iso(NOW + timedelta(minutes=edited)) if edited else None,
        "content": f"<p>{text or f'Water stands at {number} metres.'}</p>",
        "url": f"{SERVER}/@rivers/{number}",
        "account": {"id": "1001", "acct": "rivers"},
        **more,
    }


def posts(*numbers: int) -> list[dict[str, Any]]:
    """Posts, newest first."""
    return [post(number) for number in numbers]


def wording(text: str, minutes: int) -> dict[str, Any]:
    """One wording in a post's history."""
    return {"content": f"<p>{text}</p>", "spoiler_text": "", "created_at": iso(NOW + timedelta(minutes=minutes))}


def read(answer: Any, was: Before = NOTHING_KNOWN, request: Request | None = None, status: int = 200) -> Reading:
    """What the reader makes of an answer."""
    request = request or MASTODON.ask(source(), replace(was, learned=FOUND))
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return MASTODON.read(Capture("rivers", request, request.url, NOW, status, (), body), source(), was)


# ---------------------------------------------------------------- whom to ask


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        ({"account": "@rivers@social.example"}, f"{SERVER}/api/v1/accounts/lookup?acct=rivers"),
        ({"account": "Rivers@Social.Example"}, f"{SERVER}/api/v1/accounts/lookup?acct=Rivers"),
        ({"url": "https://social.example/@rivers"}, f"{SERVER}/api/v1/accounts/lookup?acct=rivers"),
        ({"url": "http://127.0.0.1:8090/users/rivers/"}, "http://127.0.0.1:8090/api/v1/accounts/lookup?acct=rivers"),
    ],
)
def test_an_account_may_be_written_as_people_write_it(keys: dict[str, str], asked: str) -> None:
    """A name with its server, or the address of its page, leads to the same question to its own server."""
    assert MASTODON.ask(source(**keys), Before()).url == asked


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"account": "@rivers@social.example", "url": "https://social.example/@rivers"},
        {"account": "rivers"},
        {"account": "@rivers@social example"},
        {"url": "https://social.example/"},
        {"url": "https://other.example/@rivers@social.example"},
        {"url": "ftp://social.example/@rivers"},
    ],
)
def test_what_names_no_account_is_refused(keys: dict[str, str]) -> None:
    """Neither or both of the keys, words that are no account, and a page on a foreign server are faults of the file."""
    with pytest.raises(ValidationError):
        MASTODON.options(**keys)


def test_the_number_of_an_account_is_asked_for_once() -> None:
    """It is remembered for this address; it is asked for anew when the account is gone, or another one is followed."""
    assert MASTODON.ask(source(), Before(learned=FOUND)).url == LIST
    assert MASTODON.ask(source(), Before(learned=FOUND, state=State.PAGE_GONE)).url == LOOKUP
    assert "lookup" in MASTODON.ask(source(account="@bridges@social.example"), Before(learned=FOUND)).url


def test_one_poll_finds_the_account_and_reads_its_posts() -> None:
    """The first poll asks for the number and then for the posts: it is as whole as any later one."""
    door = FakeDoor({LOOKUP: ACCOUNT, LIST: json.dumps(posts(2, 1)).encode()})
    seen = visit(MASTODON, source(), Before(), door, NOW)
    assert (seen.reading.state, seen.reading.complete, seen.reading.listed) == (State.OK, True, ("2", "1"))
    assert seen.reading.learned == FOUND
    assert list(seen.validators) == [LIST]
    assert door.asked == [LOOKUP, LIST]


def test_an_account_whose_posts_cannot_be_read_is_not_empty() -> None:
    """When the number is found and the posts are refused, the refusal is the state of the source."""
    door = FakeDoor({LOOKUP: ACCOUNT, LIST: State.TIMEOUT})
    assert visit(MASTODON, source(), Before(), door, NOW).reading.state is State.TIMEOUT


# ---------------------------------------------------------------- how far back


def test_older_pages_only_when_nothing_is_known() -> None:
    """A page with a known post is enough; one without it is followed to the posts below its last."""
    assert read(posts(60, 59, 41)).more == ()  # the first look goes back no further
    assert read(posts(60, 59, 41), before([entry("41")])).more == ()
    (older,) = read(posts(60, 59, 41), before([entry("3")])).more
    assert (older.url, older.purpose) == (f"{LIST}&max_id=41", Purpose.PAGE)
    (oldest,) = read(posts(40, 21), before([entry("3")]), older).more
    assert oldest.url == f"{LIST}&max_id=21"


# ---------------------------------------------------------------- edits


def knew(text: str, edited_at: int | None = None) -> Before:
    """We knew post 9 in this wording."""
    told = entry("9", text, published_at=NOW + timedelta(minutes=9))
    edited = NOW + timedelta(minutes=edited_at) if edited_at else None
    held = known(told, rank=0, version=version(told, edited_at=edited, captured_at=ago(hours=1)))
    return replace(before([held]), learned=FOUND)


def changes(was: Before, listed: dict[str, Any], history: Any) -> list[Change]:
    """What a poll finds that meets this post, and this history of it."""
    answers = {LIST: json.dumps([listed]).encode(), HISTORY: json.dumps(history).encode()}
    seen = visit(MASTODON, source(), was, FakeDoor(answers), NOW)
    return list(diff(source(), was, seen.reading, NOW).changes)


def told(found: list[Change]) -> list[tuple[ChangeKind, str, str | None]]:
    """Each change with its wording and the time of the edit."""
    return [(each.kind, each.version.text, iso(each.version.edited_at)) for each in found]


STORY = [wording("From 1 April.", 9), wording("From 2 April.", 20), wording("Perhaps.", 30), wording("Soon.", 40)]


def test_edits_between_two_polls_are_versions_each() -> None:
    """A post that was edited twice since we looked gives both wordings, with the true time of each edit."""
    found = changes(knew("From 2 April.", edited_at=20), post(9, "Soon.", edited=40), STORY)
    assert told(found) == [
        (ChangeKind.EDITED, "Perhaps.", "2026-03-02T09:30:00Z"),
        (ChangeKind.EDITED, "Soon.", "2026-03-02T09:40:00Z"),
    ]
    assert [each.version.number for each in found] == [2, 3]
    assert found[1].before == found[0].after


def test_an_edit_between_two_questions_waits_for_the_list() -> None:
    """A wording that the history has and the list did not show yet is told when the list shows it."""
    found = changes(knew("From 2 April.", edited_at=20), post(9, "Perhaps.", edited=30), STORY)
    assert told(found) == [(ChangeKind.EDITED, "Perhaps.", "2026-03-02T09:30:00Z")]


def test_a_post_edited_before_we_saw_it() -> None:
    """A post that was edited before we first saw it is new in its first wording, and edited since."""
    found = changes(replace(before([]), learned=FOUND), post(9, "Soon.", edited=40), STORY)
    assert [kind for kind, _, _ in told(found)] == [ChangeKind.NEW, *[ChangeKind.EDITED] * 3]
    assert told(found)[0] == (ChangeKind.NEW, "From 1 April.", None)
    assert [each.version.number for each in found] == [1, 2, 3, 4]
    assert {each.statement for each in found} == {found[0].statement}


@pytest.mark.parametrize("history", [{"error": "Record not found"}, [], "junk", [{}, 7]])
def test_without_a_history_the_listed_wording_stands(history: Any) -> None:
    """When the history cannot be read, the edit is the one that the list shows, and the post is not gone."""
    found = changes(knew("From 1 April."), post(9, "Soon.", edited=40), history)
    assert told(found) == [(ChangeKind.EDITED, "Soon.", "2026-03-02T09:40:00Z")]


def test_a_history_is_asked_for_only_where_words_changed() -> None:
    """A post whose words we have is not asked for its history, whatever else of it was edited; nor is the baseline."""
    assert read([post(9, "From 1 April.", edited=40)], knew("From 1 April.")).more == ()
    assert read([post(9, "From 1 April.", edited=40)]).more == ()
    (asked,) = read([post(9, "Soon.", edited=40)], knew("From 1 April.")).more
    assert (asked.url, asked.purpose, asked.key) == (HISTORY, Purpose.ITEM, "9")


def test_the_history_is_the_capture_that_shows_the_wordings() -> None:
    """The versions quote the answer in which all of them stand."""
    found = changes(knew("From 1 April."), post(9, "Soon.", edited=40), STORY)
    shown = {each.version.capture_sha256 for each in found}
    assert shown == {Capture("", Request(HISTORY), HISTORY, NOW, body=json.dumps(STORY).encode()).sha256}


# ---------------------------------------------------------------- what proves a deletion


def test_only_the_api_proves_a_deletion() -> None:
    """The API's own "not found" at a post's address is the proof; a page, a refusal or another post is none."""
    ask = MASTODON.own(source(), Headline("9", f"{SERVER}/@rivers/9", None))
    assert read(GONE, request=ask, status=404).gone == ("9",)
    others = [(b"<html><p>404</p></html>", 404), (GONE, 403), (GONE, 500), (posts(8), 200), (post(8), 200), ({}, 404)]
    for answer, status in others:
        reading = read(answer, request=ask, status=status)
        assert (reading.gone, reading.entries) == ((), ())
        assert reading.state is not State.OK


def test_a_dead_token_is_told_from_a_missing_one() -> None:
    """A server that wants an account says so; where a token was sent, the token is dead."""
    refused = Capture("rivers", Request(LIST), LIST, NOW, 401, (), b'{"error": "The access token is invalid"}')
    assert MASTODON.read(refused, source(), Before()).state is State.NEEDS_TOKEN
    signed = replace(source(), headers=(("Authorization", "Bearer invented"),))
    assert MASTODON.read(refused, signed, Before()).state is State.TOKEN_DEAD


def test_a_key_that_is_no_post_has_no_address() -> None:
    """What was brought by hand has no address here."""
    assert MASTODON.own(source(), Headline("//rivers.example/1", "https://rivers.example/1", None)) is None
