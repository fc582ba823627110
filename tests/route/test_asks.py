from dataclasses import replace
from typing import Any

import pytest

from fakes import NOW, assessment, finding, version
from monitor.model import ChangeKind, Entry, Finding, Linked, Route
from monitor.route.asks import asks, no_news, refusal

KHMER = "ស្ថានទូតប្រកាសថាជើងហោះហើររបស់អាន្នានឹងចាប់ផ្ដើមឡើងវិញ។"
JAPANESE = "全日空は往来の再開を発表した。"


def saying(text: str, before: str | None = None, **source: Any) -> Finding:
    """A statement of the Office of Bridges with this wording, or an edit to it."""
    one = finding(ChangeKind.EDITED if before else ChangeKind.NEW, assessment(language="km"))
    wordings = [each and version(Entry("a", None, "Notice", each)) for each in (before, text)]
    changed = replace(one.change, before=wordings[0], after=wordings[1])
    byline = replace(one.source, tags=("embassy", "facebook"), **source)
    return replace(one, change=changed, source=byline, linked=Linked("abcdefghjk"))


ONE = saying("ANA will resume flights in September.")


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ({"sides": ("JP", "KH")}, None),
        ({"sides": ("KH",)}, "sides"),
        ({"tags": ("embassy", "court")}, None),
        ({"tags": ("court",)}, "tags"),
        ({"languages": ("km", "ja")}, None),
        ({"languages": ("ja",)}, "languages"),
        ({"events": ("abcdefghjk",)}, None),
        ({"events": ("zzzzzzzzzz",)}, "events"),
        ({"search": ("flights ana",)}, None),
        ({"search": ("ANA trains", "notice september")}, None),
        ({"search": ("ANA trains",)}, "search"),
        ({"sources": ("rivers",), "sides": ("KH",)}, "sources"),
        ({"beats": ("kh-fr",)}, "beats"),
        ({"topics": ("aid",)}, "topics"),
        ({"changes": (ChangeKind.DELETED,)}, "changes"),
        ({"sides": ("JP",), "tags": ("facebook",), "search": ("resume",)}, None),
    ],
)
def test_a_route_says_by_which_key_it_does_not_ask(asked: dict[str, Any], by: str | None) -> None:
    """All filters of a route must let a statement through; the first that does not is named."""
    found = refusal(Route("r", ("desk",), **asked), ONE)
    assert (found and found.key) == by


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("ជើងហោះហើរ", KHMER),
        ("往来 全日空", JAPANESE),
        ("再", JAPANESE),
        ("ＡＮＡ FLIGHTS", "ANA flights"),
    ],
)
def test_a_saved_search_finds_words_of_every_script(search: str, text: str) -> None:
    """Khmer and Japanese are written without spaces; the same words are found as in the log."""
    assert asks(Route("r", ("desk",), search=(search,)), saying(text))


def test_a_saved_search_hears_of_words_that_were_withdrawn() -> None:
    """An edit that drops the words is news to who looks for them."""
    edited = saying("Nothing is said of it.", before="ANA will resume flights.")
    assert asks(Route("r", ("desk",), search=("ana flights",)), edited)


def test_a_statement_without_a_side_or_an_event_passes_no_such_filter() -> None:
    """Nobody knows for whom it speaks, or what it reports."""
    alone = replace(saying("x", side=None), linked=None)
    assert not asks(Route("r", ("desk",), sides=("JP",)), alone)
    assert not asks(Route("r", ("desk",), events=("abcdefghjk",)), alone)
    assert asks(Route("r", ("desk",)), alone)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"baseline": True}, "first look"),
        ({"flapping": True}, "third time"),
        ({"twin": "s9"}, "s9"),
    ],
)
def test_what_is_no_news_says_why(change: dict[str, Any], says: str) -> None:
    """Whatever the routes ask for."""
    assert says in no_news(finding(**change))
    assert no_news(finding()) == ""
    assert no_news(finding(ChangeKind.NEW, assessment(relevant=False))) == "it concerns no beat"
    assert finding().change.at == NOW
