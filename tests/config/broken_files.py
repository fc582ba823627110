"""Broken files: what stands in them, where the fault is, and what the operator must be told of it."""

from dataclasses import dataclass, field
from textwrap import dedent

from config_files import ALERTS, BEATS, SOURCES


@dataclass(frozen=True)
class Case:
    """A broken file: what stands in it, where the fault is, and what the operator must be told of it."""

    name: str
    place: str  #: file:line:column
    says: tuple[str, ...]
    sources: str = SOURCES
    alerts: str = ALERTS
    others: dict[str, str] = field(default_factory=dict)


def source(name: str, place: str, *says: str, keys: str) -> Case:
    """A source with a fault; its keys stand from line 4 on."""
    start = "  - id: bridges\n    name: Office of Bridges\n    kind: feed\n    url: https://bridges.example/feed\n"
    return Case(name, f"sources.yaml:{place}", says, BEATS + "sources:\n" + start + keys)


def alerts(name: str, place: str, *says: str, text: str) -> Case:
    """A fault in alerts.yaml."""
    return Case(name, f"alerts.yaml:{place}", says, alerts=dedent(text))


def a_route(name: str, place: str, *says: str, keys: str) -> Case:
    """A fault in a route; its keys stand on line 3, from column 38 on."""
    text = "channels: {d: 'json://a.example', phone: 'json://b.example'}\nroutes:\n"
    return Case(name, f"alerts.yaml:{place}", says, alerts=f"{text}  - {{id: a-route, channels: [d],      {keys}}}\n")


def whole(name: str, place: str, *says: str, text: str) -> Case:
    """A fault in sources.yaml."""
    return Case(name, f"sources.yaml:{place}", says, dedent(text))


CASES = [
    # -------- no YAML
    whole("empty file", "1:1", "empty", "monitor init", text=""),
    whole("comments alone", "1:1", "empty", "monitor init", text="# later\n"),
    whole("a list instead of keys", "1:1", "a list", "allowed: beats, defaults, include", text="- beats\n- sources\n"),
    whole("a tab", "2:1", "a tab", "spaces", text="beats:\n\t- id: a\n"),
    whole("open bracket", "2:1", "a bracket is not closed", text="beats: [\n"),
    whole("open quote", "2:1", "a quote is not closed", text="beats: 'x\n"),
    whole("wrong indentation", "2:5", "colon", "indentation", text="beats: 1\n  id: 2\n"),
    whole("a variable in braces", "1:13", "got '{'", 'in quotes: "${NAME}"', text="beats: {x: ${NAME}}\n"),
    whole("two documents", "2:1", "one document", text="beats: []\n---\nsources: []\n"),
    whole("a tag", "1:8", "!!python/name", "not allowed", "plain text", text="beats: !!python/name:os.system x\n"),
    whole("an alias of nothing", "1:8", "undefined alias", "in quotes", text="beats: *nobody\n"),
    whole("an alias of itself", "1:8", "inside of what it names", "write it out", text="beats: &a [*a]\n"),
    whole("a control character", "1:8", "control character", "delete", text="beats: \x07\n"),
    # -------- the file
    whole("missing sources", "1:1", '"sources" is missing', "add the key", text=BEATS),
    whole(
        "unknown key of the file",
        "3:1",
        '"source"',
        'did you mean "sources"?',
        text=BEATS + "source: []\nsources: []\n",
    ),
    whole("sources that are no list", "3:10", "sources:", "no list", "[one, two]", text=BEATS + "sources: none\n"),
    whole("a source that is no mapping", "4:5", '"bridges"', "keys and values", text=BEATS + "sources:\n  - bridges\n"),
    whole(
        "a key twice",
        "4:1",
        '"beats" stands here twice',
        "line 1",
        "delete one",
        text=BEATS + "sources: []\nbeats: []\n",
    ),
    # -------- beats
    whole(
        "an unknown country of a beat",
        "2:38",
        '"UK" is no country',
        "did you mean GB?",
        "ISO 3166",
        text="beats:\n  - {id: a, name: A, countries: [KH, UK], topics: [aid]}\nsources: []\n",
    ),
    whole(
        "one country alone",
        "2:33",
        "too short",
        "2 at least",
        text="beats:\n  - {id: a, name: A, countries: [KH], topics: [aid]}\nsources: []\n",
    ),
    whole(
        "an unknown topic",
        "2:52",
        '"travl" is no topic',
        'did you mean "travel"?',
        "allowed: aid, travel",
        text="beats:\n  - {id: a, name: A, countries: [KH, JP], topics: [travl]}\nsources: []\n",
    ),
    whole(
        "two beats of one ID",
        "3:10",
        '"a" is the ID of another beat, on line 2',
        "choose another",
        text="beats:\n  - {id: a, name: A, countries: [KH, JP], topics: [aid]}\n"
        "  - {id: a, name: B, countries: [KH, FR], topics: [aid]}\nsources: []\n",
    ),
    # -------- sources
    source(
        "an unknown key", "8:5", '"evry" is no key here', 'did you mean "every"?', "allowed:", keys="    evry: 5m\n"
    ),
    source("no duration", "8:12", "'10 min' is not a duration", "5m", keys="    every: 10 min\n"),
    source("a number for a duration", "8:12", "10 is no duration", "5m", keys="    every: 10\n"),
    source("too often", "8:12", '"5s" is out of range', "30s to 7d", keys="    every: 5s\n"),
    source("an unknown side", "8:11", '"Japan" is no country', "did you mean JP?", keys="    side: Japan\n"),
    source("a side in small letters", "8:11", '"jp" is no country', "did you mean JP?", keys="    side: jp\n"),
    source(
        "no time zone", "8:15", '"Phnom_Penh" is no time zone', "Asia/Phnom_Penh", keys="    timezone: Phnom_Penh\n"
    ),
    source("no language", "8:17", '"khmer" is no language', "km", keys="    languages: [khmer]\n"),
    source("a text for a list", "8:12", '"JP" is no list', "in brackets", keys="    about: JP\n"),
    source("neither true nor false", "8:14", '"maybe"', "allowed: true, false", keys="    enabled: maybe\n"),
    source("robots", "8:13", '"never"', "allowed: 'ignore'", keys="    robots: never\n"),
    source("no moment", "8:19", '"next week"', "2026-11-12", keys="    paused_until: next week\n"),
    source(
        "a moment without a zone",
        "8:19",
        '"2026-11-12T08:00"',
        "with its zone",
        keys="    paused_until: 2026-11-12T08:00\n",
    ),
    source("private addresses", "8:20", '"10.0.0.5"', "host:port", keys="    allow_private: [10.0.0.5]\n"),
    source("a header of two lines", "8:14", "X-A", "one line", keys='    headers: {X-A: "a\\nb"}\n'),
    source("no proxy", "8:12", "no proxy", "http://host:port", keys="    proxy: somewhere\n"),
    source("no variable", "8:11", '"${}"', "${NAME}", keys="    note: ${}\n"),
    whole(
        "a wrong ID",
        "4:9",
        '"The Bridges" is no ID',
        "small letters",
        text=SOURCES.replace("id: bridges", "id: The Bridges"),
    ),
    whole(
        "a number for a name",
        "5:11",
        "2026 is no text",
        "in quotes",
        text=SOURCES.replace("Office of Bridges (invented)", "2026"),
    ),
    whole("no ID", "4:5", '"id" is missing', "add the key", text=SOURCES.replace("id: bridges\n    name", "name")),
    whole("an ID without a value", "4:5", '"id" has no value', text=SOURCES.replace("id: bridges", "id:")),
    whole(
        "an unknown kind",
        "6:11",
        '"fed" is no kind of source',
        'did you mean "feed"?',
        text=SOURCES.replace("kind: feed", "kind: fed"),
    ),
    whole("no kind", "4:5", '"kind" is missing', text=SOURCES.replace("    kind: feed\n", "")),
    whole(
        "no address", "4:5", '"url" is missing', text=SOURCES.replace("    url: https://bridges.example/feed.xml\n", "")
    ),
    whole("no web address", "7:10", "no web address", "https://", text=SOURCES.replace("https:", "ftp:")),
    whole("an address with a space", "7:10", "a space", text=SOURCES.replace("feed.xml", "the feed.xml")),
    whole(
        "a password in an address",
        "7:10",
        "no name or password",
        "${NAME}",
        text=SOURCES.replace("bridges.ex", "me:pw@bridges.ex"),
    ),
    whole(
        "two sources of one ID",
        "9:9",
        '"bridges" is the ID of another source, on line 4',
        text=SOURCES + "  - id: bridges\n    name: B\n    kind: feed\n    url: https://b.example\n",
    ),
    whole(
        "an old ID that is in use",
        "13:11",
        '"bridges" is the ID of another source, on line 4',
        text=SOURCES + "  - id: b\n    name: B\n    kind: feed\n    url: https://b.example\n    was: [bridges]\n",
    ),
    whole(
        "a page's name",
        "4:44",
        '"a page?"',
        "allowed",
        text=BEATS + 'sources:\n  - {id: a, name: A, kind: facebook, page: "a page?"}\n',
    ),
    whole(
        "a channel given twice",
        "4:5",
        "either `channel` or `url`",
        text=BEATS
        + "sources:\n  - {id: a, name: A, kind: telegram, channel: a_b_c_d_e, url: 'https://t.me/s/a_b_c_d_e'}\n",
    ),
    whole(
        "no CSS selector",
        "4:69",
        "'ul > > li' is no CSS selector",
        text=BEATS + "sources:\n  - {id: a, name: A, kind: listing, url: 'https://a.example', item: 'ul > > li'}\n",
    ),
    # -------- alerts
    alerts("an empty alerts.yaml", "1:1", "empty", "monitor init", text=""),
    alerts("an unknown section", "1:1", '"newsrom"', 'did you mean "newsroom"?', text="newsrom: {}\n"),
    alerts("no contact", "1:21", '"me" is no contact', "desk@example.org", text="newsroom: {contact: me}\n"),
    alerts("no address of ours", "1:24", '"monitor"', "https://", text="newsroom: {public_url: monitor}\n"),
    alerts("a channel's name", "2:3", '"The Desk"', "a-z", text="channels:\n  The Desk: json://a.example\n"),
    alerts("a channel without an address", "2:3", "no address", "apprise URL", text="channels:\n  desk:\nroutes: []\n"),
    alerts(
        "a route to nowhere",
        "2:29",
        '"dsk" is no channel',
        'did you mean "desk"?',
        text="channels: {desk: 'json://a.example'}\nroutes: [{id: r, channels: [dsk]}]\n",
    ),
    alerts(
        "two routes of one ID",
        "3:8",
        "is the ID of another route, on line 2",
        text="channels: {d: 'json://a.example'}\nroutes: [{id: r, channels: [d]},\n  {id: r, channels: [d]}]\n",
    ),
    a_route("a digest without hours", "3:47", "hours or an interval", "{every: 30m}", keys="digest: {}"),
    a_route("a digest of both", "3:47", "hours or an interval", keys="digest: {at: '07:30', every: 1h}"),
    a_route("a digest every second", "3:55", '"1s" is out of range', "1m to 1d", keys="digest: {every: 1s}"),
    a_route("quiet hours with no end", "3:39", '"to" is missing', "add the key", keys='quiet: {from: "22:00"}'),
    a_route("quiet hours for ever", "3:46", "never end", keys='quiet: {from: "22:00", to: "22:00"}'),
    a_route("a word for an hour", "3:53", '"ten" is no time of day', keys='quiet: {from: ten, to: "06:00"}'),
    a_route(
        "an unknown key of quiet hours",
        "3:47",
        '"form"',
        'did you mean "from"?',
        keys='quiet: {form: "22:00", to: "6:00"}',
    ),
    a_route("many messages an hour", "3:49", '"many" is no whole number', "as in 10", keys="per_hour: many"),
    a_route("no messages an hour", "3:49", "0 is too small", "1 or more", keys="per_hour: 0"),
    a_route("an escalation to nobody", "3:39", '"channels" is missing', keys="escalate: {after: 15m}"),
    a_route(
        "an escalation to nowhere",
        "3:73",
        '"phon" is no channel',
        'did you mean "phone"?',
        keys="escalate: {after: 15m, channels: [phon]}",
    ),
    a_route("a search without a word", "3:47", '"…" has no word', "monitor statements", keys='search: "…"'),
    a_route("an event that can be none", "3:48", '"visit" is no ID', "monitor events", keys="events: [visit]"),
    a_route("a side that is no country", "3:47", '"Japan" is no country', "did you mean JP?", keys="sides: [Japan]"),
    alerts("a route without channels", "1:10", '"channels" is missing', text="routes: [{id: r}]\n"),
    alerts(
        "a route of an unknown beat",
        "5:25",
        '"kh-fr" is no beat',
        "allowed: kh-jp",
        text=ALERTS.replace("beats: [kh-jp]", "beats: [kh-fr]"),
    ),
    alerts(
        "an unknown source",
        "5:27",
        '"bridge"',
        'did you mean "bridges"?',
        text=ALERTS.replace("beats: [kh-jp]", "sources: [bridge]"),
    ),
    alerts(
        "an unknown level",
        "5:25",
        '"high"',
        "urgent",
        "routine",
        text=ALERTS.replace("beats: [kh-jp]", "level: [high]"),
    ),
    alerts(
        "an unknown change", "5:27", '"altered"', "edited", text=ALERTS.replace("beats: [kh-jp]", "changes: [altered]")
    ),
    alerts("no hour", "7:15", '"25:00" is no time of day', "07:30", text=ALERTS + "digest: {at: ['25:00']}\n"),
    alerts(
        "operators that are no channel",
        "2:13",
        '"ops" is no channel',
        "allowed: desk",
        text="channels: {desk: 'json://a.example'}\noperators: [ops]\n",
    ),
    # -------- the other files
    Case("a line of .env", ".env:2:1", ("NAME=value",), others={"_env": "A=1\n= 2\n"}),
    Case(
        "an unknown key of a topic",
        "rivers.yaml:3:5",
        ('"strng"', 'did you mean "strong"?'),
        others={"topics__rivers_yaml": "terms:\n  en:\n    strng: river\n"},
    ),
    Case(
        "a topic's file that is no YAML",
        "travel.yaml:2:1",
        ("a tab",),
        others={"topics__travel_yaml": "terms:\n\ten: x\n"},
    ),
]
