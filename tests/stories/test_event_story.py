from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clock import MovedClock
from monitor.model import Event, Sides
from newsroom import Newsroom, graph, newsroom
from story import EMBASSY, PRIME_MINISTER

MINUTES = timedelta(minutes=1)
THAT_DAY = datetime(2020, 8, 22, 8, 0, tzinfo=UTC)
SOURCES = """\
  - {id: embassy, name: Embassy of Japan (a retelling), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m, timezone: Asia/Phnom_Penh}
  - {id: prime-minister, name: Prime Minister of Cambodia (a retelling), kind: facebook, page: "1002", side: KH,
     about: [JP], api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m, timezone: Asia/Phnom_Penh}
  - {id: ministry, name: Ministry of Rivers (invented), kind: feed, url: "{site}/none.xml", side: KH, about: [JP],
     allow_private: true, every: 5m}
"""
BEFORE = "The office is closed on Monday, as on each first Monday of the month."


def told(room: Newsroom, ours: str, theirs: str) -> Event:
    """Both pages post within the same hour; the event that comes of it."""
    at = room.clock.now()
    for page in ("1001", "1002"):
        room.site.put(f"/v25.0/{page}/feed", graph(page, [(1, at - timedelta(days=9), BEFORE)]))
    room.let(5 * MINUTES)
    posted = room.clock.now()
    for page, text, after in (("1001", ours, 0), ("1002", theirs, 30)):
        room.let(after * MINUTES, steps=max(after // 5, 1))
        room.site.put(f"/v25.0/{page}/feed", graph(page, [(1, at - timedelta(days=9), BEFORE), (2, posted, text)]))
        room.let(10 * MINUTES, steps=2)
    (event,) = room.store.events(both=True)
    found = room.store.event(event.id)
    assert found is not None
    return found


def quoted(event: Event) -> Mapping[str, str]:
    """All that is quoted of one side alone."""
    return {
        side: " ".join(quote.text for line in lines for quote in line.quotes.values())
        for side, lines in event.sides.only.items()
    }


def test_both_sides_of_22_august_2020_are_one_event(tmp_path: Path) -> None:
    """The two statements are linked, and each side's own news stands on its side alone, quoted."""
    with newsroom(tmp_path, SOURCES, MovedClock(THAT_DAY)) as room:
        event = told(room, EMBASSY["en"], PRIME_MINISTER["en"])
        assert set(event.by_side) == {"JP", "KH"}
        only = quoted(event)
        for words in ("Residence Track", "early September", "14 days", "scholarships"):
            assert words in only["JP"]
            assert words not in only["KH"]
        for words in ("resume flights", "All Nippon Airways (ANA)", "thanked Japan for its aid"):
            assert words in only["KH"]
            assert words not in only["JP"]
        assert [each["change"] for each in room.desk] == ["new", "new"]
        assert all(room.store.statement(each["statement"]).event == event.id for each in room.desk)  # type: ignore[union-attr]


@pytest.mark.parametrize(("ours", "theirs"), [("ja", "km"), ("en", "km"), ("km", "en")])
def test_two_languages_are_one_event(tmp_path: Path, ours: str, theirs: str) -> None:
    """Told in Japanese or English by the one side and in Khmer by the other, it is one event all the same."""
    with newsroom(tmp_path, SOURCES, MovedClock(THAT_DAY)) as room:
        event = told(room, EMBASSY[ours], PRIME_MINISTER[theirs])
        assert set(event.by_side) == {"JP", "KH"}
        assert event.sides.only["JP"]
        assert event.sides.only["KH"]


def test_the_day_of_a_statement_is_that_of_its_own_zone(tmp_path: Path) -> None:
    """Told in Phnom Penh on the morning of the 22nd, while in Greenwich it is the 21st, it happened on the 22nd."""
    with newsroom(tmp_path, SOURCES, MovedClock(THAT_DAY - timedelta(hours=10))) as room:
        assert told(room, EMBASSY["en"], PRIME_MINISTER["en"]).happened_on == THAT_DAY.date()


def test_what_is_withheld_is_quoted_in_no_reason(tmp_path: Path) -> None:
    """A text that must not be shown stands neither in why another was linked with it nor in an alert on that."""
    with newsroom(tmp_path, SOURCES, MovedClock(THAT_DAY)) as room:
        sides = told(room, EMBASSY["en"], PRIME_MINISTER["km"]).by_side
        (first,), (second,) = sides["JP"], sides["KH"]
        words = b"Foreign Minister Motegi"
        files = [room.store.path, room.store.path.with_name(f"{room.store.path.name}-wal")]
        assert any(words in path.read_bytes() for path in files if path.exists())
        room.store.withhold(first, "by order of an invented court", "the editor", (), room.clock.now())
        room.store.purge()
        assert room.store.event(room.store.statement(second).event).why == {second: ()}  # type: ignore[union-attr, arg-type]
        assert not any(words in path.read_bytes() for path in files if path.exists())


def test_an_operator_splits_and_joins(tmp_path: Path) -> None:
    """What an operator takes apart stays apart, and what is joined keeps both addresses."""
    with newsroom(tmp_path, SOURCES, MovedClock(THAT_DAY)) as room:
        event = told(room, EMBASSY["en"], PRIME_MINISTER["en"])
        first, second = event.statements
        apart = room.store.split(second)
        assert {room.store.statement(name).event for name in (first, second)} == {event.id, apart}  # type: ignore[union-attr]
        at = room.clock.now()
        room.site.put("/v25.0/1002/feed", graph("1002", [(2, at, PRIME_MINISTER["en"] + " He smiled.")]))
        room.let(10 * MINUTES, steps=2)
        assert room.store.statement(second).event == apart  # type: ignore[union-attr]
        assert room.store.join(event.id, apart) == event.id
        for name in (event.id, apart):
            found = room.store.event(name)
            assert found is not None
            assert (found.id, len(found.statements)) == (event.id, 2)


GRANT = (
    "The Government of Japan will give 250,000 US dollars in grant aid for a health centre in Cambodia. The first 12 "
    "Cambodian nurses travel to Japan for training in early September, with visas free of charge, and stay for 90 days."
)
TRANSLATED = (
    "រដ្ឋាភិបាលជប៉ុននឹងផ្តល់ហិរញ្ញប្បទានឥតសំណង ២៥០.០០០ ដុល្លារអាមេរិក សម្រាប់មណ្ឌលសុខភាពនៅកម្ពុជា។ គិលានុបដ្ឋាកកម្ពុជា ១២ រូបដំបូង "
    "ធ្វើដំណើរទៅប្រទេសជប៉ុនដើម្បីទទួលការបណ្តុះបណ្តាលនៅដើមខែកញ្ញា ដោយទិដ្ឋាការមិនគិតថ្លៃ ហើយស្នាក់នៅ ៩០ ថ្ងៃ។"
)


def test_a_translation_is_named_and_is_no_second_voice(tmp_path: Path) -> None:
    """An office of the other side puts a statement into its own language: it has said nothing itself."""
    with newsroom(tmp_path, SOURCES, MovedClock(THAT_DAY)) as room:
        event = told(room, GRANT, TRANSLATED)
        ((theirs,), (ours,)) = event.by_side["KH"], event.by_side["JP"]
        assert event.translations == {theirs: ours}
        assert event.sides == Sides()
        assert [each["event"]["translation_of"] for each in room.desk] == [None, ours]
