"""The log as journalists search it."""

from datetime import timedelta

import pytest

from fakes import NOW, address, ago, assessment, entry, finding, reading, source
from monitor.model import ChangeKind, DeliveryState, Level, Reading, State
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from polls import Office, kept, owe

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def log(store: Store) -> Store:
    """Two offices: bridges on travel, urgent; rivers on aid, one unsure and one that concerns nobody."""
    bridges = Office(store)
    bridges.poll(reading(["0"]))
    bridges.poll(reading([entry("a", "A bridge opens."), "0"]), judged=[assessment(level=Level.URGENT)])
    rivers = Office(store, source(id="rivers", name="Ministry of Rivers", side="KH"))
    rivers.poll(reading(["1"]))
    aid = assessment(beat="kh-fr", topics=("aid",), countries=("KH", "FR"), language="km")
    grant = entry("b", "ជំនួយឥតសំណង", published_at=ago(days=1))
    rivers.poll(reading([grant, "1"]), judged=[aid])
    doubt = assessment(relevant=False, unsure=True)
    rivers.poll(reading([entry("c", "A scan."), grant, "1"]), judged=[doubt], after=DAY)
    return store


def keys(store: Store, **asked: object) -> list[str]:
    """The last part of the addresses that a search finds, in its order."""
    query = StatementQuery(**asked)  # type: ignore[arg-type]
    found = [(each.url or "").removeprefix(address("")) for each in store.statements(query)]
    assert store.count(query) == len(found)
    return found


def test_by_default_the_log_shows_what_concerns_a_beat(log: Store) -> None:
    """What concerns nobody, or may do so, is there for those who ask."""
    assert sorted(keys(log)) == ["a", "b"]
    assert keys(log, relevant="unsure") == ["c"]
    assert sorted(keys(log, relevant="no")) == ["0", "1"]
    assert sorted(keys(log, relevant="all")) == ["0", "1", "a", "b", "c"]
    assert sorted(keys(log, relevant="yes,unsure")) == ["a", "b", "c"]
    assert sorted(keys(log, relevant="nonsense")) == ["a", "b"], "no typing mistake shows everything"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"beat": "kh-fr"}, ["b"]),
        ({"beat": "kh"}, []),
        ({"beat": "%"}, []),
        ({"topic": "travel"}, ["a"]),
        ({"side": "KH"}, ["b"]),
        ({"source": "bridges"}, ["a"]),
        ({"language": "km"}, ["b"]),
        ({"level": "urgent"}, ["a"]),
        ({"change": ChangeKind.EDITED}, []),
        ({"change": ChangeKind.NEW, "source": "rivers"}, ["b"]),
        ({"text": "bridge"}, ["a"]),
        ({"text": "ឥតសំណង"}, ["b"]),
        ({"text": "bridge opens rivers"}, []),
        ({"text": "bridge", "side": "KH"}, []),
    ],
)
def test_each_filter_narrows_the_log(log: Store, asked: dict[str, object], found: list[str]) -> None:
    """All that is asked must hold, and a name is matched whole."""
    assert keys(log, **asked) == found


def test_the_newest_comes_first(log: Store) -> None:
    """Sorted by the last news, by the first, or by when the source posted it."""
    assert keys(log, relevant="yes,unsure", source="rivers") == ["c", "b"]
    assert keys(log, relevant="yes,unsure", source="rivers", sort="oldest") == ["b", "c"]
    assert keys(log, sort="published") == ["a", "b"]


def test_an_edit_brings_a_statement_back_to_the_top(store: Store) -> None:
    """What changed is news again; an edit of typography is not."""
    office = Office(store)
    office.poll(reading([entry("a", "A bridge opens")]), judged=[assessment()])
    office.poll(reading(["b", entry("a", "A bridge opens")]), judged=[assessment()])
    (change,) = office.poll(reading(["b", entry("a", "A bridge opens.")]), judged=[assessment()]).changes
    assert not change.significant
    assert keys(store) == ["b", "a"]
    office.poll(reading(["b", entry("a", "A bridge opens in May.")]), judged=[assessment()])
    assert keys(store) == ["a", "b"]


def test_a_window_shows_what_was_posted_or_changed_in_it(log: Store) -> None:
    """Posted before and changed within counts; that a baseline found it within does not."""
    assert keys(log, since=ago(hours=25), until=ago(hours=23)) == ["b"]
    assert sorted(keys(log, since=NOW, until=NOW + HOUR, relevant="all")) == ["0", "1", "a", "b"]
    assert keys(log, until=ago(days=2), relevant="all") == []
    office = Office(log)
    office.now = NOW + 9 * DAY
    office.poll(reading([entry("a", "A bridge opens in May."), "0"]), judged=[assessment()])
    assert keys(log, since=NOW + 9 * DAY) == ["a"]
    assert "a" in keys(log, since=NOW, until=NOW + HOUR)


def test_a_baseline_dated_long_ago_stands_at_its_own_time(store: Store) -> None:
    """The first look at a source does not fill the top of the log with what is years old."""
    office = Office(store)
    office.poll(reading([entry("new", published_at=ago(hours=1))]), judged=[assessment()])
    other = Office(store, source(id="rivers"))
    other.poll(reading([entry("old", published_at=ago(days=900))]), after=HOUR, judged=[assessment()])
    assert keys(store) == ["new", "old"]


def test_pages_of_the_log_never_overlap(store: Store) -> None:
    """Many statements of one moment come in one order, however they are paged."""
    office = Office(store)
    office.poll(reading([f"{number}" for number in range(25)]), judged=[assessment()])
    query = StatementQuery(limit=10)
    pages = [store.statements(query.at(offset=offset)) for offset in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({each.id for page in pages for each in page}) == 25
    assert store.count(query) == 25


def test_an_old_wording_is_found_too(store: Store) -> None:
    """A word that an office took out of its statement still leads to it; what is shown is the wording of now."""
    office = Office(store)
    office.poll(reading([entry("a", "From early September.")]), judged=[assessment()])
    office.poll(reading([entry("a", "From autumn.")]), judged=[assessment()])
    (found,) = store.statements(StatementQuery(text="early september"))
    assert (found.text, found.version) == ("From autumn.", 2)
    assert store.statements(StatementQuery(text="september autumn")) == [], "no wording had both"


@pytest.mark.parametrize(
    "text", ['"', "a AND b OR (", "C++ NEAR/2 *", "'; DROP TABLE versions; --", "\x00", "។", "-x", "ា"]
)
def test_no_search_text_is_an_operator(log: Store, text: str) -> None:
    """Whatever is typed is looked for, and never breaks the search."""
    assert keys(log, text=text, relevant="all") == []
    assert log.statement("x' OR '1'='1") is None


def test_a_search_of_blanks_is_no_search(log: Store) -> None:
    """An empty field asks for everything; a very long text is answered all the same."""
    assert sorted(keys(log, text="  \n")) == ["a", "b"]
    assert keys(log, text="bridge " * 5000) == ["a"]
    assert keys(log, text="川" * 5000) == []


def test_a_history_tells_all_that_happened(store: Store) -> None:
    """Each change with the wording it is about, how that was judged, and the capture that shows it."""
    office = Office(store)
    first = reading([entry("a", "Open.")], shown_by={"a": "one"})
    office.poll(first, kept=(kept("one"),), judged=[assessment(), assessment("kh-fr", relevant=False)])
    office.poll(reading([entry("a", "Closed.")], shown_by={"a": "two"}), kept=(kept("two", offset=7),))
    office.poll(reading([entry("a", "Open.")], shown_by={"a": "one"}))
    (name,) = store.find_address(address("a"))
    chapters = store.history(name)
    assert [chapter.at for chapter in chapters] == sorted(chapter.at for chapter in chapters)
    assert [chapter.capture.sha256 for chapter in chapters if chapter.capture] == ["one", "two", "one"]
    assert [[one.beat for one in chapter.assessments] for chapter in chapters] == [["kh-jp", "kh-fr"], [], []]
    assert [each.offset for each in store.captures()] == [0, 7]
    assert [each.sha256 for each in store.captures("bridges")] == ["one", "two"]
    assert store.captures("rivers") == []
    assert store.history("nothing") == ()
    assert store.statement("nothing") is None


def test_an_address_leads_to_its_statements(log: Store) -> None:
    """However a link is written: with tracking, without https, with a final slash."""
    (found,) = log.find_address("http://www.bridges.example/news/a/?utm_source=mail#top")
    statement = log.statement(found)
    assert statement is not None
    assert statement.url == address("a")
    assert log.find_address("https://bridges.example/") == []


def test_the_log_knows_its_languages(log: Store) -> None:
    """What the filter offers is what there is."""
    assert log.languages() == ["en", "km"]


def test_health_says_how_each_source_stands(log: Store) -> None:
    """In the order asked for; what was never polled is said to be so."""
    rivers, nobody, bridges = log.health(["rivers", "nobody", "bridges"])
    assert (rivers.statements, rivers.latest_at) == (3, NOW + DAY + timedelta(minutes=20))
    assert (nobody.state, nobody.statements, nobody.latest_at) == (None, 0, None)
    assert (bridges.state, bridges.failures, bridges.next_poll_at) == (
        State.OK, 0, NOW + timedelta(minutes=30),
    )  # fmt: skip
    assert log.schedule()["bridges"] == bridges.next_poll_at


def test_the_daemon_remembers_itself(store: Store) -> None:
    """Its last sign of life, and the day of its last heartbeat."""
    assert store.last_alive() is None
    assert store.last_heartbeat() is None
    store.alive(NOW)
    store.alive(NOW + HOUR)
    store.heartbeat_told(NOW.date())
    assert store.last_alive() == NOW + HOUR
    assert store.last_heartbeat() == NOW.date()


def test_a_heartbeat_counts_what_was_done(store: Store) -> None:
    """Polls of runs that began earlier count for their share; a baseline is no new statement."""
    office = Office(store)
    for _ in range(13):
        office.poll(reading(["a"]))
    assert store.counts(NOW + 70 * timedelta(minutes=1))["polls"] == 7
    office.poll(reading(["b", "a"]), channels=["desk", "mail"])
    for _ in range(3):
        office.poll(Reading(State.OFFLINE))
    store.settle([1], DeliveryState.SENT, "ok", office.now)
    store.owe([owe(finding(), "desk", office.now)], office.now)
    assert store.counts(NOW) == {
        "polls": 17, "new statements": 1, "alerts sent": 1, "alerts waiting": 2, "alerts given up": 0,
        "broken sources": 1,
    }  # fmt: skip
    assert store.counts(office.now + HOUR)["polls"] == 0
