from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from config_files import ALERTS, BEATS, SOURCES, loaded, write
from monitor.assess.assess import assess
from monitor.config.words import laid, load_words, shipped_files, shipped_words
from monitor.errors import ConfigError
from monitor.logs import mask
from monitor.model import Bundling, Escalation, Quiet

EMBASSY = """\
  - id: embassy
    name: An embassy (invented)
    kind: facebook
    page: "1000000000001"
    token: ${FACEBOOK_ACCESS_TOKEN}
    side: JP
"""


def test_defaults_are_resolved(tmp_path: Path) -> None:
    """What a source does not say comes from `defaults`, and what those do not say from its kind."""
    write(tmp_path, SOURCES + EMBASSY, _env="FACEBOOK_ACCESS_TOKEN=t0ken-of-ours\n")
    feed, facebook = loaded(tmp_path).sources
    assert (feed.every, facebook.every) == (timedelta(minutes=10), timedelta(minutes=5))
    assert (feed.gap, feed.alert_recent) == (timedelta(seconds=1), timedelta(hours=24))
    defaults = "defaults: {every: 1h 30m, gap: 2s, timezone: Asia/Tokyo, alert_recent: 0s, keep_deleted: hash}\n"
    write(tmp_path, defaults + SOURCES + EMBASSY + "    every: 30s\n    gap: 0s\n")
    feed, facebook = loaded(tmp_path).sources
    assert (feed.every, facebook.every) == (timedelta(minutes=90), timedelta(seconds=30))
    assert (feed.gap, facebook.gap, feed.alert_recent) == (timedelta(seconds=2), timedelta(0), timedelta(0))
    assert (str(feed.timezone), feed.keep_deleted) == ("Asia/Tokyo", "hash")


def test_a_source_says_all_that_it_may(tmp_path: Path) -> None:
    """Every key that a source may have arrives where polls look for it."""
    keys = """\
    about: [JP, EU]
    timezone: Asia/Phnom_Penh
    languages: [en, km]
    enabled: no
    paused_until: 2026-11-12
    headers: {Cookie: Language=1}
    proxy: http://proxy.example:8080
    allow_private: [10.0.0.5:81]
    edits: unknown
    deletions: unknown
    keep_deleted: hash
    was: [old-bridges]
    note: 12:30
    tags: ["NO", two words]
"""
    write(tmp_path, SOURCES + keys)
    (source,) = loaded(tmp_path).sources
    assert source.about == ("JP", "EU")
    assert source.languages == ("en", "km")
    assert not source.enabled
    assert source.paused_until == datetime(2026, 11, 11, 17, tzinfo=UTC)
    assert source.headers == (("Cookie", "Language=1"),)
    assert source.proxy == "http://proxy.example:8080"
    assert source.allow_private == ("bridges.example:443", "10.0.0.5:81")
    assert (source.knows_edits, source.knows_deletions) == (False, False)
    assert (source.was, source.note, source.tags) == (("old-bridges",), "12:30", ("NO", "two words"))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("http://127.0.0.1:8081/x", "127.0.0.1:8081"),
        ("http://rivers.internal/x", "rivers.internal:80"),
        ("https://RIVERS.internal/x", "rivers.internal:443"),
        ("http://[::1]:9/x", "[::1]:9"),
    ],
)
def test_a_private_address_is_opened_with_its_port_and_no_other(tmp_path: Path, address: str, place: str) -> None:
    """`allow_private: true` opens the host and port of the source's own address."""
    write(tmp_path, SOURCES.replace("https://bridges.example/feed.xml", address) + "    allow_private: true\n")
    assert loaded(tmp_path).sources[0].allow_private == (place,)


def test_a_stand_in_for_facebook_is_the_address_that_is_opened(tmp_path: Path) -> None:
    """For a Facebook page the own address is that of the API, not that of the page which people are shown."""
    write(tmp_path, BEATS + "sources:\n" + EMBASSY + "    api: http://127.0.0.1:99\n    allow_private: true\n")
    (source,) = loaded(tmp_path, {"FACEBOOK_ACCESS_TOKEN": "t0ken-of-ours"}).sources
    assert source.allow_private == ("127.0.0.1:99",)
    assert source.url == "https://www.facebook.com/1000000000001"


def test_a_norwegian_beat_is_about_norway(tmp_path: Path) -> None:
    """`NO` is a country, and not the word that YAML once took for false."""
    write(tmp_path, SOURCES.replace("[KH, JP]", "[NO, JP]"))
    assert loaded(tmp_path).beats[0].countries == ("NO", "JP")


def test_what_sources_share_is_written_once(tmp_path: Path) -> None:
    """A source may take the keys of another by YAML's own `<<`, and say its own instead."""
    more = "  - <<: *bridges\n    id: two\n    every: 1h\n"
    write(tmp_path, SOURCES.replace("- id: bridges", "- &bridges\n    id: bridges") + more)
    one, two = loaded(tmp_path).sources
    assert (two.id, two.name, two.url, two.every) == ("two", one.name, one.url, timedelta(hours=1))


# ---------------------------------------------------------------- variables


def test_a_missing_variable_disables_only_what_uses_it(tmp_path: Path) -> None:
    """Without the token the Facebook page stands by, without the address a channel does; the rest runs."""
    alerts = ALERTS.replace("routes:", "  mail: ${MAIL_URL}\nroutes:").replace(
        "channels: [desk]}", "channels: [desk, mail]}"
    )
    write(tmp_path, SOURCES + EMBASSY, alerts)
    config = loaded(tmp_path)
    feed, facebook = config.sources
    assert feed.pollable
    assert not facebook.pollable
    assert facebook.needs == ("FACEBOOK_ACCESS_TOKEN",)
    assert facebook.url == "https://www.facebook.com/1000000000001"
    assert dict(config.routing.channels) == {"desk": "json://desk.example/alerts"}
    told = [str(need).removeprefix(f"{tmp_path}/").split(": set")[0] for need in config.needs]
    assert told == [
        'sources.yaml:13:12: source "embassy" needs FACEBOOK_ACCESS_TOKEN',
        'config/alerts.yaml:4:9: channel "mail" needs MAIL_URL',
    ]
    assert set(map(str, config.needs)) <= set(config.warnings)


def test_a_source_whose_address_is_missing_stands_by(tmp_path: Path) -> None:
    """Where even the address is a variable that is not set, the source is listed, and not polled."""
    write(tmp_path, SOURCES.replace("https://bridges.example/feed.xml", "${BRIDGES_FEED}"))
    (source,) = loaded(tmp_path).sources
    assert not source.pollable
    assert source.needs == ("BRIDGES_FEED",)
    assert loaded(tmp_path, {"BRIDGES_FEED": "https://b.example/f"}).sources[0].url == "https://b.example/f"


def test_what_lacks_a_variable_is_not_wrong_for_it(tmp_path: Path) -> None:
    """A Telegram source whose channel is a variable needs that variable, and nothing else is complained of."""
    telegram = "  - {id: t, name: T, kind: telegram, side: KH, channel: '${RIVERS_CHANNEL}'}\n"
    write(tmp_path, SOURCES + telegram)
    assert loaded(tmp_path).sources[1].needs == ("RIVERS_CHANNEL",)


def test_an_empty_variable_is_a_missing_one(tmp_path: Path) -> None:
    """`NAME=` in .env, as the example file has it, is not yet a value."""
    write(tmp_path, SOURCES + EMBASSY, _env="FACEBOOK_ACCESS_TOKEN=\n")
    assert not loaded(tmp_path).sources[1].pollable


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A variable of the environment goes before the line of .env; a value is taken as it is, quotes removed."""
    write(tmp_path, SOURCES + EMBASSY, _env="FACEBOOK_ACCESS_TOKEN='of $the ${FILE}'\n")
    assert loaded(tmp_path).sources[1].options.token == "of $the ${FILE}"
    assert (
        loaded(tmp_path, {"FACEBOOK_ACCESS_TOKEN": "of the environment"}).sources[1].options.token
        == "of the environment"
    )


def test_secrets_are_masked_from_the_moment_that_they_are_known(tmp_path: Path) -> None:
    """What a variable holds, and the address of a channel, cannot be logged; nor does the configuration print it."""
    write(tmp_path, SOURCES + EMBASSY)
    config = loaded(tmp_path, {"FACEBOOK_ACCESS_TOKEN": "a-token-to-be-hidden"})
    assert "hidden" not in mask("got a-token-to-be-hidden")
    assert "desk.example" not in mask("sent to json://desk.example/alerts")
    assert "hidden" not in repr(config)
    assert "desk.example" not in repr(config)


# ---------------------------------------------------------------- alerts


def test_a_route_takes_all_by_default(tmp_path: Path) -> None:
    """A route that names only channels takes all findings but those that can wait for the digest."""
    write(tmp_path, alerts=ALERTS.replace("beats: [kh-jp], ", ""))
    (route,) = loaded(tmp_path).routing.routes
    assert (route.beats, route.topics, route.sources, route.changes) == ((), (), (), ())
    assert route.levels == ("urgent", "routine")


def test_a_route_says_what_it_asks_for_and_how_it_is_told(tmp_path: Path) -> None:
    """A saved search, for the night desk: bundled, quiet, limited, escalated."""
    keys = (
        "search: ជើងហោះហើរ, sides: [KH], languages: [km], tags: [embassy], events: [abcdefghjk], "
        'digest: {every: 30m}, quiet: {from: "22:00", to: "6:00"}, per_hour: 6, '
        "escalate: {after: 15m, channels: [desk]}"
    )
    write(
        tmp_path, SOURCES + "    tags: [embassy]\n", ALERTS.replace("channels: [desk]}", f"channels: [desk], {keys}}}")
    )
    (route,) = loaded(tmp_path).routing.routes
    assert (route.search, route.sides, route.languages) == (("ជើងហោះហើរ",), ("KH",), ("km",))
    assert (route.tags, route.events) == (("embassy",), ("abcdefghjk",))
    assert route.digest == Bundling(every=timedelta(minutes=30))
    assert route.quiet == Quiet(time(22), time(6))
    assert (route.per_hour, route.escalate) == (6, Escalation(timedelta(minutes=15), ("desk",)))


def test_the_heartbeat_is_on_unless_it_is_sent_nowhere(tmp_path: Path) -> None:
    """Operators hear each morning that all is well, at another hour, on another channel, or never: as they wish."""
    write(tmp_path)
    assert loaded(tmp_path).routing.heartbeat.at == (time(8),)
    assert loaded(tmp_path).routing.heartbeat.channels == ("desk",)
    write(tmp_path, alerts=ALERTS + 'heartbeat: {at: "6:15"}\n')
    assert loaded(tmp_path).routing.heartbeat.at == (time(6, 15),)
    write(tmp_path, alerts=ALERTS + "heartbeat: {channels: []}\n")
    assert loaded(tmp_path).routing.heartbeat.channels == ()


def test_a_file_whose_parts_stand_empty_is_a_file_without_them(tmp_path: Path) -> None:
    """A key that was left without a value is as good as none."""
    write(tmp_path, SOURCES + "    every:\n    note: ~\n", ALERTS + "digest:\nheartbeat: {at: }\n")
    assert loaded(tmp_path).routing.digest.at == ()


# ---------------------------------------------------------------- warnings


def warned(folder: Path) -> str:
    """The warnings, one a line."""
    return "\n".join(loaded(folder).warnings)


def test_good_files_give_no_warning(tmp_path: Path) -> None:
    """Nothing is said of files in which nothing is missing."""
    assert loaded(write(tmp_path)).warnings == ()


def told(keys: str) -> str:
    """The alerts with more keys of their route."""
    channel = "  phone: '${PHONE_URL}'\n"
    return ALERTS.replace("routes:", f"{channel}routes:").replace("channels: [desk]}", f"channels: [desk], {keys}}}")


@pytest.mark.parametrize(
    ("sources", "alerts", "place", "says"),
    [
        (SOURCES.replace("    side: KH\n", ""), ALERTS, "sources.yaml:4:5", "has no side"),
        (SOURCES.replace("KH, JP]", "TH, VN]"), ALERTS, "sources.yaml:2:5", 'country of the beat "kh-jp"'),
        (BEATS + "sources: []\n", ALERTS, "sources.yaml:3:10", "nothing is polled"),
        (SOURCES, ALERTS.replace(", contact: desk@newsroom.example", ""), "alerts.yaml:1:11", "newsroom.contact"),
        (SOURCES, ALERTS.replace("operators: [desk]\n", ""), "alerts.yaml:1:1", "no operators"),
        (SOURCES, "channels: {d: '${URL}'}\nroutes: [{id: r, channels: [d]}]\n", "alerts.yaml:2:10", "reach nobody"),
        (SOURCES, "channels: {}\n", "alerts.yaml:1:1", "no route"),
        (SOURCES, ALERTS + "digest: {at: '07:30'}\n", "alerts.yaml:7:9", "no channels"),
        (SOURCES, ALERTS + "digest: {channels: [desk]}\n", "alerts.yaml:7:9", "no hours"),
        (SOURCES + EMBASSY + "    every: 30s\n" + EMBASSY.replace("embassy", "two") + "    every: 30s\n",
         ALERTS, "sources.yaml:4:3", "240 times an hour"),
        (SOURCES, told("sides: [JP]"), "alerts.yaml:6:58", "never matches: no enabled source fits its sides"),
        (SOURCES, told("sides: [KH], tags: [court]"), "alerts.yaml:6:70", "fits its sides and tags"),
        (SOURCES + "    languages: [km]\n", told("languages: [ja]"), "alerts.yaml:6:62", "write in none of ja"),
        (SOURCES.replace("[travel, aid]", "[aid]"), told("topics: [travel]"), "alerts.yaml:6:59", "follows travel"),
        (SOURCES, told("digest: {every: 1h}, per_hour: 3"), "alerts.yaml:6:82", "no use for a limit"),
        (SOURCES, told("level: [urgent], quiet: {from: '22:00', to: '06:00'}"), "alerts.yaml:6:75", "breaks them"),
        (SOURCES, told("digest: {at: '23:00'}, quiet: {from: '22:00', to: '06:00'}"), "alerts.yaml:6:59",
         "a digest at 23:00, in its quiet hours: it goes out at 06:00"),
        (SOURCES, told("level: [routine], escalate: {after: 15m, channels: [phone]}"), "alerts.yaml:6:79",
         "escalates nothing: name `urgent`"),
        (SOURCES, told("escalate: {after: 15m, channels: [desk]}"), "alerts.yaml:6:61", "escalates to nobody else"),
        (SOURCES, told("escalate: {after: 15m, channels: [phone]}"), "alerts.yaml:6:61", "has an address"),
        (SOURCES + "  - {id: two, name: Two, kind: feed, url: 'http://bridges.example/feed.xml/?fbclid=x', side: KH}\n",
         ALERTS, "sources.yaml:9:5", '"bridges" and "two" read the same page'),
    ],
)  # fmt: skip
def test_what_is_probably_not_meant_is_warned_of(
    tmp_path: Path, sources: str, alerts: str, place: str, says: str
) -> None:
    """The files may be right and yet not do what the newsroom needs: that is said with its place."""
    write(tmp_path, sources, alerts)
    assert any(f"{place}: " in line and says in line for line in loaded(tmp_path).warnings), warned(tmp_path)


def test_a_file_that_nobody_reads_is_warned_of(tmp_path: Path) -> None:
    """A file with a wrong name would do nothing, and nobody would know."""
    write(tmp_path, topic__rivers_yaml="terms: {}\n", topics__rivers_yaml="terms: {}\n", alert_yaml="routes: []\n")
    told = [line.removeprefix(f"{tmp_path}/config/").split(":")[0] for line in loaded(tmp_path).warnings]
    assert told == ["alert.yaml", "topic/rivers.yaml"]


# ---------------------------------------------------------------- words


def test_the_newsrooms_own_words_are_added(tmp_path: Path) -> None:
    """A term in config/topics/ speaks for its topic at once, and a topic of one's own can be followed."""
    rivers = "terms:\n  en:\n    strong: |\n      river accord\n"
    write(tmp_path, SOURCES.replace("travel, aid]", "rivers]"), topics__rivers_yaml=rivers)
    config = loaded(tmp_path)
    found = assess(None, "Japan and Cambodia sign a river accord.", beat=config.beats[0], rules=config.rules)
    assert found.topics == ("rivers",)


def test_a_shipped_word_is_taken_away(tmp_path: Path) -> None:
    """`remove` takes a shipped term away, and an empty file changes nothing."""
    shipped = load_words()
    first = shipped.topics["travel"].terms["en"].strong[0].text
    folder = write(tmp_path, topics__travel_yaml=f"remove: [{first}]\n", topics__aid_yaml="# nothing yet\n")
    words = load_words(folder / "config")
    gone = {term.text for term in shipped.topics["travel"].terms["en"].strong} - {
        term.text for term in words.topics["travel"].terms["en"].strong
    }
    assert gone == {first}
    assert words.topics["aid"] == shipped.topics["aid"]


def test_a_faulty_word_file_is_told(tmp_path: Path) -> None:
    """Words are checked like everything else."""
    write(tmp_path, countries__rivers_yaml="countries:\n  Cambodia: {}\n")
    with pytest.raises(ConfigError, match=r"rivers\.yaml:2:3: "):
        loaded(tmp_path)
    with pytest.raises(ConfigError, match=r"rivers\.yaml:2:3: "):
        load_words(tmp_path / "config")


def test_the_fingerprint_follows_what_is_said(tmp_path: Path) -> None:
    """The fingerprint is that of the content: a comment leaves it, a key or a variable changes it."""
    write(tmp_path, SOURCES + EMBASSY)
    first = loaded(tmp_path).fingerprint
    write(tmp_path, "# a comment\n" + SOURCES + EMBASSY)
    assert loaded(tmp_path).fingerprint == first
    assert loaded(tmp_path, {"FACEBOOK_ACCESS_TOKEN": "t0ken-of-ours"}).fingerprint != first
    write(tmp_path, SOURCES + EMBASSY + "    every: 1h\n")
    assert loaded(tmp_path).fingerprint != first


def test_a_secret_in_a_file_is_warned_of(tmp_path: Path) -> None:
    """A token or a channel's address that stands in a file itself is told by its place, and not quoted."""
    write(tmp_path, SOURCES + EMBASSY.replace("${FACEBOOK_ACCESS_TOKEN}", "EAAB-literal"))
    told = [warning for warning in loaded(tmp_path).warnings if "a secret stands in the file" in warning]
    assert any("sources.yaml:" in warning and "token" in warning for warning in told)
    assert "EAAB-literal" not in str(told)
    write(tmp_path, SOURCES + EMBASSY, _env="FACEBOOK_ACCESS_TOKEN=t0ken-of-ours\n")
    assert not any("token: a secret" in warning for warning in loaded(tmp_path).warnings)


def test_the_shipped_words_are_read_as_a_newsrooms_own_would_be() -> None:
    """The quick reader of what ships makes of it the same words as the one that checks what newsrooms write."""
    assert laid(shipped_files()) == shipped_words()
