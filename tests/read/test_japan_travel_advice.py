"""What the `japan-travel-advice` reader makes of the safety data of Japan's foreign ministry."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.model import Before, Capture, Reading, Source, State
from monitor.read import READERS

ADVICE = READERS["japan-travel-advice"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOTHING_KNOWN = Before()


def source(**keys: str) -> Source:
    """A source for one country."""
    options = ADVICE.options(**{"country": "KH", **keys})
    return Source("advice", "Safety data", "japan-travel-advice", options, ADVICE.home(options))


def read(body: str | bytes, *, status: int = 200, **keys: str) -> Reading:
    """What is read of the country's file."""
    page = source(**keys)
    request = ADVICE.ask(page, NOTHING_KNOWN)
    body = body.encode() if isinstance(body, str) else body
    return ADVICE.read(Capture("advice", request, request.url, NOW, status, (), body), page, NOTHING_KNOWN)


def levels(*in_force: int) -> str:
    """The elements for the levels of risk, of which these are in force."""
    return "".join(f"<riskLevel{level}>{int(level in in_force)}</riskLevel{level}>" for level in (4, 3, 2, 1))


def mail(key: str, title: str = "橋について", at: str = "2026/03/02 16:30:00") -> str:
    """One notice of an embassy."""
    return (
        f"<mail><keyCd>{key}</keyCd><leaveDate>{at}</leaveDate><title>{title}</title><mainText>本文。</mainText></mail>"
    )


def data(*parts: str) -> str:
    """A country's file."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opendata odType="04"><country><cd>0855</cd></country>'
    return f"{head}{''.join(parts)}</opendata>"


@pytest.mark.parametrize(
    ("keys", "address"),
    [
        ({}, "https://www.ezairyu.mofa.go.jp/opendata/country/0855A.xml"),
        ({"country": "CA"}, "https://www.ezairyu.mofa.go.jp/opendata/country/9001A.xml"),
        ({"country": "NO"}, "https://www.ezairyu.mofa.go.jp/opendata/country/0047A.xml"),
        ({"country": "AQ", "code": "9999"}, "https://www.ezairyu.mofa.go.jp/opendata/country/9999A.xml"),
        ({"url": "http://stage.example:8080/data/"}, "http://stage.example:8080/data/country/0855A.xml"),
    ],
)
def test_which_file_is_asked_for(keys: dict[str, str], address: str) -> None:
    """A country is asked for by the ministry's own number, mostly that of its telephones."""
    assert ADVICE.ask(source(**keys), NOTHING_KNOWN).url == address


@pytest.mark.parametrize("keys", [{"country": "AQ"}, {"country": "kh"}, {"country": "KHM"}, {"code": "855"}])
def test_countries_that_config_refuses(keys: dict[str, str]) -> None:
    """A country without a known number is refused when the file is loaded; the message says what to add."""
    with pytest.raises(ValidationError, match=r"add `code`|pattern"):
        source(**keys)


def test_a_change_of_level_is_an_edit() -> None:
    """The levels in force are one statement: when a level is raised, its text changes under the same key."""
    before, after = read(data(levels(1))), read(data(levels(1, 2)))
    assert before.entries[0].key == after.entries[0].key
    assert before.entries[0].text != after.entries[0].text


def test_no_level_is_not_the_same_as_not_read() -> None:
    """A country without any level says so; a file that does not show the levels is not read as safe."""
    assert "なし" in read(data(levels())).entries[0].text
    silent = read(data(mail("1")))
    assert silent.state is State.UNREADABLE
    assert not silent.entries


def test_times_are_those_of_japan() -> None:
    """The ministry writes the time of Japan, without saying so."""
    assert read(data(levels(), mail("1"))).entries[1].published_at == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def test_notices_stand_newest_first() -> None:
    """Notices are listed by their date, the newest first, below the levels, which stand out of order."""
    reading = read(data(levels(), mail("1", at="2026/03/01 00:00:00"), mail("2"), mail("3", at="")))
    assert reading.listed == ("risk-levels", "2", "1", "3")
    assert [entry.pinned for entry in reading.entries] == [True, False, False, False]


def test_absence_proves_nothing() -> None:
    """The ministry drops old notices by itself: this kind never reports a deletion, and has no own addresses to ask."""
    assert not ADVICE.may_delete
    assert read(data(levels(), mail("1"))).sees_back_to is None


@pytest.mark.parametrize("share", range(5, 100, 5))
def test_a_cut_file_never_shows_half_a_notice(share: int) -> None:
    """A file that breaks off anywhere shows whole notices only, and is not whole itself."""
    whole = data(levels(1), mail("1"), mail("2"), mail("3")).encode()
    reading = read(whole[: len(whole) * share // 100])
    assert reading.state in (State.INCOMPLETE, State.UNREADABLE)
    assert not reading.complete
    assert all(entry.text == "本文。" for entry in reading.entries if not entry.pinned)


def test_levels_that_were_cut_are_no_edit() -> None:
    """Where a file breaks off in what it says of the levels, that text is marked as cut; below them it is whole."""
    lead = "<riskLead>国境の橋に注意してください。</riskLead>"
    in_the_lead = data(levels(1), lead).partition("注意")[0]
    in_a_notice = data(levels(1), lead, mail("1")).partition("本文")[0]
    assert [entry.whole for entry in read(in_the_lead).entries] == [False]
    assert [entry.whole for entry in read(in_a_notice).entries] == [True]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_another_status_is_a_state(status: int) -> None:
    """An answer with another status than 200 is not read, even if it carries data."""
    reading = read(data(levels()), status=status)
    assert reading.state in (State.BLOCKED, State.PAGE_GONE, State.OFFLINE)
    assert not reading.entries


@pytest.mark.parametrize(
    "hurting",
    [
        "<a>" * 10_000,
        "<a " + "b='' " * 5000 + "/>",
        "&a;" * 10_000,
        "<!DOCTYPE opendata [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
    ],
)
def test_xml_that_hurts(hurting: str) -> None:
    """XML that was made to hurt is refused, or read without what it asks for."""
    reading = read(data(levels(), f"<mail><keyCd>1</keyCd><title>x</title><mainText>{hurting}</mainText></mail>"))
    assert not reading.complete
    assert "root:" not in "".join(entry.text for entry in reading.entries)


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=40), key=st.text(alphabet="0123456789CT", min_size=1, max_size=12))
def test_any_title_is_kept(title: str, key: str) -> None:
    """Whatever a title holds, the notice is read under its key, and what is read can be stored."""
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "replace").decode()
    reading = read(data(levels(), mail(key, escaped)))
    assert key in reading.listed or reading.state is not State.OK
    "".join(f"{entry.title}{entry.text}" for entry in reading.entries).encode()
